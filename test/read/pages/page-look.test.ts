import { beforeAll, describe, expect, it } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { loadFootWords } from "../../../src/node/resources.js";
import { readCodes } from "../../../src/read/codes/codes.js";
import { lookAtPage, type PageLook } from "../../../src/read/pages/page-look.js";
import { crop, type Raster } from "../../../src/read/pixels/raster.js";
import { type FootReading, readFoot } from "../../../src/recover/lines/foot-words.js";
import { some, wide } from "../../helpers/full.js";
import { drawnPages, emptyBack, type Scan, scanned } from "../../helpers/scan.js";
import { OPEN, sheetsOf, TEN_ACCOUNTS } from "../../helpers/sheets.js";

const words = await loadFootWords();
let front: Raster;
let back: Raster;

beforeAll(async () => {
  const account = TEN_ACCOUNTS["GitHub, 16 characters"];
  if (!account) throw new Error("an account");
  [front, back] = (await drawnPages((await sheetsOf([account], OPEN)).pdf)) as [Raster, Raster];
});

async function look(page: Raster, scan: Scan): Promise<PageLook> {
  return lookAtPage(await nodePlatform.decodePicture(await scanned(page, scan)), []);
}

const footOf = ({ foot }: PageLook): FootReading | undefined => foot && readFoot(foot, words);

describe("a page of which one code was read", () => {
  it("is cut where the other one goes on beyond the picture, and not where it is whole", async () => {
    const [left] = await readCodes(front, nodePlatform);
    if (!left) throw new Error("a code");
    // The second code stands low on the right, over a quarter of the page's width.
    const width = Math.round(0.8 * front.width);
    const part = crop(front, { x: 0, y: 0, width, height: front.height });
    expect([front, part].map((page) => lookAtPage(page, [left.corners]).cut)).toEqual([undefined, true]);
    expect(lookAtPage(part, [left.corners], true).cut).toBeUndefined();
  });
});

describe("a scanned page", () => {
  const scans: [string, Scan][] = [
    ["at 150 dpi, noisy", { dpi: 150, noise: 8 }],
    ["as it is", {}],
    ["upside down", { angle: 180 }],
    ["on its side", { angle: 90 }],
    ["askew", { angle: -4 }],
    ["at 300 dpi", { dpi: 300 }],
    ["faint", { ink: 0.2, noise: 2 }],
  ];
  it.each(some(scans))("shows ruler, foot, codes and blanks %s", async (_, scan) => {
    const [one, two] = [await look(front, scan), await look(back, scan)];
    expect(one).toMatchObject({ blank: false, ruler: true, finders: 2, halved: true });
    expect(two).toMatchObject({ blank: false, ruler: true, finders: 1, halved: false });
    expect([footOf(one), footOf(two)]).toEqual([
      { kind: "open", page: 1, pages: 2 },
      { kind: "open", page: 2, pages: 2 },
    ]);
  });

  wide("is blank where nothing is on it, however noisy, and never where a faint code is", async () => {
    expect((await look(emptyBack(front), { noise: 8 })).blank).toBe(true);
    expect((await look(front, { ink: 0.12, noise: 1 })).blank).toBe(false);
  });

  wide("is not said to be clear where it is too faint to tell", async () => {
    expect((await look(front, {})).clear).toBe(true);
    expect((await look(front, { ink: 0.15 })).clear).toBe(false);
  });
});
