import { describe, expect, it } from "vitest";
import { damagePage } from "../../bench/damage/damage-page.mjs";
import { drawDamage } from "../../bench/damage/draw-case.mjs";
import { legibleLines } from "../../bench/damage/legible-lines.mjs";
import { caseSheets } from "../../bench/damage/sheets.mjs";
import { nodePlatform } from "../../src/node.js";
import { readCodes } from "../../src/read/codes/codes.js";
import { wide } from "../helpers/full.js";
import { codePage, PAGE } from "./page.js";

const TEXT = "otpauth://totp/example";
const CLEAN = { print: { spreadMm: 0, paperLevel: 245 }, toner: { density: 1, streaks: [], bands: [], bandMm: 0 } };
const SCAN = { name: "scan", dpi: 200, skewDegrees: 0, noise: 0, bilevel: false, jpeg: 90, seed: 1 };

describe("a scan", () => {
  it("has the pixels of its resolution", async () => {
    const page = await codePage(TEXT);
    for (const dpi of [100, 150, 300]) {
      const { width, height } = await damagePage(page, { ...CLEAN, damages: [], capture: { ...SCAN, dpi } });
      expect(Math.abs(width - (PAGE.widthMm * dpi) / 25.4)).toBeLessThanOrEqual(2);
      expect(Math.abs(height - (PAGE.heightMm * dpi) / 25.4)).toBeLessThanOrEqual(2);
    }
  });

  it("in two levels has no others", async () => {
    const capture = { ...SCAN, bilevel: true, jpeg: null, noise: 10, skewDegrees: 5 };
    const { bytes } = await damagePage(await codePage(TEXT), { ...CLEAN, damages: [], capture });
    const { data } = await nodePlatform.decodePicture(bytes);
    expect([...new Set(data)].sort()).toEqual([0, 255]);
  });
});

describe("where a code's corners lie", () => {
  const place = async (capture: object, damages: object[] = []) => {
    const shot = await damagePage(await codePage(TEXT), { ...CLEAN, damages, capture });
    const [code] = await readCodes(await nodePlatform.decodePicture(shot.bytes), nodePlatform);
    const [{ xMm, yMm, sizeMm }] = PAGE.codes as [(typeof PAGE.codes)[number]];
    const told = [
      { x: xMm, y: yMm },
      { x: xMm + sizeMm, y: yMm },
      { x: xMm + sizeMm, y: yMm + sizeMm },
      { x: xMm, y: yMm + sizeMm },
    ].map(shot.place);
    expect(code?.text).toBe(TEXT);
    const modulePx = Math.hypot(told[1].x - told[0].x, told[1].y - told[0].y) / 33;
    return (
      Math.max(
        ...told.map(({ x, y }, i) => Math.hypot(x - (code?.corners[i]?.x ?? 0), y - (code?.corners[i]?.y ?? 0))),
      ) / modulePx
    );
  };

  it("is told to half a module in a scan askew", async () => {
    expect(await place({ ...SCAN, skewDegrees: 7 })).toBeLessThan(0.5);
  });

  wide("is told to half a module in photos from aside", async () => {
    for (const seed of [1, 2, 3]) {
      let drawn = drawDamage(seed, "ordinary", PAGE, "none");
      for (let next = 100 * seed; drawn.capture.name !== "photo"; next++)
        drawn = drawDamage(next, "ordinary", PAGE, "none");
      expect(await place(drawn.capture)).toBeLessThan(0.5);
    }
  });
});

describe("what is legible", () => {
  wide("is every character of a clean page, and `?` under a blot", async () => {
    const { sheets } = await caseSheets("open", "one", 0);
    const page = sheets[0].find(({ lines }: { lines: object[] }) => lines.length > 0);
    const drawn = await page.draw();
    const clean = await damagePage(drawn, { ...CLEAN, damages: [], capture: SCAN });
    const texts: string[] = page.lines.map(({ text }: { text: string }) => text);
    expect(await legibleLines(page, clean)).toEqual(texts);

    const [line] = page.lines;
    const advanceMm = (0.6 * line.pt * 25.4) / 72;
    const hidden = 12;
    const disc = { xMm: line.xMm + (hidden + 0.5) * advanceMm, yMm: line.yMm - 1, radiusMm: 3 };
    const blotted = await damagePage(drawn, {
      ...CLEAN,
      damages: [{ name: "blot", discs: [disc], level: 40 }],
      capture: SCAN,
    });
    const typed = (await legibleLines(page, blotted)) as string[];
    const first = typed.find((text) => text.startsWith(line.text.slice(0, line.text.indexOf(" "))));
    expect(first?.[hidden]).toMatch(/[? ]/);
    expect(first).toContain("?");
    for (const text of typed) {
      const printed = texts.find((one) => one.slice(0, 4) === text.slice(0, 4)) ?? "";
      for (const [i, character] of [...text].entries()) if (character !== "?") expect(character).toBe(printed[i]);
    }
  });
});
