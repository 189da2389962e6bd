import { describe, expect, vi } from "vitest";
import { nodePlatform } from "../../src/node/platform.js";
import { loadFootWords } from "../../src/node/resources.js";
import { loadTypedFont } from "../../src/node.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { readSheets } from "../../src/recover/sheet-reading.js";
import { wide } from "../helpers/full.js";
import { encodeJpeg, rasteriseForTest } from "../helpers/photo.js";
import { letterPage } from "../helpers/scan.js";
import { sheetsOf } from "../helpers/sheets.js";
import { KINDS, openFile } from "../page/helpers/fixtures.js";

// Lines take seconds a page, and more where other tests run beside these.
vi.setConfig({ testTimeout: 300_000 });

/** What the upper part of the lines leaves of an open sheet's back: neither code nor foot nor the other lines. */
function torn({ width, height, data }: Raster): Raster {
  const kept = data.map((level, i) => {
    const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
    return x > 0.5 && y < 0.855 ? level : 250;
  });
  return { width, height, data: kept };
}

describe("a page without a code and a foot", () => {
  wide("of which only some lines are left is of a sheet, and unread; a letter is not", async () => {
    const [, back] = await rasteriseForTest((await openFile()).bytes);
    const [good] = await rasteriseForTest((await sheetsOf(KINDS.slice(1, 2))).pdf);
    if (!back || !good) throw new Error("no pages");
    const { raster } = back;
    const pages = { good: good.raster, letter: await letterPage(raster), rest: torn(raster) };
    const inputs = await Promise.all(
      Object.entries(pages).map(async ([name, page]) => ({ name, bytes: await encodeJpeg(page, 80) })),
    );
    const read = await readSheets(inputs, nodePlatform, { lineFont: loadTypedFont, footWords: loadFootWords });
    expect(read.pages?.map(({ source, state }) => [source, state])).toEqual([
      ["good", "read"],
      ["letter", "foreign"],
      ["rest", "unread"],
    ]);
  });
});
