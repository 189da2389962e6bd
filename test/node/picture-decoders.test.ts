import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeJpeg } from "../../src/node/jpeg.js";
import { nodePlatform } from "../../src/node/platform.js";
import { decodePng } from "../../src/node/png.js";
import { crc32 } from "../../src/paper/frame.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { seededRandom } from "../helpers/photo.js";

const [WIDTH, HEIGHT] = [61, 47];
const random = seededRandom(15);

/** Stretches of one level among noise, so that every filter is worth its while. */
function noise(channels: 1 | 2 | 3 | 4) {
  const data = Buffer.from({ length: WIDTH * HEIGHT * channels } as ArrayLike<number>).map((_, i) =>
    (i >> 3) % 3 === 0 ? 200 : Math.floor(random() * 256),
  );
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels } });
}

/** Levels that grow to the right, and less downwards. */
function slopes() {
  const data = Buffer.from({ length: WIDTH * HEIGHT } as ArrayLike<number>).map(
    (_, i) => (i % WIDTH) * 3 + Math.floor(i / WIDTH),
  );
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } }).toColourspace("b-w");
}

function farthest(a: Raster, b: Raster): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  return a.data.reduce((most, level, i) => Math.max(most, Math.abs(level - (b.data[i] ?? 0))), 0);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function pngOf(width: number, height: number, [bits, colour, interlace]: readonly number[], parts: Uint8Array[]) {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, bits ?? 8, colour ?? 0, 0, 0, interlace ?? 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", header), ...parts, chunk("IEND", Buffer.alloc(0))]);
}

describe("a PNG without the native decoder", () => {
  it.each([
    ["grey", () => noise(1).toColourspace("b-w").png()],
    ["grey, filtered", () => slopes().png({ adaptiveFiltering: true })],
    ["grey in 16 bits", () => noise(1).toColourspace("grey16").png()],
    ["grey with alpha", () => noise(2).png()],
    ["colour", () => noise(3).png({ adaptiveFiltering: true })],
    ["colour in 16 bits", () => noise(3).toColourspace("rgb16").png()],
    ["palette of 2", () => slopes().png({ palette: true, colours: 2 })],
    ["palette of 16", () => noise(3).png({ palette: true, colours: 16 })],
  ])("has the grey levels that sharp gives, within 1: %s", async (_, picture) => {
    const bytes = await picture().toBuffer();
    expect(farthest(await decodePng(bytes), await nodePlatform.decodePicture(bytes))).toBeLessThanOrEqual(1);
  });

  it.each([
    ["colour", () => noise(4).png({ adaptiveFiltering: true })],
    ["palette", () => noise(4).png({ palette: true })],
  ])("is laid on white, within 2 as each colour is rounded: %s", async (_, picture) => {
    const bytes = await picture().toBuffer();
    expect(farthest(await decodePng(bytes), await nodePlatform.decodePicture(bytes))).toBeLessThanOrEqual(2);
  });

  it("has one clear colour where it says so", async () => {
    const clear = [chunk("tRNS", Buffer.from([0, 7])), chunk("IDAT", deflateSync(Buffer.from([0, 6, 7, 8])))];
    expect([...(await decodePng(pngOf(3, 1, [8, 0, 0], clear))).data]).toEqual([6, 255, 8]);
  });

  it("may come in many parts, and more than its size is never inflated", async () => {
    const packed = deflateSync(Buffer.concat([Buffer.from([0, 1, 2, 0, 3, 4]), Buffer.alloc(300_000_000)]));
    const parts = Array.from({ length: Math.ceil(packed.length / 1000) }, (_, i) =>
      chunk("IDAT", packed.subarray(1000 * i, 1000 * (i + 1))),
    );
    const before = process.memoryUsage().rss;
    expect([...(await decodePng(pngOf(2, 2, [8, 0, 0], parts))).data]).toEqual([1, 2, 3, 4]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
  });

  it.each([
    ["picture-too-large", () => pngOf(20_000, 20_000, [8, 0, 0], [])],
    ["picture-too-large", () => pngOf(2 ** 31, 2 ** 31, [8, 0, 0], [])],
    ["picture-unreadable", () => pngOf(100_000_000, 1, [16, 6, 0], [])],
    ["picture-decoder", () => pngOf(2, 2, [8, 0, 1], [])],
    ["picture-unreadable", () => pngOf(0, 2, [8, 0, 0], [])],
    ["picture-unreadable", () => pngOf(2, 2, [4, 2, 0], [])],
    ["picture-unreadable", () => pngOf(2, 2, [8, 0, 0], [])],
    ["picture-unreadable", () => pngOf(2, 2, [8, 0, 0], [chunk("IDAT", deflateSync(Buffer.from([0, 1, 2, 0])))])],
    ["picture-unreadable", () => pngOf(2, 1, [8, 0, 0], [chunk("IDAT", deflateSync(Buffer.from([9, 1, 2])))])],
    ["picture-unreadable", () => pngOf(2, 1, [8, 0, 0], [chunk("IDAT", Buffer.from("not deflated"))])],
  ])("is %s where it has to be: case %#", async (code, make) => {
    await expect(decodePng(make())).rejects.toMatchObject({ code });
  });
});

const picture = slopes().jpeg({ quality: 90 });

describe("a JPEG without the native decoder", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("is upright by its EXIF orientation %i", async (orientation) => {
    const bytes = await picture.clone().withMetadata({ orientation }).toBuffer();
    expect(farthest(await decodeJpeg(bytes, nodePlatform), await nodePlatform.decodePicture(bytes))).toBeLessThan(4);
  });

  it.each([
    ["progressive", () => picture.clone().jpeg({ progressive: true }), 4],
    // PDFium weighs colours as video does.
    ["colour", () => noise(3).blur(3).jpeg(), 40],
    ["four inks", () => noise(3).blur(3).toColourspace("cmyk").jpeg({ quality: 95 }), 40],
  ] as const)("has about the grey levels that sharp gives: %s", async (_, made, most) => {
    const bytes = await made().toBuffer();
    expect(farthest(await decodeJpeg(bytes, nodePlatform), await nodePlatform.decodePicture(bytes))).toBeLessThan(most);
  });

  it("is unreadable where it is cut off or broken, and too large by its header", async () => {
    const bytes = await picture.clone().toBuffer();
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    const codes = bytes.indexOf(Buffer.from([0xff, 0xc4]));
    const altered = (at: number, values: number[]) => {
      const copy = Buffer.from(bytes);
      copy.set(values, at);
      return copy;
    };
    for (const broken of [
      bytes.subarray(0, bytes.length - 10),
      bytes.subarray(0, frame),
      altered(frame + 4, [12]),
      altered(frame + 5, [0, 0]),
      altered(
        codes + 5,
        Array.from({ length: 16 }, () => 255),
      ),
    ]) {
      await expect(decodeJpeg(broken, nodePlatform)).rejects.toMatchObject({ code: "picture-unreadable" });
    }
    const size = [0xff, 0xff, 0xff, 0xff];
    await expect(decodeJpeg(altered(frame + 5, size), nodePlatform)).rejects.toMatchObject({
      code: "picture-too-large",
    });
    const progressive = [0xff, 0xc2, 0, 11, 8, 0x27, 0x10, 0x27, 0x10];
    await expect(decodeJpeg(altered(frame, progressive), nodePlatform)).rejects.toMatchObject({
      code: "picture-too-large",
      data: { maxMegapixels: 50 },
    });
  });
});
