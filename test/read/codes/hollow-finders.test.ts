import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { readCodes } from "../../../src/read/codes/codes.js";
import { filledFinders } from "../../../src/read/codes/hollow-finders.js";
import { boxMean } from "../../../src/read/pixels/box-sums.js";
import { crop, type Raster } from "../../../src/read/pixels/raster.js";
import { some } from "../../helpers/full.js";
import { photograph } from "../../helpers/photo.js";
import { pageWithCodes, textOfVersion } from "../helpers/pages.js";

const TEXT = textOfVersion(6);
const SIDE_MM = 41;

/** Black where a pixel is darker than the mean of a window around it, as programs for scanning do. @param modules of the window */
function thresholded(raster: Raster, dpi: number, modules: number): Raster {
  const window = modules * ((SIDE_MM / 41) * (dpi / 25.4));
  const mean = boxMean(raster, Math.floor(window / 2));
  return { ...raster, data: raster.data.map((level, i) => (level < (mean[i] as number) - 10 ? 0 : 255)) };
}

/** The code with 20 mm of paper around it. */
function around(page: Raster, dpi: number): Raster {
  const [x, y, side] = [40, 50, SIDE_MM + 40].map((mm) => Math.round((mm * dpi) / 25.4)) as [number, number, number];
  return crop(page, { x, y, width: side, height: side });
}

async function scan(dpi: number, modules: number, angle: number): Promise<Raster> {
  const page = around(pageWithCodes([{ text: TEXT, version: 6, sideMm: SIDE_MM, xMm: 60, yMm: 70 }], dpi), dpi);
  return thresholded(await photograph(page, { dpi, angle, noise: 4, blurMm: 0.08, seed: 5 }), dpi, modules);
}

describe("a code that a program for scanning has hollowed", () => {
  const cases = [200, 150, 300].flatMap((dpi) =>
    [1.3, 1.6, 2.2].flatMap((modules) =>
      // What is turned further is seldom given a threshold before it is set upright.
      (modules > 2 ? [0, 4, 30] : [0, 4]).map((angle) => [dpi, modules, angle] as const),
    ),
  );
  it.each(some(cases))("is read at %i dpi, window of %f modules, turned by %i°", async (dpi, modules, angle) => {
    const picture = await scan(dpi, modules, angle);
    expect((await readCodes(picture, nodePlatform)).map(({ text }) => text)).toEqual([TEXT]);
  });

  it("is filled, and nothing else is", async () => {
    const picture = await scan(200, 1.6, 0);
    expect([...filledFinders(picture)]).toHaveLength(2);
    const whole = pageWithCodes([{ text: TEXT, version: 6, sideMm: SIDE_MM, xMm: 60, yMm: 70 }], 200);
    expect([...filledFinders(whole)]).toEqual([]);
  });
});
