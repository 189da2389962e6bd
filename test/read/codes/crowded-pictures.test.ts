import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { searchCodes } from "../../../src/read/codes/codes.js";
import { countFinderPlaces } from "../../../src/read/codes/rescue/qr-finders.js";
import { countNodes } from "../../../src/read/codes/rescue/qr-mesh.js";
import { rescueSymbols } from "../../../src/read/codes/rescue/qr-rescue.js";
import { sightPage } from "../../../src/read/pages/page-sight.js";
import type { Raster } from "../../../src/read/pixels/raster.js";
import { codesOfAllVersions, pageWithCodes } from "../helpers/pages.js";

/** Finder patterns side by side, of so many pixels a module. */
function finderPatterns(width: number, height: number, module: number): Raster {
  const data = new Uint8Array(width * height).fill(255);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)].map((at) => Math.floor(at / module) % 9);
    const ring = Math.max(Math.abs(x! - 4), Math.abs(y! - 4));
    if (ring < 4 && ring !== 2) data[i] = 0;
  }
  return { width, height, data };
}

describe("pictures full of finder patterns", () => {
  it("are given up after the first look, as codes seen and not read", async () => {
    const picture = finderPatterns(900, 900, 2);
    expect(countFinderPlaces(picture)).toBeGreaterThan(2000);
    const sight = await sightPage(picture, nodePlatform, {});
    expect(sight.crowded).toBe(true);
    expect(sight.codes).toEqual([]);
    expect(sight.unread).toBeGreaterThan(0);
  });

  it("are told from a page full of codes", () => {
    const page = pageWithCodes(codesOfAllVersions(45), 200);
    expect(countFinderPlaces(page)).toBeLessThan(300);
  });

  it("do not count where every code was read", async () => {
    const codes = codesOfAllVersions(45);
    const search = await searchCodes(pageWithCodes(codes, 200), nodePlatform);
    expect(search.codes.length).toBe(codes.length);
    expect(search.crowded).toBeUndefined();
  });

  it("have no more of them worked out than the picture's budget allows", () => {
    const budget = { nodes: 1000 };
    rescueSymbols(finderPatterns(600, 600, 4), [], [], 2500, budget);
    expect(budget.nodes).toBeLessThan(0);
    expect(budget.nodes).toBeGreaterThanOrEqual(-countNodes(177));
  });
});
