import { EscrowError } from "./error.js";
import { QUIET_MODULES } from "./paper/qr.js";
import { readCodes } from "./read/codes.js";
import { type GlyphReader, glyphReaderOf } from "./read/glyphs.js";
import { createInkChecker } from "./read/ink.js";
import { rasterisePdf } from "./read/pdf.js";
import type { Platform } from "./read/platform.js";
import { clipBox, crop, type Raster } from "./read/raster.js";
import { type CodeBox, MM_PER_PT, type Page, type TextBox } from "./sheet/box.js";
import type { Fonts } from "./sheet/fonts.js";

/** How many of what a check read back. */
export interface SelfCheck {
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

/** One for all sheets of a run, which have most of their characters in common. */
const ink = createInkChecker();

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
  for await (const { page, pages, raster } of rasterisePdf(pdf, platform)) {
    const plan = plans[page - 1];
    if (!plan || pages !== plans.length) throw selfCheckFailure("pages", page);
    seen++;
    const texts = plan.boxes.filter((box) => box.kind === "text");
    const rest = texts.filter(({ role }) => role === undefined);
    const boxes = plan.boxes.filter((box) => box.kind === "code");
    const codes = await readCodeBoxes(boxes, raster, plan, platform, page);
    const typed = texts.flatMap((box) => {
      if (box.role === undefined) return [];
      const text = readText(box, raster, plan, glyphs);
      if (text !== box.text) throw selfCheckFailure(box.role, page);
      return [{ role: box.role, text }];
    });
    if (!hasInk(rest, raster, plan, fonts)) throw selfCheckFailure("text", page);
    const characters = rest.reduce((sum, { text }) => sum + text.length, 0);
    yield { page, plan, codes, typed, count: { codes: codes.length, lines: typed.length, glyphs: characters } };
  }
  if (seen !== plans.length) throw selfCheckFailure("pages", seen);
}

/** Sum of two counts. */
export function addCounts(a: SelfCheck, b: SelfCheck): SelfCheck {
  return { codes: a.codes + b.codes, lines: a.lines + b.lines, glyphs: a.glyphs + b.glyphs };
}

/** The text of each code, read from its place on the page with no more than its quiet zone. */
async function readCodeBoxes(
  boxes: readonly CodeBox[],
  raster: Raster,
  plan: Page,
  platform: Platform,
  page: number,
): Promise<string[]> {
  const scale = raster.width / plan.widthMm;
  const texts: string[] = [];
  for (const { xMm, yMm, sizeMm, symbol, text } of boxes) {
    const quietMm = (sizeMm / symbol.size) * QUIET_MODULES;
    const side = Math.round((sizeMm + 2 * quietMm) * scale);
    const corner = { x: Math.round((xMm - quietMm) * scale), y: Math.round((yMm - quietMm) * scale) };
    const place = clipBox({ ...corner, width: side, height: side }, raster);
    const found = await readCodes(crop(raster, place), platform);
    if (found.length !== 1 || found[0]?.text !== text) throw selfCheckFailure("code", page);
    texts.push(text);
  }
  return texts;
}

function readText(box: TextBox, raster: Raster, plan: Page, glyphs: GlyphReader): string {
  const scale = raster.width / plan.widthMm;
  const emPx = box.pt * MM_PER_PT * scale;
  const { text } = glyphs.readCells(raster, {
    xPx: box.xMm * scale,
    baselinePx: box.yMm * scale,
    advancePx: emPx * glyphs.advanceEm,
    emPx,
    count: box.text.length,
    alphabet: TYPED_ALPHABET,
    wholePixels: true,
  });
  return text;
}

function hasInk(boxes: readonly TextBox[], raster: Raster, plan: Page, fonts: Fonts): boolean {
  const scale = raster.width / plan.widthMm;
  return boxes.every((box) => {
    let xMm = box.xMm;
    return [...box.text].every((character) => {
      const glyph = {
        font: fonts.parsed[box.face],
        character,
        xPx: xMm * scale,
        baselinePx: box.yMm * scale,
        emPx: box.pt * MM_PER_PT * scale,
      };
      xMm += fonts.width(character, box.face, box.pt);
      return ink.isDrawn(raster, glyph);
    });
  });
}
