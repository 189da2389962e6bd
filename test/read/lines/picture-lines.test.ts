import { describe, expect, it } from "vitest";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { EscrowError } from "../../../src/error.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { loadTypedFont } from "../../../src/node.js";
import { formatLine } from "../../../src/paper/line.js";
import { encodeLines } from "../../../src/paper/lines.js";
import { decodeOpenLines, encodeOpenLines } from "../../../src/paper/open-lines.js";
import { readPictureLines } from "../../../src/read/lines/picture-lines.js";
import type { Raster } from "../../../src/read/pixels/raster.js";
import { readSheets } from "../../../src/recover/sheet-reading.js";
import { FULL, some, wide } from "../../helpers/full.js";
import { encodePng, photograph, type Shot, seededRandom } from "../../helpers/photo.js";
import { testFont, typedPage } from "../helpers/typed-page.js";

const URI =
  "otpauth://totp/Example%3Aalice%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example&algorithm=SHA256";
const FONT = testFont("mono");
const LINES = await encodeOpenLines(URI);

/** A page with check lines among prose. */
function pageOf(lines: readonly string[], dpi: number) {
  return typedPage(
    [
      ...lines.map((text, i) => ({ text, x: 60, y: 400 + i * 12.8, pt: 10 })),
      ...Array.from({ length: 12 }, (_, i) => ({
        text: "If a code is refused, check the clock first; the phone and the sheet agree.",
        ...{ x: 60, y: 620 + 16 * i, pt: 10.5, face: "text" as const },
      })),
    ],
    dpi,
  );
}

/** What a picture's lines say; nothing where they say nothing. */
async function uriOf(raster: Raster): Promise<string | undefined> {
  const readings = readPictureLines(raster, FONT).flat();
  try {
    return (await decodeOpenLines(readings)).uri;
  } catch (error) {
    if (error instanceof EscrowError) return undefined;
    throw error;
  }
}

async function filesOf(raster: Raster) {
  return [{ name: "picture.png", bytes: await encodePng(raster) }];
}

describe("readPictureLines", () => {
  // Between 90 and 125 dpi, and about 250, whole factors leave a gap. At 80 dpi so few lines are not found yet.
  it.each(some([100, 70, 90, ...Array.from({ length: 10 }, (_, i) => 110 + 20 * i)]))(
    "reads a scan at %i dpi",
    async (dpi) => {
      const { raster } = await pageOf(LINES, dpi);
      expect(await uriOf(raster)).toBe(URI);
    },
  );

  const shots: [string, Partial<Shot>][] = [
    ["upside down", { angle: 180 }],
    ["turned by 3 degrees", { angle: 3 }],
    ["turned by 90 degrees", { angle: 90 }],
    ["a photo", { angle: 200, perspective: 0.1, light: 0.4, blurMm: 0.08, noise: 6, jpeg: 75 }],
  ];
  wide.each(shots)("reads a page %s", async (_, shot) => {
    const dpi = FULL ? 200 : 150;
    const { raster } = await pageOf(LINES, dpi);
    expect(await uriOf(await photograph(raster, { dpi, ...shot }))).toBe(URI);
  });

  // D and O differ by two corners: the mesh's whole samples told one for the other in every sixth line.
  it("tells characters that differ little, of 7 points in a JPEG scan of 200 dpi", async () => {
    const random = seededRandom(7);
    const bodies = Array.from({ length: 16 }, () => Uint8Array.from({ length: 15 }, () => Math.floor(random() * 256)));
    const lines = bodies.map((bytes, i) => formatLine({ kind: "D", number: i + 1, bytes }));
    const { raster } = await typedPage(
      lines.map((text, i) => ({ text, x: 60, y: 300 + i * 8.96, pt: 7 })),
      200,
    );
    const scan = await photograph(raster, { dpi: 200, jpeg: 75 });
    const good = readPictureLines(scan, FONT)
      .flat()
      .filter(({ status }) => status === "good");
    expect(good.length).toBeGreaterThanOrEqual(0.7 * lines.length);
  });

  // Until rows were told from steps askew, a scan that was cut or resized lost a column of two in half of all cases.
  it.each(
    some([
      [900, 1],
      [2339, 0.75],
      [700, 1],
      [1200, 0.6],
      [768, 1.4],
    ]),
  )("finds both columns of a page that is cut to %i rows and resized by %f", async (rows, scale) => {
    const random = seededRandom(rows);
    const lines = (
      await encodeLines(
        "D",
        Uint8Array.from({ length: 395 }, () => random() * 256),
      )
    ).map(formatLine);
    const placed = lines.map((text, i) => ({ text, x: i < 15 ? 51 : 297.6, y: 107.5 + 11.52 * (i % 15), pt: 9 }));
    const { raster } = await typedPage(placed, 200);
    const cut = { ...raster, height: rows, data: raster.data.subarray(0, rows * raster.width) };
    const columns = readPictureLines(await photograph(cut, { dpi: 200, toDpi: 200 * scale }), FONT);
    expect(columns.filter(({ length }) => length >= 13).length).toBeGreaterThanOrEqual(2);
  });

  wide("finds nothing in other text of the same font", async () => {
    const words = "Usage: program [options] FILE Reads what it is given and writes what it has found. ".repeat(20);
    const rows = Array.from({ length: 50 }, (_, i) => words.slice(i * 7, i * 7 + 70));
    const { raster } = await typedPage(
      rows.map((text, i) => ({ text, x: 60, y: 80 + 13 * i, pt: 10 })),
      150,
    );
    expect(await uriOf(raster)).toBeUndefined();
  });

  it("finds nothing in noise, and in pictures of a few pixels", async () => {
    const random = seededRandom(1);
    for (const [width, height] of [
      [1, 1],
      [3, 200],
      [300, 2],
      [700, 500],
    ] as const) {
      const data = Uint8Array.from({ length: width * height }, () => random() * 256);
      expect(await uriOf({ width, height, data })).toBeUndefined();
    }
  });
});

describe("readSheets with the lines' font", () => {
  wide("gives the account of a picture without a code, and names the picture", async () => {
    const { raster } = await pageOf(LINES, 150);
    const inputs = await filesOf(raster);
    const reading = await readSheets(inputs, nodePlatform, { lineFont: loadTypedFont });
    expect(reading.sheets.map(({ account, origin }) => [formatOtpauth(account), origin])).toEqual([[URI, "picture"]]);
    expect(reading.byLines).toEqual(["picture.png"]);
    expect(reading.problems).toEqual([]);
    const without = await readSheets(inputs, nodePlatform);
    expect(without.problems.map(({ code }) => code)).toEqual(["sheet-no-code"]);
  });

  wide("never gives another account, whatever characters are other ones", async () => {
    const random = seededRandom(2);
    for (const errors of [1, 40]) {
      const lines = LINES.map((line) => [...line]);
      for (let i = 0; i < errors; i++) {
        const line = lines[Math.floor(random() * lines.length)] as string[];
        const place = 3 + Math.floor(random() * (line.length - 3));
        if (line[place] !== " ") line[place] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Math.floor(random() * 32));
      }
      const { raster } = await pageOf(
        lines.map((line) => line.join("")),
        150,
      );
      const { sheets } = await readSheets(await filesOf(raster), nodePlatform, { lineFont: loadTypedFont });
      expect(sheets.filter(({ account }) => formatOtpauth(account) !== URI)).toEqual([]);
      if (errors === 1) expect(sheets).toHaveLength(1);
    }
  });
});
