import type { Homography } from "./homography.js";
import type { Raster } from "./raster.js";

/** How a raster is seen through a map. */
export interface Projection {
  /** From the new raster's pixels to those of the given one. */
  readonly toSource: Homography;
  readonly width: number;
  readonly height: number;
  /** Grey level beyond the given raster; 255, white, by default. */
  readonly outside?: number;
}

/** A raster as a projective map shows it, bilinear between the centres of pixels. */
export function project(raster: Raster, { toSource, width, height, outside = 255 }: Projection): Raster {
  const { width: wide, height: high, data: grey } = raster;
  const [a, b, c, d, e, f, g, h] = toSource;
  const data = new Uint8Array(width * height);
  let at = 0;
  for (let row = 0; row < height; row++) {
    const y = row + 0.5;
    let u = a * 0.5 + b * y + c;
    let v = d * 0.5 + e * y + f;
    let depth = g * 0.5 + h * y + 1;
    for (let column = 0; column < width; column++, at++, u += a, v += d, depth += g) {
      const over = 1 / depth;
      const px = u * over - 0.5;
      const py = v * over - 0.5;
      const x = Math.floor(px);
      const y0 = Math.floor(py);
      if (!(depth > 0) || x < -1 || y0 < -1 || x >= wide || y0 >= high) {
        data[at] = outside;
        continue;
      }
      const s = (px - x) * 256;
      const t = py - y0;
      // On the rim the border's pixels stand for those beyond it.
      const left = x < 0 ? 0 : x;
      const right = x + 1 < wide ? x + 1 : wide - 1;
      const above = (y0 < 0 ? 0 : y0) * wide;
      const below = (y0 + 1 < high ? y0 + 1 : high - 1) * wide;
      const top = (grey[above + left] as number) * (256 - s) + (grey[above + right] as number) * s;
      const bottom = (grey[below + left] as number) * (256 - s) + (grey[below + right] as number) * s;
      data[at] = (top + (bottom - top) * t) / 256 + 0.5;
    }
  }
  return { width, height, data };
}
