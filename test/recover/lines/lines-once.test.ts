import { describe, expect, it, vi } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { loadTypedFont } from "../../../src/node.js";
import { readPictureLines } from "../../../src/read/lines/picture-lines.js";
import { readSheets } from "../../../src/recover/sheet-reading.js";
import { encodePng, seededRandom } from "../../helpers/photo.js";

vi.mock("../../../src/read/lines/picture-lines.js", async (original) => {
  const real = await original<typeof import("../../../src/read/lines/picture-lines.js")>();
  return { readPictureLines: vi.fn(real.readPictureLines) };
});

describe("a picture that showed no lines", () => {
  const noise = (width: number, height: number) => {
    const random = seededRandom(3);
    return encodePng({
      width,
      height,
      data: Uint8Array.from({ length: width * height }, () => (random() < 0.5 ? 0 : 255)),
    });
  };

  it("is looked at once, however often it comes", async () => {
    const [one, turned] = [await noise(40, 30), await noise(30, 40)];
    vi.mocked(readPictureLines).mockClear();
    const pages: string[] = [];
    const inputs = [one, turned, one].map((bytes, i) => ({ name: `${i}.png`, bytes }));
    await readSheets(inputs, nodePlatform, { lineFont: loadTypedFont, onLines: ({ source }) => pages.push(source) });
    expect(pages).toHaveLength(3);
    const looked = vi.mocked(readPictureLines).mock.calls.map(([{ width, height }]) => [width, height]);
    expect(looked).toEqual([
      [40, 30],
      [30, 40],
    ]);
  });
});
