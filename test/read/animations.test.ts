import qrcode from "qrcode";
import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { EscrowError } from "../../src/error.js";
import { importContext } from "../../src/import/qr-context.js";
import { readSource } from "../../src/import/registry.js";
import { nodePlatform } from "../../src/node/platform.js";
import { crc32 } from "../../src/paper/frame.js";
import { gifFrames } from "../../src/read/pictures/gif.js";
import { picturePages } from "../../src/read/pictures/picture-pages.js";
import { webpFrames } from "../../src/read/pictures/webp.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { readSheet } from "../../src/recover/file-reading.js";
import { wide } from "../helpers/full.js";
import { seededRandom } from "../helpers/photo.js";
import { migrationUri } from "../import/helpers/migration.js";

const SIZE = 260;
const PARTS = 3;
const entries = Array.from({ length: PARTS }, (_, i) => ({ secret: Buffer.from(`Hello ${i}`), name: `n${i}` }));
const texts = entries.map((entry, index) => migrationUri({ entries: [entry], size: PARTS, index, id: -9 }));
const codes = await Promise.all(
  texts.map(async (text) =>
    sharp(await qrcode.toBuffer(text, { scale: 3 }))
      .resize(SIZE, SIZE, { kernel: "nearest", fit: "contain", background: "#fff" })
      .png()
      .toBuffer(),
  ),
);
/** Each code twice, with an empty frame between them. */
const blank = await sharp({ create: { width: SIZE, height: SIZE, channels: 3, background: "#fff" } })
  .png()
  .toBuffer();
const film = codes.flatMap((code) => [code, code, blank]);
const joined = () => sharp(film, { join: { animated: true } });

/** An animated PNG: the first frame is whole, others may be a part of it. */
async function apngOf(
  frames: readonly { readonly png: Buffer; readonly x?: number; readonly y?: number }[],
): Promise<Buffer> {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const numbers = (...values: number[]) => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i);
    return bytes;
  };
  let sequence = 0;
  const parts: Buffer[] = [Buffer.from("\x89PNG\r\n\x1a\n", "latin1")];
  for (const [i, { png, x = 0, y = 0 }] of frames.entries()) {
    const { width, height } = await sharp(png).metadata();
    const grey = await sharp(png).flatten().greyscale().toColourspace("b-w").png({ palette: false }).toBuffer();
    const data: Buffer[] = [];
    for (let at = 8; at < grey.length; at += 12 + grey.readUInt32BE(at)) {
      const type = grey.toString("latin1", at + 4, at + 8);
      const body = grey.subarray(at + 8, at + 8 + grey.readUInt32BE(at));
      if (type === "IHDR" && i === 0) parts.push(chunk(type, body), chunk("acTL", numbers(frames.length, 0)));
      if (type === "IDAT") data.push(body);
    }
    parts.push(
      chunk("fcTL", Buffer.concat([numbers(sequence++, width, height, x, y), Buffer.from([0, 1, 0, 10, 0, 0])])),
    );
    for (const body of data) {
      parts.push(i === 0 ? chunk("IDAT", body) : chunk("fdAT", Buffer.concat([numbers(sequence++), body])));
    }
  }
  return Buffer.concat([...parts, chunk("IEND", Buffer.alloc(0))]);
}

const files: Readonly<Record<string, Buffer>> = {
  GIF: await joined().gif({ effort: 1 }).toBuffer(),
  "GIF, interlaced": await joined().gif({ progressive: true, effort: 1 }).toBuffer(),
  WebP: await joined().webp({ lossless: true, effort: 0 }).toBuffer(),
  PNG: await apngOf(film.map((png) => ({ png }))),
};

describe("an animation", () => {
  it.each(Object.keys(files))("of an export in parts gives all of them: %s", async (name) => {
    const bytes = files[name] as Buffer;
    const { accounts, missing, skipped } = await readSource({ name, bytes }, importContext(nodePlatform));
    expect(accounts.map(({ account }) => account)).toEqual(["n0", "n1", "n2"]);
    expect([missing, skipped]).toEqual([[], []]);
  });

  it("is one picture of a sheet", async () => {
    const { pages, problems, pdf } = await readSheet({ name: "a.gif", bytes: files.GIF as Buffer }, nodePlatform);
    expect(pages.map(({ origin, page, codes: found }) => [origin, page, found.length])).toEqual([
      ["picture", 1, PARTS],
    ]);
    expect([problems.map(({ code }) => code), pdf]).toEqual([expect.any(Array), undefined]);
  });

  it("whose frames show only what changes is put together", async () => {
    const first = codes[0] as Buffer;
    const upper = await sharp(first).extract({ left: 0, top: 0, width: SIZE, height: 100 }).png().toBuffer();
    const lower = await sharp(first)
      .extract({ left: 0, top: 100, width: SIZE, height: SIZE - 100 })
      .png()
      .toBuffer();
    const bytes = await apngOf([{ png: blank }, { png: upper }, { png: lower, y: 100 }]);
    const { batchParts } = await readSource({ name: "a.png", bytes }, importContext(nodePlatform));
    expect(batchParts).toHaveLength(1);
  });

  it("is read where a quick look at its frames gives nothing", async () => {
    const frame = await sharp(
      await qrcode.toBuffer(texts[0] ?? "", { scale: 3, color: { dark: "#ffffffff", light: "#0000" } }),
    )
      .png()
      .toBuffer();
    const bytes = await sharp(frame).gif().toBuffer();
    const { batchParts } = await readSource({ name: "light.gif", bytes }, importContext(nodePlatform));
    expect(batchParts).toHaveLength(1);
  });
});

describe("webpFrames", () => {
  const random = seededRandom(71);
  const size = { width: 90, height: 70 };
  /** Frames that differ in a part, which is all that a file has of them. */
  const drawn = Array.from({ length: 6 }, () => {
    const data = Buffer.alloc(size.width * size.height * 4);
    const [left, top] = [Math.floor(random() * 40), Math.floor(random() * 30)];
    for (let y = top; y < top + 30; y++)
      for (let x = left; x < left + 40; x++)
        data
          .fill(random() < 0.5 ? 0 : 220, 4 * (y * size.width + x), 4 * (y * size.width + x) + 3)
          .fill(255, 4 * (y * size.width + x) + 3, 4 * (y * size.width + x) + 4);
    return sharp(data, { raw: { ...size, channels: 4 } })
      .png()
      .toBuffer();
  });

  it.each([true, false])("gives what sharp gives of partial frames on nothing, without loss: %s", async (lossless) => {
    const bytes = await sharp(await Promise.all(drawn), { join: { animated: true } })
      .webp({ lossless, effort: 0, minSize: true })
      .toBuffer();
    const frames: Raster[] = [];
    for await (const { raster } of webpFrames(bytes, nodePlatform)) frames.push(raster);
    expect(frames).toHaveLength(drawn.length);
    for (const [i, raster] of frames.entries()) {
      const data = await sharp(bytes, { page: i }).flatten({ background: "#fff" }).greyscale().raw().toBuffer();
      expect(raster.data.every((level, at) => Math.abs(level - (data[at] ?? 0)) <= 1)).toBe(true);
    }
  });

  it("asks its platform for single pictures alone, as a browser decodes them", async () => {
    const decodePicture = vi.fn(nodePlatform.decodePicture);
    const platform = { ...nodePlatform, decodePicture };
    const { accounts } = await readSource({ name: "a.webp", bytes: files.WebP as Buffer }, importContext(platform));
    expect(accounts.map(({ account }) => account)).toEqual(["n0", "n1", "n2"]);
    for (const [bytes, options] of decodePicture.mock.calls) {
      expect([(await sharp(bytes).metadata()).pages ?? 1, options?.page ?? 1]).toEqual([1, 1]);
    }
  });

  it.each([
    ["picture-unreadable", (webp: Buffer) => webp.subarray(0, 36)],
    [
      "picture-too-large",
      (webp: Buffer) => Buffer.concat([webp.subarray(0, 24), Buffer.alloc(6, 255), webp.subarray(30)]),
    ],
  ])("is %s where it has to be: case %#", async (code, alter) => {
    const frames = async () => {
      for await (const _ of webpFrames(alter(files.WebP as Buffer), nodePlatform)) break;
    };
    await expect((async () => frames())()).rejects.toMatchObject({ code });
  });
});

describe("gifFrames", () => {
  it.each(["GIF", "GIF, interlaced"])("gives the levels that sharp gives, within 1: %s", async (name) => {
    const bytes = files[name] as Buffer;
    const frames = [...gifFrames(bytes)];
    expect(frames.length).toBeGreaterThanOrEqual(2 * PARTS);
    for (const { frame, raster } of frames) {
      const { data } = await sharp(bytes, { page: frame - 1 })
        .flatten({ background: "#fff" })
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(raster.data.every((level, i) => Math.abs(level - (data[i] ?? 0)) <= 1)).toBe(true);
    }
  });

  it.each([
    ["picture-unreadable", (gif: Buffer) => gif.subarray(0, 12)],
    ["picture-unreadable", (gif: Buffer) => gif.subarray(0, 900)],
    [
      "picture-too-large",
      (gif: Buffer) => Buffer.concat([gif.subarray(0, 6), Buffer.from([255, 255, 255, 255]), gif.subarray(10)]),
    ],
    ["picture-unreadable", (gif: Buffer) => Buffer.concat([gif.subarray(0, 6), Buffer.alloc(4), gif.subarray(10)])],
  ])("is %s where it has to be: case %#", (code, alter) => {
    expect(() => [...gifFrames(alter(files.GIF as Buffer))]).toThrow(expect.objectContaining({ code }));
  });

  wide("of too many pixels in all frames is read as far as it may be", async () => {
    // A tiny frame on a large picture, 400 times: what is read is counted, not what is stored.
    const tile = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
    const head = Buffer.from([...Buffer.from("GIF89a"), 0xd0, 7, 0xd0, 7, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    const bytes = Buffer.concat([head, ...Array(400).fill(tile), Buffer.from([0x3b])]);
    let [frames, lost] = [0, 0];
    for await (const one of picturePages(bytes, nodePlatform)) "fault" in one ? lost++ : frames++;
    expect(lost).toBe(1);
    expect(frames).toBeLessThan(80);
  });
});

describe("animations that are altered", () => {
  it("give frames or an EscrowError", async () => {
    const random = seededRandom(33);
    for (const bytes of [files.GIF, files.PNG, files.WebP] as Buffer[]) {
      for (let run = 0; run < 60; run++) {
        const altered = Buffer.from(
          bytes.subarray(0, run % 3 === 0 ? Math.floor(random() * bytes.length) : bytes.length),
        );
        for (let i = 0; i < 6 && altered.length > 0; i++)
          altered[8 + Math.floor(random() * 60)] = Math.floor(random() * 256);
        try {
          for await (const one of picturePages(altered, nodePlatform)) if (one.page > 3) break;
        } catch (error) {
          expect(error).toBeInstanceOf(EscrowError);
        }
      }
    }
  });
});
