import { deflateRawSync, inflateRawSync } from "node:zlib";
import { nodePlatform } from "../../dist/node.js";
import { rasterisePdf } from "../../dist/read/pdf.js";
import { blur } from "./blur.mjs";

/** What a printer draws with. */
const PRINT_DPI = 600;
/** What all that happens to the paper is worked out in: the best capture has as much. */
export const PAPER_DPI = 300;
/** σ of the softened page, in its pixels: a blur of one, and the pixels' own width. */
const SOFT_PX = 1.04;

/**
 * Draws a page, softened so that how far ink spreads is a question of which grey level is an edge.
 * @param {Uint8Array} pdf
 * @param {number} index of the page, from 0
 * @returns {Promise<{width: number, height: number, packed: Uint8Array}>}
 */
export async function drawPage(pdf, index) {
  for await (const { page, raster } of rasterisePdf(pdf, nodePlatform, { dpi: PRINT_DPI })) {
    if (page === index + 1) return packSoftened(raster);
  }
  throw new RangeError("no such page");
}

/** A raster at 600 dpi, softened. Hundreds of cases share it: packed it takes a twentieth of the memory. */
export function packSoftened(raster) {
  const { width, height, data } = blur(raster, 1);
  return { width, height, packed: deflateRawSync(data, { level: 1 }) };
}

/**
 * Prints a page: how much of each pixel at 300 dpi ink covers, 0 to 255.
 * @param {number} spreadMm how far ink reaches beyond its edge; negative where it falls short
 */
export function printPage(page, spreadMm) {
  const soft = inflateRawSync(page.packed);
  const ink = inkByLevel(spreadMm);
  const width = page.width >> 1;
  const height = page.height >> 1;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let above = 2 * y * page.width;
    let below = above + page.width;
    for (let x = 0, at = y * width; x < width; x++, at++, above += 2, below += 2) {
      data[at] = (ink[soft[above]] + ink[soft[above + 1]] + ink[soft[below]] + ink[soft[below + 1]] + 2) >> 2;
    }
  }
  return { width, height, data };
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
