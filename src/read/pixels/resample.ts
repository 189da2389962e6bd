import { greyAt } from "./grey.js";
import type { Point, Raster } from "./raster.js";

/**
 * The raster made smaller by a whole factor: each new pixel is the mean of `factor²` old ones.
 * @param factor 1 or more; rows and columns that fill no pixel are dropped
 */
export function shrink(raster: Raster, factor: number): Raster {
  if (factor === 1) return raster;
  const width = Math.max(1, Math.floor(raster.width / factor));
  const height = Math.max(1, Math.floor(raster.height / factor));
  const data = new Uint8Array(width * height);
  const sums = new Uint32Array(width);
  const area = factor * factor;
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let row = 0; row < factor; row++) {
      let at = (y * factor + row) * raster.width;
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let column = 0; column < factor; column++) sum += raster.data[at++] as number;
        sums[x] = (sums[x] as number) + sum;
      }
    }
    for (let x = 0; x < width; x++) data[y * width + x] = ((sums[x] as number) + area / 2) / area;
  }
  return { width, height, data };
}

/**
 * The raster made larger by a whole factor, bilinear between the centres of pixels.
 * @param factor 2 or more
 */
export function enlarge(raster: Raster, factor: number): Raster {
  const width = raster.width * factor;
  const height = raster.height * factor;
  const data = new Uint8Array(width * height);
  // Eight bits of fraction: 255 × 256 × 256 stays within 32 bits.
  const left = new Int32Array(width);
  const right = new Int32Array(width);
  const share = new Int32Array(width);
  for (let x = 0; x < width; x++) {
    const place = position(x, factor, raster.width);
    left[x] = place.low;
    right[x] = place.high;
    share[x] = place.share;
  }
  const row = new Int32Array(raster.width);
  for (let y = 0; y < height; y++) {
    const place = position(y, factor, raster.height);
    const above = place.low * raster.width;
    const below = place.high * raster.width;
    for (let x = 0; x < raster.width; x++) {
      const top = raster.data[above + x] as number;
      row[x] = top * 256 + ((raster.data[below + x] as number) - top) * place.share;
    }
    const at = y * width;
    for (let x = 0; x < width; x++) {
      const low = row[left[x] as number] as number;
      const high = row[right[x] as number] as number;
      data[at + x] = (low * 256 + (high - low) * (share[x] as number) + 32768) >> 16;
    }
  }
  return { width, height, data };
}

/** The two old pixels around a new one's centre, and the share of the second in 1/256. */
function position(index: number, factor: number, size: number) {
  const old = Math.min(size - 1, Math.max(0, (index + 0.5) / factor - 0.5));
  const low = Math.floor(old);
  return { low, high: Math.min(size - 1, low + 1), share: Math.round((old - low) * 256) };
}

/**
 * Draws a picture anew, as it lies seen another way: each pixel takes the grey level at its place in that picture.
 * @param data takes the levels row by row: where the picture ends, NaN, which is 0 in bytes
 * @param width of the rows of `data`
 * @param place where the centre of a pixel lies in the picture; nothing where it does not
 */
export function resample<T extends Uint8Array | Float32Array>(
  raster: Raster,
  data: T,
  width: number,
  place: (x: number, y: number) => Point | undefined,
): T {
  for (let i = 0; i < data.length; i++) {
    const x = i % width;
    const at = place(x + 0.5, (i - x) / width + 0.5);
    data[i] = at ? greyAt(raster, at.x, at.y) : Number.NaN;
  }
  return data;
}
