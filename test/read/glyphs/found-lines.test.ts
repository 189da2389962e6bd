import { describe, expect, it } from "vitest";
import { findLines } from "../../../src/read/glyphs/found-lines.js";
import { createGlyphReader } from "../../../src/read/glyphs/glyphs.js";
import { FULL } from "../../helpers/full.js";
import { rasteriseForTest } from "../../helpers/photo.js";
import { LOOKS, lookName, sheetsOf, TEN_ACCOUNTS } from "../../helpers/sheets.js";
import { pageWithCodes } from "../helpers/pages.js";
import { testFont, typedPage } from "../helpers/typed-page.js";

const reader = createGlyphReader(testFont("mono"));
const CHECK_LINES = [
  "T0 HBOM QQZP YRKG AT2H AAAL MAAA EX62",
  "T1 N52H AYLV ORUD ULZP ORXX I4BP 7EW4",
  "T7 3ZD6 XMDM UVAM EC4O YM2X UWIZ 5LSG",
  "T12 WWWW MMMM QQQQ JJJJ IIII 1111 LLLL",
];
const KEY_ROWS = ["JBSW Y3DP EHPK 3PXP", "GY3T QOJQ", "MFRG"];

describe("findLines", () => {
  for (const pt of [7, 8, 10, 12]) {
    it(`finds check lines of ${pt} points and a key beside other text`, async () => {
      const { raster } = await typedPage([
        ...CHECK_LINES.map((text, i) => ({ text, x: 60.3, y: 400.7 + i * pt * 1.5, pt })),
        ...KEY_ROWS.map((text, i) => ({ text, x: 250, y: 200 + 30 * i, pt: 16 })),
        ...Array.from({ length: 12 }, (_, i) => ({
          text: "If a code is refused, check the clock first; THE PHONE AND THE SHEET agree. 秘密鍵を入力します。",
          ...{ x: 60, y: 520 + 16 * i, pt: 10.5, face: "text" as const },
        })),
        { text: "RECOVERY SHEET FOR AMAZON WEB SERVICES", x: 60, y: 90, pt: 18, face: "bold" },
      ]);
      const found = findLines(raster, reader, { dpi: 200 });
      expect(found.map(({ text }) => text)).toEqual([...KEY_ROWS, ...CHECK_LINES]);
      for (const { correlation } of found) expect(correlation).toBeGreaterThan(0.95);
    });
  }

  it("tells place and size", async () => {
    const { raster, pxPerPt } = await typedPage([{ text: CHECK_LINES[0]!, x: 60, y: 300, pt: 10 }]);
    const [line] = findLines(raster, reader, { dpi: 200 });
    expect(Math.abs(line!.xPx - 60 * pxPerPt)).toBeLessThan(1.5);
    expect(Math.abs(line!.baselinePx - 300 * pxPerPt)).toBeLessThan(1.5);
    expect(line!.emPx / (10 * pxPerPt)).toBeCloseTo(1, 2);
  });

  it("reads columns apart, from top to bottom, then from left to right", async () => {
    const rows = [
      [CHECK_LINES[0]!, CHECK_LINES[1]!],
      [CHECK_LINES[2]!, CHECK_LINES[3]!],
    ];
    const texts = rows.flatMap(([left, right], i) => [
      { text: left!, x: 40, y: 100 + 14 * i, pt: 8 },
      { text: right!, x: 310, y: 100 + 14 * i, pt: 8 },
    ]);
    const { raster } = await typedPage(texts);
    expect(findLines(raster, reader, { dpi: 200 }).map(({ text }) => text)).toEqual(texts.map(({ text }) => text));
  });

  it.each([45.4, 45.5, 45.67, 45.8, 46])(
    "reads columns apart that begin %f characters from each other",
    async (cells) => {
      const [pt, advance] = [9, 5.4];
      const rows = Array.from({ length: 6 }, (_, i) => [
        { text: `D11${i} NWZP 4XZP KXIF QWWL 5JHD YYCV CAZF`, x: 51, y: 100 + 14 * i, pt },
        { text: `D12${i} B6JW CLOU WPVL FKM5 ISTE GIRZ P3BQ`, x: 51 + cells * advance, y: 100 + 14 * i, pt },
      ]);
      const { raster } = await typedPage(rows.flat());
      const found = findLines(raster, reader, { dpi: 200 });
      expect(found.map(({ text }) => text)).toEqual(rows.flat().map(({ text }) => text));
      for (const { correlation } of found) expect(correlation).toBeGreaterThan(0.97);
    },
  );

  it("reads a changed character as it is printed, at 150 and 300 dpi too", async () => {
    const changed = CHECK_LINES[1]!.replace("ULZP", "U1ZP");
    for (const dpi of [150, 200, 300]) {
      const { raster } = await typedPage([{ text: changed, x: 60, y: 300, pt: 9 }], dpi);
      expect(findLines(raster, reader, { dpi }).map(({ text }) => text)).toEqual([changed]);
    }
  });

  it("finds nothing in other fonts, invisible text, codes, or noise", async () => {
    const { raster } = await typedPage([
      { text: CHECK_LINES[0]!, x: 60, y: 100, pt: 10, invisible: true },
      { text: CHECK_LINES[1]!, x: 60, y: 130, pt: 10, face: "text" },
      { text: CHECK_LINES[2]!, x: 60, y: 160, pt: 10, face: "bold" },
    ]);
    expect(findLines(raster, reader, { dpi: 200 })).toEqual([]);
    const codes = pageWithCodes([{ text: "a code", version: 10, sideMm: 60, xMm: 20, yMm: 20 }], 200);
    expect(findLines(codes, reader, { dpi: 200 })).toEqual([]);
    const stripes = {
      ...codes,
      data: codes.data.map((_, i) => (i % 23 < 9 && Math.floor(i / codes.width) % 31 < 20 ? 0 : 255)),
    };
    expect(findLines(stripes, reader, { dpi: 200 })).toEqual([]);
  });

  for (const look of LOOKS.filter(({ paper, language }) => paper === "a4" && language === "ja")) {
    it(`finds every key and check line of printed sheets: ${lookName(look)}`, async () => {
      const { pdf, pages } = await sheetsOf(Object.values(TEN_ACCOUNTS).slice(0, FULL ? 6 : 3), look);
      for (const { page, raster } of await rasteriseForTest(pdf)) {
        const meant = pages[page - 1]!.boxes.flatMap((box) => (box.kind === "text" && box.role ? [box.text] : []));
        const found = findLines(raster, reader, { dpi: 200 }).map(({ text }) => text);
        expect(found).toEqual(expect.arrayContaining(meant.filter((text) => text.length >= 4)));
      }
    });
  }
});
