import type { Raster } from "../pixels/raster.js";
import { finderModule } from "./rescue/qr-finders.js";

/**
 * Places like finder patterns from which on a picture is painted over in part before any reader sees it: what zxing does
 * grows with their square. Photos of 12 megapixels have 200, in the dark 3,200; pages of finder patterns of one pixel a
 * module 120,000, with which one look takes minutes.
 */
const MOST_PLACES = 10_000;
/** So many are left of them, where they stand least close. */
const PLACES_LEFT = 2_000;
/** So many are left for a last look at a picture that is given up: a page of codes has fewer than three hundred. */
export const CALM_PLACES = 250;
/** Rows from one that is looked at to the next: zxing's own. A pattern's middle is three modules high. */
const ROW_STEP = 3;
/** Pixels that a pixel is compared with, those before it in its row, and how much darker than their mean is dark. */
const SURROUNDINGS = 64;
const DARKER = 8;
/** How far a module's width and height may differ. */
const MOST_SQUEEZED = 1.7;
/** Parts of the longer side that are painted over together. */
const PARTS = 64;
/** So many parts to each side tell how close places stand. */
const NEAR_PARTS = 2;

/**
 * A picture without what makes readers slow: where there are more places like finder patterns than any page or photo has,
 * the parts where they stand closest are painted over. Costs a hundredth of what a look for codes does.
 * @param most places that are let be
 * @param left of more, how many are let be
 * @returns the same picture where there are not so many
 */
export function withoutCrowds(raster: Raster, most = MOST_PLACES, left = PLACES_LEFT): Raster {
  const part = Math.max(16, Math.ceil(Math.max(raster.width, raster.height) / PARTS));
  const across = Math.ceil(raster.width / part);
  const places = new Float64Array(across * Math.ceil(raster.height / part));
  let all = 0;
  findPlaces(raster, (x, y, share) => {
    const at = Math.floor(y / part) * across + Math.floor(x / part);
    places[at] = (places[at] as number) + share;
    all += share;
  });
  if (all <= most) return raster;
  const data = raster.data.slice();
  const closeness = around(places, across);
  for (const at of [...places.keys()].sort((a, b) => (closeness[b] as number) - (closeness[a] as number))) {
    if (all <= left) break;
    all -= places[at] as number;
    paintOver({ ...raster, data }, (at % across) * part, Math.floor(at / across) * part, part);
  }
  return { ...raster, data };
}

/** Of each part the sum of those about it: a code is small, and a crowd is not. */
function around(places: Float64Array, across: number): Float64Array {
  return places.map((_, at) => {
    let sum = 0;
    for (let dy = -NEAR_PARTS; dy <= NEAR_PARTS; dy++) {
      for (let dx = -NEAR_PARTS; dx <= NEAR_PARTS; dx++) {
        const x = (at % across) + dx;
        if (x >= 0 && x < across) sum += places[at + dy * across + dx] ?? 0;
      }
    }
    return sum;
  });
}

/** The mean of what stands there: no edge that the paper has not. */
function paintOver({ width, height, data }: Raster, left: number, top: number, part: number): void {
  const [right, bottom] = [Math.min(width, left + part), Math.min(height, top + part)];
  let sum = 0;
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[y * width + x] as number;
  const mean = Math.round(sum / ((right - left) * (bottom - top)));
  for (let y = top; y < bottom; y++) data.fill(mean, y * width + left, y * width + right);
}

/**
 * Runs like 1 : 1 : 3 : 1 : 1, dark or light ones at the ends, in every third row whose middle has them in its column too.
 * @param note is told their middle, and which share of a pattern each is
 */
function findPlaces(raster: Raster, note: (x: number, y: number, share: number) => void): void {
  const { width, height } = raster;
  const limits = new Float64Array(width + 1);
  const shades = new Uint8Array(width);
  for (let y = ROW_STEP >> 1; y < height; y += ROW_STEP) {
    shadeRow(raster, y, limits, shades);
    // The last five runs, the oldest first: in plain variables, as there are millions of them in a noisy photo.
    let [a, b, c, d, e] = [0, 0, 0, 0, 0];
    let begin = 0;
    let isDark = shades[0] === 1;
    // Most pixels are like the one before: what is built in steps over them.
    for (let x = 0; x < width; isDark = !isDark) {
      x = shades.indexOf(isDark ? 0 : 1, x);
      if (x < 0) x = width;
      a = b;
      b = c;
      c = d;
      d = e;
      e = x - begin;
      begin = x;
      if (a === 0) continue;
      const module = finderModule(a, b, c, d, e);
      if (module === 0) continue;
      const middle = Math.floor(x - e - d - c / 2);
      if (isCrossed(raster, middle, y, limits[x] as number, isDark, module)) note(middle, y, 1 / module);
    }
  }
}

/**
 * Tells dark from light in a row: by itself, and over all pixels alike, it is compiled once and for good.
 * @param limits is given the level below which each pixel is dark, the last one's once more
 * @param shades is given 1 where it is, 0 where not
 */
function shadeRow({ width, data }: Raster, y: number, limits: Float64Array, shades: Uint8Array): void {
  const row = y * width;
  let mean = 0;
  for (let x = 0; x < Math.min(SURROUNDINGS, width); x++) mean += data[row + x] as number;
  mean /= Math.min(SURROUNDINGS, width);
  for (let x = 0; x < width; x++) {
    const level = data[row + x] as number;
    mean += (level - mean) / SURROUNDINGS;
    const limit = mean - DARKER;
    limits[x] = limit;
    shades[x] = level < limit ? 1 : 0;
  }
  limits[width] = mean - DARKER;
}

/** Whether the column through a pixel has such runs too, of modules of about the same size. */
function isCrossed(raster: Raster, x: number, y: number, limit: number, dark: boolean, module: number): boolean {
  const most = Math.ceil(3 * module) + 2;
  const [up, upEnd] = runFrom(raster, x, y, -1, limit, dark, most);
  const [down, downEnd] = runFrom(raster, x, y + 1, 1, limit, dark, most);
  if (up === 0) return false;
  const [lightUp, lightUpEnd] = runFrom(raster, x, upEnd, -1, limit, !dark, most);
  const [lightDown, lightDownEnd] = runFrom(raster, x, downEnd, 1, limit, !dark, most);
  if (lightUp === 0 || lightDown === 0) return false;
  const [darkUp] = runFrom(raster, x, lightUpEnd, -1, limit, dark, most);
  const [darkDown] = runFrom(raster, x, lightDownEnd, 1, limit, dark, most);
  const own = finderModule(darkUp, lightUp, up + down, lightDown, darkDown);
  return own > 0 && own < MOST_SQUEEZED * module && module < MOST_SQUEEZED * own;
}

/** How many pixels of a column are dark, or light, from one on, and where they end; `most` and one at most. */
function runFrom(
  { width, height, data }: Raster,
  x: number,
  from: number,
  step: 1 | -1,
  limit: number,
  dark: boolean,
  most: number,
): [count: number, end: number] {
  let y = from;
  let count = 0;
  while (y >= 0 && y < height && count <= most && (data[y * width + x] as number) < limit === dark) {
    y += step;
    count++;
  }
  return [count, y];
}
