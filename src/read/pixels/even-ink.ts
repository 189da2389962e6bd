import { boxMean } from "./box-sums.js";
import type { Raster } from "./raster.js";

/** Spreads that black and white lie to each side of the mean. */
const SPREADS = 1.6;
/** Least spread in grey levels that is stretched: less is paper. */
const LEAST_SPREAD = 2.5;

/**
 * Faint and uneven ink as dark as any: softened, so that grain is gone, then each part from its own black to its own white.
 * @param softness half the side of the square that a pixel becomes the mean of, twice over; in pixels
 * @param reach half the side of the surroundings that tell black and white, in pixels
 */
export function evenInk(raster: Raster, softness: number, reach: number): Raster {
  const { width, height } = raster;
  const soft =
    softness > 0 ? { ...raster, data: boxMean({ ...raster, data: boxMean(raster, softness) }, softness) } : raster;
  const mean = boxMean(soft, reach);
  const away = soft.data.map((level, i) => Math.min(255, 4 * Math.abs(level - (mean[i] as number))));
  const spread = boxMean({ width, height, data: away }, reach);
  const data = soft.data.map((level, i) => {
    const own = Math.max(LEAST_SPREAD, (spread[i] as number) / 4);
    return Math.max(0, Math.min(255, 128 + (127 * (level - (mean[i] as number))) / (SPREADS * own)));
  });
  return { width, height, data };
}
