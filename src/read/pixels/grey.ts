import type { Raster } from "./raster.js";

/** Grey level at a place, bilinear between the centres of pixels; NaN where the raster ends. */
export function greyAt({ width, height, data }: Raster, x: number, y: number): number {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  if (!(left >= 0 && top >= 0 && left + 1 < width && top + 1 < height)) return Number.NaN;
  const s = x - 0.5 - left;
  const t = y - 0.5 - top;
  const at = top * width + left;
  const above = (data[at] as number) * (1 - s) + (data[at + 1] as number) * s;
  const below = (data[at + width] as number) * (1 - s) + (data[at + width + 1] as number) * s;
  return above * (1 - t) + below * t;
}
