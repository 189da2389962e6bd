import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { packHere } from "../../src/sheet/pdf/packed.js";

// A thread is a file that was compiled.
const { startPacker } = (await import(
  new URL("../../dist/node/packer.js", import.meta.url).href
)) as typeof import("../../src/node/packer.js");

const TEXTS = ["0 0 m", "BT /F1 9 Tf ET\n".repeat(400), ""];

it("packs in a thread, in the order in which it is asked, to the bytes that are packed here", async () => {
  const pack = startPacker();
  if (availableParallelism() > 1) expect(pack).not.toBe(packHere);
  const answers = await Promise.all([pack(TEXTS), pack([]), pack(TEXTS.slice(1))]);
  const here = await packHere(TEXTS);
  expect(answers).toEqual([here, [], here.slice(1)]);
});

it("says that the thread failed, of all that waits", async () => {
  const pack = startPacker();
  // A message leaves out what an object inherits.
  const odd = Object.create({ map: () => [] }) as readonly string[];
  const settled = await Promise.allSettled([pack(odd), pack(TEXTS)]);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
