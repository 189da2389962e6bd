import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { searchCodes } from "../../../src/read/codes/codes.js";
import { withoutCrowds } from "../../../src/read/codes/crowds.js";
import { finderPlaces } from "../../../src/read/codes/rescue/qr-finders.js";
import { countNodes } from "../../../src/read/codes/rescue/qr-mesh.js";
import { rescueSymbols } from "../../../src/read/codes/rescue/qr-rescue.js";
import { timedPlaces } from "../../../src/read/codes/timed-places.js";
import { sightPage } from "../../../src/read/pages/page-sight.js";
import { crop, type Raster } from "../../../src/read/pixels/raster.js";
import { FULL, some, wide } from "../../helpers/full.js";
import { seededRandom } from "../../helpers/photo.js";
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
  wide("are given up after the first look, as codes seen and not read", async () => {
    const picture = finderPatterns(900, 900, 2);
    expect(finderPlaces(picture).length).toBeGreaterThan(2000);
    const sight = await sightPage(picture, nodePlatform, {});
    expect(sight.crowded).toBe(true);
    expect(sight.codes).toEqual([]);
    expect(sight.unread).toBeGreaterThan(0);
  });

  it("are told from a page full of codes", () => {
    const page = pageWithCodes(codesOfAllVersions(45), 200);
    expect(finderPlaces(page).length).toBeLessThan(300);
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

/** A picture with another in its middle. */
function inMiddle(around: Raster, inner: Raster): Raster {
  const data = around.data.slice();
  const [left, top] = [(around.width - inner.width) >> 1, (around.height - inner.height) >> 1];
  for (let y = 0; y < inner.height; y++) {
    data.set(inner.data.subarray(y * inner.width, (y + 1) * inner.width), (top + y) * around.width + left);
  }
  return { ...around, data };
}

const TEXT = "otpauth://totp/a?secret=JBSWY3DP";
const code = pageWithCodes([{ text: TEXT, version: 3, sideMm: 30, xMm: 5, yMm: 5 }], 150);
const corner: Raster = {
  width: 240,
  height: 240,
  data: Uint8Array.from(
    { length: 240 * 240 },
    (_, i) => code.data[Math.floor(i / 240) * code.width + (i % 240)] ?? 255,
  ),
};

describe("a good code among finder patterns", () => {
  const crowds: [string, () => Raster][] = [
    ["dark ones of one pixel a module, 59,000 of them", () => finderPatterns(2400, 2000, 1)],
    ["light ones", () => inverted(finderPatterns(1400, 1200, 1))],
    ["faint ones", () => faint(finderPatterns(1400, 1200, 1))],
    ["of two pixels a module", () => finderPatterns(2400, 2200, 2)],
  ];
  it.each(some(crowds))("%s, is read in bounded time", async (_, crowd) => {
    const picture = inMiddle(crowd(), corner);
    const start = process.cpuUsage().user;
    const { codes } = await searchCodes(picture, nodePlatform);
    // 2 s; without painting over 30 s for the first, of whose patterns each is compared with each.
    expect(codes.map(({ text }) => text)).toContain(TEXT);
    expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(9_000);
  });

  it.runIf(FULL).each([4, 6, 8])("is read where it stands right between them, %i pixels a module", async (module) => {
    const { codes } = await searchCodes(inMiddle(finderPatterns(600, 560, module), corner), nodePlatform);
    // Of 8 pixels a module zxing finds it among the rest; of the smaller ones its timing pattern tells.
    expect(codes.map(({ text, pass }) => [text, pass])).toEqual([[TEXT, module === 8 ? "plain" : "timed"]]);
  });

  it("is told by its timing pattern from hundreds that have none", async () => {
    const crowd = finderPatterns(1200, 1100, 4);
    const finders = finderPlaces(crowd);
    expect(finders.length).toBeGreaterThan(700);
    expect(timedPlaces(crowd, finders)).toEqual([]);
    const picture = inMiddle(crowd, corner);
    const places = timedPlaces(picture, finderPlaces(picture));
    expect(places).toHaveLength(1);
    const { codes } = await searchCodes(crop(picture, places[0]!), nodePlatform);
    expect(codes.map(({ text }) => text)).toEqual([TEXT]);
  });

  wide.each([4, 1, 2])("is read from a page beside them, %i pixels a module", async (module) => {
    const page = pageWithCodes(codesOfAllVersions(45), 150);
    const beside = inMiddle(finderPatterns(page.width * 3, page.height, module), page);
    const { codes } = await searchCodes(beside, nodePlatform);
    expect(codes.map(({ text }) => text)).toEqual(
      expect.arrayContaining(codesOfAllVersions(45).map(({ text }) => text)),
    );
  });

  it("leaves pages, and photos with noise, as they are", () => {
    const page = pageWithCodes(codesOfAllVersions(45), 200);
    expect(withoutCrowds(page)).toBe(page);
    const noise = seededRandom(3);
    const noisy = { ...page, data: page.data.map((level) => Math.max(0, Math.min(255, level + (noise() - 0.5) * 90))) };
    expect(withoutCrowds(noisy)).toBe(noisy);
  });
});

function inverted(raster: Raster): Raster {
  return { ...raster, data: raster.data.map((level) => 255 - level) };
}

function faint(raster: Raster): Raster {
  return { ...raster, data: raster.data.map((level) => 120 + level / 8) };
}
