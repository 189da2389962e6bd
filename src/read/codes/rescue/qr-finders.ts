import { boxMean } from "../../pixels/box-sums.js";
import { greyAt } from "../../pixels/grey.js";
import type { Point, Raster } from "../../pixels/raster.js";

/** A finder pattern: its middle, and how far one module goes along each of its sides, in pixels. */
export interface Finder {
  readonly middle: Point;
  readonly across: Point;
  readonly down: Point;
  /** Correlation with a perfect one: 1 at most. */
  readonly likeness: number;
}

/** Surroundings that a pixel is compared with, as a share of the picture's longer side. */
const SURROUNDINGS = 1 / 30;
/** How far a run may differ from its share of the whole, in modules, and in pixels besides. */
const RUN_TOLERANCE = 0.55;
const PIXEL_TOLERANCE = 0.6;
/** Smallest module of a candidate, in pixels. */
const LEAST_MODULE = 1.3;
/**
 * Least correlation of a candidate at first, and when its place has been refined. Of 101 symbols rescued on 41 pages that the
 * damage simulator spoilt (grades bad and wrecked) the finder patterns had 0.41 and more at first, 0.63 and more in the end.
 * From 0.2 to 0.55 at first bring back as many symbols, give or take one; 0.6 brings back four less, and 0.2 takes a third
 * more time than 0.5.
 */
const LEAST_FIRST = 0.4;
const LEAST_LIKENESS = 0.6;
/** Candidates beyond this many, the least often seen first, are left out. */
const MOST_CANDIDATES = 1500;
/** Finder patterns kept, the likeliest first. */
const MOST_FINDERS = 60;

/** Signed pattern of a finder and the light modules around it, 9 × 9: 1 dark, −1 light. */
const PATTERN = Float32Array.from({ length: 81 }, (_, i) => {
  const ring = Math.max(Math.abs((i % 9) - 4), Math.abs(Math.floor(i / 9) - 4));
  return ring === 2 || ring === 4 ? -1 : 1;
});
const PATTERN_MEAN = PATTERN.reduce((sum, value) => sum + value, 0) / 81;

/**
 * Finder patterns of QR codes, whichever way they lie and however softly they are seen.
 * @returns the likeliest first
 */
export function findFinders(raster: Raster): Finder[] {
  const found: Finder[] = [];
  const candidates = candidatesOf(raster)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_CANDIDATES);
  for (const { x, y, module } of candidates) {
    if (found.some(({ middle }) => Math.hypot(middle.x - x, middle.y - y) < 2 * module)) continue;
    const finder = fitFinder(raster, { x, y }, module);
    if (!finder) continue;
    const same = found.findIndex(
      ({ middle }) => Math.hypot(middle.x - finder.middle.x, middle.y - finder.middle.y) < 2 * module,
    );
    if (same < 0) found.push(finder);
    else if ((found[same] as Finder).likeness < finder.likeness) found[same] = finder;
  }
  return found.sort((a, b) => b.likeness - a.likeness).slice(0, MOST_FINDERS);
}

/** Rows and columns that must each cross what counts as seen both ways. */
const CLEAR_CROSSINGS = 2;

/** A place that looks like a finder pattern: its middle, and how long a module is along rows and columns, in pixels. */
export type FinderPlace = Readonly<Pick<Candidate, "x" | "y" | "module">>;

/**
 * Places that look like finder patterns along their rows and along their columns: all such, where `findFinders` keeps
 * the likeliest. Chance makes some in every code and in noise.
 * @param least none are returned where rows alone show that there are fewer
 */
export function finderPlaces(raster: Raster, least = 0): FinderPlace[] {
  return candidatesOf(raster, least).filter(({ count, rows }) => Math.min(rows, count - rows) >= CLEAR_CROSSINGS);
}

interface Candidate {
  x: number;
  y: number;
  module: number;
  count: number;
  /** Rows among those counted; the others are columns. */
  rows: number;
}

/**
 * Middles of runs like 1 : 1 : 3 : 1 : 1, in rows and in columns.
 * @param least columns are left out where rows show fewer
 */
function candidatesOf(raster: Raster, least = 0): Candidate[] {
  const { width, height, data } = raster;
  const mean = boxMean(raster, Math.max(8, Math.round((Math.max(width, height) * SURROUNDINGS) / 2)));
  const dark = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) dark[i] = (data[i] as number) < (mean[i] as number) - 3 ? 1 : 0;
  const cells = new Map<number, Candidate[]>();
  const note = (x: number, y: number, module: number, row: 0 | 1) => {
    // Whatever lies within a module or two of each other is one.
    const key = (cx: number, cy: number) => cy * 65536 + cx;
    const [cx, cy] = [x >> 4, y >> 4];
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        for (const one of cells.get(key(cx + dx, cy + dy)) ?? []) {
          const near = Math.abs(one.x - x) + Math.abs(one.y - y) < 1.2 * module;
          if (!near || one.module > 1.5 * module || module > 1.5 * one.module) continue;
          one.count++;
          one.rows += row;
          one.x += (x - one.x) / one.count;
          one.y += (y - one.y) / one.count;
          one.module += (module - one.module) / one.count;
          return;
        }
      }
    }
    const cell = cells.get(key(cx, cy));
    if (cell) cell.push({ x, y, module, count: 1, rows: row });
    else cells.set(key(cx, cy), [{ x, y, module, count: 1, rows: row }]);
  };
  for (let y = 0; y < height; y++) scanLine(dark, y * width, 1, width, (at, module) => note(at, y + 0.5, module, 1));
  // A pattern of the smallest modules is crossed by three rows at least.
  const seen = () => [...cells.values()].flat().filter(({ rows }) => rows > CLEAR_CROSSINGS).length;
  if (least > 0 && seen() < least) return [];
  for (let x = 0; x < width; x++) scanLine(dark, x, width, height, (at, module) => note(x + 0.5, at, module, 0));
  return [...cells.values()].flat().filter(({ count }) => count >= 2);
}

/** Pixels of a module in five runs of a line, or 0 where they are no finder pattern's. */
export function finderModule(a: number, b: number, c: number, d: number, e: number): number {
  const module = (a + b + c + d + e) / 7;
  if (module < 1) return 0;
  const reach = RUN_TOLERANCE * module + PIXEL_TOLERANCE;
  if (Math.abs(c - 3 * module) >= 1.5 * reach) return 0;
  if (Math.abs(a - module) >= reach || Math.abs(b - module) >= reach) return 0;
  return Math.abs(d - module) >= reach || Math.abs(e - module) >= reach ? 0 : module;
}

function scanLine(
  dark: Uint8Array,
  start: number,
  step: number,
  length: number,
  note: (at: number, module: number) => void,
): void {
  // The last five runs, the oldest first: in plain variables, as there are millions of them in a noisy photo.
  let [a, b, c, d, e] = [0, 0, 0, 0, 0];
  let begin = 0;
  let before = dark[start] as number;
  for (let i = 1; i <= length; i++) {
    const now = i < length ? (dark[start + i * step] as number) : -1;
    if (now === before) continue;
    const isDark = before === 1;
    before = now;
    a = b;
    b = c;
    c = d;
    d = e;
    e = i - begin;
    begin = i;
    if (!isDark || a === 0) continue;
    const module = finderModule(a, b, c, d, e);
    if (module < LEAST_MODULE) continue;
    note(i - e - d - c / 2, module);
  }
}

/** Turns and sizes that are tried first. */
const TURNS = Array.from({ length: 12 }, (_, i) => (i * Math.PI) / 24);
const SIZES = [0.8, 0.95, 1.1];

function fitFinder(raster: Raster, middle: Point, module: number): Finder | undefined {
  let best: Finder | undefined;
  for (const turn of TURNS) {
    // Runs that lie askew are longer.
    const straight = module * Math.max(Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn)));
    for (const size of SIZES) {
      const x = straight * size * Math.cos(turn);
      const y = straight * size * Math.sin(turn);
      const one = tryFinder(raster, middle, { x, y }, { x: -y, y: x });
      if (!best || one.likeness > best.likeness) best = one;
    }
  }
  if (!best || best.likeness < LEAST_FIRST) return undefined;
  for (const step of [0.4, 0.2, 0.1, 0.05]) best = refined(raster, best, step * module);
  return best.likeness >= LEAST_LIKENESS ? best : undefined;
}

/** Climbs to the best place and shape nearby; a slant of one module counts at the rim, three modules away. */
function refined(raster: Raster, start: Finder, step: number): Finder {
  let best = start;
  const move = (point: Point, dx: number, dy: number) => ({ x: point.x + dx, y: point.y + dy });
  for (const [dx, dy] of [
    [step, 0],
    [-step, 0],
    [0, step],
    [0, -step],
  ] as const) {
    for (const change of [
      (one: Finder) => tryFinder(raster, move(one.middle, dx, dy), one.across, one.down),
      (one: Finder) => tryFinder(raster, one.middle, move(one.across, dx / 3, dy / 3), one.down),
      (one: Finder) => tryFinder(raster, one.middle, one.across, move(one.down, dx / 3, dy / 3)),
    ]) {
      const one = change(best);
      if (one.likeness > best.likeness) best = one;
    }
  }
  return best;
}

function tryFinder(raster: Raster, middle: Point, across: Point, down: Point): Finder {
  let [sum, squares, product] = [0, 0, 0];
  for (let i = 0; i < 81; i++) {
    const u = (i % 9) - 4;
    const v = Math.floor(i / 9) - 4;
    const grey = greyAt(raster, middle.x + u * across.x + v * down.x, middle.y + u * across.y + v * down.y);
    if (Number.isNaN(grey)) return { middle, across, down, likeness: 0 };
    sum += grey;
    squares += grey * grey;
    product += grey * ((PATTERN[i] as number) - PATTERN_MEAN);
  }
  const spread = squares - (sum * sum) / 81;
  // Paper with nothing on it has noise that may look like anything.
  const likeness = spread < 81 * 9 ? 0 : -product / Math.sqrt(spread * 81 * (1 - PATTERN_MEAN ** 2));
  return { middle, across, down, likeness };
}
