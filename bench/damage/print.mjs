import { deflateRawSync, inflateRawSync } from "node:zlib";
import { nodePlatform } from "../../dist/node.js";
import { rasterisePdf } from "../../dist/read/pages/pdf.js";
import { blur } from "./blur.mjs";

/** What a printer draws with. */
const PRINT_DPI = 600;
/** What all that happens to the paper is worked out in: the best capture has as much. */
export const PAPER_DPI = 300;
/** σ of the softened page, in its pixels: a blur of one, and the pixels' own width. */
const SOFT_PX = 1.04;
/** For these the ink is worked out when a page is drawn; between them it changes evenly. */
const SPREADS_MM = [-0.02, 0, 0.02, 0.04, 0.06];

/**
 * Draws a page.
 * @param {Uint8Array} pdf
 * @param {number} index of the page, from 0
 * @returns {Promise<object>} as `inkOf` does
 */
export async function drawPage(pdf, index) {
  for await (const { page, raster } of rasterisePdf(pdf, nodePlatform, { dpi: PRINT_DPI })) {
    if (page === index + 1) return inkOf(raster);
  }
  throw new RangeError("no such page");
}

/**
 * The ink of a page at 300 dpi, for ink that spreads less and more. Hundreds of cases share it, so it is packed.
 * @param {{width: number, height: number, data: Uint8Array}} raster at 600 dpi
 * @returns {Promise<{width: number, height: number, packed: Uint8Array[]}>}
 */
export async function inkOf(raster) {
  // On a softened page a grey level tells how far the edge is.
  const soft = await blur(raster, 1);
  const [width, height] = [raster.width >> 1, raster.height >> 1];
  const packed = SPREADS_MM.map((mm) => deflateRawSync(halve(soft, inkByLevel(mm)), { level: 1 }));
  return { width, height, packed };
}

/**
 * Prints a page: how much of each pixel at 300 dpi ink covers, 0 to 255.
 * @param {number} spreadMm how far ink reaches beyond its edge, −0.02 to 0.06; negative where it falls short
 */
export function printPage({ width, height, packed }, spreadMm) {
  const next = Math.max(
    1,
    SPREADS_MM.findIndex((mm) => mm >= spreadMm),
  );
  const share = (spreadMm - SPREADS_MM[next - 1]) / (SPREADS_MM[next] - SPREADS_MM[next - 1]);
  const weight = Math.round(256 * share);
  if (weight === 256) return { width, height, data: inflateRawSync(packed[next]) };
  const data = inflateRawSync(packed[next - 1]);
  if (weight === 0) return { width, height, data };
  const more = inflateRawSync(packed[next]);
  for (let i = 0; i < data.length; i++) {
    if (more[i] > 0) data[i] += ((more[i] - data[i]) * weight) >> 8;
  }
  return { width, height, data };
}

/** Ink of a softened page, at half its resolution. */
function halve({ width, height, data: soft }, ink) {
  const [across, down] = [width >> 1, height >> 1];
  const data = new Uint8Array(across * down);
  for (let y = 0; y < down; y++) {
    let above = 2 * y * width;
    let below = above + width;
    for (let x = 0, at = y * across; x < across; x++, at++, above += 2, below += 2) {
      data[at] = (ink[soft[above]] + ink[soft[above + 1]] + ink[soft[below]] + ink[soft[below + 1]] + 2) >> 2;
    }
  }
  return data;
}

/** Ink for each grey level of a softened page: the level tells how far the edge is. */
function inkByLevel(spreadMm) {
  const spreadPx = (spreadMm / 25.4) * PRINT_DPI;
  const ink = new Uint8Array(256);
  // From far outside to far inside; every level is passed on the way.
  for (let distance = -4; distance <= 4; distance += 0.005) {
    const level = Math.round(255 * (1 - normalShare(distance / SOFT_PX)));
    ink[level] = Math.round(255 * normalShare((distance + spreadPx) / 0.4));
  }
  ink[255] = 0;
  ink[0] = 255;
  return ink;
}

/** Share of a normal distribution below a value. @see Abramowitz and Stegun, 26.2.17 */
function normalShare(value) {
  const t = 1 / (1 + 0.2316419 * Math.abs(value));
  const tail =
    (Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return value > 0 ? 1 - tail : tail;
}
