import { PDFDocument } from "pdf-lib";
import sharp from "sharp";
import { seededRandom } from "../../bench/damage/random.mjs";
import { nodePlatform } from "../../src/node/platform.js";
import { rasterisePdf } from "../../src/read/pages/pdf.js";
import type { Raster } from "../../src/read/pixels/raster.js";

/** What an office scanner does to a page. */
export interface Scan {
  /** Clockwise, in degrees: feeders are askew by a little, and 180 is upside down. */
  angle?: number;
  /** σ of its noise, in grey levels. */
  noise?: number;
  /** Dots per inch. */
  dpi?: number;
  /** Share of the ink that is left. */
  ink?: number;
  /** Rectangles of one grey level, in shares of the page: white where nothing is printed, dark where it is blotted. */
  painted?: readonly { x: number; y: number; width: number; height: number; level: number }[];
  seed?: number;
}

/** Resolution that pages are drawn at. */
const DRAWN_DPI = 200;

/** Pages of a PDF as pixels, white paper and all. */
export async function drawnPages(pdf: Uint8Array): Promise<Raster[]> {
  const pages: Raster[] = [];
  for await (const { raster } of rasterisePdf(pdf, nodePlatform, { dpi: DRAWN_DPI })) pages.push(raster);
  return pages;
}

/** The empty back of a page. */
export function emptyBack({ width, height }: Raster): Raster {
  return { width, height, data: new Uint8Array(width * height).fill(255) };
}

/** A letter that is no page of a sheet, as large as another page. */
export async function letterPage({ width, height }: Raster): Promise<Raster> {
  const lines = Array.from({ length: 30 }, (_, i) => {
    const y = 200 + i * 60;
    return `<text x="180" y="${y}" font-size="34" font-family="sans-serif">Dear customer, your invoice no. ${i * 37} is enclosed.</text>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${lines.join("")}</svg>`;
  const picture = sharp(Buffer.from(svg)).flatten({ background: "#fff" }).greyscale().extractChannel(0);
  return { width, height, data: new Uint8Array(await picture.raw().toBuffer()) };
}

/** A grey JPEG of a page, as a scanner writes it. */
export async function scanned(page: Raster, scan: Scan = {}): Promise<Uint8Array> {
  const { angle = 0.6, noise = 4, dpi = DRAWN_DPI, ink = 1, painted = [], seed = 1 } = scan;
  const { width, height } = page;
  const data = Uint8Array.from(page.data, (level) => 250 - (255 - level) * ink * (250 / 255));
  for (const { x, y, width: w, height: h, level } of painted) {
    for (let row = Math.round(y * height); row < Math.min(height, (y + h) * height); row++) {
      data.fill(level, row * width + Math.round(x * width), row * width + Math.round(Math.min(1, x + w) * width));
    }
  }
  const upright = Math.abs(angle) % 90 === 0;
  // One after the other: in one pipeline it would turn a page on its side first, and make that as wide.
  const sized = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize(Math.round((width * dpi) / DRAWN_DPI))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const turned = await sharp(sized.data, { raw: { width: sized.info.width, height: sized.info.height, channels: 1 } })
    .rotate(angle, { background: "#fafafa" })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width: w, height: h } = turned.info;
  const random = seededRandom(seed);
  const grainy = Uint8ClampedArray.from(
    turned.data,
    (level) => level + noise * 2 * (random() + random() + random() - 1.5),
  );
  const picture = sharp(new Uint8Array(grainy.buffer), { raw: { width: w, height: h, channels: 1 } });
  // What is askew is cut to the paper again, as a scanner does.
  const [cutWidth, cutHeight] = [Math.round((width * dpi) / DRAWN_DPI), Math.round((height * dpi) / DRAWN_DPI)];
  if (!upright && w >= cutWidth && h >= cutHeight) {
    picture.extract({
      left: (w - cutWidth) >> 1,
      top: (h - cutHeight) >> 1,
      width: cutWidth,
      height: cutHeight,
    });
  }
  return picture.jpeg({ quality: 75 }).toBuffer();
}

/** A PDF of scanned pages, each one picture from edge to edge. */
export async function scannedPdf(pages: readonly Uint8Array[], dpi = DRAWN_DPI): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (const jpeg of pages) {
    const picture = await document.embedJpg(jpeg);
    const size = { width: (picture.width * 72) / dpi, height: (picture.height * 72) / dpi };
    document.addPage([size.width, size.height]).drawImage(picture, { x: 0, y: 0, ...size });
  }
  return document.save();
}
