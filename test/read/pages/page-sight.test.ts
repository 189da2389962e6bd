import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { lookOptions, sightPage } from "../../../src/read/pages/page-sight.js";
import type { Look } from "../../../src/read/pages/page-time.js";
import { pageWithCodes } from "../helpers/pages.js";

const FRAME = pageWithCodes([], 100);
// Stripes: what is printed, and no code.
const BARS = { ...FRAME, data: FRAME.data.map((_, i) => (Math.floor(i / FRAME.width) % 20 < 6 ? 0 : 255)) };
const CODE = pageWithCodes([{ text: "A CODE", version: 2, sideMm: 40, xMm: 80, yMm: 80 }], 100);
const BLANK = { ...FRAME, data: new Uint8Array(FRAME.data.length).fill(255) };

function sight(raster: typeof BARS, look: Look, exact = false) {
  return sightPage(raster, nodePlatform, { ...lookOptions(look), exact });
}

describe("how closely a page is looked at", () => {
  it.each([false, true])("a glance looks for codes alone, and says so (drawn by a program: %s)", async (exact) => {
    const seen = await sight(BARS, "glance", exact);
    expect([seen.glanced, seen.quick, seen.look]).toEqual([true, true, undefined]);
  });

  it("a quick look tells marks of a sheet, and that a closer one may show more", async () => {
    const seen = await sight(BARS, "quick");
    expect([seen.glanced, seen.quick, seen.look?.blank]).toEqual([undefined, true, false]);
  });

  it.each([false, true])("a blank page is done with at a glance (drawn by a program: %s)", async (exact) => {
    const seen = await sight(BLANK, "glance", exact);
    expect([seen.glanced, seen.quick, seen.look?.blank]).toEqual([undefined, undefined, true]);
  });

  it("a page whose code is read is, too", async () => {
    const seen = await sight(CODE, "glance");
    expect(seen.codes.map(({ text }) => text)).toEqual(["A CODE"]);
    expect([seen.glanced, seen.quick]).toEqual([undefined, undefined]);
  });
});
