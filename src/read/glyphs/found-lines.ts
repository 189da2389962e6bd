import { inkComponents } from "../pixels/components.js";
import type { Box, Raster } from "../pixels/raster.js";
import type { Cell, GlyphReader } from "./glyphs.js";

/** A row of typed characters that was found on a page. */
export interface FoundLine {
  /** As printed, with blanks; `?` where a character is not clear. */
  readonly text: string;
  /** Pen position of the first character. */
  readonly xPx: number;
  /** Where its characters stand, in pixels from the top. */
  readonly baselinePx: number;
  /** Size of its characters, in pixels. */
  readonly emPx: number;
  /** Mean correlation of the characters with their references, up to 1. */
  readonly correlation: number;
}

/** What stands in keys and check lines. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/** Sizes that are looked for, in points; keys may be large. */
const MIN_PT = 5;
const MAX_PT = 32;
/** Height of capitals and digits, in em. */
const CAP_EM = 0.73;
/** Shorter rows are words and numbers of other text; the last row of a key may be as short. */
const MIN_CHARACTERS = 4;
/** Rows of another font correlate less: measured, 0.99 against 0.8. */
const MIN_CORRELATION = 0.9;
/** Most cells from one character to the next that is seen as a piece of its own: a blank, and some that touch. */
const MAX_STEP = 8;
/** Cells that are tried beyond a row's ends: characters there may touch something else. */
const SPARE = 4;
/** Blanks that part one row from the next beside it. */
const PARTING_BLANKS = 3;
/** How many characters of a row tell its font and its exact place. */
const PROBES = 12;
/** Largest RMS distance of characters from the middle of their cells, in cells. 622 rows of sample pages had 0.054 at most. */
const MAX_SCATTER = 0.11;
/** The same of characters that were recognised, whose places are known to a pixel: those rows had 0.052; more are of two. */
const MAX_HIT_SCATTER = 0.06;
/** Correlation that a single character of the font has, wherever its pixels fall. */
const PROBE_CORRELATION = 0.8;
/** A row of so many pieces is looked at by itself; a shorter one only where it has the size of a longer one. */
const LONG_ROW = 8;
/** How far a short row's own size may be off, for it tells it badly. */
const NEAR_SIZE = 0.04;
/** Rows whose sizes differ by less are of one size: no row alone tells its size so exactly. */
const SAME_SIZE = 0.006;

/**
 * Finds rows of monospaced capitals and digits on an upright page without knowing its layout, and reads them.
 * @param raster black on white, such as a page of a PDF
 * @param reader of the font that the rows are set in
 * @returns from top to bottom, then from left to right
 */
export function findLines(raster: Raster, reader: GlyphReader, { dpi }: { dpi: number }): FoundLine[] {
  const pxPerPt = dpi / 72;
  const [low, high] = [MIN_PT * pxPerPt * CAP_EM, MAX_PT * pxPerPt * CAP_EM];
  const capitals = inkComponents(raster, Math.ceil(high)).filter(
    ({ width, height }) => height >= low && height <= high && width <= height && width >= height / 4,
  );
  const sizes: number[] = [];
  const lines = rowsOf(capitals, reader.advanceEm)
    // Long rows tell their size best; short ones then share it.
    .sort((a, b) => b.length - a.length)
    .flatMap((row) => readRow(raster, row, reader, sizes));
  return lines.sort((a, b) => a.baselinePx - b.baselinePx || a.xPx - b.xPx);
}

/** Pieces of ink that stand on one baseline, are equally high, and lie a whole number of cells apart. */
function rowsOf(pieces: readonly Box[], advanceEm: number): Box[][] {
  const rows: Box[][] = [];
  const byBottom = new Map<number, Box[][]>();
  const cells = advanceEm / CAP_EM;
  for (const piece of [...pieces].sort((a, b) => a.x - b.x)) {
    const bottom = piece.y + piece.height;
    const near = [0, -1, 1, -2, 2].flatMap((offset) => byBottom.get(bottom + offset) ?? []);
    const row = near.find((candidate) => continues(candidate, piece, cells));
    if (row) {
      row.push(piece);
      continue;
    }
    const started = [piece];
    rows.push(started);
    byBottom.set(bottom, [...(byBottom.get(bottom) ?? []), started]);
  }
  // One may touch its neighbour or reach below the line, as Q does.
  return rows.filter((row) => row.length >= MIN_CHARACTERS - 1);
}

function continues(row: readonly Box[], piece: Box, cellsPerHeight: number): boolean {
  const [first, last] = [row[0], row.at(-1)];
  if (!first || !last) return false;
  if (Math.abs(piece.height - first.height) > Math.max(2, first.height * 0.08)) return false;
  const steps = (middle(piece) - middle(last)) / (first.height * cellsPerHeight);
  const whole = Math.round(steps);
  return whole >= 1 && whole <= MAX_STEP && Math.abs(steps - whole) < 0.3;
}

function middle({ x, width }: Box): number {
  return x + width / 2;
}

function readRow(raster: Raster, row: readonly Box[], reader: GlyphReader, sizes: number[]): FoundLine[] {
  const placed = placeRow(raster, row, reader, sizes);
  if (!placed) return [];
  const { baselinePx, start, count, parting } = placed;
  // Rows of two columns that happen to lie almost a whole number of cells apart are read each by itself.
  if (parting > 0) {
    return [row.slice(0, parting), row.slice(parting)].flatMap((part) => readRow(raster, part, reader, sizes));
  }
  let emPx = placed.pitch / reader.advanceEm;
  const known = sizes.find((size) => Math.abs(size - emPx) < SAME_SIZE * size);
  if (known === undefined) sizes.push(emPx);
  else emPx = known;
  const pitch = emPx * reader.advanceEm;
  // The middle stays where it is. Characters at either end that touch something were no pieces of their own.
  const first = start + ((count - 1) / 2) * (placed.pitch - pitch);
  const xPx = first - SPARE * pitch;
  const place = { xPx, baselinePx, emPx, advancePx: pitch, count: count + 2 * SPARE };
  const all = { ...place, alphabet: ALPHABET, wholePixels: true };
  const { cells } = reader.readCells(raster, all);
  return partsOf(cells, SPARE, SPARE + count).flatMap(({ from, to }) => {
    const kept = cells.slice(from, to);
    const inked = kept.filter(({ character }) => character !== " ");
    const correlation = inked.reduce((sum, cell) => sum + cell.correlation, 0) / inked.length;
    if (inked.length < MIN_CHARACTERS || !(correlation >= MIN_CORRELATION)) return [];
    const text = kept.map(({ character }) => character).join("");
    return [{ text, xPx: xPx + from * pitch, baselinePx, emPx, correlation }];
  });
}

/** Where a row's first pen position is, by the characters that some of its pieces are; nothing for another font. */
function placeRow(raster: Raster, row: readonly Box[], reader: GlyphReader, sizes: readonly number[]) {
  const rough = fitPitch(
    row.map((box) => ({ x: middle(box), height: box.height })),
    reader.advanceEm,
  );
  if (rough.scatter > MAX_SCATTER || hasSmallLetters(raster, row, rough)) return undefined;
  const baselinePx = median(row.map(({ y, height }) => y + height));
  // In quarters, so that rows of like sizes share their references.
  const emPx = Math.round((rough.pitch / reader.advanceEm) * 4) / 4;
  if (row.length < LONG_ROW && !sizes.some((size) => Math.abs(size - emPx) < NEAR_SIZE * size)) return undefined;
  const advancePx = emPx * reader.advanceEm;
  const step = Math.max(1, Math.floor(row.length / PROBES));
  const hits: { index: number; x: number }[] = [];
  let misses = 0;
  for (let i = 0; i < row.length; i += step) {
    const x = middle(row[i] as Box);
    const place = { xPx: x - advancePx / 2, baselinePx, advancePx, emPx, count: 1 };
    const probe = { ...place, alphabet: ALPHABET, wholePixels: true };
    const [cell] = reader.readCells(raster, probe).cells;
    if (cell && cell.correlation >= PROBE_CORRELATION && ALPHABET.includes(cell.character)) {
      hits.push({ index: rough.indices[i] ?? 0, x: x - reader.middleEm(cell.character) * emPx });
    } else if (++misses > 1 + hits.length / 2) return undefined;
  }
  if (hits.length < 2) return undefined;
  const fit = line(hits);
  const parting = scatterOf(hits, fit) > MAX_HIT_SCATTER ? widestGap(rough.indices) : 0;
  return { baselinePx, count: (rough.indices.at(-1) ?? 0) + 1, parting, ...fit };
}

/** Where the widest gap of a row ends, as the number of a piece; 0 where none is wide enough to part rows. */
function widestGap(indices: readonly number[]): number {
  const gaps = indices.map((index, i) => (i === 0 ? 0 : index - (indices[i - 1] ?? 0)));
  const widest = Math.max(...gaps);
  return widest > PARTING_BLANKS ? gaps.indexOf(widest) : 0;
}

/** The row's own cells, with what joins them legibly at either end, parted where several blanks stand together. */
function partsOf(cells: readonly Cell[], first: number, end: number): { from: number; to: number }[] {
  const blank = (at: number) => cells[at]?.character === " ";
  const legible = (at: number) => !blank(at) && (cells[at]?.character ?? "?") !== "?";
  const joins = (at: number, step: 1 | -1) => legible(at) || (blank(at) && legible(at + step));
  let [from, to] = [first, end];
  while (joins(from - 1, -1)) from--;
  while (joins(to, 1)) to++;
  const parts: { from: number; to: number }[] = [];
  for (let at = from, blanks = PARTING_BLANKS; at < to; at++) {
    if (blank(at)) blanks++;
    else {
      const last = parts.at(-1);
      if (last && blanks < PARTING_BLANKS) last.to = at + 1;
      else parts.push({ from: at, to: at + 1 });
      blanks = 0;
    }
  }
  return parts;
}

/** Counts cells from one piece to the next, where a small error of the pitch does no harm. */
function fitPitch(pieces: readonly { x: number; height: number }[], advanceEm: number) {
  const guess = (median(pieces.map(({ height }) => height)) / CAP_EM) * advanceEm;
  let index = 0;
  const indices = pieces.map(({ x }, i) => {
    index += Math.round((x - (pieces[i - 1]?.x ?? x)) / guess);
    return index;
  });
  const { start, pitch } = line(pieces.map(({ x }, i) => ({ index: indices[i] ?? 0, x })));
  const places = pieces.map(({ x }, i) => ({ index: indices[i] ?? 0, x }));
  return { indices, start, pitch, scatter: scatterOf(places, { start, pitch }) };
}

/** RMS distance of places from a straight line, in cells. */
function scatterOf(places: readonly { index: number; x: number }[], { start, pitch }: Line): number {
  const squares = places.map(({ index, x }) => ((x - start) / pitch - index) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / places.length);
}

/** Whether more than a few cells without a piece hold small letters, so that the row is other text. */
function hasSmallLetters({ width, data }: Raster, row: readonly Box[], { indices, start, pitch }: Fit): boolean {
  const [first, last] = [row[0], indices.at(-1)];
  if (!first || last === undefined) return true;
  const hasInk = (middleX: number, top: number, bottom: number): boolean => {
    for (let y = Math.ceil(first.y + top * first.height); y < first.y + bottom * first.height; y++) {
      for (let x = Math.round(middleX - 0.2 * pitch); x <= middleX + 0.2 * pitch; x++) {
        if ((data[y * width + x] ?? 255) < 128) return true;
      }
    }
    return false;
  };
  const occupied = new Set(indices);
  let small = 0;
  for (let index = 0; index < last; index++) {
    const x = start + index * pitch;
    if (!occupied.has(index) && hasInk(x, 0.4, 0.95) && !hasInk(x, 0, 0.2)) small++;
  }
  return small > 1 + row.length / 5;
}

/** Where index 0 is, and how far it is to the next. */
interface Line {
  readonly start: number;
  readonly pitch: number;
}

interface Fit extends Line {
  readonly indices: readonly number[];
}

/** The straight line through places by least squares. */
function line(places: readonly { index: number; x: number }[]): Line {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleIndex, middleX] = [mean(places.map(({ index }) => index)), mean(places.map(({ x }) => x))];
  const spread = mean(places.map(({ index }) => (index - middleIndex) ** 2));
  const pitch = mean(places.map(({ index, x }) => (index - middleIndex) * (x - middleX))) / spread;
  return { start: middleX - middleIndex * pitch, pitch };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
