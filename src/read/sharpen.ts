import type { Raster } from "./raster.js";

/**
 * Unsharp mask: adds to each pixel what it differs from the mean of its surroundings.
 * @param radius half the side of the square that the mean is taken over, without its middle: 1 or more pixels
 * @param amount how much of the difference is added, at most 60: 0 nothing, -1 leaves the mean alone, which softens
 */
export function sharpen(raster: Raster, radius: number, amount: number): Raster {
  const { width, height, data: grey } = raster;
  const data = new Uint8ClampedArray(width * height);
  // All in integers, with 16 bits of fraction: 255 levels and the amount stay within 32 bits.
  const share = Math.round((amount * 65536) / (2 * radius + 1) ** 2);
  const whole = Math.round((amount + 1) * 65536);
  // Sums down the columns move with the row and sums along the row with the pixel, so that the cost
  // does not grow with the radius. The border's pixels stand for those beyond it.
  const columns = new Int32Array(width + 2 * radius + 1);
  const inside = columns.subarray(radius, radius + width);
  const row = (y: number) => Math.min(height - 1, Math.max(0, y)) * width;
  for (let y = -radius; y <= radius; y++) {
    const at = row(y);
    for (let x = 0; x < width; x++) inside[x] = (inside[x] as number) + (grey[at + x] as number);
  }
  for (let y = 0; y < height; y++) {
    columns.fill(inside[0] as number, 0, radius);
    columns.fill(inside[width - 1] as number, radius + width);
    let sum = 0;
    for (let x = 0; x < 2 * radius + 1; x++) sum += columns[x] as number;
    const at = y * width;
    const enter = row(y + radius + 1);
    const leave = row(y - radius);
    for (let x = 0; x < width; x++) {
      data[at + x] = (Math.imul(grey[at + x] as number, whole) - Math.imul(sum, share) + 32768) >> 16;
      sum += (columns[x + 2 * radius + 1] as number) - (columns[x] as number);
    }
    for (let x = 0; x < width; x++) {
      inside[x] = (inside[x] as number) + (grey[enter + x] as number) - (grey[leave + x] as number);
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}
