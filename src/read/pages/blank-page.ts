import { inkMap } from "../lines/ink-map.js";
import type { Raster } from "../pixels/raster.js";
import { shrink } from "../pixels/resample.js";

/** Share of the page at each edge that is not looked at: punched holes, the shadow of a lid. */
const EDGE = 0.08;
/** Ink that is printed or written rather than shining through from the other side. */
export const PRINTED = 20;
/** The faintest ink that can be read. */
const FAINTEST = 10;
/** Longest side at which that is told: noise of a scanner is gone there. */
const BLANK_SIDE = 600;
/**
 * Share of the page that may be inked on a blank one: dust, and 20 mm² on A4. Of pages that the damage simulator made, 152 with
 * print had 0.057 and more that is printed, and 10 scans of empty paper, without a stain, a blot or a lost corner, 0.00013 at
 * most. Noise of σ 8 counts as no ink, even the faintest; stronger noise may, and then the page is said to be not blank.
 */
const BLANK = 0.0004;

/**
 * Whether hardly anything is printed or written on a page.
 * @param level ink that counts, 0 paper to 255 black
 */
export function isBlank(raster: Raster, level = FAINTEST): boolean {
  return shareAbove(inkMap(shrinkTo(raster, BLANK_SIDE)), level) < BLANK;
}

/** Share of a picture, its edges left out, that is inked so much: 0 to 1. */
export function shareAbove({ width, height, data }: Raster, level: number): number {
  const [left, top] = [Math.floor(width * EDGE), Math.floor(height * EDGE)];
  let count = 0;
  for (let y = top; y < height - top; y++) {
    for (let x = left; x < width - left; x++) if ((data[y * width + x] as number) >= level) count++;
  }
  return count / Math.max(1, (width - 2 * left) * (height - 2 * top));
}

/** A picture whose longest side is at most about so many pixels. */
export function shrinkTo(raster: Raster, longest: number): Raster {
  return shrink(raster, Math.ceil(Math.max(raster.width, raster.height) / longest));
}
