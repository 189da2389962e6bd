import { greyAt } from "../../pixels/grey.js";
import type { Point, Raster } from "../../pixels/raster.js";
import type { Corners } from "../sighting.js";
import { frameOf } from "./qr-layout.js";
import type { Anchor, Placement } from "./qr-placement.js";

// Toner comes off large black places first, so that all three finder patterns of a symbol may be gone while each of its
// modules is clear. Its outline then says nearly where it lies; alignment patterns, and the timing patterns of a symbol
// with one of them alone, say exactly where, which way round, and of which version it is.

/** Versions that are tried: the first has no alignment pattern, and codes of accounts and sets have up to 115 characters. */
const FIRST_VERSION = 2;
const LAST_VERSION = 20;
/** How far a pattern is looked for from where the outline says, and by what steps, in modules. */
const REACH = 2;
const STEP = 0.5;
const FINE_STEP = 0.25;
/** Likeness from which on an alignment pattern anchors a symbol: of 252 on codes without finder patterns 85 % had more. */
const LEAST_ANCHOR = 0.75;
/** Share of a symbol's alignment patterns that must anchor it. */
const LEAST_ANCHORED = 1 / 3;
/** Least mean likeness of all patterns of a symbol. */
const LEAST_MEAN = 0.45;
/** Ways of a region that are kept. */
const MOST_WAYS = 2;

/** The alignment pattern, 5 × 5: 1 dark, −1 light. */
const PATTERN = Array.from({ length: 25 }, (_, i) => {
  const [u, v] = [(i % 5) - 2, Math.floor(i / 5) - 2];
  return { u, v, sign: Math.max(Math.abs(u), Math.abs(v)) === 1 ? -1 : 1 };
});

/** Of timing patterns: where they begin, and how many modules are compared at a time. */
const TIMING_MIDDLE = 6.5;
const TIMING_BEGIN = 8;

/**
 * Symbols without finder patterns in a region that may be one.
 * @param region corners clockwise, of which any may be the top left one
 * @param versions likely ones, which come first where others are as like
 * @returns the likeliest first
 */
export function unmarkedPlacements(raster: Raster, region: Corners, versions: ReadonlySet<number>): Placement[] {
  const ways: { placement: Placement; likeness: number }[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const corners = [0, 1, 2, 3].map((i) => region[(i + turn) % 4]) as unknown as Corners;
    for (let version = FIRST_VERSION; version <= LAST_VERSION; version++) {
      const way = placementIn(raster, corners, version);
      if (way) ways.push({ ...way, likeness: way.likeness + (versions.has(version) ? 0.05 : 0) });
    }
  }
  ways.sort((a, b) => b.likeness - a.likeness);
  return ways.slice(0, MOST_WAYS).map(({ placement }) => placement);
}

function placementIn(
  raster: Raster,
  corners: Corners,
  version: number,
): { placement: Placement; likeness: number } | undefined {
  const { size, alignments } = frameOf(version);
  const place = placeIn(corners, size);
  const seen = alignments.map(([row, column]) => alignmentAt(raster, place, column + 0.5, row + 0.5));
  const timings = [true, false].map((alongRow) => timingLikeness(raster, place, size, alongRow));
  const all = [...seen.map(({ likeness }) => likeness), ...timings];
  const likeness = all.reduce((sum, one) => sum + one, 0) / all.length;
  const anchors = seen.filter((one) => one.likeness >= LEAST_ANCHOR).map(({ anchor }) => anchor);
  if (likeness < LEAST_MEAN || anchors.length < LEAST_ANCHORED * alignments.length) return undefined;
  const middle = size / 2;
  const { at, across, down } = stepsAt(place, middle, middle);
  const origin = { x: at.x - middle * (across.x + down.x), y: at.y - middle * (across.y + down.y) };
  return { placement: { version, origin, across, down, anchors, misfit: 0 }, likeness };
}

/** Where a place of a symbol lies, in modules from its top left corner. */
type Place = (u: number, v: number) => Point;

/** A square as it is seen from anywhere. @see Heckbert, Fundamentals of Texture Mapping and Image Warping, 2.2.3 */
function placeIn([a, b, c, d]: Corners, size: number): Place {
  const [x1, x2, x3] = [b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x];
  const [y1, y2, y3] = [b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y];
  const area = x1 * y2 - x2 * y1;
  const g = (x3 * y2 - x2 * y3) / area;
  const h = (x1 * y3 - x3 * y1) / area;
  return (u, v) => {
    const [s, t] = [u / size, v / size];
    const w = g * s + h * t + 1;
    return {
      x: ((b.x - a.x + g * b.x) * s + (d.x - a.x + h * d.x) * t + a.x) / w,
      y: ((b.y - a.y + g * b.y) * s + (d.y - a.y + h * d.y) * t + a.y) / w,
    };
  };
}

/** A place, and one module along rows and columns there. */
function stepsAt(place: Place, u: number, v: number): { at: Point; across: Point; down: Point } {
  const between = (one: Point, other: Point) => ({ x: (other.x - one.x) / 2, y: (other.y - one.y) / 2 });
  return {
    at: place(u, v),
    across: between(place(u - 1, v), place(u + 1, v)),
    down: between(place(u, v - 1), place(u, v + 1)),
  };
}

/** The likest alignment pattern near where one should be. */
function alignmentAt(raster: Raster, place: Place, u: number, v: number): { likeness: number; anchor: Anchor } {
  const { at, across, down } = stepsAt(place, u, v);
  const likenessAt = (du: number, dv: number) =>
    likenessOf(
      PATTERN.map(({ u: p, v: q, sign }) => {
        const [a, b] = [p + du, q + dv];
        return { sign, grey: greyAt(raster, at.x + a * across.x + b * down.x, at.y + a * across.y + b * down.y) };
      }),
    );
  let best = { du: 0, dv: 0, likeness: -1 };
  const search = (fromU: number, fromV: number, reach: number, step: number) => {
    for (let dv = fromV - reach; dv <= fromV + reach; dv += step) {
      for (let du = fromU - reach; du <= fromU + reach; du += step) {
        const likeness = likenessAt(du, dv);
        if (likeness > best.likeness) best = { du, dv, likeness };
      }
    }
  };
  search(0, 0, REACH, STEP);
  search(best.du, best.dv, FINE_STEP, FINE_STEP);
  const { du, dv, likeness } = best;
  const middle = { x: at.x + du * across.x + dv * down.x, y: at.y + du * across.y + dv * down.y };
  return { likeness, anchor: { u, v, middle, across, down } };
}

/** How well a timing pattern is seen near where it should be: its modules are dark and light in turn. */
function timingLikeness(raster: Raster, place: Place, size: number, alongRow: boolean): number {
  let best = -1;
  for (let aside = -REACH; aside <= REACH; aside += STEP) {
    for (let along = -1; along <= 1; along += STEP) {
      const greys = [];
      for (let module = TIMING_BEGIN; module < size - TIMING_BEGIN; module++) {
        const [s, t] = [module + 0.5 + along, TIMING_MIDDLE + aside];
        const { x, y } = alongRow ? place(s, t) : place(t, s);
        greys.push({ sign: module % 2 === 0 ? 1 : -1, grey: greyAt(raster, x, y) });
      }
      best = Math.max(best, likenessOf(greys));
    }
  }
  return best;
}

/** Correlation of grey levels with what should be dark, 1 at most; 0 where a place lies outside the picture. */
function likenessOf(greys: readonly { readonly sign: number; readonly grey: number }[]): number {
  let [sum, squares, product, signs] = [0, 0, 0, 0];
  for (const { sign, grey } of greys) {
    sum += grey;
    squares += grey * grey;
    product += sign * grey;
    signs += sign;
  }
  const count = greys.length;
  const spread = (squares - (sum * sum) / count) * (count - (signs * signs) / count);
  return spread > 0 ? ((signs * sum) / count - product) / Math.sqrt(spread) : 0;
}
