import { boxMean } from "../pixels/box-sums.js";
import { evenInk } from "../pixels/even-ink.js";
import type { Point, Raster } from "../pixels/raster.js";
import { shrink } from "../pixels/resample.js";
import { stretch } from "../pixels/stretch.js";
import { cutFromDark } from "./dark-frame.js";

/** A picture made ready for one more look, and where its points lie in the one it was made of. */
interface HardLook {
  readonly pass: "framed" | "even" | "stretched";
  readonly raster: Raster;
  readonly place: (point: Point) => Point;
}

/** Pixels of the first looks at faint ink. */
const EVEN_PIXELS = 4_500_000;

/**
 * Pixels of the pictures in which faint ink is made even, half the softness and half the reach in pixels: a page's codes
 * have 5 to 9 pixels a module there, softness takes about a third of one, and reach is about three. Of faint scans at 200
 * dpi a reach of 20 read all, 50 half as many; of faint photos of 12 megapixels only the last reads some.
 */
const EVEN: readonly { readonly pixels: number; readonly softness: number; readonly reach: number }[] = [
  { pixels: EVEN_PIXELS, softness: 1, reach: 20 },
  { pixels: EVEN_PIXELS, softness: 1, reach: 12 },
  { pixels: 14_000_000, softness: 2, reach: 20 },
];

/**
 * Ways a picture is stretched, in degrees, the likeliest first, and by how much: what leans by 60° is then upright, and
 * what leans by 75° leans by as much as codes are read at, whichever way it leans.
 */
const WAYS = [90, 0, 135, 45, 112.5, 67.5, 157.5, 22.5];
const STRETCH = 2.2;
const STRETCHED_PIXELS = 4_000_000;

/** Levels below its surroundings from which ink is plain, how far these reach in pixels, and its share of a page. */
const PLAIN_INK = 60;
const SURROUNDINGS = 20;
const PLAIN_SHARE = 0.005;

/**
 * Pictures for looks at what is faint or leans far, once the usual looks have found nothing; each takes a third of a second.
 * @param isLocated whether a code was located: one that leans by 72° is, and is not read; other pages are not stretched
 */
export function* hardLooks(raster: Raster, isLocated: boolean): Generator<HardLook, void, void> {
  const factorOf = (pixels: number) => Math.max(1, Math.ceil(Math.sqrt((raster.width * raster.height) / pixels)));
  const nearest = factorOf(EVEN_PIXELS);
  const small = shrink(raster, nearest);
  const framed = cutFromDark(small);
  if (framed) {
    const place = ({ x, y }: Point) => ({
      x: (x - framed.margin + framed.left) * nearest,
      y: (y - framed.margin + framed.top) * nearest,
    });
    yield { pass: "framed", raster: framed.raster, place };
  }
  if (isFaint(small)) {
    for (const { pixels, softness, reach } of EVEN) {
      const factor = factorOf(pixels);
      const place = ({ x, y }: Point) => ({ x: x * factor, y: y * factor });
      const part = factor === nearest ? small : shrink(raster, factor);
      yield { pass: "even", raster: evenInk(part, softness, reach), place };
    }
  }
  if (!isLocated) return;
  for (const degrees of WAYS) yield { pass: "stretched", ...stretch(raster, degrees, STRETCH, STRETCHED_PIXELS) };
}

/** Whether next to nothing stands out from its surroundings as print does: a page with plain ink has 1 % of it and more. */
function isFaint(raster: Raster): boolean {
  const mean = boxMean(raster, SURROUNDINGS);
  let plain = 0;
  for (let i = 0; i < mean.length; i++) {
    if ((mean[i] as number) - (raster.data[i] as number) > PLAIN_INK) plain++;
  }
  return plain < PLAIN_SHARE * mean.length;
}
