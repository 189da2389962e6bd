import { describe, expect, it } from "vitest";
import { blot } from "../../bench/damage/blot.mjs";
import { crumple } from "../../bench/damage/crumple.mjs";
import { damagePage } from "../../bench/damage/damage-page.mjs";
import { drawDamage } from "../../bench/damage/draw-case.mjs";
import { fold } from "../../bench/damage/folds.mjs";
import { damagesOf, GRADE_NAMES } from "../../bench/damage/grades.mjs";
import { takeAway } from "../../bench/damage/missing.mjs";
import { photocopy } from "../../bench/damage/photocopy.mjs";
import { printPage } from "../../bench/damage/print.mjs";
import { stain } from "../../bench/damage/stain.mjs";
import { layToner } from "../../bench/damage/toner.mjs";
import { FULL as RUN_FULL } from "../helpers/full.js";
import { areaWhere, codePage, PAGE, PX, pageOf, plainPaper } from "./page.js";

const A4 = { widthMm: 210, heightMm: 297, codes: [{ xMm: 20, yMm: 40, sizeMm: 60 }], lines: [] };
const seeds = Array.from({ length: 200 }, (_, i) => i);
const square = (from: number, to: number) => pageOf((x, y) => x >= from && x < to && y >= from && y < to);

describe("what is drawn for a page", () => {
  it("is the same for the same seed, to the last byte of the picture", async () => {
    const page = await codePage("https://example.com/");
    for (const grade of GRADE_NAMES) {
      const [one, again, other] = [7, 7, 8].map((seed) => drawDamage(seed, grade, PAGE));
      expect(again).toEqual(one);
      expect(other).not.toEqual(one);
      // By default the grade with the most damages is drawn too.
      if (!RUN_FULL && grade !== GRADE_NAMES.at(-1)) continue;
      const [first, second] = [await damagePage(page, one), await damagePage(page, again)];
      expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    }
  });

  it("keeps to the grades' figures", () => {
    for (const seed of seeds) {
      const ordinary = drawDamage(seed, "ordinary", A4);
      expect(ordinary.damages.length).toBeLessThanOrEqual(1);
      expect(ordinary.print.spreadMm).toBeGreaterThanOrEqual(-0.02);
      expect(ordinary.print.spreadMm).toBeLessThanOrEqual(0.06);
      for (const grade of ["bad", "wrecked"]) {
        const names = drawDamage(seed, grade, A4).damages.map(({ name }) => name);
        expect(new Set(names).size).toBe(2);
      }
      const { corner } = drawDamage(seed, "bad", A4, "missing").damages[0];
      expect(corner.legMm ** 2 / 2).toBeLessThanOrEqual(0.08 * 210 * 297);
      const { discs } = drawDamage(seed, "wrecked", A4, "blot").damages[0];
      const share = discs.reduce((sum, { radiusMm }) => sum + Math.PI * radiusMm ** 2, 0) / (210 * 297);
      expect(share).toBeGreaterThanOrEqual(0.0999);
      expect(share).toBeLessThanOrEqual(0.2001);
      expect(drawDamage(seed, "wrecked", A4, "photocopies").damages[0].copies).toHaveLength(5);
    }
  });

  it("takes every damage that a grade has about as often", () => {
    const counts = new Map();
    for (const seed of seeds) {
      for (const { name } of drawDamage(seed, "bad", A4).damages) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([...damagesOf("bad")].sort());
    for (const count of counts.values()) expect(count).toBeGreaterThan(40);
  });
});

describe("print", () => {
  it("spreads ink by as much as was drawn", async () => {
    const page = await square(20, 60);
    for (const spreadMm of [-0.02, 0, 0.013, 0.06]) {
      const { data } = printPage(page, spreadMm);
      const side = Math.sqrt(data.reduce((sum, ink) => sum + ink, 0) / 255) / PX;
      expect(side - 40 - 2 * spreadMm).toBeCloseTo(0, 1);
      expect(Math.abs(side - 40 - 2 * spreadMm)).toBeLessThan(0.02);
    }
  });

  it("lays as much toner as was drawn, and none in a missing band", async () => {
    const ink = printPage(await square(10, 70), 0);
    const paper = layToner(ink, { density: 0.5, streaks: [], bands: [40], bandMm: 0.3 }, 240);
    const at = (x: number, y: number) => paper.data[Math.round(y * PX) * paper.width + Math.round(x * PX)];
    expect(at(5, 5)).toBe(240);
    expect(at(30, 30)).toBeCloseTo(240 - 0.5 * (240 - 28), -0.5);
    expect(at(30, 40)).toBe(240);
  });
});

describe("damages", () => {
  it("a fold takes toner off as wide as was drawn", () => {
    const { data } = fold(plainPaper(30), { acrossMm: [50], downMm: [], goneMm: 0.6, shiftMm: 0, seed: 3 });
    const area = areaWhere(data, (level) => level > 200);
    expect(area / PAGE.widthMm).toBeGreaterThan(0.5);
    expect(area / PAGE.widthMm).toBeLessThan(0.75);
  });

  it("folded panels lie off by the shift, and places with them", async () => {
    const dot = { x: 40, y: 30 };
    const paper = layToner(printPage(await pageOf((x, y) => Math.hypot(x - dot.x, y - dot.y) < 2), 0), FULL, 240);
    const folded = fold(paper, { acrossMm: [50], downMm: [], goneMm: 0.1, shiftMm: 1, seed: 3 });
    const seen = middleOfDark(folded);
    const told = folded.place(dot);
    expect(Math.hypot(seen.x - told.x, seen.y - told.y)).toBeLessThan(0.6);
    expect(Math.hypot(seen.x - dot.x * PX, seen.y - dot.y * PX)).toBeGreaterThan(3);
  });

  it("a crumple moves what is printed by its depth at most, and places with it", async () => {
    const dot = { x: 33, y: 61 };
    const paper = layToner(printPage(await pageOf((x, y) => Math.hypot(x - dot.x, y - dot.y) < 1), 0), FULL, 240);
    const crumpled = crumple(paper, {
      depthMm: 0.3,
      waveMm: 18,
      x: { degrees: 20, phase: 1 },
      y: { degrees: 100, phase: 2 },
    });
    const told = crumpled.place(dot);
    const seen = middleOfDark(crumpled);
    expect(Math.hypot(seen.x - told.x, seen.y - told.y)).toBeLessThan(1);
    expect(Math.hypot(told.x / PX - dot.x, told.y / PX - dot.y)).toBeLessThanOrEqual(0.3 * Math.SQRT2);
  });

  it("a stain takes three tenths of the light from the area drawn", async () => {
    const { data } = await stain(plainPaper(240), {
      xMm: 40,
      yMm: 50,
      radiusMm: 20,
      keep: 0.7,
      runMm: 0,
      phases: [1, 2],
    });
    expect(areaWhere(data, (level) => level < 205) / (Math.PI * 400)).toBeCloseTo(1, 1);
    expect(Math.min(...new Set(data))).toBe(168);
  });

  it("a blot covers its disc", () => {
    const { data } = blot(plainPaper(240), { discs: [{ xMm: 30, yMm: 30, radiusMm: 10 }], level: 40 });
    expect(areaWhere(data, (level) => level === 40) / (Math.PI * 100)).toBeCloseTo(1, 2);
  });

  it("a torn corner and punched holes take their area away", () => {
    const corner = { right: true, bottom: true, legMm: 20 };
    const torn = takeAway(plainPaper(240), { corner, holes: [{ xMm: 12, yMm: 40, radiusMm: 3 }] });
    expect(areaWhere(torn.absent, (value) => value === 1)).toBeCloseTo(200 + Math.PI * 9, -0.5);
    expect(torn.absent[torn.absent.length - 1]).toBe(1);
    expect(torn.absent[0]).toBe(0);
  });

  it("each photocopy makes greys harder and tells where things lie now", async () => {
    const dot = { x: 30, y: 30 };
    const paper = layToner(printPage(await pageOf((x, y) => Math.hypot(x - dot.x, y - dot.y) < 2), 0), FULL, 240);
    const copy = { turnDegrees: 0.5, scale: 1.005, xMm: 1, yMm: -1, blurMm: 0.05, density: 1, specks: 0, seed: 1 };
    const copied = await photocopy(paper, { copies: [copy, copy] });
    const [seen, told] = [middleOfDark(copied), copied.place(dot)];
    expect(Math.hypot(seen.x - told.x, seen.y - told.y)).toBeLessThan(0.6);
    expect(copied.paperLevel).toBe(245);
    const rim = areaWhere(copied.data, (level) => level > 60 && level < 210);
    expect(rim).toBeLessThan(areaWhere(paper.data, (level) => level > 60 && level < 210) + 1.5);
  });
});

const FULL = { density: 1, streaks: [], bands: [], bandMm: 0 };

/** The middle of what is dark, in pixels. */
function middleOfDark({ width, data }: { width: number; data: Uint8Array }) {
  let [count, x, y] = [0, 0, 0];
  for (const [at, level] of data.entries()) {
    if (level > 120) continue;
    count++;
    x += (at % width) + 0.5;
    y += Math.floor(at / width) + 0.5;
  }
  return { x: x / count, y: y / count };
}
