import { boxMean } from "../pixels/box-sums.js";
import type { Raster } from "../pixels/raster.js";
import { shrink } from "../pixels/resample.js";

/** Width of the surroundings that a pixel is compared with, as a share of the picture's longer side. */
const SURROUNDINGS = 1 / 60;
/** Pixels that share one level of the paper, along and across: it changes slowly. */
const PAPER_SHRINK = 4;

/**
 * How much darker each pixel is than the paper around it, whatever light falls on it: 0 paper, 255 black.
 * The paper's level is the mean of the brighter half of the surroundings.
 */
export function inkMap(raster: Raster): Raster {
  const { width, height, data: grey } = raster;
  const small = shrink(raster, Math.min(PAPER_SHRINK, width, height));
  const factor = width / small.width;
  const radius = Math.max(4, Math.round((Math.max(small.width, small.height) * SURROUNDINGS) / 2));
  const mean = boxMean(small, radius);
  const brighter = small.data.map((value, i) => Math.max(value, mean[i] as number));
  const paper = boxMean({ ...small, data: brighter }, radius);
  const columns = Uint32Array.from({ length: width }, (_, x) => Math.min(small.width - 1, Math.floor(x / factor)));
  const data = new Uint8Array(grey.length);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.min(small.height - 1, Math.floor((y * small.height) / height)) * small.width;
    for (let x = 0; x < width; x++, i++) {
      const level = paper[row + (columns[x] as number)] as number;
      const dark = level - (grey[i] as number);
      data[i] = dark > 0 ? (dark * 255) / level : 0;
    }
  }
  return { width, height, data };
}
