import type { Font } from "@cantoo/fontkit";
import type { Raster } from "../pixels/raster.js";
import { correlate, InkReferences, looksAt, type PatchBox, patchOfRaster, pixelKey, WHOLE_PIXEL } from "./ink.js";

/** A row of characters of one width in an upright raster. */
interface CellRow {
  /** Pen position of the first character. */
  readonly xPx: number;
  readonly baselinePx: number;
  /** From one character's pen position to the next. */
  readonly advancePx: number;
  /** Size of the em square. */
  readonly emPx: number;
  /** How many characters. */
  readonly count: number;
  /** Characters that may stand there; a blank is always allowed. */
  readonly alphabet: string;
  /** The raster was drawn by a renderer, which puts glyphs on whole pixels: fewer references are needed. */
  readonly wholePixels?: boolean;
}

/** What one cell was read as. */
export interface Cell {
  /** The character; a blank for an empty cell, `?` where none is clearly meant. */
  readonly character: string;
  /** Correlation of the best and the second best character of the alphabet, −1 to 1. */
  readonly correlation: number;
  readonly runnerUp: number;
}

/** Reads typed characters by their glyphs. */
export interface GlyphReader {
  /** Width of every character, in em. */
  readonly advanceEm: number;
  /** Middle of a character's ink, in em to the right of the pen. */
  middleEm(character: string): number;
  /** Draws what the cells of a row are compared with, ahead of time. */
  prepare(row: Omit<CellRow, "xPx" | "baselinePx" | "count">): void;
  readCells(raster: Raster, row: CellRow): { text: string; cells: Cell[] };
}

// Where limits say what characters had: 18,400 of 52 sample pages drawn at 200 and 300 dpi, and 22 hyphens, no reference.

/**
 * Below this a box holds no character that a person would call legible. Characters had 0.65 and more, all but one in a
 * thousand 0.95, hyphens 0.43 at most.
 */
const LEGIBLE = 0.6;
/** How far the best must be ahead of the second best: it was by 0.045 and more. */
const LEAD = 0.03;
/** A correlation that no other place of the pen can better. */
const CERTAIN = 0.98;
/** How far behind the best a character may be and is still tried at other places of the pen. */
const BEHIND = 0.4;
/** Most cells that are remembered, half a kilobyte each. */
const MAX_KNOWN_CELLS = 20_000;
/** Mean darkness, 0 to 1, below which a cell is empty paper, with a scanner's noise; the palest character, L, has 0.08. */
const EMPTY = 0.03;

/**
 * A reader that matches each character's box with references drawn from the raw font. It never guesses: what has
 * no ink is a blank, what is not clearly one character is `?`.
 * @param font a monospaced font
 */
export function createGlyphReader(font: Font): GlyphReader {
  const references = new InkReferences();
  const advanceEm = (font.glyphForCodePoint(0x41)?.advanceWidth ?? 0) / font.unitsPerEm;
  const matchCell = (raster: Raster, row: CellRow, xPx: number): Cell => {
    const box = cellBox(row);
    if (darkness(raster, Math.round(xPx), Math.round(row.baselinePx), box) < EMPTY) {
      return { character: " ", correlation: 1, runnerUp: 0 };
    }
    const values = new Float64Array(row.alphabet.length);
    let likely = values.map((_, i) => i);
    for (const look of looksAt(xPx, row.baselinePx, row.wholePixels)) {
      const patch = patchOfRaster(raster, look, box);
      if (!patch) continue;
      const patches = references.patches(font, row.alphabet, row.emPx, look, box);
      for (const i of likely) {
        const reference = patches[i];
        const value = reference ? correlate(patch, reference) : 0;
        if (value > (values[i] ?? 0)) values[i] = value;
      }
      const best = Math.max(...values);
      if (best >= CERTAIN) break;
      // What is so far behind in one place is not the best in another, a pixel beside.
      likely = likely.filter((i) => (values[i] ?? 0) > best - BEHIND);
    }
    const best = values.indexOf(Math.max(...values));
    const correlation = values[best] ?? 0;
    const runnerUp = Math.max(...values.map((value, i) => (i === best ? 0 : value)));
    const clear = correlation >= LEGIBLE && correlation - runnerUp >= LEAD;
    return { character: clear ? row.alphabet.charAt(best) : "?", correlation, runnerUp };
  };
  const known = new Map<string, Cell>();
  // A renderer draws a character the same wherever it stands: a few hundred looks differ among thousands of cells.
  const readCell = (raster: Raster, row: CellRow, xPx: number): Cell => {
    if (!row.wholePixels) return matchCell(raster, row, xPx);
    const key = `${row.alphabet} ${row.emPx} ${row.advancePx} ${pixelKey(raster, xPx, row.baselinePx, cellBox(row))}`;
    const cell = known.get(key) ?? matchCell(raster, row, xPx);
    if (known.size < MAX_KNOWN_CELLS) known.set(key, cell);
    return cell;
  };
  return {
    advanceEm,
    middleEm(character) {
      const { minX = 0, maxX = 0 } = font.glyphForCodePoint(character.codePointAt(0) ?? 0)?.bbox ?? {};
      return (minX + maxX) / 2 / font.unitsPerEm;
    },
    prepare(row) {
      references.patches(font, row.alphabet, row.emPx, WHOLE_PIXEL, cellBox(row));
    },
    readCells(raster, row) {
      const cells = Array.from({ length: row.count }, (_, i) => readCell(raster, row, row.xPx + i * row.advancePx));
      return { text: cells.map(({ character }) => character).join(""), cells };
    },
  };
}

const readers = new WeakMap<Font, GlyphReader>();

/** The one reader of a font that a run needs: it remembers what it has seen. */
export function glyphReaderOf(font: Font): GlyphReader {
  const reader = readers.get(font) ?? createGlyphReader(font);
  readers.set(font, reader);
  return reader;
}

/** A cell's pixels around its pen position: from a little above capitals to a little below the baseline. */
function cellBox({ advancePx, emPx }: Pick<CellRow, "advancePx" | "emPx">): PatchBox {
  return { left: 0, right: Math.ceil(advancePx), top: -Math.ceil(emPx * 0.8), bottom: Math.ceil(emPx * 0.1) };
}

/** Darkness of a cell's inner half, where every character has ink and no neighbour reaches. */
function darkness(raster: Raster, x: number, y: number, box: PatchBox): number {
  const quarter = (box.right - box.left) / 4;
  const from = Math.ceil(box.left + quarter);
  const to = Math.floor(box.right - quarter);
  let sum = 0;
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = from; column < to; column++) {
      const inside = y + row >= 0 && y + row < raster.height && x + column >= 0 && x + column < raster.width;
      if (inside) sum += 255 - (raster.data[(y + row) * raster.width + x + column] ?? 255);
    }
  }
  return sum / 255 / ((box.bottom - box.top) * (to - from));
}
