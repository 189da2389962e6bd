import { boxMean, boxSums } from "../../pixels/box-sums.js";
import type { Point, Raster } from "../../pixels/raster.js";
import { shrink } from "../../pixels/resample.js";
import { type Corners, centre } from "../sighting.js";

/** Longest side in pixels of the picture that regions are looked for in: a module has two of them on a scanned page. */
const LONGEST = 1000;
/** Surroundings that ink is darker than, as a share of the longest side, and by how much of what the darkest is by. */
const SURROUNDINGS = 1 / 20;
const INK_SHARE = 0.35;
const LEAST_INK = 6;
/** Gaps that are closed, as shares of the longest side: three modules of small codes on a page, and of one that fills it. */
const GAPS = [0.005, 0.01, 0.02, 0.04];
/** Shortest side of a region, as a share of the longest side of the picture, and its least filled share. */
const LEAST_SIDE = 0.06;
const LEAST_FILLED = 0.6;
/** How much longer one side of a region may be than the other: a page that leans by 60° shortens one by half. */
const MOST_OBLONG = 2.2;
/** Turns that are tried, in degrees. */
const TURN_STEP = 3;
/** The part of a side that its line is laid through, in so many steps at most. */
const SIDE_FROM = 0.15;
const SIDE_TO = 0.85;
const MOST_RIM = 48;
/** A side goes through most of its rim, which lost corners bend inwards: how near, in pixels, and through how much of it. */
const RIM_TOLERANCE = 1.2;
const LEAST_NEAR = 0.3;
/** How far apart the two points are that say how it slopes, as a share of it, and how much that is at most. */
const LEAST_BASE = 0.15;
const MOST_SLOPE = 0.6;
/** Regions that are kept, the largest first: a page has up to sixteen codes. */
const MOST_REGIONS = 24;

/**
 * Four-sided places that are covered with print as closely as a code is.
 * @returns corners clockwise, the largest first; which of them is the top left is not known
 */
export function denseRegions(raster: Raster): Corners[] {
  const factor = Math.max(1, Math.ceil(Math.max(raster.width, raster.height) / LONGEST));
  const ink = inkOf(shrink(raster, factor));
  const longest = Math.max(ink.width, ink.height);
  const regions: Region[] = [];
  for (const gap of GAPS) {
    const closed = close(ink, Math.max(1, Math.round((gap * longest) / 2)));
    for (const pixels of piecesOf(closed, LEAST_SIDE * longest)) {
      const corners = cornersOf(pixels, closed.width);
      const area = corners ? areaOf(corners) : 0;
      if (!corners || area < (LEAST_SIDE * longest) ** 2 || pixels.length < LEAST_FILLED * area) continue;
      const isKnown = regions.some((one) => isSameRegion(one, { corners, area }));
      if (!isKnown) regions.push({ corners, area });
    }
  }
  const scaled = ({ x, y }: Point) => ({ x: x * factor, y: y * factor });
  return regions
    .sort((a, b) => b.area - a.area)
    .slice(0, MOST_REGIONS)
    .map(({ corners: [a, b, c, d] }) => [scaled(a), scaled(b), scaled(c), scaled(d)]);
}

interface Region {
  readonly corners: Corners;
  readonly area: number;
}

/** Whether two regions lie in one place and are of one size, nearly: of a code that has gaps there are smaller ones, too. */
function isSameRegion(one: Region, other: Region): boolean {
  const [a, b] = [centre(one.corners), centre(other.corners)];
  const [least, most] = [Math.min(one.area, other.area), Math.max(one.area, other.area)];
  return most < 1.4 * least && Math.hypot(a.x - b.x, a.y - b.y) < Math.sqrt(least) / 8;
}

/** 1 where a pixel is plainly darker than its surroundings. */
function inkOf(small: Raster): Raster {
  const mean = boxMean(small, Math.max(4, Math.round(Math.max(small.width, small.height) * SURROUNDINGS)));
  const darker = mean.map((level, i) => Math.max(0, level - (small.data[i] as number)));
  const counts = new Uint32Array(256);
  for (const value of darker) counts[value] = (counts[value] as number) + 1;
  let most = 255;
  for (let left = darker.length * 0.02; most > 0; most--) {
    left -= counts[most] as number;
    if (left < 0) break;
  }
  const least = Math.max(LEAST_INK, INK_SHARE * most);
  return { ...small, data: darker.map((value) => (value >= least ? 1 : 0)) };
}

/** Fills gaps of up to twice the radius. */
function close(ink: Raster, radius: number): Raster {
  const grown = where(ink, radius, (sum) => sum > 0);
  return where(grown, radius, (sum) => sum === (2 * radius + 1) ** 2);
}

function where(raster: Raster, radius: number, isSet: (sum: number) => boolean): Raster {
  const data = new Uint8Array(raster.data.length);
  boxSums(raster, radius, (at, sums) => {
    for (let x = 0; x < sums.length; x++) data[at + x] = isSet(sums[x] as number) ? 1 : 0;
  });
  return { ...raster, data };
}

/** Connected pixels that are set, of every piece with room for a region; what is set is taken away. */
function piecesOf({ width, height, data }: Raster, least: number): number[][] {
  const pieces: number[][] = [];
  const waiting: number[] = [];
  for (let start = 0; start < data.length; start++) {
    if (data[start] === 0) continue;
    const pixels: number[] = [];
    const reach = (at: number) => {
      if (data[at] !== 1) return;
      data[at] = 0;
      waiting.push(at);
    };
    reach(start);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      pixels.push(at);
      const x = at % width;
      if (x > 0) reach(at - 1);
      if (x + 1 < width) reach(at + 1);
      if (at >= width) reach(at - width);
      if (at < (height - 1) * width) reach(at + width);
    }
    if (pixels.length >= LEAST_FILLED * least ** 2) pieces.push(pixels);
  }
  return pieces;
}

/** The four sides around a piece, each by the part that lost corners leave of it. */
function cornersOf(pixels: readonly number[], width: number): Corners | undefined {
  const points = outlineOf(pixels, width);
  let best: { turn: number; area: number } | undefined;
  for (let turn = 0; turn < 90; turn += TURN_STEP) {
    const [u, v] = [spanOf(points, turn), spanOf(points, turn + 90)];
    const area = (u.to - u.from) * (v.to - v.from);
    if (!best || area < best.area) best = { turn, area };
  }
  if (!best) return undefined;
  const sides = [0, 90, 180, 270].map((way) => sideOf(points, (best?.turn ?? 0) + way));
  const corners = sides.map((side, i) => side && crossing(side, sides[(i + 1) % 4]));
  if (!corners.every((corner) => corner !== undefined)) return undefined;
  const [a, b, c, d] = corners as [Point, Point, Point, Point];
  const lengths = [Math.hypot(a.x - b.x, a.y - b.y), Math.hypot(b.x - c.x, b.y - c.y)] as const;
  return Math.max(...lengths) > MOST_OBLONG * Math.min(...lengths) ? undefined : [a, b, c, d];
}

/** The first and the last pixel of each row and of each column. */
function outlineOf(pixels: readonly number[], width: number): Point[] {
  const rows = new Map<number, { from: number; to: number }>();
  const columns = new Map<number, { from: number; to: number }>();
  const reach = (spans: typeof rows, line: number, at: number) => {
    const span = spans.get(line);
    if (!span) spans.set(line, { from: at, to: at });
    else if (at < span.from) span.from = at;
    else if (at > span.to) span.to = at;
  };
  for (const at of pixels) {
    const [x, y] = [at % width, Math.floor(at / width)];
    reach(rows, y, x);
    reach(columns, x, y);
  }
  return [
    ...[...rows].flatMap(([y, { from, to }]) => [from, to].map((x) => ({ x: x + 0.5, y: y + 0.5 }))),
    ...[...columns].flatMap(([x, { from, to }]) => [from, to].map((y) => ({ x: x + 0.5, y: y + 0.5 }))),
  ];
}

const unit = (degrees: number): Point => ({
  x: Math.cos((degrees * Math.PI) / 180),
  y: Math.sin((degrees * Math.PI) / 180),
});
const dot = (a: Point, b: Point) => a.x * b.x + a.y * b.y;

function spanOf(points: readonly Point[], turn: number): { from: number; to: number } {
  const along = unit(turn);
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const point of points) {
    const at = dot(point, along);
    if (at < from) from = at;
    if (at > to) to = at;
  }
  return { from, to };
}

/** A line: the points whose product with `normal` is `at`. */
interface Side {
  readonly normal: Point;
  readonly at: number;
}

/** The side of a piece that looks a way, laid through the outermost pixels of its middle part. @param way in degrees */
function sideOf(points: readonly Point[], way: number): Side | undefined {
  const [out, along] = [unit(way), unit(way + 90)];
  const { from, to } = spanOf(points, way + 90);
  const length = to - from;
  const rims = new Map<number, number>();
  for (const point of points) {
    const share = (dot(point, along) - from) / length;
    if (share < SIDE_FROM || share > SIDE_TO) continue;
    const bin = Math.floor(share * length);
    const at = dot(point, out);
    if (at > (rims.get(bin) ?? Number.NEGATIVE_INFINITY)) rims.set(bin, at);
  }
  const every = Math.ceil(rims.size / MOST_RIM);
  const rim = [...rims]
    .sort(([a], [b]) => a - b)
    .filter((_, i) => i % every === 0)
    .map(([bin, at]) => ({ s: from + bin + 0.5, t: at + 0.5 }));
  let best = { slope: 0, level: 0, near: 0 };
  for (const [i, a] of rim.entries()) {
    for (const b of rim.slice(i + 1)) {
      if (b.s - a.s < LEAST_BASE * length) continue;
      const slope = (b.t - a.t) / (b.s - a.s);
      if (Math.abs(slope) > MOST_SLOPE) continue;
      const level = a.t - slope * a.s;
      const near = rim.filter(({ s, t }) => Math.abs(t - slope * s - level) < RIM_TOLERANCE).length;
      if (near > best.near) best = { slope, level, near };
    }
  }
  if (best.near < LEAST_NEAR * rim.length) return undefined;
  const { slope, level } = best;
  return { normal: { x: out.x - slope * along.x, y: out.y - slope * along.y }, at: level };
}

function crossing(one: Side, other: Side | undefined): Point | undefined {
  if (!other) return undefined;
  const area = one.normal.x * other.normal.y - one.normal.y * other.normal.x;
  if (Math.abs(area) < 0.2) return undefined;
  return {
    x: (one.at * other.normal.y - other.at * one.normal.y) / area,
    y: (other.at * one.normal.x - one.at * other.normal.x) / area,
  };
}

function areaOf([a, b, c, d]: Corners): number {
  return Math.abs((c.x - a.x) * (d.y - b.y) - (c.y - a.y) * (d.x - b.x)) / 2;
}
