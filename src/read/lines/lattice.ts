import { LINE_LEADING } from "../../paper/line.js";
import { autocorrelations, TILE } from "../pixels/autocorrelation.js";
import { boxMean } from "../pixels/box-sums.js";
import type { Point, Raster } from "../pixels/raster.js";
import { enlarge, shrink } from "../pixels/resample.js";

/** How check lines lie about one place of a picture. */
export interface Lattice {
  /** A place among them, in pixels. */
  readonly at: Point;
  /** From one character to the next, in pixels. */
  readonly cell: Point;
  /** From one row to the next. */
  readonly row: Point;
  /** How clearly they are seen; more is clearer. */
  readonly score: number;
}

/** Cells from one group of four to the next. */
const GROUP_CELLS = 5;
/** Distance of two rows beside that of two groups: five characters of 0.6 em. */
const ROW_OF_GROUP = LINE_LEADING / 3;
// Where limits say what lattices had: those 162 that gave lines on 72 pages that the damage simulator spoilt.

/** Largest factor by which a tilted page may change that ratio: they had up to 1.27. */
const STRETCH = 1.3;
/** Least and most distance of rows that is looked for, in pixels of the tiles. */
const ROW_PX = [5.5, 26] as const;
/** What the cosine between row and column directions costs of a lattice's score: of two alike the upright one is taken. */
const LEAN_COST = 0.1;
/** Largest cosine between row and column directions: how far a tilted page may shear them. They had up to 0.12. */
const LEAN = 0.3;
/** Longer sides of the pictures that are looked at, in pixels: the first costs least, and shows most pages large enough. */
const SIDES = [900, 1800] as const;
/** Factors of reduction below this come in halves too; above it whole numbers are close enough to each other. */
const MOST_HALVED = 4;
/** Rather smaller than larger, in halves: where characters are seen one by one, they make other patterns than rows. */
const SMALLER = 0.45;
/** From one tile to the next. */
const STEP = 64;
/** Most lattices that are looked at more closely at each scale. */
const MOST_AT_A_SCALE = 16;
/**
 * Most that lattices of neighbouring tiles differ, as a share of their steps. 0.06 to 0.3 gave 304 to 327 lines of
 * 26 spoilt pages.
 */
const ALIKE = 0.12;
/** Half the side of the square that a pixel is softened over, and of its surroundings, in pixels. */
const [STROKE_PX, SURROUNDINGS_PX] = [1, 12];
/** Least and most by which a pixel counts as darker than its surroundings: a black edge must not outweigh a row. */
const [LEAST_INK, MOST_INK] = [-40, 60];
/** The tile that others are measured by has more ink than this share of them. */
const STRONG = 0.9;
/** Share of that tile's ink that a tile of lines must have: theirs had 0.16 and more. */
const LEAST_STRENGTH = 0.12;
/** Tiles that show so little of the pattern are passed over: theirs showed 0.56 and more. */
const LEAST_SCORE = 0.25;

/**
 * Places where characters stand in groups of four and rows of equal distance, as check lines do: told by how the ink
 * resembles itself beside and below. Whichever way the page lies; which end is up is not told.
 * @param ink as `inkMap` gives it
 * @returns scale by scale of the picture, the clearest first
 */
export function* findLattices(ink: Raster): Generator<readonly Lattice[]> {
  const longer = Math.max(ink.width, ink.height);
  for (const factor of factorsOf(longer)) {
    yield distinct(supported([...latticesAt(shrinkByHalves(ink, factor))])).map(({ at, cell, row, score }) => ({
      at: scaled(at, factor),
      cell: scaled(cell, factor),
      row: scaled(row, factor),
      score,
    }));
  }
}

/**
 * By how much a picture is made smaller, one after the other. Rows of 9 pt are surely found from 9 to 14 pixels apart:
 * where whole factors leave a gap, as at 90 to 115 dpi and at 180 to 190, one with a half comes first.
 */
function factorsOf(longer: number): ReadonlySet<number> {
  const [small, large] = SIDES.map((side) => longer / side) as [number, number];
  const halves = small < MOST_HALVED ? [Math.round(2 * small + SMALLER) / 2, Math.floor(2 * small) / 2] : [];
  const factors = [...halves, Math.round(small), Math.round(large)];
  return new Set(factors.map((factor) => Math.max(1, factor)));
}

/** @param factor a multiple of one half, 1 or more */
function shrinkByHalves(raster: Raster, factor: number): Raster {
  return Number.isInteger(factor) ? shrink(raster, factor) : shrink(enlarge(raster, 2), 2 * factor);
}

/** The clearest first: what tiles beside each other show alike counts together, for chance is not alike. */
function supported(lattices: readonly Lattice[]): Lattice[] {
  const near = ({ at }: Lattice, other: Lattice) => Math.hypot(at.x - other.at.x, at.y - other.at.y) < 1.5 * STEP;
  return lattices
    .map((lattice) => {
      const alike = lattices.filter((other) => near(lattice, other) && isAlike(lattice, other));
      return { ...lattice, score: alike.reduce((sum, { score }) => sum + score, 0) };
    })
    .sort((a, b) => b.score - a.score);
}

/** The clearest of each neighbourhood and kind. */
function distinct(lattices: readonly Lattice[]): Lattice[] {
  const kept: Lattice[] = [];
  for (const lattice of lattices) {
    if (kept.length === MOST_AT_A_SCALE) break;
    const near = ({ at }: Lattice) => Math.hypot(at.x - lattice.at.x, at.y - lattice.at.y) < 2 * STEP;
    if (!kept.some((other) => near(other) && isAlike(other, lattice))) kept.push(lattice);
  }
  return kept;
}

/** Whether two lattices are one, seen from a little farther along; either way up. */
function isAlike(a: Lattice, b: Lattice): boolean {
  return [1, -1].some((sign) =>
    [
      [a.cell, b.cell],
      [a.row, b.row],
    ].every(([one, other]) => {
      if (!one || !other) return false;
      const off = Math.hypot(one.x - sign * other.x, one.y - sign * other.y);
      return off < ALIKE * Math.hypot(one.x, one.y);
    }),
  );
}

function scaled({ x, y }: Point, factor: number): Point {
  return { x: x * factor, y: y * factor };
}

function* latticesAt(ink: Raster): Generator<Lattice> {
  // What is black all over, such as codes, is no pattern of rows: only what differs from its surroundings counts.
  const near = boxMean(ink, STROKE_PX);
  const far = boxMean(ink, SURROUNDINGS_PX);
  const tiles: { at: Point; values: Float32Array; strength: number }[] = [];
  for (let top = -STEP; top + STEP < ink.height; top += STEP) {
    for (let left = -STEP; left + STEP < ink.width; left += STEP) {
      const values = new Float32Array(TILE * TILE);
      let strength = 0;
      for (let y = Math.max(0, -top); y < Math.min(TILE, ink.height - top); y++) {
        const from = (top + y) * ink.width + left;
        for (let x = Math.max(0, -left); x < Math.min(TILE, ink.width - left); x++) {
          const value = Math.max(LEAST_INK, Math.min(MOST_INK, (near[from + x] as number) - (far[from + x] as number)));
          values[y * TILE + x] = value;
          strength += value * value;
        }
      }
      tiles.push({ at: { x: left + TILE / 2, y: top + TILE / 2 }, values, strength });
    }
  }
  // Empty paper has a pattern too: that of the blocks in which a JPEG is stored.
  const strengths = tiles.map(({ strength }) => strength).sort((a, b) => a - b);
  const least = LEAST_STRENGTH * (strengths[Math.floor(strengths.length * STRONG)] ?? 0);
  const inked = tiles.filter(({ strength }) => strength > least);
  for (let i = 0; i < inked.length; i += 2) {
    const pair = inked.slice(i, i + 2);
    const [first, second = first] = pair.map(({ values }) => values);
    const likenesses = first && second ? autocorrelations(first, second) : [];
    for (const [n, { at }] of pair.entries()) {
      const likeness = likenesses[n];
      const found = likeness && latticeOf(likeness);
      if (found) yield { at, ...found };
    }
  }
}

interface Peak extends Point {
  readonly value: number;
  readonly length: number;
}

/**
 * The pair of steps, of rows and of groups, that a tile's likeness to itself shows best. Along a row there is ink a
 * character away; a step to the next group of the row above shows it only at its end. Without counting that, of 240
 * columns of lines on cut and resized 200-dpi scans 130 were found, with it all.
 */
function latticeOf(likeness: Float32Array): Omit<Lattice, "at"> | undefined {
  const all = peaksOf(likeness);
  const [least, most] = ROW_PX;
  let best: Omit<Lattice, "at"> | undefined;
  for (const row of all) {
    if (row.length < least || row.length > most) continue;
    for (const group of all) {
      const stretch = (group.length * ROW_OF_GROUP) / row.length;
      if (stretch > STRETCH || stretch < 1 / STRETCH) continue;
      const cosine = (row.x * group.x + row.y * group.y) / (row.length * group.length);
      if (Math.abs(cosine) > LEAN) continue;
      const at = (r: number, g: number) => sample(likeness, r * row.x + g * group.x, r * row.y + g * group.y);
      const score =
        row.value +
        group.value +
        (at(1, 1) + at(-1, 1) + at(2, 0)) / 2 -
        at(0.5, 0) -
        at(0, 0.5) +
        (at(0, 1 / GROUP_CELLS) + at(0, 1 - 1 / GROUP_CELLS)) / 2 -
        LEAN_COST * Math.abs(cosine);
      if (score < LEAST_SCORE || score <= (best?.score ?? 0)) continue;
      // To the right when the rows run down; which of the two ways that is, the characters tell.
      const right = group.x * row.y - group.y * row.x > 0 ? 1 : -1;
      const cell = { x: (right * group.x) / GROUP_CELLS, y: (right * group.y) / GROUP_CELLS };
      best = { cell, row: { x: row.x, y: row.y }, score };
    }
  }
  return best;
}

/** Local maxima in one half of the lags: the other half is the same. */
function peaksOf(likeness: Float32Array): Peak[] {
  const peaks: Peak[] = [];
  const reach = TILE / 2 - 2;
  const at = (x: number, y: number) => likeness[((y + TILE) % TILE) * TILE + ((x + TILE) % TILE)] as number;
  for (let y = 0; y <= reach; y++) {
    for (let x = y === 0 ? 1 : -reach; x <= reach; x++) {
      const value = at(x, y);
      if (value < 0.03) continue;
      const isPeak =
        value >= at(x - 1, y) &&
        value >= at(x + 1, y) &&
        value >= at(x, y - 1) &&
        value >= at(x, y + 1) &&
        value >= at(x - 1, y - 1) &&
        value >= at(x + 1, y + 1) &&
        value >= at(x - 1, y + 1) &&
        value >= at(x + 1, y - 1);
      if (!isPeak) continue;
      const place = {
        x: x + vertex(at(x - 1, y), value, at(x + 1, y)),
        y: y + vertex(at(x, y - 1), value, at(x, y + 1)),
      };
      peaks.push({ ...place, value, length: Math.hypot(place.x, place.y) });
    }
  }
  return peaks.sort((a, b) => b.value - a.value).slice(0, 120);
}

/** Where the parabola through three values has its top, from the middle one. */
function vertex(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}

function sample(likeness: Float32Array, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [s, t] = [x - x0, y - y0];
  const at = (column: number, row: number) =>
    likeness[((row + 2 * TILE) % TILE) * TILE + ((column + 2 * TILE) % TILE)] as number;
  const top = at(x0, y0) * (1 - s) + at(x0 + 1, y0) * s;
  return top * (1 - t) + (at(x0, y0 + 1) * (1 - s) + at(x0 + 1, y0 + 1) * s) * t;
}
