import type { Raster } from "./raster.js";

/** Width of the surroundings that a pixel is compared with, as a share of the picture's longer side. */
const SURROUNDINGS = 1 / 60;

/**
 * How much darker each pixel is than the paper around it, whatever light falls on it: 0 paper, 255 black.
 * The paper's level is the mean of the brighter half of the surroundings.
 */
export function inkMap(raster: Raster): Raster {
  const { width, height, data: grey } = raster;
  const radius = Math.max(4, Math.round((Math.max(width, height) * SURROUNDINGS) / 2));
  const mean = boxMean(raster, radius);
  const brighter = new Uint8Array(grey.length);
  for (let i = 0; i < grey.length; i++) brighter[i] = Math.max(grey[i] as number, mean[i] as number);
  const paper = boxMean({ width, height, data: brighter }, radius);
  const data = new Uint8Array(grey.length);
  for (let i = 0; i < grey.length; i++) {
    const level = paper[i] as number;
    const dark = level - (grey[i] as number);
    data[i] = dark > 0 ? (dark * 255) / level : 0;
  }
  return { width, height, data };
}

/** Mean of the square of `2 · radius + 1` pixels about each; the border's pixels stand for those beyond it. */
export function boxMean({ width, height, data: grey }: Raster, radius: number): Uint8Array {
  const data = new Uint8Array(width * height);
  const columns = new Int32Array(width + 2 * radius + 1);
  const inside = columns.subarray(radius, radius + width);
  const row = (y: number) => Math.min(height - 1, Math.max(0, y)) * width;
  const share = 1 / (2 * radius + 1) ** 2;
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
      data[at + x] = sum * share + 0.5;
      sum += (columns[x + 2 * radius + 1] as number) - (columns[x] as number);
    }
    for (let x = 0; x < width; x++) {
      inside[x] = (inside[x] as number) + (grey[enter + x] as number) - (grey[leave + x] as number);
    }
  }
  return data;
}
