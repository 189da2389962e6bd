import { PDFDocument, rgb } from "pdf-lib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { EscrowError } from "../../src/error.js";
import { decodeJpeg } from "../../src/node/jpeg.js";
import { nodePlatform } from "../../src/node/platform.js";
import { decodePng } from "../../src/node/png.js";
import { formatLine } from "../../src/paper/line.js";
import { encodeShareLines } from "../../src/paper/lines.js";
import { readCodes } from "../../src/read/codes/codes.js";
import { rasterisePdf } from "../../src/read/pages/pdf.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { parseTyped } from "../../src/read/text/typed.js";
import { FULL, wide } from "../helpers/full.js";
import { expectLinear, expectWithin } from "../helpers/growth.js";
import { encodeJpeg, encodePng, seededRandom } from "../helpers/photo.js";
import { pageWithCodes } from "./helpers/pages.js";

const RUNS = FULL ? 1000 : 80;
/** No input may take longer, in time of the processor: the machine has other work too. */
const LONGEST_MS = 1_000;

const page = pageWithCodes(
  [{ text: "otpauth://totp/a?secret=JBSWY3DP", version: 3, sideMm: 50, xMm: 20, yMm: 20 }],
  72,
);
const random = seededRandom(77);
const upTo = (end: number) => Math.floor(random() * end);

/** Flips bits, cuts, repeats or replaces a stretch; often several of it. */
function mutate(original: Uint8Array): Uint8Array {
  let bytes = original.slice();
  for (let change = 0; change <= upTo(4); change++) {
    const at = upTo(bytes.length);
    const length = upTo(Math.min(64, bytes.length - at) + 1);
    switch (upTo(5)) {
      case 0:
        for (let i = 0; i < 8; i++) bytes[upTo(bytes.length)]! ^= 1 << upTo(8);
        break;
      case 1:
        bytes = bytes.slice(0, Math.max(16, at));
        break;
      case 2:
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
        break;
      case 3:
        bytes = Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
        break;
      default:
        for (let i = 0; i < length; i++) bytes[at + i] = upTo(256);
    }
  }
  return bytes;
}

/** Runs a reader on mutations; tells how many it refused, each with an EscrowError. */
async function refusals(originals: readonly Uint8Array[], read: (bytes: Uint8Array) => Promise<void>): Promise<number> {
  let refused = 0;
  for (const bytes of originals) await read(bytes);
  for (let run = 0; run < RUNS; run++) {
    const bytes = mutate(originals[run % originals.length]!);
    try {
      await expectWithin(() => read(bytes), LONGEST_MS, `run ${run}`);
    } catch (error) {
      if (!(error instanceof EscrowError)) throw new Error(`run ${run}: not an EscrowError`, { cause: error });
      refused++;
    }
  }
  return refused;
}

describe(`${RUNS} damaged files a reader`, () => {
  for (const kind of ["PNG", "JPEG", "WebP", "GIF"] as const) {
    it(kind, async () => {
      const { width, height, data } = page;
      const grey = sharp(data, { raw: { width, height, channels: 1 } });
      const original = {
        PNG: () => encodePng(page),
        JPEG: () => encodeJpeg(page, 60),
        WebP: () => grey.webp({ quality: 60 }).toBuffer(),
        GIF: () => grey.gif().toBuffer(),
      }[kind];
      const refused = await refusals([await original()], async (bytes) => {
        const raster = await nodePlatform.decodePicture(bytes);
        expect(raster.data.length).toBe(raster.width * raster.height);
      });
      expect(refused).toBeGreaterThan(0);
      expect(refused).toBeLessThanOrEqual(RUNS);
    });
  }

  // What decodes where sharp cannot be loaded.
  for (const [kind, encode, decode] of [
    ["PNG", encodePng, (bytes: Uint8Array) => decodePng(bytes)],
    ["JPEG", (raster: Raster) => encodeJpeg(raster, 60), (bytes: Uint8Array) => decodeJpeg(bytes, nodePlatform)],
  ] as const) {
    it(`${kind}, without sharp`, async () => {
      const refused = await refusals([await encode(page)], async (bytes) => {
        const raster = await decode(bytes);
        expect(raster.data.length).toBe(raster.width * raster.height);
      });
      expect(refused).toBeGreaterThan(0);
    });

    it(`${kind}, without sharp, takes no more than its pixels`, async () => {
      const noise = seededRandom(5);
      const width = 1_000;
      const size = FULL ? 4_000_000 : 1_000_000;
      const pictures = new Map<number, Uint8Array>();
      for (const pixels of [size / 10, size]) {
        const data = new Uint8Array(pixels).map(() => noise() * 256);
        pictures.set(pixels, await encode({ width, height: pixels / width, data }));
      }
      await decode(pictures.get(size / 10)!);
      await expectLinear((pixels) => decode(pictures.get(pixels)!), size, kind);
    });
  }

  wide("PDF", async () => {
    const document = await PDFDocument.create({ updateMetadata: false });
    const sheet = document.addPage([400, 500]);
    sheet.drawImage(await document.embedPng(await encodePng(page)), { x: 20, y: 20, width: 300, height: 400 });
    sheet.drawEllipse({ x: 100, y: 100, xScale: 50, yScale: 30, color: rgb(0, 0, 0) });
    const originals = [
      await document.save({ useObjectStreams: false }),
      await document.save({ useObjectStreams: true }),
    ];
    const refused = await refusals(originals, async (bytes) => {
      for await (const { raster } of rasterisePdf(bytes, nodePlatform, { dpi: 100, maxPages: 10 })) {
        expect(raster.data.length).toBe(raster.width * raster.height);
      }
    });
    expect(refused).toBeGreaterThan(0);
    // The reader is still in order afterwards.
    expect((await rasterisePdf(originals[0]!, nodePlatform).next()).done).toBe(false);
  });

  it("pictures with damaged codes", async () => {
    let read = 0;
    for (let run = 0; run < RUNS / 10; run++) {
      const data = page.data.slice();
      for (let blot = 0; blot < 12; blot++) {
        const [x, y, size, grey] = [upTo(page.width), upTo(page.height / 2), upTo(20), upTo(256)];
        for (let row = y; row < y + size; row++) data.fill(grey, row * page.width + x, row * page.width + x + size);
      }
      const found = await expectWithin(() => readCodes({ ...page, data }, nodePlatform), 2 * LONGEST_MS);
      for (const { text } of found) {
        expect(text).toBe("otpauth://totp/a?secret=JBSWY3DP");
        read++;
      }
    }
    expect(read).toBeGreaterThan(0);
  });
});

/** Characters of the longer of two texts in which the same stands again and again. */
const GROWN_CHARACTERS = FULL ? 200_000 : 50_000;
const setId = new Uint8Array(10).fill(7);
const checkLines = encodeShareLines(
  new Uint8Array(40).map((_, i) => i),
  setId,
  1,
).map(formatLine);

/** A row of each kind that the reader of texts tells apart, and what is nearly one. */
const ROWS: readonly [string, string][] = [
  ["a key", "JBSW Y3DP EHPK 3PXP"],
  ["a named key", "Key: JBSWY3DPEHPK3PXP"],
  ["a setting", "Digits: 6"],
  ["a sentence", "write this down, and keep it well"],
  ["a Key URI", "otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP"],
  ["a code's text", "PE0ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"],
  ["a check line", checkLines[1] ?? ""],
  ["a check line with a wrong letter", (checkLines[1] ?? "").replace(/[a-z0-9]$/iu, "x")],
  ["digits", "0123 4567"],
  ["blanks", "   \t  "],
  ["colons", "a: b: c:"],
];

describe("a text read takes no more than its length", () => {
  wide.each(ROWS)("%s in many rows", async (name, row) => {
    await expectGrowth(name, (size) => `${row}\n`.repeat(size / (row.length + 1)));
  });

  wide.each(ROWS)("%s in one row", async (name, row) => {
    await expectGrowth(name, (size) => row.repeat(size / row.length));
    await expectGrowth(name, (size) => `Key: ${`${row} `.repeat(size / (row.length + 1))}`);
  });

  wide("rows of all kinds, mixed", async () => {
    for (let run = 0; run < 20; run++) {
      const cut = Array.from({ length: 1 + upTo(6) }, () => `${ROWS[upTo(ROWS.length)]![1]}\n`.slice(upTo(9)));
      // Of a short row nothing may be left.
      const part = cut.join("") || "\n";
      await expectGrowth(JSON.stringify(part), (size) => part.repeat(size / part.length));
    }
  });

  it("check lines and keys", async () => {
    const part = `${checkLines.join("\n")}\nKey: JBSWY3DPEHPK3PXP\n`;
    await expectGrowth("both", (size) => part.repeat(size / part.length));
  });
});

function expectGrowth(name: string, grown: (size: number) => string): Promise<void> {
  const read = (size: number) => {
    try {
      parseTyped(grown(size));
    } catch (error) {
      expect(error, String(error)).toBeInstanceOf(EscrowError);
    }
  };
  return expectLinear(read, GROWN_CHARACTERS, name);
}
