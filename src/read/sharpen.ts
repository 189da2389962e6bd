import type { Raster } from "./raster.js";

/**
 * Unsharp mask: adds to each pixel what it differs from its blurred surroundings.
 * @param radius half the width of the blur's box, in pixels, 1 or more; the box is run twice,
 *   which comes near a Gaussian of σ = √(2 r (r + 1) / 3)
 * @param amount how much of the difference is added, 0 nothing
 */
export function sharpen(raster: Raster, radius: number, amount: number): Raster {
  const soft = blur(blur(raster, radius), radius);
  const data = new Uint8ClampedArray(raster.data.length);
  for (let i = 0; i < data.length; i++) {
    const value = raster.data[i] as number;
    data[i] = value + amount * (value - (soft.data[i] as number));
  }
  return { width: raster.width, height: raster.height, data: new Uint8Array(data.buffer) };
}

/** Mean over a box of `2 radius + 1` pixels, by running sums: its cost does not grow with the radius. */
function blur(raster: Raster, radius: number): Raster {
  const { width, height } = raster;
  const across = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) blurRow(raster.data, across, y * width, width, radius);
  const sums = new Int32Array(width);
  const data = new Uint8Array(width * height);
  // Down the columns all at once, row after row: column by column would miss the cache at every step.
  const row = (y: number) => Math.min(height - 1, Math.max(0, y)) * width;
  for (let y = -radius; y <= radius; y++) {
    const at = row(y);
    for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + (across[at + x] as number);
  }
  const size = 2 * radius + 1;
  for (let y = 0; y < height; y++) {
    const enter = row(y + radius + 1);
    const leave = row(y - radius);
    const at = y * width;
    for (let x = 0; x < width; x++) {
      const sum = sums[x] as number;
      data[at + x] = (sum + radius) / size;
      sums[x] = sum + (across[enter + x] as number) - (across[leave + x] as number);
    }
  }
  return { width, height, data };
}

function blurRow(from: Uint8Array, to: Uint8Array, start: number, count: number, radius: number): void {
  const size = 2 * radius + 1;
  const last = count - 1;
  const pixel = (i: number) => from[start + Math.min(last, Math.max(0, i))] as number;
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += pixel(i);
  for (let i = 0; i < count; i++) {
    to[start + i] = (sum + radius) / size;
    sum += pixel(i + radius + 1) - pixel(i - radius);
  }
}
