import { describe, expect, it } from "vitest";
import { decodeDocument } from "../../src/document/document.js";
import { type PlannedReprint, planReprint } from "../../src/make/set-sheets.js";
import { parseRecord } from "../../src/paper/record.js";
import { decodeShare } from "../../src/share/share.js";
import type { CodeBox } from "../../src/sheet/box.js";
import { PAPERS, type PaperName } from "../../src/sheet/paper.js";
import { setResources } from "../helpers/set-sheets.js";
import { fixedSets } from "../vectors/v1/sets.js";
import { faultsOf } from "./layout-faults.js";

const set = fixedSets.find(({ shares }) => shares.length > 0);
const resources = { en: await setResources("en"), ja: await setResources("ja") };
const LOOKS = (["en", "ja"] as const).flatMap((language) =>
  (Object.keys(PAPERS) as PaperName[]).flatMap((paper) =>
    [0, 16].map((holders) => [`${paper}, ${language}, ${holders} more holders`, language, paper, holders] as const),
  ),
);

async function planned(language: "en" | "ja", paper: PaperName, holders: number): Promise<PlannedReprint> {
  const document = await decodeDocument(Uint8Array.from(Buffer.from(set?.document ?? "", "hex")));
  const reading = parseRecord(set?.shares[0]?.code ?? "");
  if (reading.status !== "record") throw new Error("no record");
  const words = {
    title: "Household",
    made: "2026-03-01",
    holders: Array.from({ length: holders }, (_, i) => `H ${i}`),
  };
  const options = { paper, version: "0.1.0" } as const;
  return planReprint(document, [decodeShare(reading.record.bytes)], words, options, resources[language]);
}

/** The share's codes, page by page, of the pages that have any. */
function shareCodes({ sheets }: PlannedReprint): CodeBox[][] {
  const pages = sheets.flatMap((sheet) => sheet.pages);
  return pages
    .map(({ boxes }) => boxes.filter((box) => box.kind === "code").filter(({ text }) => text.startsWith("PE1S")))
    .filter((codes) => codes.length > 0);
}

describe("the share's code", () => {
  it.each(LOOKS)("stands twice on two pages, at both edges: %s", async (_, language, paper, holders) => {
    const plan = await planned(language, paper, holders);
    for (const page of plan.sheets.flatMap((sheet) => sheet.pages)) {
      expect(faultsOf(page, resources[language].templates.share)).toEqual([]);
    }
    const pages = shareCodes(plan);
    expect(pages).toHaveLength(2);
    for (const codes of pages) {
      const [left = 0, right = 0] = codes.map(({ xMm }) => xMm).sort((a, b) => a - b);
      expect(codes).toHaveLength(2);
      expect(right - left).toBeGreaterThan(120);
      for (const { sizeMm, symbol } of codes) expect(sizeMm / symbol.size).toBeGreaterThan(0.87);
    }
    // The same modules everywhere, so that damaged ones can be read together.
    const symbols = pages.flat().map(({ symbol }) => symbol);
    expect(symbols).toEqual(symbols.map(() => symbols[0]));
    expect(symbols).toHaveLength(4);
  });
});
