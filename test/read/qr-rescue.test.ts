import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../src/node-platform.js";
import { readCodes } from "../../src/read/codes.js";
import { rescueSymbols } from "../../src/read/qr-rescue.js";
import type { Raster } from "../../src/read/raster.js";
import { encodePng, seededRandom } from "../photo.js";
import { hasProgram, runProgram } from "../programs.js";
import { pageWithCodes } from "./pages.js";

const DPI = 150;
const PER_MM = DPI / 25.4;
const TEXT = `PE0D${"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".repeat(7).slice(0, 216)}`;
/** As sealed sheets have them. */
const CODE = { text: TEXT, version: 10, level: "Q", sideMm: 46, xMm: 60, yMm: 80 } as const;

/** The page with each pixel changed, given where it lies in the code: 0 to 1 from its left and top. */
function damaged(change: (grey: number, u: number, v: number) => number): Raster {
  const page = pageWithCodes([CODE], DPI);
  const data = page.data.map((grey, i) => {
    const u = ((i % page.width) / PER_MM - CODE.xMm) / CODE.sideMm;
    const v = (Math.floor(i / page.width) / PER_MM - CODE.yMm) / CODE.sideMm;
    return change(grey, u, v);
  });
  return { ...page, data };
}

/** The page on paper that is not flat: what is on it moves in waves. */
function crumpled(depthMm: number, waveMm: number): Raster {
  const page = pageWithCodes([CODE], 2 * DPI);
  const [width, height] = [page.width >> 1, page.height >> 1];
  const k = (2 * Math.PI) / (waveMm * PER_MM);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = [
        2 * (x + depthMm * PER_MM * Math.sin(k * (x * 0.5 + y * 0.9) + 1)),
        2 * (y + depthMm * PER_MM * Math.sin(k * (x * 0.8 - y * 0.6) + 2)),
      ].map(Math.round) as [number, number];
      const column = Math.min(page.width - 1, Math.max(0, from[0]));
      data[y * width + x] = page.data[Math.min(page.height - 1, Math.max(0, from[1])) * page.width + column] ?? 255;
    }
  }
  return { width, height, data };
}

const finder = (u: number, v: number) => (u < 0.17 && (v < 0.17 || v > 0.83)) || (u > 0.83 && v < 0.17);

const READABLE: Record<string, () => Raster> = {
  "an opaque blot over a quarter": () => damaged((grey, u, v) => (Math.hypot(u - 0.6, v - 0.62) < 0.29 ? 40 : grey)),
  "a corner torn off with a finder pattern": () => damaged((grey, u, v) => (u - v > 0.45 ? 250 : grey)),
  "a wide crease": () => damaged((grey, _u, v) => (Math.abs(v - 0.5) < 0.125 ? 240 : grey)),
  "paper in waves of 0.3 mm": () => crumpled(0.3, 18),
};

const RUINED: Record<string, () => Raster> = {
  "all three finder patterns lost": () => damaged((grey, u, v) => (finder(u, v) ? 255 : grey)),
  "more than half of it lost": () => damaged((grey, _u, v) => (v > 0.35 && v < 0.97 ? 230 : grey)),
  "every module drawn by chance": () => {
    const random = seededRandom(3);
    const modules = Array.from({ length: 57 * 57 }, () => (random() < 0.5 ? 0 : 255));
    return damaged((grey, u, v) => {
      const inside = u >= 0 && v >= 0 && u < 1 && v < 1 && !finder(u, v);
      return inside ? (modules[Math.floor(v * 57) * 57 + Math.floor(u * 57)] ?? 255) : grey;
    });
  },
};

describe("damaged codes", () => {
  for (const [name, picture] of Object.entries(READABLE)) {
    it(`come back: ${name}`, async () => {
      const raster = picture();
      expect(await readCodes(raster, nodePlatform, { once: true })).toEqual([]);
      const codes = await readCodes(raster, nodePlatform);
      expect(codes.map(({ text }) => text)).toEqual([TEXT]);
      expect(codes[0]).toMatchObject({ version: 10, level: "Q", pass: "rescue" });
    });

    it.skipIf(!hasProgram("zbarimg"))(`that zbarimg does not read: ${name}`, async () => {
      const png = await encodePng(picture());
      expect(() => runProgram("zbarimg", ["-q", "--nodbus", "--raw", "-"], png)).toThrow();
    });
  }

  for (const [name, picture] of Object.entries(RUINED)) {
    it(`give nothing: ${name}`, async () => {
      expect(await readCodes(picture(), nodePlatform)).toEqual([]);
    });
  }

  it("are not seen in pictures of anything else", () => {
    const random = seededRandom(11);
    for (let size = 1; size <= 6; size++) {
      const data = Uint8Array.from({ length: 400 * 300 }, () => 0);
      const cell = () => (random() < 0.5 ? 20 : 230);
      const cells = Array.from({ length: 400 * 300 }, cell);
      for (let i = 0; i < data.length; i++) {
        data[i] = cells[Math.floor(Math.floor(i / 400) / size) * 400 + Math.floor((i % 400) / size)] ?? 0;
      }
      expect(rescueSymbols({ width: 400, height: 300, data }, [], [], 2500)).toEqual([]);
    }
  });

  it("are left alone where they were read", () => {
    const page = pageWithCodes([CODE], DPI);
    const [first] = rescueSymbols(page, [], [], 2500);
    expect(first?.version).toBe(10);
    expect(rescueSymbols(page, first ? [first] : [], [], 2500)).toEqual([]);
  });
});
