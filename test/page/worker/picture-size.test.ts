import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { pictureSize } from "../../../src/browser/picture-size.js";

const picture = () => sharp({ create: { width: 345, height: 210, channels: 3, background: "#7a3e00" } });

describe("pictureSize", () => {
  it.each([
    ["PNG", () => picture().png()],
    ["JPEG", () => picture().jpeg()],
    ["progressive JPEG with metadata", () => picture().withMetadata({ orientation: 6 }).jpeg({ progressive: true })],
    ["GIF", () => picture().gif()],
    ["WebP", () => picture().webp()],
    ["WebP without loss", () => picture().webp({ lossless: true })],
    ["WebP with transparency", () => picture().ensureAlpha(0.5).webp()],
    ["WebP with metadata", () => picture().withMetadata({ orientation: 3 }).webp()],
  ])("of a %s is what its header says", async (_, encode) => {
    expect(pictureSize(await encode().toBuffer())).toEqual({ width: 345, height: 210 });
  });

  it("is not known of what is broken off or something else", async () => {
    const jpeg = await picture().jpeg().toBuffer();
    for (let length = 0; length < 120; length++) {
      const size = pictureSize(jpeg.subarray(0, length));
      if (size) expect(size).toEqual({ width: 345, height: 210 });
    }
    expect(pictureSize(Buffer.from("%PDF-1.7"))).toBeUndefined();
    expect(pictureSize(new Uint8Array())).toBeUndefined();
  });
});
