import { EscrowError } from "../error.js";
import { QUIET_MODULES } from "../paper/qr/qr.js";
import { readCodes } from "../read/codes/codes.js";
import { type GlyphReader, glyphReaderOf } from "../read/glyphs/glyphs.js";
import { createInkChecker } from "../read/glyphs/ink-checker.js";
import { PDF_DPI, type PdfPage, rasterisePdf } from "../read/pages/pdf.js";
import { clipBox, crop, type Raster } from "../read/pixels/raster.js";
import type { Platform } from "../read/platform.js";
import { type CodeBox, MM_PER_PT, type Page, type TextBox } from "../sheet/box.js";
import type { Fonts } from "../sheet/fonts.js";

/** How many of what a check read back. */
export interface SelfCheck {
  /** QR codes that were read back. */
  readonly codes: number;
  /** Key and check lines read by glyph. */
  readonly lines: number;
  /** Other characters found in ink where they must be. */
  readonly glyphs: number;
}

/** What one page of a finished PDF says: every code and typed line as the plan has it, and in ink. */
export interface PageReadBack {
  /** From 1. */
  readonly page: number;
  readonly plan: Page;
  /** Texts of the codes, in the plan's order. */
  readonly codes: readonly string[];
  /** Keys and check lines, in the plan's order. */
  readonly typed: readonly { readonly role: "key" | "line"; readonly text: string }[];
  readonly count: SelfCheck;
}

/** What a self-check can find wrong; a word of the error's sentence. */
export type Fault = "pages" | "code" | "key" | "line" | "text" | "account" | "share" | "document";

/** What may stand in a key or check line. */
const TYPED_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Pages of most sheets, front and back. */
const SHEET_PAGES = 2;
const MM_PER_INCH = 25.4;

/** One for all sheets of a run, which have most of their characters in common. */
const ink = createInkChecker();

/** Fonts whose characters were prepared for a first file: later ones have most of them in common. */
const prepared = new WeakSet<Fonts>();

/** The error of a failed self-check. */
export function selfCheckFailure(what: Fault, page: number): EscrowError {
  return new EscrowError("self-check-failed", { what, page });
}

/**
 * Reads a finished PDF back as a stranger's scanner would see it, page by page, and compares it with the plan: every
 * QR code, every key and check line by glyph, every other character's ink.
 * @throws EscrowError `self-check-failed` with `what` and `page`
 */
export async function* readBack(
  pdf: Uint8Array,
  plans: readonly Page[],
  fonts: Fonts,
  platform: Platform,
): AsyncGenerator<PageReadBack> {
  const glyphs = glyphReaderOf(fonts.parsed.mono);
  let seen = 0;
  const prepare = () => {
    if (prepared.has(fonts)) return;
    prepared.add(fonts);
    prepareLooks(plans.slice(0, SHEET_PAGES), glyphs, fonts);
  };
  for await (const { page, pages, raster } of drawPages(pdf, platform, prepare)) {
    const plan = plans[page - 1];
    if (!plan || pages !== plans.length) throw selfCheckFailure("pages", page);
    seen++;
    const all = plan.boxes;
    const texts = all.filter((box) => box.kind === "text");
    const rest = texts.filter(({ role }) => role === undefined);
    const boxes = all.filter((box) => box.kind === "code");
    const reading = readCodeBoxes(boxes, raster, plan, platform, page);
    // It is awaited when the rest of the page has been looked at, by helpers meanwhile.
    reading.catch(() => {});
    const typed = texts.flatMap((box) => {
      if (box.role === undefined) return [];
      return [{ role: box.role, text: readText(box, raster, plan, glyphs), meant: box.text }];
    });
    const inked = hasInk(rest, raster, plan, fonts);
    const codes = await reading;
    const wrong = typed.find(({ text, meant }) => text !== meant);
    if (wrong) throw selfCheckFailure(wrong.role, page);
    if (!inked) throw selfCheckFailure("text", page);
    const characters = rest.reduce((sum, { text }) => sum + text.length, 0);
    yield { page, plan, codes, typed, count: { codes: codes.length, lines: typed.length, glyphs: characters } };
  }
  if (seen !== plans.length) throw selfCheckFailure("pages", seen);
}

/** Pages of a PDF, by helpers where there are some: what is done meanwhile costs no time then. */
async function* drawPages(pdf: Uint8Array, platform: Platform, meanwhile: () => void): AsyncGenerator<PdfPage> {
  const pages = platform.helpers?.drawPages(pdf) ?? rasterisePdf(pdf, platform);
  const first = pages.next();
  // It is awaited below.
  first.catch(() => {});
  meanwhile();
  try {
    for (let page = await first; !page.done; page = await pages.next()) yield page.value;
  } finally {
    await pages.return();
  }
}

/** Draws what the characters of pages are going to be compared with. */
function prepareLooks(plans: readonly Page[], glyphs: GlyphReader, fonts: Fonts): void {
  for (const { widthMm, boxes } of plans) {
    const scale = Math.round((widthMm / MM_PER_INCH) * PDF_DPI) / widthMm;
    for (const box of boxes) {
      if (box.kind !== "text") continue;
      if (box.role !== undefined) glyphs.prepare(cellsOf(box, scale, glyphs));
      else for (const character of box.text) ink.prepare({ ...glyphOf(box, scale, fonts), character });
    }
  }
}

/** Sum of two counts. */
export function addCounts(a: SelfCheck, b: SelfCheck): SelfCheck {
  return { codes: a.codes + b.codes, lines: a.lines + b.lines, glyphs: a.glyphs + b.glyphs };
}

type CodeReader = NonNullable<Platform["helpers"]>["readCodes"];

/** The text of each code, read from its place on the page with no more than its quiet zone. */
async function readCodeBoxes(
  boxes: readonly CodeBox[],
  raster: Raster,
  plan: Page,
  platform: Platform,
  page: number,
): Promise<string[]> {
  const scale = raster.width / plan.widthMm;
  const read: CodeReader = platform.helpers?.readCodes ?? ((part, options) => readCodes(part, platform, options));
  const found = await Promise.all(
    boxes.map(({ xMm, yMm, sizeMm, symbol }) => {
      const quietMm = (sizeMm / symbol.size) * QUIET_MODULES;
      const side = Math.round((sizeMm + 2 * quietMm) * scale);
      const corner = { x: Math.round((xMm - quietMm) * scale), y: Math.round((yMm - quietMm) * scale) };
      const place = clipBox({ ...corner, width: side, height: side }, raster);
      return readDrawnCode(crop(raster, place), read);
    }),
  );
  return boxes.map(({ text }, i) => {
    const codes = found[i] ?? [];
    if (codes.length !== 1 || codes[0]?.text !== text) throw selfCheckFailure("code", page);
    return text;
  });
}

/** A program drew it, so that the quickest look finds it, alone on its place; where that does not, every look may. */
async function readDrawnCode(part: Raster, read: CodeReader): ReturnType<CodeReader> {
  const codes = await read(part, { exact: true, once: true });
  return codes.length === 1 ? codes : read(part, {});
}

function readText(box: TextBox, raster: Raster, plan: Page, glyphs: GlyphReader): string {
  const scale = raster.width / plan.widthMm;
  const place = { xPx: box.xMm * scale, baselinePx: box.yMm * scale, count: box.text.length };
  return glyphs.readCells(raster, { ...place, ...cellsOf(box, scale, glyphs) }).text;
}

/** @param scale pixels per mm */
function cellsOf(box: TextBox, scale: number, glyphs: GlyphReader) {
  const emPx = box.pt * MM_PER_PT * scale;
  return { advancePx: emPx * glyphs.advanceEm, emPx, alphabet: TYPED_ALPHABET, wholePixels: true };
}

function hasInk(boxes: readonly TextBox[], raster: Raster, plan: Page, fonts: Fonts): boolean {
  const scale = raster.width / plan.widthMm;
  return boxes.every((box) => {
    let xMm = box.xMm;
    const look = { ...glyphOf(box, scale, fonts), baselinePx: box.yMm * scale };
    return [...box.text].every((character) => {
      const glyph = { ...look, character, xPx: xMm * scale };
      xMm += fonts.width(character, box.face, box.pt);
      return ink.isDrawn(raster, glyph);
    });
  });
}

/** @param scale pixels per mm */
function glyphOf(box: TextBox, scale: number, fonts: Fonts) {
  return { font: fonts.parsed[box.face], emPx: box.pt * MM_PER_PT * scale };
}
