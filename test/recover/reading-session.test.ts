import { describe, expect } from "vitest";
import { nodePlatform } from "../../src/node/platform.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { ReadingSession } from "../../src/recover/reading-session.js";
import { wide } from "../helpers/full.js";
import { encodePng } from "../helpers/photo.js";
import { AWS, shareSet } from "../page/helpers/fixtures.js";
import { pageWithCodes } from "../read/helpers/pages.js";

const DPI = 150;

describe("codes of which two pages have left something each", async () => {
  const set = await shareSet([AWS], 2, 2, "share");
  const [, frame = ""] = set.codes(0);
  const code = { text: frame, version: 10, level: "Q", sideMm: 46, xMm: 60, yMm: 80 } as const;

  /** The code with one part of it gone. */
  const damaged = (isGone: (u: number, v: number) => boolean): Raster => {
    const page = pageWithCodes([code], DPI);
    const perMm = DPI / 25.4;
    const data = page.data.map((grey, i) => {
      const u = ((i % page.width) / perMm - code.xMm) / code.sideMm;
      const v = (Math.floor(i / page.width) / perMm - code.yMm) / code.sideMm;
      return isGone(u, v) ? 250 : grey;
    });
    return { ...page, data };
  };

  const lower = damaged((_u, v) => v > 0.48 && v < 1);
  const right = damaged((u) => u > 0.48 && u < 1);

  wide("are read on both, whichever came first", async () => {
    const orders = [
      { "lower.png": lower, "right.png": right },
      { "right.png": right, "lower.png": lower },
    ];
    for (const files of orders) {
      const session = new ReadingSession(nodePlatform);
      const said: string[] = [];
      for (const [name, raster] of Object.entries(files)) {
        await session.add({ name, bytes: await encodePng(raster) });
        said.push((await session.state()).pages.map(({ state }) => state).join());
      }
      expect(said).toEqual(["unread", "read,read"]);
      const { records, problems } = await session.state();
      expect(records.map(({ source }) => source).sort()).toEqual(["lower.png", "right.png"]);
      expect(problems).toEqual([]);
    }
  });

  wide("are not read with what a page left that was taken away", async () => {
    const session = new ReadingSession(nodePlatform);
    await session.add({ name: "lower.png", bytes: await encodePng(lower) });
    session.remove("lower.png");
    await session.add({ name: "right.png", bytes: await encodePng(right) });
    expect((await session.state()).pages.map(({ source, state }) => [source, state])).toEqual([
      ["right.png", "unread"],
    ]);
  });
});
