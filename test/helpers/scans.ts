import { PDFDocument } from "pdf-lib";
import { nodePlatform } from "../../src/node/platform.js";
import { readCodes } from "../../src/read/codes/codes.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { encodeJpeg, photograph, rasteriseForTest } from "./photo.js";

/** One page as a scanner gives it. */
export type Scan = Uint8Array;

/**
 * Pages of a PDF as a scanner files them, at 200 dpi, with codes that nobody can read.
 * @param spoilt numbers of the pages whose codes are spoilt, from 1; all by default
 * @param angle how far the paper is turned, in degrees
 * @returns JPEGs
 */
export async function scansOf(pdf: Uint8Array, spoilt?: readonly number[], angle = 0): Promise<Scan[]> {
  const pages = await rasteriseForTest(pdf);
  return Promise.all(
    pages.map(async ({ page, raster }) => {
      if (!spoilt || spoilt.includes(page)) await spoilCodes(raster);
      return encodeJpeg(angle === 0 ? raster : await photograph(raster, { dpi: 200, angle }), 75);
    }),
  );
}

/** The same JPEGs as one PDF of A4 pages; of nothing an empty page. */
export async function scannedPdf(scans: readonly (Scan | undefined)[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const size = { width: 595.28, height: 841.89 };
  for (const scan of scans) {
    const page = document.addPage([size.width, size.height]);
    if (scan) page.drawImage(await document.embedJpg(scan), { x: 0, y: 0, ...size });
  }
  return document.save();
}

/** Covers the middle of every code with ink. */
async function spoilCodes({ width, height, data }: Raster): Promise<void> {
  for (const { corners } of await readCodes({ width, height, data }, nodePlatform)) {
    const [xs, ys] = [corners.map(({ x }) => Math.round(x)), corners.map(({ y }) => Math.round(y))];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    for (let y = Math.round(0.75 * top + 0.25 * bottom); y < 0.2 * top + 0.8 * bottom; y++) {
      data.fill(0, y * width + left, y * width + right);
    }
  }
}
