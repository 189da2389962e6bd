import sharp from "sharp";
import { fitHomography } from "../../bench/damage/homography.mjs";
import { seededRandom } from "../../bench/damage/random.mjs";
import { nodePlatform } from "../../src/node/platform.js";
import { type PdfPage, rasterisePdf } from "../../src/read/pages/pdf.js";
import type { Point, Raster } from "../../src/read/pixels/raster.js";

export { seededRandom };

/** What happens to a page between the printer and the file, in the order in which it happens. */
export interface Shot {
  /** Resolution of the raster that is given. */
  dpi: number;
  /** Resolution of the picture, at the page's near edge; the raster's own by default. */
  toDpi?: number;
  /** Clockwise, in degrees. */
  angle?: number;
  /** Share by which the far edge is shorter than the near one, 0 to 0.5. */
  perspective?: number;
  /** Share of the light that is missing at the darkest end, 0 to 1. */
  light?: number;
  /** σ of the blur, in mm on the paper. */
  blurMm?: number;
  /** σ of the noise, in grey levels. */
  noise?: number;
  /** Quality of a JPEG that it is stored as, 1 to 100; not stored by default. */
  jpeg?: number;
  /** Draws the direction of perspective and light, and the noise. */
  seed?: number;
}

/** A picture of a page, on a white surround that is large enough for it. */
export async function photograph(page: Raster, shot: Shot): Promise<Raster> {
  const { dpi, toDpi = dpi, angle = 0, perspective = 0, light = 0, blurMm = 0, noise = 0, jpeg, seed = 1 } = shot;
  const random = seededRandom(seed);
  const facing = Math.floor(random() * 4);
  const lightFrom = random() * 2 * Math.PI;
  let picture = warp(page, toDpi / dpi, angle, perspective, facing);
  if (light > 0) picture = shade(picture, light, lightFrom);
  if (blurMm > 0) picture = await blur(picture, (blurMm * toDpi) / 25.4);
  if (noise > 0) picture = grain(picture, noise, random);
  return jpeg === undefined ? picture : nodePlatform.decodePicture(await encodeJpeg(picture, jpeg));
}

/** A raster as the bytes of a grey JPEG. */
export function encodeJpeg({ width, height, data }: Raster, quality: number): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality })
    .toBuffer();
}

/** A raster as the bytes of a grey PNG. */
export function encodePng({ width, height, data }: Raster): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** Every page of a PDF as pixels. */
export async function rasteriseForTest(bytes: Uint8Array, dpi = 200): Promise<PdfPage[]> {
  const pages: PdfPage[] = [];
  for await (const page of rasterisePdf(bytes, nodePlatform, { dpi })) pages.push(page);
  return pages;
}

/** Clockwise from top left, as a page's corners are given. */
const UNIT_SQUARE: readonly Point[] = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

/** Scale, perspective and rotation in one sampling, so that the page is softened once only. */
function warp(page: Raster, scale: number, angle: number, perspective: number, facing: number): Raster {
  if (scale === 1 && angle === 0 && perspective === 0) return page;
  const wide = page.width * scale;
  const high = page.height * scale;
  const inset = perspective / 2;
  // The far edge is shorter, and the page looks less deep: `facing` says which edge is far.
  const shapes: Point[][] = [
    [at(inset, inset), at(1 - inset, inset), at(1, 1), at(0, 1)],
    [at(0, 0), at(1 - inset, inset), at(1 - inset, 1 - inset), at(0, 1)],
    [at(0, 0), at(1, 0), at(1 - inset, 1 - inset), at(inset, 1 - inset)],
    [at(inset, inset), at(1, 0), at(1, 1), at(inset, 1 - inset)],
  ];
  function at(x: number, y: number): Point {
    const turn = (angle * Math.PI) / 180;
    const [u, v] = [(x - 0.5) * wide, (y - 0.5) * high];
    return { x: u * Math.cos(turn) - v * Math.sin(turn), y: u * Math.sin(turn) + v * Math.cos(turn) };
  }
  const corners = shapes[facing]!;
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const width = Math.ceil(Math.max(...corners.map(({ x }) => x)) - left);
  const height = Math.ceil(Math.max(...corners.map(({ y }) => y)) - top);
  const toPage = fitHomography(
    corners.map(({ x, y }) => ({ x: x - left, y: y - top })),
    UNIT_SQUARE,
  )!;
  // Several samples a pixel where the page shrinks, or thin strokes would come and go.
  const taps = Math.max(1, Math.ceil(1 / scale));
  const data = new Uint8Array(width * height);
  const [a, b, c, d, e, f, g, h] = toPage;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let tap = 0; tap < taps * taps; tap++) {
        const px = x + ((tap % taps) + 0.5) / taps;
        const py = y + (Math.floor(tap / taps) + 0.5) / taps;
        const depth = g * px + h * py + 1;
        const u = (a * px + b * py + c) / depth;
        const v = (d * px + e * py + f) / depth;
        sum += u < 0 || u > 1 || v < 0 || v > 1 ? 255 : sample(page, u * page.width - 0.5, v * page.height - 0.5);
      }
      data[y * width + x] = sum / taps ** 2 + 0.5;
    }
  }
  return { width, height, data };
}

function sample({ width, height, data }: Raster, x: number, y: number): number {
  if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) return 255;
  const x0 = Math.max(0, Math.floor(x));
  const y0 = Math.max(0, Math.floor(y));
  const x1 = Math.min(width - 1, x0 + 1);
  const y1 = Math.min(height - 1, y0 + 1);
  const s = Math.max(0, x - x0);
  const t = Math.max(0, y - y0);
  const top = data[y0 * width + x0]! * (1 - s) + data[y0 * width + x1]! * s;
  const bottom = data[y1 * width + x0]! * (1 - s) + data[y1 * width + x1]! * s;
  return top * (1 - t) + bottom * t;
}

function shade({ width, height, data }: Raster, light: number, from: number): Raster {
  const [dx, dy] = [Math.cos(from), Math.sin(from)];
  const reach = (Math.abs(dx) * width + Math.abs(dy) * height) / 2;
  const shaded = new Uint8Array(data.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const far = ((x - width / 2) * dx + (y - height / 2) * dy) / reach / 2 + 0.5;
      shaded[i] = data[i]! * (1 - light * far);
    }
  }
  return { width, height, data: shaded };
}

async function blur({ width, height, data }: Raster, sigma: number): Promise<Raster> {
  const picture = sharp(data, { raw: { width, height, channels: 1 } });
  // The kernel reaches as far as it weighs a hundredth of its middle: at its default it would be cut at a fifth.
  const blurred = picture.blur({ sigma, precision: "float", minAmplitude: 0.01 }).extractChannel(0);
  return { width, height, data: await blurred.raw({ depth: "uchar" }).toBuffer() };
}

function grain({ width, height, data }: Raster, sigma: number, random: () => number): Raster {
  const grainy = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i++) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    grainy[i] = data[i]! + sigma * normal;
  }
  return { width, height, data: new Uint8Array(grainy.buffer) };
}
