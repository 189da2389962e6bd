import { afterEach, expect, it, vi } from "vitest";
import { pack } from "../../scripts/page.mjs";
import { unpack } from "../../src/page/unpack.js";

const BYTES = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251);

afterEach(() => {
  vi.unstubAllGlobals();
});

it("inflates what the build packed, by the browser", async () => {
  expect(await unpack(pack(BYTES))).toEqual(BYTES);
});

it("inflates it itself in a browser that cannot", async () => {
  vi.stubGlobal(
    "DecompressionStream",
    class {
      constructor() {
        throw new TypeError("no such format");
      }
    },
  );
  expect(await unpack(pack(BYTES))).toEqual(BYTES);
});
