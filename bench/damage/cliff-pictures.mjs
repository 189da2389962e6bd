import sharp from "sharp";
import { boxMean } from "../../dist/read/pixels/box-sums.js";
import { greyAt } from "../../dist/read/pixels/grey.js";
import { blur, smear } from "./blur.mjs";
import { fitHomography } from "./homography.mjs";
import { addNoise } from "./noise.mjs";
import { PAPER_DPI, printPage } from "./print.mjs";
import { resample } from "./resample.mjs";
import { layToner } from "./toner.mjs";

const PX_PER_MM = PAPER_DPI / 25.4;
const PAPER_LEVEL = 238;
const TABLE = 110;
/** σ of noise that every picture has, in grey levels: that of a good phone by day. */
const NOISE = 3;
/** From the camera to the middle of the paper, in mm. */
const DISTANCE_MM = 600;
const FRAME = { width: 4000, height: 3000 };
const FILL = 0.92;
/** How far beyond a code it is covered, in mm. */
const EDGE_MM = 2;
/** How much darker than the mean around it a pixel is before a program for scanning makes it black. */
const DARKER = 10;

/** A page on paper, nothing wrong with it. @param {number} [density] of toner: 1 full */
export function clean(ink, density = 1) {
  return layToner(printPage(ink, 0.02), { density, streaks: [], bands: [], bandMm: 0 }, PAPER_LEVEL);
}

/** Each code is covered from its right, where one of its finder patterns stands, its free edge first. @param {number} share of its width */
export function covered(paper, codes, share) {
  const data = paper.data.slice();
  for (const { xMm, yMm, sizeMm } of codes) {
    const right = xMm + sizeMm + EDGE_MM;
    const [from, to] = [right - share * (sizeMm + EDGE_MM), right].map((mm) => Math.round(mm * PX_PER_MM));
    for (let y = Math.round((yMm - EDGE_MM) * PX_PER_MM); y < (yMm + sizeMm + EDGE_MM) * PX_PER_MM; y++) {
      data.fill(TABLE, y * paper.width + from, y * paper.width + to);
    }
  }
  return { ...paper, data };
}

/** A scan of so many dots an inch. */
export async function scanned(paper, dpi, seed, noise = NOISE) {
  const scale = dpi / PAPER_DPI;
  const soft = await blur(paper, 0.4 / scale);
  const [width, height] = [Math.round(paper.width * scale), Math.round(paper.height * scale)];
  const corners = (x, y) => [
    { x: 0, y: 0 },
    { x, y: 0 },
    { x, y },
    { x: 0, y },
  ];
  const map = fitHomography(corners(paper.width, paper.height), corners(width, height));
  const picture = resample(soft, map, { width, height, outside: PAPER_LEVEL });
  addNoise(picture.data, noise, seed);
  return picture;
}

/** Blurred by σ, then moved by so much, in mm of the paper; then scanned as sharp as can be. */
export async function unsharp(paper, { blurMm = 0, motionMm = 0 }, seed) {
  let seen = await blur(paper, blurMm * PX_PER_MM);
  if (motionMm > 0) seen = smear(seen, motionMm * PX_PER_MM, (seed * 37) % 180);
  return scanned(seen, 200, seed);
}

/** Black where a pixel is darker than those in a window around it. */
export function thresholded({ width, height, data }, windowPx) {
  const mean = boxMean({ width, height, data }, Math.max(1, Math.round((windowPx - 1) / 2)));
  return { width, height, data: data.map((level, i) => (level < mean[i] - DARKER ? 0 : 255)) };
}

/** A photo of paper that leans away about its short side. */
export async function leaning(paper, degrees, seed) {
  const turn = (degrees * Math.PI) / 180;
  const place = ({ x, y }) => {
    const [across, up] = [(x - paper.width / 2) / PX_PER_MM, (y - paper.height / 2) / PX_PER_MM];
    const far = 1 - (up * Math.sin(turn)) / DISTANCE_MM;
    return { x: across / far, y: (up * Math.cos(turn)) / far };
  };
  const corners = [
    { x: 0, y: 0 },
    { x: paper.width, y: 0 },
    { x: paper.width, y: paper.height },
    { x: 0, y: paper.height },
  ];
  const seen = corners.map(place);
  const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)];
  const [wide, high] = [xs, ys].map((all) => Math.max(...all) - Math.min(...all));
  const scale = FILL * Math.min(FRAME.width / wide, FRAME.height / high);
  const middle = { x: (Math.max(...xs) + Math.min(...xs)) / 2, y: (Math.max(...ys) + Math.min(...ys)) / 2 };
  const placed = seen.map(({ x, y }) => ({
    x: FRAME.width / 2 + scale * (x - middle.x),
    y: FRAME.height / 2 + scale * (y - middle.y),
  }));
  return finished(resample(paper, fitHomography(corners, placed), { ...FRAME, outside: TABLE }), seed);
}

/** A photo of paper that is rolled about an axis along its short side, the larger code before the camera. */
export async function rolled(paper, radiusMm, codeMm, seed) {
  const [width, height] = [2400, 3000];
  const scale = FILL * Math.min(width / (paper.width / PX_PER_MM), height / (2 * radiusMm)) * DISTANCE_MM;
  const data = new Uint8Array(width * height).fill(TABLE);
  for (let row = 0; row < height; row++) {
    const b = (row + 0.5 - height / 2) / scale;
    // Where the ray meets the cylinder whose top is `DISTANCE_MM` away.
    const half = (DISTANCE_MM + radiusMm) / (b * b + 1);
    const under = half * half - (DISTANCE_MM * (DISTANCE_MM + 2 * radiusMm)) / (b * b + 1);
    if (under <= 0) continue;
    const way = half - Math.sqrt(under);
    const y = (codeMm + radiusMm * Math.atan2(b * way, DISTANCE_MM + radiusMm - way)) * PX_PER_MM;
    for (let column = 0; column < width; column++) {
      const x = paper.width / 2 + ((column + 0.5 - width / 2) / scale) * way * PX_PER_MM;
      const level = greyAt(paper, x, y);
      if (!Number.isNaN(level)) data[row * width + column] = level;
    }
  }
  return finished({ width, height, data }, seed);
}

async function finished(picture, seed) {
  const soft = await blur(picture, 0.8);
  addNoise(soft.data, NOISE, seed);
  return soft;
}

/** A picture as a file. */
export function filed({ width, height, data }) {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}
