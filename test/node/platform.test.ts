import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../src/node/platform.js";
import { fileKind } from "../../src/read/file-kind.js";

const { decodePicture } = nodePlatform;

/** 40 × 20 pixels: the left half black, the right half white. */
const halves = () =>
  sharp(Buffer.from(Array.from({ length: 800 }, (_, i) => (i % 40 < 20 ? 0 : 255))), {
    raw: { width: 40, height: 20, channels: 1 },
  });

describe("decodePicture", () => {
  it("reads PNG, JPEG, WebP and GIF to grey levels", async () => {
    const files = {
      png: await halves().png().toBuffer(),
      jpeg: await halves().jpeg({ quality: 95 }).toBuffer(),
      webp: await halves().webp({ lossless: true }).toBuffer(),
      gif: await halves().gif().toBuffer(),
    };
    for (const [kind, bytes] of Object.entries(files)) {
      expect(fileKind(bytes)).toBe(kind);
      const { width, height, data } = await decodePicture(bytes);
      expect([width, height, data.length], kind).toEqual([40, 20, 800]);
      expect(data[10 * 40 + 5], kind).toBeLessThan(8);
      expect(data[10 * 40 + 35], kind).toBeGreaterThan(247);
    }
  });

  it("turns a picture upright by its EXIF orientation", async () => {
    // Orientation 6: the camera was held so that the picture is turned by 90° clockwise to be upright.
    const { width, height, data } = await decodePicture(
      await halves().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    );
    expect([width, height]).toEqual([20, 40]);
    expect(data[5 * 20 + 10]).toBeLessThan(8);
    expect(data[35 * 20 + 10]).toBeGreaterThan(247);
  });

  it("lays transparency on white", async () => {
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: "#00000000" } })
      .png()
      .toBuffer();
    expect((await decodePicture(clear)).data.every((grey) => grey === 255)).toBe(true);
  });

  it("reads 16 bits a channel, palettes and CMYK", async () => {
    const deep = await halves().toColourspace("grey16").png().toBuffer();
    const palette = await halves().png({ palette: true, colours: 2 }).toBuffer();
    const cmyk = await halves().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer();
    for (const bytes of [deep, palette, cmyk]) {
      const { data } = await decodePicture(bytes);
      expect(data.length).toBe(800);
      expect(data[10 * 40 + 5]).toBeLessThan(40);
      expect(data[10 * 40 + 35]).toBeGreaterThan(240);
    }
  });

  it("takes the first frame of several", async () => {
    const frames = Buffer.concat([Buffer.alloc(300, 0), Buffer.alloc(300, 255)]);
    const animated = await sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
      .gif()
      .toBuffer();
    const { width, height, data } = await decodePicture(animated);
    expect([width, height, data[50]]).toEqual([10, 10, 0]);
  });

  it("takes fewer pixels of what its decoder holds whole", async () => {
    const png = await halves().toColourspace("rgb16").png({ progressive: true }).toBuffer();
    const large = (side: number) => {
      const bytes = Buffer.from(png);
      bytes.writeUInt32BE(side, 16);
      bytes.writeUInt32BE(side, 20);
      bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
      return decodePicture(bytes);
    };
    await expect(large(10_000)).rejects.toMatchObject({ code: "picture-too-large", data: { maxMegapixels: 66 } });
    // It is small enough, and has no such rows.
    await expect(large(8_000)).rejects.toMatchObject({ code: "picture-unreadable" });
  });

  it("names what it cannot read", async () => {
    const png = await halves().png().toBuffer();
    const heic = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1");
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const huge = Buffer.from(png);
    huge.writeUInt32BE(20_000, 16);
    huge.writeUInt32BE(20_000, 20);
    // A PNG's header chunk has its own CRC-32: of type and data.
    huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29);
    await expect(decodePicture(heic)).rejects.toMatchObject({ code: "picture-heic" });
    await expect(decodePicture(huge)).rejects.toMatchObject({ code: "picture-too-large", data: { width: 20_000 } });
    for (const bytes of [svg, png.subarray(0, 60), new Uint8Array(), Buffer.from("GIF89a"), Buffer.from("%PDF-1.7")]) {
      await expect(decodePicture(bytes)).rejects.toMatchObject({ code: "picture-unreadable" });
    }
  });
});

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
