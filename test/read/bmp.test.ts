import qrcode from "qrcode";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { EscrowError } from "../../src/error.js";
import { importContext } from "../../src/import/qr-context.js";
import { nodePlatform } from "../../src/node/platform.js";
import { fileKind } from "../../src/read/file-kind.js";
import { decodeBmp } from "../../src/read/pictures/bmp.js";
import { seededRandom } from "../helpers/photo.js";

const TEXT = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";
const { data: grey, info } = await sharp(await qrcode.toBuffer(TEXT, { scale: 2 }))
  .flatten()
  .toColourspace("b-w")
  .raw()
  .toBuffer({ resolveWithObject: true });
const { width, height } = info;
const dark = (x: number, y: number) => (grey[y * width + x] ?? 0) < 128;
const textsIn = (bytes: Uint8Array) => importContext(nodePlatform).readCodes(bytes);

interface Options {
  readonly bits: number;
  readonly storing?: number;
  readonly fromTop?: boolean;
  readonly masks?: readonly number[];
  /** Of the picture's header. */
  readonly length?: number;
  /** Rows as they are stored, in place of those that are packed. */
  readonly rows?: (y: number) => readonly number[];
}

/** A bitmap of the code, without the header of a file. */
function dib({ bits, storing = 0, fromTop = false, masks = [], length = 40, rows }: Options, tall = height): Buffer {
  const header = Buffer.alloc(length + 4 * masks.length);
  header.writeUInt32LE(length, 0);
  if (length === 12) {
    for (const [i, value] of [width, height, 1, bits].entries()) header.writeUInt16LE(value, 4 + 2 * i);
  } else {
    header.writeInt32LE(width, 4);
    header.writeInt32LE(fromTop ? -tall : tall, 8);
    header.writeUInt16LE(bits, 14);
    header.writeUInt32LE(storing, 16);
    if (bits <= 8) header.writeUInt32LE(2, 32);
    for (const [i, mask] of masks.entries()) header.writeUInt32LE(mask, 40 + 4 * i);
  }
  const colours = bits > 8 ? 0 : length === 12 ? 2 ** bits : 2;
  const palette = Buffer.alloc(colours * (length === 12 ? 3 : 4));
  palette.subarray(0, 3).fill(255);
  const packed = (y: number): number[] => {
    const row = Buffer.alloc(Math.ceil((width * bits) / 32) * 4);
    for (let x = 0; x < width; x++) {
      const ink = dark(x, y);
      if (bits <= 8)
        row[(x * bits) >> 3] = (row[(x * bits) >> 3] ?? 0) | ((ink ? 1 : 0) << (8 - bits - ((x * bits) & 7)));
      else if (bits === 24) row.fill(ink ? 0 : 255, 3 * x, 3 * x + 3);
      else if (bits === 16) row.writeUInt16LE(ink ? 0 : 0xffff, 2 * x);
      else row.writeUInt32LE(ink ? 0xff000000 : 0xffffffff, 4 * x);
    }
    return [...row];
  };
  const order = Array.from({ length: height }, (_, i) => (fromTop ? i : height - 1 - i));
  return Buffer.concat([header, palette, Buffer.from(order.flatMap((y) => [...(rows ?? packed)(y)]))]);
}

function bmp(options: Options): Buffer {
  const inner = dib(options);
  const { bits, masks = [], length = 40 } = options;
  const colours = bits > 8 ? 0 : length === 12 ? 3 * 2 ** bits : 8;
  const head = Buffer.alloc(14);
  head.write("BM");
  head.writeUInt32LE(14 + inner.length, 2);
  head.writeUInt32LE(14 + length + 4 * masks.length + colours, 10);
  return Buffer.concat([head, inner]);
}

/** Pixels of a row as runs of up to 255. */
function runs(y: number, most: number): number[] {
  const found: number[] = [];
  for (let x = 0; x < width; ) {
    let count = 1;
    while (x + count < width && count < most && dark(x + count, y) === dark(x, y)) count++;
    const ink = dark(x, y) ? 1 : 0;
    found.push(count, most === 255 ? ink : ink * 17);
    x += count;
  }
  return [...found, 0, 0];
}

/** An icon of one picture. */
function icon(data: Buffer): Buffer {
  const head = Buffer.from([0, 0, 1, 0, 1, 0, width, height, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0]);
  head.writeUInt32LE(data.length, 14);
  return Buffer.concat([head, data]);
}

describe("a BMP", () => {
  it.each([
    ["1 bit", { bits: 1 }],
    ["4 bits", { bits: 4 }],
    ["8 bits, the oldest header", { bits: 8, length: 12 }],
    ["16 bits", { bits: 16 }],
    ["16 bits with masks", { bits: 16, storing: 3, masks: [0xf800, 0x7e0, 0x1f] }],
    ["24 bits", { bits: 24 }],
    ["24 bits from the top", { bits: 24, fromTop: true }],
    ["32 bits with masks and alpha", { bits: 32, storing: 6, masks: [0xff0000, 0xff00, 0xff, 0xff000000] }],
    ["32 bits, a long header", { bits: 32, length: 124 }],
    ["runs of 8 bits", { bits: 8, storing: 1, rows: (y: number) => runs(y, 255) }],
    ["runs of 4 bits", { bits: 4, storing: 2, rows: (y: number) => runs(y, 254) }],
  ] as const)("gives the levels and the code: %s", async (_, options) => {
    const bytes = bmp(options);
    expect(fileKind(bytes)).toBe("bmp");
    const picture = decodeBmp(bytes);
    expect([picture.width, picture.height, picture.opaque]).toEqual([width, height, undefined]);
    expect([...picture.data].every((level, i) => level < 128 === dark(i % width, Math.floor(i / width)))).toBe(true);
    expect(await textsIn(bytes)).toEqual([TEXT]);
  });

  it("is refused where it is too large, cut off or of no kind", () => {
    const altered = (at: number, value: number) => {
      const bytes = bmp({ bits: 24 });
      bytes.writeInt32LE(value, at);
      return bytes;
    };
    expect(() => decodeBmp(altered(18, 2 ** 30))).toThrow(expect.objectContaining({ code: "picture-too-large" }));
    const broken = [
      altered(18, 0),
      altered(18, -5),
      altered(14, 13),
      altered(28, 7),
      altered(30, 9),
      altered(10, 2 ** 30),
    ];
    for (const bytes of [
      ...broken,
      bmp({ bits: 24 }).subarray(0, 900),
      bmp({ bits: 8, storing: 1, rows: (y) => runs(y, 255) }).subarray(0, 300),
    ]) {
      expect(() => decodeBmp(bytes)).toThrow(new EscrowError("picture-unreadable"));
    }
  });

  it("that is altered is read or an EscrowError", () => {
    const random = seededRandom(5);
    const originals = [
      bmp({ bits: 8, storing: 1, rows: (y) => runs(y, 255) }),
      bmp({ bits: 16, storing: 3, masks: [0xf800, 0x7e0, 0x1f] }),
    ];
    for (let run = 0; run < 400; run++) {
      const bytes = Buffer.from(originals[run % 2] as Buffer);
      for (let i = 0; i < 4; i++) bytes[Math.floor(random() * 70)] = Math.floor(random() * 256);
      try {
        decodeBmp(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(EscrowError);
      }
    }
  });
});

describe("an icon", () => {
  it("is read by its PNG, or by its bitmap with a mask", async () => {
    const png = await sharp(await qrcode.toBuffer(TEXT, { scale: 2 }))
      .png()
      .toBuffer();
    const mask = Buffer.alloc(Math.ceil(width / 32) * 4 * height);
    for (const bytes of [icon(png), icon(Buffer.concat([dib({ bits: 32 }, 2 * height), mask]))]) {
      expect(fileKind(bytes)).toBe("ico");
      expect(await textsIn(bytes)).toEqual([TEXT]);
    }
  });
});
