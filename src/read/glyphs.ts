import type { Font } from "@cantoo/fontkit";
import { correlation, InkReferences } from "./ink.js";
import type { Raster } from "./raster.js";

/** A row of characters of one width in an upright raster. */
export interface CellRow {
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
  readCells(raster: Raster, row: CellRow): { text: string; cells: Cell[] };
}

/** Below this a box holds no character that a person would call legible. */
const LEGIBLE = 0.6;
/** How far the best must be ahead of the second best. */
const LEAD = 0.03;
/** Mean darkness, 0 to 1, below which a cell is empty paper. */
const EMPTY = 0.015;

/**
 * A reader that matches each character's box with references drawn from the raw font. It never guesses: what has
 * no ink is a blank, what is not clearly one character is `?`.
 * @param font a monospaced font
 */
export function createGlyphReader(font: Font): GlyphReader {
  const references = new InkReferences();
  const advanceEm = (font.glyphForCodePoint(0x41)?.advanceWidth ?? 0) / font.unitsPerEm;
  const readCell = (raster: Raster, row: CellRow, xPx: number): Cell => {
    const box = cellBox(row);
    if (darkness(raster, Math.floor(xPx), Math.floor(row.baselinePx), box) < EMPTY) {
      return { character: " ", correlation: 1, runnerUp: 0 };
    }
    let best = { character: "?", correlation: 0 };
    let runnerUp = 0;
    for (const character of row.alphabet) {
      const { ink, x, y } = references.of({ font, character, xPx, baselinePx: row.baselinePx, emPx: row.emPx });
      const value = ink ? correlation(raster, { ink, x, y }, box) : 0;
      if (value > best.correlation) {
        runnerUp = best.correlation;
        best = { character, correlation: value };
      } else runnerUp = Math.max(runnerUp, value);
    }
    const clear = best.correlation >= LEGIBLE && best.correlation - runnerUp >= LEAD;
    return { character: clear ? best.character : "?", correlation: best.correlation, runnerUp };
  };
  return {
    advanceEm,
    readCells(raster, row) {
      const cells = Array.from({ length: row.count }, (_, i) => readCell(raster, row, row.xPx + i * row.advancePx));
      return { text: cells.map(({ character }) => character).join(""), cells };
    },
  };
}

/** A cell's pixels around its pen position: from a little above capitals to a little below the baseline. */
function cellBox({ advancePx, emPx }: CellRow): { left: number; right: number; top: number; bottom: number } {
  return { left: 0, right: Math.ceil(advancePx), top: -Math.ceil(emPx * 0.8), bottom: Math.ceil(emPx * 0.1) };
}

function darkness(raster: Raster, x: number, y: number, box: ReturnType<typeof cellBox>): number {
  let sum = 0;
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const inside = y + row >= 0 && y + row < raster.height && x + column >= 0 && x + column < raster.width;
      if (inside) sum += 255 - (raster.data[(y + row) * raster.width + x + column] ?? 255);
    }
  }
  return sum / 255 / ((box.bottom - box.top) * (box.right - box.left));
}
