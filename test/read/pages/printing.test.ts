import { describe, expect, it } from "vitest";
import { damagePage } from "../../../bench/damage/damage-page.mjs";
import { drawDamage } from "../../../bench/damage/draw-case.mjs";
import { drawPage } from "../../../bench/damage/print.mjs";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { readCodes } from "../../../src/read/codes/codes.js";
import { type PlacedCode, showsPrinting } from "../../../src/read/pages/printing.js";
import { crop, type Raster } from "../../../src/read/pixels/raster.js";
import { wide } from "../../helpers/full.js";
import { photograph, rasteriseForTest } from "../../helpers/photo.js";
import { AWS, openFile, rasterOf } from "../../page/helpers/fixtures.js";

const { bytes: pdf } = await openFile();
const A4 = { widthMm: 210, heightMm: 297, codes: [] };

async function codesIn(raster: Raster): Promise<PlacedCode[]> {
  return (await readCodes(raster, nodePlatform)).map(({ corners }) => ({ raster, corners }));
}

/** The first code of the front, its second one, that of the back: as they were drawn. */
async function drawnCodes(): Promise<PlacedCode[]> {
  const pages = await rasteriseForTest(pdf, 110);
  return (await Promise.all(pages.map(({ raster }) => codesIn(raster)))).flat();
}

/** A picture that ends so many sides of the code beside it. */
async function cropped({ raster, corners }: PlacedCode, sides: number): Promise<PlacedCode | undefined> {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const room = sides * Math.hypot(corners[0].x - corners[1].x, corners[0].y - corners[1].y);
  const [x, y] = [Math.round(Math.min(...xs) - room), Math.round(Math.min(...ys) - room)];
  const [right, bottom] = [Math.round(Math.max(...xs) + room), Math.round(Math.max(...ys) + room)];
  return (await codesIn(crop(raster, { x, y, width: right - x, height: bottom - y })))[0];
}

describe("the printing around a code", () => {
  it("is in a photo of the sheet, whole or cut, and not in a picture of the code", async () => {
    const drawn = await drawnCodes();
    const [page] = await rasteriseForTest(pdf, 150);
    const photo = await photograph(page!.raster, { dpi: 150, angle: 12, perspective: 0.06, light: 0.3, noise: 6 });
    const [first] = await codesIn(photo);
    const matches = drawn.map((one) => showsPrinting(first!, one));
    // At one place of one page alone: elsewhere other words stand around it.
    expect(matches.filter(Boolean)).toHaveLength(1);
    const place = drawn[matches.indexOf(true)]!;
    expect(showsPrinting((await cropped(first!, 0.6))!, place)).toBe(true);
    const bare = (await codesIn(rasterOf(formatOtpauth(AWS), 6)))[0]!;
    expect(drawn.some((one) => showsPrinting(bare, one))).toBe(false);
  });

  wide("is in each of 40 photos of damaged sheets, and in what is left of them around a code", async () => {
    const drawn = await drawnCodes();
    let photos = 0;
    for (const index of [0, 1]) {
      const printed = await drawPage(pdf, index);
      for (let seed = 0; seed < 20; seed++) {
        const grade = seed % 3 === 2 ? "bad" : "ordinary";
        const { bytes } = await damagePage(printed, drawDamage(7 * seed + index, grade, A4));
        const seen = await codesIn(await nodePlatform.decodePicture(new Uint8Array(bytes)));
        if (seen.length === 0) continue;
        photos++;
        const name = `page ${index + 1}, ${grade}, ${seed}`;
        expect(
          seen.every((one) => drawn.some((place) => showsPrinting(one, place))),
          name,
        ).toBe(true);
        const part = await cropped(seen[0]!, 0.5);
        if (part)
          expect(
            drawn.some((place) => showsPrinting(part, place)),
            `${name}, cut`,
          ).toBe(true);
      }
    }
    expect(photos).toBeGreaterThanOrEqual(35);
  });
});
