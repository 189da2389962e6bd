import { describe, expect, test } from "vitest";
import { planShares, type SetSheet } from "../../src/make/set-sheets.js";
import { PAPER_NAMES } from "../../src/sheet/paper.js";
import { FULL, some, wide } from "../helpers/full.js";
import { HOLDERS, HOUSEHOLD_ACCOUNTS, householdContents } from "../helpers/household.js";
import { seededRandom } from "../helpers/photo.js";
import { planSealedQuickly, setResources } from "../helpers/set-sheets.js";
import { faultsOf } from "../sheet/layout-faults.js";

const resources = { en: await setResources("en"), ja: await setResources("ja") };
const LOOKS = (["en", "ja"] as const).flatMap((language) => PAPER_NAMES.map((paper) => [language, paper] as const));

/** By default every language and paper once. */
const SHOWN = FULL ? LOOKS : [LOOKS[0], LOOKS.at(-1)].flatMap((look) => (look ? [look] : []));

/** Texts smaller than a person reads: lines, the card's program and the foot apart. */
function smallTexts({ pages }: SetSheet): string[] {
  return pages.flatMap(({ boxes, heightMm }) =>
    boxes.flatMap((box) =>
      box.kind === "text" && box.face !== "mono" && box.pt < 10 && box.yMm < heightMm - 20 ? [box.text] : [],
    ),
  );
}

/** Lines of three accounts with long names: as many as a leaf holds. */
const MOST_LINES = 62;

/** A text that hardly packs. */
function noise(length: number): string {
  const random = seededRandom(length);
  return Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join("");
}

describe.each(SHOWN)("one leaf, %s on %s", (language, paper) => {
  const options = { paper, version: "0.1.0" } as const;
  const { templates } = resources[language];

  test.each([1, 2, 3])("holds a share of %i accounts", async (count) => {
    // Five holders take more room than three.
    for (const { k, n } of some([
      { k: 3, n: 5 },
      { k: 2, n: 3 },
    ])) {
      const contents = householdContents(language, count, HOLDERS[language].slice(0, n));
      const { sheets } = await planShares(contents, { k, n }, options, resources[language]);
      const [share] = sheets as [SetSheet];
      expect(share.pages).toHaveLength(2);
      expect(share.pages.flatMap((page) => faultsOf(page, templates.share))).toEqual([]);
      expect(smallTexts(share)).toEqual([]);
    }
  });

  wide("holds a share of every number of lines that three accounts come to", async () => {
    const contents = { accounts: HOUSEHOLD_ACCOUNTS.slice(1, 2), keeps: [], holders: HOLDERS[language].slice(0, 3) };
    for (let length = 0; ; length += 8) {
      const given = { ...contents, notes: length > 0 ? [noise(length)] : [], made: "2026-03-01" };
      const { sheets } = await planShares(given, { k: 2, n: 3 }, options, resources[language]);
      const pages = sheets[0]?.pages ?? [];
      const lines = pages.flatMap(({ boxes }) => boxes.filter((box) => "role" in box && box.role === "line")).length;
      if (lines > MOST_LINES) return;
      expect(pages, `${lines} lines`).toHaveLength(2);
    }
  });

  // As many as one leaf and as two leaves hold.
  test.each(
    some(
      [
        [3, 2],
        [12, 4],
        [1, 2],
        [2, 2],
      ] as const,
      2,
    ),
  )("holds a sealed sheet of %i accounts on %i pages", async (count, most) => {
    const { sheets } = await planSealedQuickly(householdContents(language, count, []), options, resources[language]);
    const [sheet] = sheets as [SetSheet];
    expect(sheet.pages.length).toBeLessThanOrEqual(most);
    expect(sheet.pages.flatMap((page) => faultsOf(page, templates.sealed))).toEqual([]);
    expect(smallTexts(sheet)).toEqual([]);
    const codes = sheet.pages.flatMap(({ boxes }) => boxes.filter((box) => box.kind === "code"));
    // What a leaf has room for stays large: on paper that was wrecked, codes of 40 mm on three pages were not enough.
    const [least, largest] = paper === "a4" ? [35, 41.6] : [34.9, 41];
    expect(Math.min(...codes.map(({ sizeMm }) => sizeMm))).toBeGreaterThanOrEqual(count > 3 ? largest : least);
    // No code of the back stands on the front too; twelve accounts have too many for that.
    if (count <= 3) expect(new Set(codes.map(({ text }) => text)).size).toBe(codes.length);
  });

  // Japanese takes more room.
  const once = language === "ja" ? test : wide;
  once("two leaves hold twelve accounts, and the page with the last document code says whose share it is", async () => {
    const contents = householdContents(language, 12, HOLDERS[language]);
    const { sheets } = await planShares(contents, { k: 3, n: 5 }, options, resources[language]);
    const [share] = sheets as [SetSheet];
    expect(share.pages.length).toBeLessThanOrEqual(4);
    expect(share.pages.flatMap((page) => faultsOf(page, templates.share))).toEqual([]);
    const codes = share.pages.map(({ boxes }) => boxes.flatMap((box) => (box.kind === "code" ? [box.text] : [])));
    const last = codes.findLast((texts) => texts.some((text) => text.startsWith("PE1D"))) ?? [];
    expect(last.filter((text) => text.startsWith("PE1S")).length).toBeGreaterThan(0);
  });
});
