import { GROUP_CHARACTERS, LINE_CHARACTERS, LINE_KINDS, type LineKind, MAX_LINE_NUMBER } from "../../paper/line.js";
import type { CellRows } from "./cell-correlation.js";
import { CELL_ALPHABET } from "./cell-templates.js";

/** A row of boxes with what it must be by its place: a line of a kind and number. */
export interface PlacedLine {
  readonly kind: LineKind;
  readonly number: number;
  /** Correlations of its 28 characters with base32's 32, character by character. */
  readonly scores: Float32Array;
}

const LETTERS = CELL_ALPHABET.length;
/** Letters of base32, the first of the alphabet. */
export const BASE32_LETTERS = 32;
/** From a line's first character to its last, blanks between groups included. */
const BODY_CELLS = LINE_CHARACTERS + LINE_CHARACTERS / GROUP_CHARACTERS - 1;
/** How much better two parts must fit than the whole: a fold through a row parts nothing. */
const CLEARLY_BETTER = 1.05;
/** Fewer rows tell no numbers. */
const LEAST_ROWS = 3;

/** Most columns that one mesh is looked through for: a gap between columns may have led from each to the next. */
const MOST_COLUMNS = 4;
/** From the first character of a label to the last of its line, and a blank: nothing narrower holds a column. */
const COLUMN_CELLS = 3 + BODY_CELLS;

/**
 * Tells which of a mesh's rows are lines, and which: of every column that the mesh spreads over.
 * @returns nothing where the rows are no lines
 */
export function placeLines({ count, rows }: CellRows): PlacedLine[] {
  const found: PlacedLine[] = [];
  let rest = rows;
  for (let column = 0; column < MOST_COLUMNS; column++) {
    const placed = placeColumn({ count, rows: rest });
    found.push(...placed.map(({ line }) => line));
    const [from, to] = [Math.min(...placed.map((one) => one.from)), Math.max(...placed.map((one) => one.to))];
    // What is left beside it is too narrow for another.
    if (placed.length === 0 || Math.max(from, count - to) < COLUMN_CELLS) break;
    rest = rest.map((row) => row.slice().fill(0, Math.max(from, 0) * LETTERS, Math.max(to, 0) * LETTERS));
  }
  return found;
}

/** A line with the cells that it takes, the last excluded. */
interface Placed {
  readonly line: PlacedLine;
  readonly from: number;
  readonly to: number;
}

/**
 * The lines of the column that fits best. A share's lines and a document's may stand in one, an empty row between them:
 * then each part is placed by itself.
 */
function placeColumn({ count, rows }: CellRows): Placed[] {
  const bodies = rows.map((row) => bodyFits(row, count));
  const parts = (from: number, to?: number) => place(count, rows.slice(from, to), bodies.slice(from, to));
  const whole = parts(0);
  let best = { fit: whole.fit * CLEARLY_BETTER, lines: whole.lines };
  for (const [r, body] of bodies.entries()) {
    if (body.some((fit) => fit > LEAST_FIT)) continue;
    const [above, below] = [parts(0, r), parts(r + 1)];
    const fit = above.fit + below.fit;
    if (fit > best.fit) best = { fit, lines: [...above.lines, ...below.lines] };
  }
  return best.lines;
}

/**
 * Tells which lines the rows are: labels are few characters, so that all rows are asked together. Numbers rise by one
 * from row to row; a heading, 0, stands before the first and after the last.
 */
function place(
  count: number,
  rows: readonly Float32Array[],
  bodies: readonly Float32Array[],
): { fit: number; lines: Placed[] } {
  if (rows.length < LEAST_ROWS) return { fit: 0, lines: [] };
  let best = { fit: 0, left: 0, first: 0, kind: LINE_KINDS[0] as LineKind };
  for (const kind of LINE_KINDS) {
    for (let left = -2; left + 4 < count; left++) {
      // No label can add more than its weight: most places need no closer look.
      const most = bodies.reduce((sum, body) => sum + Math.max(0, LABEL_WEIGHT + bodyAfter(body, left)), 0);
      if (most <= best.fit) continue;
      const fits = rows.map((row, r) => numberFits(row, bodies[r] as Float32Array, count, left, kind));
      const headings = fits.map((fitOf) => fitOf(0));
      for (let first = -LEAST_ROWS; first + rows.length <= MOST_NUMBER; first++) {
        let sum = 0;
        for (let r = 0; r < rows.length; r++) {
          const number = first + r;
          const own = number < 0 ? 0 : (fits[r] as (number: number) => number)(number);
          const heading = (headings[r] as number) - HEADING_DOUBT;
          sum += Math.max(0, own, heading);
        }
        if (sum > best.fit) best = { fit: sum, left, first, kind };
      }
    }
  }
  if (best.fit < LEAST_FIT * rows.length) return { fit: 0, lines: [] };
  const { left, first, kind } = best;
  const lines = rows.flatMap((row, r) => {
    const fitOf = numberFits(row, bodies[r] as Float32Array, count, left, kind);
    const numbers = new Set([first + r, 0].filter((number) => number >= 0));
    return [...numbers]
      .filter((number) => fitOf(number) > LEAST_FIT)
      .map((number) => {
        const start = left + labelCells(number);
        const line = { kind, number, scores: bodyScores(row, count, start) };
        return { line, from: left, to: start + BODY_CELLS };
      });
  });
  return { fit: best.fit, lines };
}

/** Numbers that sheets have at most: 2,048 bytes in 137 data lines with their parity. */
const MOST_NUMBER = Math.min(MAX_LINE_NUMBER, 147);
/** A heading between numbered lines is less likely than one of them. */
const HEADING_DOUBT = 0.15;
/** Fit of a body and its label together, below which a row is no line: chance gives about 0.1. */
const LEAST_FIT = 0.2;
/** Weight of a label's characters beside the body's shape. */
const LABEL_WEIGHT = 0.6;

/** Cells of a label with its blank. */
function labelCells(number: number): number {
  return 2 + String(number).length;
}

/** The best body that a label of one to three digits leaves off at. */
function bodyAfter(body: Float32Array, left: number): number {
  return Math.max(...[3, 4, 5].map((cells) => body[left + cells] ?? 0));
}

/** How well a row shows seven groups of four with blanks around them, for each cell that the first may begin at. */
function bodyFits(row: Float32Array, count: number): Float32Array {
  const best = new Float32Array(count + 2);
  for (let cell = 0; cell < count; cell++) {
    for (let letter = 0; letter < BASE32_LETTERS; letter++) {
      const score = row[cell * LETTERS + letter] as number;
      if (score > (best[cell] as number)) best[cell] = score;
    }
  }
  return Float32Array.from({ length: count }, (_, start) => {
    let inked = 0;
    let blank = best[start - 1] ?? 0;
    for (let i = 0; i <= BODY_CELLS; i++) {
      const value = best[start + i] ?? 0;
      if (i % (GROUP_CHARACTERS + 1) === GROUP_CHARACTERS) blank += value;
      else inked += value;
    }
    return inked / LINE_CHARACTERS - blank / (LINE_CHARACTERS / GROUP_CHARACTERS + 1);
  });
}

/** How well a row is a line of each number: its label's characters, and its body where the label leaves off. */
function numberFits(row: Float32Array, bodies: Float32Array, count: number, left: number, kind: LineKind) {
  const at = (cell: number, character: string) =>
    cell < 0 || cell >= count ? 0 : (row[cell * LETTERS + CELL_ALPHABET.indexOf(character)] as number);
  const kindFit = at(left, kind);
  return (number: number): number => {
    const digits = String(number);
    const body = bodies[left + labelCells(number)] ?? 0;
    let label = kindFit;
    for (let i = 0; i < digits.length; i++) label += at(left + 1 + i, digits.charAt(i));
    return body + (LABEL_WEIGHT * label) / (1 + digits.length);
  };
}

function bodyScores(row: Float32Array, count: number, start: number): Float32Array {
  const scores = new Float32Array(LINE_CHARACTERS * BASE32_LETTERS);
  for (let place = 0; place < LINE_CHARACTERS; place++) {
    const cell = start + place + Math.floor(place / GROUP_CHARACTERS);
    if (cell < 0 || cell >= count) continue;
    scores.set(row.subarray(cell * LETTERS, cell * LETTERS + BASE32_LETTERS), place * BASE32_LETTERS);
  }
  return scores;
}
