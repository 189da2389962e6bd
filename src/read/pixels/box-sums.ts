import type { Raster } from "./raster.js";

/**
 * Sums over the square of `2 · radius + 1` pixels about each pixel; the border's pixels stand for those beyond it.
 * Its cost does not grow with the radius: sums down the columns move with the row, sums along the row with the pixel.
 * @param radius in pixels, 0 or more
 * @param onRow is given each row from the top: where it begins in the data, and its sums, which the next row takes over
 */
export function boxSums(
  { width, height, data: grey }: Raster,
  radius: number,
  onRow: (at: number, sums: Int32Array) => void,
): void {
  const sums = new Int32Array(width);
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
    for (let x = 0; x < width; x++) {
      sums[x] = sum;
      sum += (columns[x + 2 * radius + 1] as number) - (columns[x] as number);
    }
    onRow(y * width, sums);
    const enter = row(y + radius + 1);
    const leave = row(y - radius);
    for (let x = 0; x < width; x++) {
      inside[x] = (inside[x] as number) + (grey[enter + x] as number) - (grey[leave + x] as number);
    }
  }
}

/** Mean of the square of `2 · radius + 1` pixels about each. */
export function boxMean(raster: Raster, radius: number): Uint8Array {
  const data = new Uint8Array(raster.width * raster.height);
  const share = 1 / (2 * radius + 1) ** 2;
  boxSums(raster, radius, (at, sums) => {
    for (let x = 0; x < sums.length; x++) data[at + x] = (sums[x] as number) * share + 0.5;
  });
  return data;
}
