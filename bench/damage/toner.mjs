import { PAPER_DPI } from "./print.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;
/** Grey level of a full layer of toner. */
export const TONER_LEVEL = 28;

/**
 * Ink on paper: from here on a page is a grey picture with its place in it.
 * @param {{width: number, height: number, data: Uint8Array}} ink as `printPage` gives it
 * @returns a paper: a raster at 300 dpi, `paperLevel`, `absent` (a mask of what is torn off, or nothing) and
 *   `place`, which tells where a point of the page, in mm, lies in pixels
 */
export function layToner({ width, height, data: ink }, { density, streaks, bands, bandMm }, paperLevel) {
  const data = new Uint8Array(width * height).fill(paperLevel);
  const column = new Float32Array(width).fill((density * (paperLevel - TONER_LEVEL)) / 255);
  for (const { xMm, widthMm, keep } of streaks) {
    const [from, to] = [xMm - widthMm / 2, xMm + widthMm / 2].map((mm) => mm * PX_PER_MM);
    for (let x = Math.max(0, Math.floor(from)); x < Math.min(width, to); x++) {
      // A streak is palest in its middle.
      const middle = 1 - Math.abs((2 * (x - from)) / (to - from) - 1);
      column[x] *= 1 - (1 - keep) * Math.min(1, 2 * middle);
    }
  }
  const isBand = (y) => bands.some((mm) => Math.abs(y + 0.5 - mm * PX_PER_MM) < (bandMm / 2) * PX_PER_MM);
  const most = paperLevel - TONER_LEVEL / 2;
  for (let y = 0; y < height; y++) {
    const at = y * width;
    if (isBand(y)) continue;
    for (let x = 0; x < width; x++) {
      const here = ink[at + x];
      if (here === 0) continue;
      const dark = here * column[x];
      data[at + x] = paperLevel - (dark > most ? most : dark);
    }
  }
  const place = ({ x, y }) => ({ x: x * PX_PER_MM, y: y * PX_PER_MM });
  return { width, height, data, paperLevel, absent: undefined, place };
}
