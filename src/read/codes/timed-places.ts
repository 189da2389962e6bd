import { boxMean } from "../pixels/box-sums.js";
import { type Box, clipBox, type Point, type Raster } from "../pixels/raster.js";
import type { FinderPlace } from "./rescue/qr-finders.js";

/** How far modules of one code's finder patterns may differ in size. */
const MOST_UNLIKE = 1.6;
/** From the middle of a finder pattern to the timing pattern, across and along, in modules. @see ISO/IEC 18004, 5.3.4 */
const ASIDE = 3;
/** Modules between the middles of two finder patterns beyond those of the timing pattern, which changes with each of them. */
const BESIDE_TIMING = 6;
/** Modules from middle to middle at version 1, and how many more each version has. */
const LEAST_APART = 14;
const MOST_APART = 170;
const APART_STEP = 4;
/** Longest run of a timing pattern, in modules, and how far its length may differ from what its changes tell. */
const LONGEST_RUN = 2;
const LENGTH_TOLERANCE = 0.35;
/** Samples along each module. */
const PER_MODULE = 4;
/** Free paper around a code that is cut out, in modules. */
const MARGIN = 4;

/**
 * Where codes stand among what only looks like finder patterns: two patterns that have a timing pattern between them,
 * which alternates with every module, make two corners of one. Thousands of patterns without it make none.
 * @param finders in the raster's pixels
 * @returns squares with a margin, each code's once
 */
export function timedPlaces(raster: Raster, finders: readonly FinderPlace[]): Box[] {
  const mean = boxMean(raster, Math.max(8, Math.round(Math.max(raster.width, raster.height) / 60)));
  const sorted = [...finders].sort((a, b) => a.x - b.x);
  const places: Box[] = [];
  for (const [i, a] of sorted.entries()) {
    // Runs of a pattern that is turned by 45° are longer by half.
    const reach = MOST_APART * MOST_UNLIKE * a.module;
    for (let k = i + 1; k < sorted.length; k++) {
      const b = sorted[k] as FinderPlace;
      if (b.x - a.x > reach) break;
      if (Math.abs(b.y - a.y) > reach) continue;
      if (a.module > MOST_UNLIKE * b.module || b.module > MOST_UNLIKE * a.module) continue;
      for (const sideways of [1, -1] as const) {
        if (!isTimed(raster, mean, a, b, sideways)) continue;
        const box = squareOn(raster, a, b, sideways);
        if (!places.some((known) => isSame(known, box))) places.push(box);
      }
    }
  }
  return places;
}

/** Whether a timing pattern runs beside the line from one finder pattern to another, on one side of it. */
function isTimed(raster: Raster, mean: Uint8Array, a: FinderPlace, b: FinderPlace, sideways: 1 | -1): boolean {
  const { width, data } = raster;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy);
  const straight = (((a.module + b.module) / 2) * Math.max(Math.abs(dx), Math.abs(dy))) / length;
  if (length < LEAST_APART * straight * (1 - LENGTH_TOLERANCE)) return false;
  const [u, v] = [dx / length, dy / length];
  const from = ASIDE * straight;
  const step = straight / PER_MODULE;
  let [changes, run] = [0, 0];
  let before = true;
  for (let at = from; at <= length - from; at += step) {
    const x = Math.floor(a.x + at * u - sideways * from * v);
    const y = Math.floor(a.y + at * v + sideways * from * u);
    if (x < 0 || y < 0 || x >= width || y >= raster.height) return false;
    const index = y * width + x;
    const dark = (data[index] as number) < (mean[index] as number);
    if (dark !== before) {
      changes++;
      run = 0;
      before = dark;
    } else if (++run > LONGEST_RUN * PER_MODULE) return false;
  }
  const apart = changes + BESIDE_TIMING;
  if (apart < LEAST_APART || apart > MOST_APART || (apart - LEAST_APART) % APART_STEP !== 0) return false;
  return Math.abs(length / (apart * straight) - 1) < LENGTH_TOLERANCE;
}

/** The square of which two finder patterns are corners, and its margin. */
function squareOn(raster: Raster, a: FinderPlace, b: FinderPlace, sideways: 1 | -1): Box {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const corners: Point[] = [a, b, { x: a.x - sideways * dy, y: a.y + sideways * dx }];
  corners.push({ x: b.x - sideways * dy, y: b.y + sideways * dx });
  const margin = (ASIDE + MARGIN) * Math.max(a.module, b.module);
  const [left, right] = spanOf(corners.map(({ x }) => x));
  const [top, bottom] = spanOf(corners.map(({ y }) => y));
  const box = { x: left - margin, y: top - margin, width: right - left, height: bottom - top };
  return clipBox(
    {
      x: Math.floor(box.x),
      y: Math.floor(box.y),
      width: Math.ceil(box.width + 2 * margin),
      height: Math.ceil(box.height + 2 * margin),
    },
    raster,
  );
}

function spanOf(values: readonly number[]): [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Whether two squares are of one code: of each, two sides of it have a timing pattern. */
function isSame(a: Box, b: Box): boolean {
  const apart = Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
  return apart < 0.2 * Math.max(a.width, b.width);
}
