import type { Raster } from "../pixels/raster.js";

/** Part of a row or column that is light where a code stands; noise is less. */
const LEAST_LIGHT = 0.02;
/** Part of the picture's edge that is dark. */
const DARK_EDGE = 0.98;
/** White around what is cut out, as a part of it: four modules of the smallest code. @see ISO/IEC 18004, 5.3.8 */
const MARGIN = 4 / 21;

/** What stands on dark ground, with a light margin, and where its corner was. */
interface Framed {
  readonly raster: Raster;
  readonly margin: number;
  readonly left: number;
  readonly top: number;
}

/**
 * A code without its margin that stands alone on dark ground, as a dark page shows it: its finder patterns run into the
 * ground. Some light module stands in each of its outer rows, so that the light ones say where it ends.
 * @returns nothing where the edge is not dark, or no part of it is light
 */
export function cutFromDark({ width, height, data }: Raster): Framed | undefined {
  let [least, most] = [255, 0];
  for (const level of data) {
    if (level < least) least = level;
    if (level > most) most = level;
  }
  const middle = (least + most) / 2;
  const rows = new Uint32Array(height);
  const columns = new Uint32Array(width);
  let edge = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if ((data[at] as number) <= middle) continue;
      rows[y] = (rows[y] as number) + 1;
      columns[x] = (columns[x] as number) + 1;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) edge++;
    }
  }
  if (edge > (1 - DARK_EDGE) * 2 * (width + height)) return undefined;
  const [top, bottom] = [firstLight(rows, width), height - firstLight(rows.toReversed(), width)];
  const [left, right] = [firstLight(columns, height), width - firstLight(columns.toReversed(), height)];
  if (right <= left || bottom <= top) return undefined;
  const margin = Math.ceil(MARGIN * Math.max(right - left, bottom - top));
  const size = { width: right - left + 2 * margin, height: bottom - top + 2 * margin };
  const cut = new Uint8Array(size.width * size.height).fill(255);
  for (let y = top; y < bottom; y++) {
    const row = data.subarray(y * width + left, y * width + right);
    cut.set(row, (y - top + margin) * size.width + margin);
  }
  return { raster: { ...size, data: cut }, margin, left, top };
}

function firstLight(counts: Uint32Array, across: number): number {
  const at = counts.findIndex((count) => count >= LEAST_LIGHT * across);
  return at < 0 ? counts.length : at;
}
