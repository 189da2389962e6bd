import { LINE_LEADING } from "../../paper/line.js";
import type { Point, Raster } from "../pixels/raster.js";
import { type CellFrame, type CellStrip, cellStrip, EM_ROWS, moved } from "./cell-strip.js";
import { CELL_ALPHABET, CELL_COLUMNS, CELL_ROWS, type CellTemplates } from "./cell-templates.js";
import type { Lattice } from "./lattice.js";

/** Characters that are compared, in two rows: two or three groups. */
const CELLS = 12;
/** Samples from one row to the next. */
const ROW_STEP = Math.round(LINE_LEADING * EM_ROWS);
/** Share of the boxes, the best ones, that tell how well the characters fit: some are blank, some are spoilt. */
const COUNTED = 0.6;
/** Heights that are tried of those that a strip allows. */
const MOST_ROWS = 4;
/**
 * Least fit of an anchor. Other writing was seen to fit up to 0.48 by chance, legible check lines from 0.5 on. The limit
 * is lower than both: an anchor too many costs time, and what it gives fails the lines' check characters; one too few
 * costs a line.
 */
const LEAST_FIT = 0.44;
/** Places about a lattice's that are tried, in cells and rows: what was seen may lie at a tile's edge. */
const PLACES = [
  [0, 0],
  [8, 0],
  [-8, 0],
  [0, 3],
  [0, -3],
] as const;

/** Where characters of the font stand exactly. */
export interface Anchor {
  readonly frame: CellFrame;
  /** Mean correlation of the boxes that fit best, up to 1. */
  readonly fit: number;
  /** Which end of the lattice is up. */
  readonly end: End;
}

/** Which end of a lattice is up: as its steps go, or turned by 180°. */
type End = 1 | -1;

/**
 * Looks for characters where a lattice was seen: tries every place within a step, both ends up, then small changes of
 * size and slant.
 * @param ends up: both, or the one that was not tried. Among 12 characters the wrong end was seen to fit up to 0.76
 * @returns nothing where no characters of the font stand
 */
export function anchorAt(
  ink: Raster,
  templates: CellTemplates,
  lattice: Lattice,
  ends: readonly End[] = [1, -1],
): Anchor | undefined {
  const scores = new Float32Array(CELL_ALPHABET.length);
  const fitOf = (strip: CellStrip, dx: number, dy: number, step: 1 | 2) => {
    const values: number[] = [];
    for (let row = 0; row < 2; row++) {
      for (let i = 0; i < CELLS; i++) {
        values.push(templates.match(strip.data, strip.box(i, dx, dy + row * ROW_STEP), strip.stride, step, scores));
      }
    }
    const best = values.sort((a, b) => b - a).slice(0, Math.round(values.length * COUNTED));
    return best.reduce((sum, value) => sum + value, 0) / best.length;
  };
  let found: Anchor | undefined;
  for (const sign of ends) {
    const cell = { x: sign * lattice.cell.x, y: sign * lattice.cell.y };
    const em = { x: (sign * lattice.row.x) / LINE_LEADING, y: (sign * lattice.row.y) / LINE_LEADING };
    for (const [cells, rows] of PLACES) {
      const frame = moved({ at: lattice.at, cell, em }, cells - CELLS / 2, rows * LINE_LEADING);
      const strip = stripOf(ink, frame, SPARE);
      for (const dy of likelyRows(strip)) {
        for (let dx = -SPARE.x; dx <= SPARE.x; dx += 2) {
          const fit = fitOf(strip, dx, dy, 2);
          if (fit > (found?.fit ?? 0)) found = { frame: moved(frame, dx / CELL_COLUMNS, dy / EM_ROWS), fit, end: sign };
        }
      }
    }
  }
  const refined = found && refine(found, (frame) => fitOf(stripOf(ink, frame, NO_SPARE), 0, 0, 1));
  return refined && refined.fit >= LEAST_FIT ? refined : undefined;
}

/** Rows where a strip has ink in a character's height and none above and below, the likeliest few. */
function likelyRows({ data, stride }: CellStrip): number[] {
  const ink = new Float64Array(data.length / stride);
  for (let row = 0, i = 0; row < ink.length; row++) {
    let all = 0;
    for (const end = i + stride; i < end; i++) all += data[i] as number;
    ink[row] = all;
  }
  const sum = (from: number, to: number) => {
    let all = 0;
    for (let row = from; row < Math.min(to, ink.length); row++) all += ink[row] as number;
    return all;
  };
  const rows: { dy: number; contrast: number }[] = [];
  for (let dy = -SPARE.y; dy <= SPARE.y; dy += 2) {
    const top = SPARE.y + dy;
    // Between two rows of characters lies a third of their distance.
    const blank = (at: number) => sum(Math.max(0, at), at + ROW_STEP - CELL_ROWS + 2) / (ROW_STEP - CELL_ROWS + 2);
    const inked = sum(top + 1, top + CELL_ROWS - 2) / (CELL_ROWS - 3);
    rows.push({ dy, contrast: inked - blank(top + CELL_ROWS - 1) });
  }
  return rows
    .sort((a, b) => b.contrast - a.contrast)
    .slice(0, MOST_ROWS)
    .map(({ dy }) => dy);
}

/** Half a character and half a row to every side. */
const SPARE = { x: CELL_COLUMNS / 2, y: Math.ceil(ROW_STEP / 2) };
const NO_SPARE = { x: 0, y: 0 };

function stripOf(ink: Raster, frame: CellFrame, spare: Point) {
  return cellStrip(ink, frame, CELLS, spare, ROW_STEP);
}

/** Climbs to the best fit by small changes, one thing at a time, ever smaller ones. */
function refine(anchor: Anchor, fitOf: (frame: CellFrame) => number): Anchor {
  let best = { ...anchor, fit: fitOf(anchor.frame) };
  for (const step of [0.04, 0.02, 0.01]) {
    let better = true;
    for (let round = 0; better && round < 4; round++) {
      better = false;
      for (const frame of changes(best.frame, step)) {
        const fit = fitOf(frame);
        if (fit > best.fit) {
          best = { ...best, frame, fit };
          better = true;
        }
      }
    }
  }
  return best;
}

function changes(frame: CellFrame, step: number): CellFrame[] {
  const { at, cell, em } = frame;
  const add = (a: Point, b: Point, share: number) => ({ x: a.x + share * b.x, y: a.y + share * b.y });
  // About the middle of what is compared, so that a change of size is no move.
  const middle = moved(frame, CELLS / 2, 0).at;
  const about = (next: CellFrame): CellFrame => {
    const off = moved(next, CELLS / 2, 0).at;
    return { ...next, at: { x: at.x + middle.x - off.x, y: at.y + middle.y - off.y } };
  };
  return [1, -1].flatMap((sign) => [
    about({ at, cell: add(cell, cell, sign * step), em }),
    about({ at, cell: add(cell, em, (sign * step) / 2), em }),
    { at, cell, em: add(em, em, sign * step) },
    { at, cell, em: add(em, cell, 2 * sign * step) },
    moved(frame, 3 * sign * step, 0),
    moved(frame, 0, 2 * sign * step),
  ]);
}
