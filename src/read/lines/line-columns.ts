import { GROUP_CHARACTERS, LINE_CHARACTERS, LINE_KINDS, type LineKind, MAX_LINE_NUMBER } from "../../paper/line.js";
import type { CellRows } from "./cell-correlation.js";
import { CELL_ALPHABET } from "./cell-templates.js";

/** A row of boxes with what it must be by its place: a line of a kind and number. */
export interface PlacedLine {
  readonly kind: LineKind;
  readonly number: number;
  /** Which of the rows. */
  readonly row: number;
  /** The first of its boxes. */
  readonly from: number;
  /** The box after its last. */
  readonly to: number;
  /** Correlations of its 28 characters with base32's 32, character by character. */
  readonly scores: Float32Array;
}

const LETTERS = CELL_ALPHABET.length;
/** Letters of base32, the first of the alphabet. */
export const BASE32_LETTERS = 32;
/** From a line's first character to its last, blanks between groups included. */
const BODY_CELLS = LINE_CHARACTERS + LINE_CHARACTERS / GROUP_CHARACTERS - 1;
// Where limits name figures: 135 meshes of 26 pages that the damage simulator spoilt (grades bad and wrecked). 451 of
// their 975 lines were placed rightly and passed the check.

/** How much better two parts must fit than the whole: a fold through a row parts nothing. 1 to 1.1 placed the same lines, 1.2 placed 390. */
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
    found.push(...placed);
    const [from, to] = [Math.min(...placed.map((one) => one.from)), Math.max(...placed.map((one) => one.to))];
    // What is left beside it is too narrow for another.
    if (placed.length === 0 || Math.max(from, count - to) < COLUMN_CELLS) break;
    rest = rest.map((row) => row.slice().fill(0, Math.max(from, 0) * LETTERS, Math.max(to, 0) * LETTERS));
  }
  return found;
}

/**
 * The lines of the column that fits best. A share's lines and a document's may stand in one, an empty row between them:
 * then each part is placed by itself.
 */
function placeColumn({ count, rows }: CellRows): PlacedLine[] {
  const column = {
    count,
    rows,
    bodies: rows.map((row) => bodyFits(row, count)),
    digits: rows.map((row) => bestDigits(row, count)),
  };
  const whole = place(column, 0, rows.length);
  let best = { fit: whole.fit * CLEARLY_BETTER, lines: whole.lines };
  let mayFit: ((r: number) => number) | undefined;
  for (const [r, body] of column.bodies.entries()) {
    if (body.some((fit) => fit > LEAST_FIT)) continue;
    mayFit ??= partFits(column);
    // In other writing every row is empty, and few of them part anything.
    if (mayFit(r) <= best.fit) continue;
    const [above, below] = [place(column, 0, r), place(column, r + 1, rows.length)];
    const fit = above.fit + below.fit;
    if (fit > best.fit) best = { fit, lines: [...above.lines, ...below.lines] };
  }
  return best.lines;
}

/** Rows of boxes, with how well each shows a line's body where it begins, and the digit that each box shows best. */
interface Rows extends CellRows {
  readonly bodies: readonly Float32Array[];
  readonly digits: readonly Float32Array[];
}

/**
 * Tells which lines some rows are: labels are few characters, so that all rows are asked together. Numbers rise by one
 * from row to row; a heading, 0, stands before the first and after the last.
 * @param from the first row
 * @param to the row after the last
 */
function place(column: Rows, from: number, to: number): { fit: number; lines: PlacedLine[] } {
  const length = to - from;
  if (length < LEAST_ROWS) return { fit: 0, lines: [] };
  let best = { fit: 0, left: 0, first: 0, kind: LINE_KINDS[0] as LineKind };
  for (const { kind, left } of labelPlaces(column)) {
    let most = 0;
    for (let r = from; r < to; r++) most += mostFit(column, r, left, kind);
    // Most places need no closer look.
    if (most <= best.fit) continue;
    const fits = lineFits(column, from, to, left, kind);
    for (let first = -LEAST_ROWS; first + length <= MOST_NUMBER; first++) {
      let sum = 0;
      for (let r = 0; r < length; r++) sum += fits[r * FIT_NUMBERS + first + r + LEAST_ROWS] as number;
      if (sum > best.fit) best = { fit: sum, left, first, kind };
    }
  }
  if (best.fit < LEAST_FIT * length) return { fit: 0, lines: [] };
  const { left, first, kind } = best;
  const lines = Array.from({ length }, (_, r) => {
    const row = column.rows[from + r] as Float32Array;
    const fits = numberFits(column, from + r, left, kind);
    const numbers = new Set([first + r, 0].filter((number) => number >= 0));
    return [...numbers]
      .filter((number) => (fits[number] as number) > LEAST_FIT)
      .map((number) => {
        const start = left + labelCells(number);
        const scores = bodyScores(row, column.count, start);
        return { kind, number, row: from + r, from: left, to: start + BODY_CELLS, scores };
      });
  });
  return { fit: best.fit, lines: lines.flat() };
}

/**
 * How well the rows above each row and those below it fit at most, placed by themselves: from running sums, which tell
 * all parts at once.
 */
function partFits(column: Rows): (r: number) => number {
  const { length } = column.rows;
  const [above, below] = [new Float64Array(length + 1), new Float64Array(length + 1)];
  for (let r = 0; r <= length; r++) {
    // What would fit less is placed nowhere.
    above[r] = LEAST_FIT * r - 2 * ROUNDING;
    below[r] = LEAST_FIT * (length - r) - 2 * ROUNDING;
  }
  const sums = new Float64Array(length + 1);
  const tells = () => {
    const all = sums[length] as number;
    return sums.some((sum, r) => sum > (above[r] as number) || all - sum > (below[r] as number));
  };
  for (const { kind, left } of labelPlaces(column)) {
    for (let r = 0; r < length; r++) sums[r + 1] = (sums[r] as number) + mostFit(column, r, left, kind);
    if (!tells()) continue;
    const fits = lineFits(column, 0, length, left, kind);
    // By the number that the uppermost row would have: below a part, numbers begin anew.
    for (let first = -LEAST_ROWS - length; first <= MOST_NUMBER; first++) {
      for (let r = 0; r < length; r++) {
        const at = first + r + LEAST_ROWS;
        const fit = at >= 0 && at < FIT_NUMBERS ? (fits[r * FIT_NUMBERS + at] as number) : 0;
        sums[r + 1] = (sums[r] as number) + fit;
      }
      const all = sums[length] as number;
      for (let r = 0; r <= length; r++) {
        const sum = sums[r] as number;
        if (sum > (above[r] as number)) above[r] = sum;
        if (all - sum > (below[r] as number)) below[r] = all - sum;
      }
    }
  }
  const fitOf = (fit: number, rows: number) =>
    rows < LEAST_ROWS || fit + ROUNDING < LEAST_FIT * rows ? 0 : fit + ROUNDING;
  return (r) => fitOf(above[r] as number, r) + fitOf(below[r + 1] as number, length - r - 1);
}

/** Where labels may begin, for each kind of line. */
function* labelPlaces({ count }: Rows): Generator<{ kind: LineKind; left: number }> {
  for (const kind of LINE_KINDS) {
    for (let left = -2; left + 4 < count; left++) yield { kind, left };
  }
}

/** The most that a row can add, whatever its number. */
function mostFit({ rows, bodies, digits }: Rows, r: number, left: number, kind: LineKind): number {
  const [body, best] = [bodies[r] as Float32Array, digits[r] as Float32Array];
  let most = 0;
  let label = left < 0 ? 0 : ((rows[r] as Float32Array)[left * LETTERS + CELL_ALPHABET.indexOf(kind)] as number);
  for (let digit = 1; digit <= 3; digit++) {
    label += best[left + digit] ?? 0;
    most = Math.max(most, (body[left + digit + 2] ?? 0) + (LABEL_WEIGHT * label) / (1 + digit));
  }
  return most;
}

/**
 * What each row adds when it is a line of each number or, which is less likely, a heading among them: row by row
 * `FIT_NUMBERS` places, the first of them for the number `-LEAST_ROWS`.
 */
function lineFits(column: Rows, from: number, to: number, left: number, kind: LineKind): Float64Array {
  const all = new Float64Array((to - from) * FIT_NUMBERS);
  for (let r = from; r < to; r++) {
    const fits = numberFits(column, r, left, kind);
    const least = Math.max(0, (fits[0] as number) - HEADING_DOUBT);
    const at = (r - from) * FIT_NUMBERS;
    all.fill(least, at, at + LEAST_ROWS);
    for (let number = 0; number <= MOST_NUMBER; number++) {
      all[at + LEAST_ROWS + number] = Math.max(least, fits[number] as number);
    }
  }
  return all;
}

/** Numbers that sheets have at most: 2,048 bytes in 137 data lines with their parity. */
const MOST_NUMBER = Math.min(MAX_LINE_NUMBER, 147);
/** Those and the rows that may stand before a heading. */
const FIT_NUMBERS = LEAST_ROWS + MOST_NUMBER + 1;
/** Digits in the order of their value, by their places in the alphabet. */
const DIGIT_LETTERS = [..."0123456789"].map((digit) => CELL_ALPHABET.indexOf(digit));
/** More than running sums can be off by. */
const ROUNDING = 1e-6;
/** A heading between numbered lines is less likely than one of them. 0.05 to 1 placed 451 to 460 lines, 0 placed 422. */
const HEADING_DOUBT = 0.15;
/** Fit of a body and its label together, below which a row is no line: chance gives about 0.1. */
const LEAST_FIT = 0.2;
/**
 * Weight of a label's characters beside the body's shape. 0.2 to 0.8 placed 435 to 469 lines; 0 placed 55, and 1.5 placed
 * 404, with 2.3 times as many rows taken for lines that are not on the page.
 */
const LABEL_WEIGHT = 0.6;

/** Cells of a label with its blank. */
function labelCells(number: number): number {
  return number < 10 ? 3 : number < 100 ? 4 : 5;
}

/** The digit that each box of a row shows best: how well. */
function bestDigits(row: Float32Array, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, cell) =>
    Math.max(...DIGIT_LETTERS.map((letter) => row[cell * LETTERS + letter] as number)),
  );
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

/** How well a row is a line of each number from 0: its label's characters, and its body where the label leaves off. */
function numberFits({ count, rows, bodies }: Rows, r: number, left: number, kind: LineKind): Float64Array {
  const [row, body] = [rows[r] as Float32Array, bodies[r] as Float32Array];
  const at = (cell: number, letter: number) =>
    cell < 0 || cell >= count ? 0 : (row[cell * LETTERS + letter] as number);
  const digit = (place: number, value: number) => at(left + place, DIGIT_LETTERS[value] as number);
  const kindFit = at(left, CELL_ALPHABET.indexOf(kind));
  const fits = new Float64Array(MOST_NUMBER + 1);
  for (let number = 0; number <= MOST_NUMBER; number++) {
    const cells = labelCells(number);
    let label = kindFit;
    if (cells === 5) label += digit(1, Math.floor(number / 100));
    if (cells >= 4) label += digit(cells - 3, Math.floor(number / 10) % 10);
    label += digit(cells - 2, number % 10);
    fits[number] = (body[left + cells] ?? 0) + (LABEL_WEIGHT * label) / (cells - 1);
  }
  return fits;
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
