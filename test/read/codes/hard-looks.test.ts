import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { readCodes } from "../../../src/read/codes/codes.js";
import { crop, type Raster } from "../../../src/read/pixels/raster.js";
import { some, wide } from "../../helpers/full.js";
import { seededRandom } from "../../helpers/photo.js";
import { pageWithCodes, textOfVersion } from "../helpers/pages.js";

const TEXT = textOfVersion(6);
/** 5.9 pixels a module. */
const DPI = 150;
const SIDE_MM = 41;

function page(): Raster {
  return pageWithCodes([{ text: TEXT, version: 6, sideMm: SIDE_MM, xMm: 80, yMm: 120 }], DPI);
}

/** A page that leans away from the camera by an angle, about an axis so many degrees from its rows. */
function leaning(raster: Raster, lean: number, axis: number): Raster {
  const [cos, sin] = [Math.cos((axis * Math.PI) / 180), Math.sin((axis * Math.PI) / 180)];
  const [flat, deep] = [Math.cos((lean * Math.PI) / 180), Math.sin((lean * Math.PI) / 180) / 4_000];
  const { width, height } = raster;
  const data = new Uint8Array(width * height).fill(120);
  const sums = new Float64Array(width * height);
  const counts = new Uint16Array(width * height);
  // Each dot of the page, four to a pixel, falls where the camera sees it.
  for (let v = 0.25; v < height; v += 0.5) {
    for (let u = 0.25; u < width; u += 0.5) {
      const [p, q] = [u - width / 2, v - height / 2];
      const [along, across] = [p * cos + q * sin, q * cos - p * sin];
      const near = 1 / (1 + across * deep);
      const [x, y] = [along * near, across * flat * near];
      const column = Math.floor(width / 2 + x * cos - y * sin);
      const row = Math.floor(height / 2 + x * sin + y * cos);
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const at = row * width + column;
      sums[at] = (sums[at] as number) + (raster.data[Math.floor(v) * width + Math.floor(u)] as number);
      counts[at] = (counts[at] as number) + 1;
    }
  }
  for (let i = 0; i < data.length; i++) if (counts[i]) data[i] = (sums[i] as number) / (counts[i] as number);
  return { width, height, data };
}

describe("a page that leans far away from the camera", () => {
  const cases = [45, 0, 90, 110].flatMap((axis) => [72, 68].map((lean) => [lean, axis] as const));
  wide.each(cases)("is read, leaning by %i° about an axis at %i°", async (lean, axis) => {
    const codes = await readCodes(leaning(page(), lean, axis), nodePlatform);
    expect(codes.map(({ text }) => text)).toEqual([TEXT]);
  });

  wide("is read, and has its outline where the code lies in the picture", async () => {
    const picture = leaning(page(), 72, 0);
    const [code] = await readCodes(picture, nodePlatform);
    expect(code?.text).toBe(TEXT);
    const middle = code?.corners.reduce((sum, { x, y }) => ({ x: sum.x + x / 4, y: sum.y + y / 4 }), { x: 0, y: 0 });
    // The code's middle is 140.5 mm from the top of 297, and 100.5 mm from the left of 210.
    expect(middle?.x).toBeCloseTo((100.5 * DPI) / 25.4, -1);
    expect(middle?.y).toBeCloseTo(
      picture.height / 2 + ((140.5 - 148.5) * DPI * Math.cos((72 * Math.PI) / 180)) / 25.4,
      -1,
    );
  });
});

/** Ink that is pale, here more and there less, with grains of it gone, on noisy paper: one part in `pale` of black is left. */
function faint(pale: number, seed: number): Raster {
  const whole = pageWithCodes([{ text: TEXT, version: 6, sideMm: SIDE_MM, xMm: 80, yMm: 120 }], 200);
  const [left, top, side] = [70, 110, 61].map((mm) => Math.round((mm * 200) / 25.4)) as [number, number, number];
  const picture = crop(whole, { x: left, y: top, width: side, height: side });
  const random = seededRandom(seed);
  const normal = () => random() + random() + random() + random() - 2;
  const data = picture.data.map((level, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    const here = Math.exp(0.8 * Math.sin(x / 23) * Math.cos(y / 31 + 1));
    const kept = random() < 0.3 ? 0.2 : 1;
    return Math.round(236 - ((255 - level) * here * kept) / pale + 5 * normal());
  });
  return { ...picture, data };
}

describe("a code whose ink is faint and uneven", () => {
  it.each(some([1, 2, 3, 4, 5]))("is read, seed %i", async (seed) => {
    const codes = await readCodes(faint(16, seed), nodePlatform);
    expect(codes.map(({ text }) => text)).toEqual([TEXT]);
  });
});
