import { describe, expect, it } from "vitest";
import { createGlyphReader } from "../../../src/read/glyphs/glyphs.js";
import { createInkChecker } from "../../../src/read/glyphs/ink-checker.js";
import type { Raster } from "../../../src/read/pixels/raster.js";
import { expectWithin } from "../../helpers/growth.js";
import { photograph } from "../../helpers/photo.js";
import { type TypedText, testFont, typedPage } from "../helpers/typed-page.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const LINE = "T12 ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567 0189";
const mono = testFont("mono");
const reader = createGlyphReader(mono);

function read(raster: Raster, { text, x, y, pt }: TypedText, pxPerPt: number) {
  const emPx = pt * pxPerPt;
  const place = { xPx: x * pxPerPt, baselinePx: y * pxPerPt, emPx, advancePx: emPx * reader.advanceEm };
  return reader.readCells(raster, { ...place, count: text.length, alphabet: ALPHABET });
}

describe("readCells", () => {
  it("reads every character of 7 to 24 points at 200 dpi, wherever it falls in its pixels", async () => {
    const lines = [7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24].flatMap((pt, i) =>
      [0, 0.1, 0.25].map((shift, j) => ({
        text: LINE,
        x: 20 + shift,
        y: 30 + 66 * i + 22 * j + shift,
        pt: Math.min(pt, 18),
      })),
    );
    const { raster, pxPerPt } = await typedPage(lines);
    for (const line of lines) expect(read(raster, line, pxPerPt).text, `${line.pt} pt`).toBe(LINE);
  });

  it("sees every single character that is another", async () => {
    // Each character once in place of each other: the row is read as it is, never as it was meant.
    const rows = [...ALPHABET].map((character, i) => ({ text: character.repeat(36), x: 20, y: 20 + 22 * i, pt: 9 }));
    const { raster, pxPerPt } = await typedPage(rows);
    for (const row of rows) expect(read(raster, row, pxPerPt).text).toBe(row.text);
    const changed = "T12 ABCD EFGH 1JKL MN0P QR5T UVWX YZ23 4567 0189";
    const page = await typedPage([{ text: changed, x: 40, y: 100, pt: 8 }]);
    expect(read(page.raster, { text: LINE, x: 40, y: 100, pt: 8 }, page.pxPerPt).text).toBe(changed);
  });

  it("reads scans: blurred, noisy, stored as JPEG", async () => {
    const line = { text: LINE, x: 40, y: 100, pt: 12 };
    const { raster, pxPerPt } = await typedPage([line]);
    const scan = await photograph(raster, { dpi: 200, blurMm: 0.08, noise: 8, jpeg: 70 });
    expect(read(scan, line, pxPerPt).text).toBe(LINE);
  });

  it("reads invisible text as blanks, never as a guess", async () => {
    const line = { text: LINE, x: 40, y: 100, pt: 12, invisible: true };
    const { raster, pxPerPt } = await typedPage([line]);
    const { text, cells } = read(raster, line, pxPerPt);
    expect(text.trim()).toBe("");
    expect(cells).toHaveLength(LINE.length);
  });

  it("reads what is no character, or half covered, as ?", async () => {
    const line = { text: LINE, x: 40, y: 100, pt: 12 };
    const { raster, pxPerPt } = await typedPage([line]);
    const data = raster.data.slice();
    const [left, top, size] = [40 * pxPerPt, 90 * pxPerPt, 60];
    for (let y = Math.floor(top); y < top + size; y++) {
      data.fill(0, y * raster.width + Math.floor(left), y * raster.width + Math.floor(left) + size);
    }
    const { text } = read({ ...raster, data }, line, pxPerPt);
    expect(text.slice(0, 2)).toBe("??");
    expect(text.slice(8)).toBe(LINE.slice(8));
  });

  it("stays within the raster at its edges", async () => {
    const { raster, pxPerPt } = await typedPage([]);
    for (const [x, y] of [
      [-30, 5],
      [580, 841],
      [10, 900],
    ] as const) {
      expect(read(raster, { text: LINE, x, y, pt: 12 }, pxPerPt).text.trim()).toBe("");
    }
  });
});

describe("isDrawn", () => {
  const sentence = "Recovery sheet: open an authenticator app, then scan. 認証アプリを開き、読み取ります。";
  const faces = { text: testFont("text"), bold: testFont("bold"), mono };

  function check(
    page: { raster: Raster; pxPerPt: number },
    line: TypedText,
    face: keyof typeof faces = "text",
    ink = createInkChecker(),
  ) {
    const font = faces[face];
    let pen = line.x;
    return [...line.text].map((character) => {
      const glyph = {
        font,
        character,
        xPx: pen * page.pxPerPt,
        baselinePx: line.y * page.pxPerPt,
        emPx: line.pt * page.pxPerPt,
      };
      pen += ((font.glyphForCodePoint(character.codePointAt(0)!)?.advanceWidth ?? 0) / font.unitsPerEm) * line.pt;
      return ink.isDrawn(page.raster, glyph);
    });
  }

  it("finds every glyph that is drawn, from 9 to 20 points", async () => {
    const lines = [9, 10, 10.5, 12, 14, 20].flatMap((pt, i) =>
      (["text", "bold"] as const).map((face, j) => ({
        text: sentence.slice(0, pt > 12 ? 40 : 99),
        x: 20,
        y: 40 + 80 * i + 30 * j,
        pt,
        face,
      })),
    );
    const page = await typedPage(lines);
    for (const line of lines) {
      const drawn = check(page, line, line.face);
      expect([...line.text].filter((_, i) => !drawn[i]).join(""), `${line.pt} pt ${line.face}`).toBe("");
    }
  });

  it("misses every glyph that is invisible", async () => {
    const line = { text: sentence, x: 20, y: 100, pt: 11, face: "text" as const, invisible: true };
    const drawn = check(await typedPage([line]), line);
    expect([...sentence].filter((character, i) => drawn[i] && character !== " ").join("")).toBe("");
  });

  it("tells another font", async () => {
    const line = { text: "Recovery sheet of account", x: 20, y: 100, pt: 11, face: "mono" as const };
    const drawn = check(await typedPage([line]), line, "text");
    const inked = [...line.text].map((character, i) => character === " " || drawn[i]);
    expect(inked.filter((seen) => !seen).length).toBeGreaterThan(line.text.length / 2);
  });

  it("checks a leaf's 2,500 glyphs quickly", async () => {
    const lines = Array.from({ length: 52 }, (_, i) => ({
      text: sentence.slice(0, 48),
      x: 20,
      y: 30 + 15 * i,
      pt: 10,
      face: "text" as const,
    }));
    const page = await typedPage(lines);
    const ink = createInkChecker();
    // 150 ms alone on a machine; tests share it with others.
    await expectWithin(() => lines.map((line) => check(page, line, "text", ink)), 1_000);
  });
});
