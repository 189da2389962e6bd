import { describe, expect, it } from "vitest";
import { decodeDocument } from "../../src/document/document.js";
import { type PlannedReprint, planReprint } from "../../src/make/set-sheets.js";
import { parseRecord } from "../../src/paper/record.js";
import { decodeShare } from "../../src/share/share.js";
import type { CodeBox } from "../../src/sheet/box.js";
import { PAPERS, type PaperName } from "../../src/sheet/paper.js";
import type { Template } from "../../src/sheet/template.js";
import { setResources } from "../helpers/set-sheets.js";
import { fixedSets } from "../vectors/v0/sets.js";
import { faultsOf } from "./layout-faults.js";

const set = fixedSets.find(({ shares }) => shares.length > 0);
const resources = { en: await setResources("en"), ja: await setResources("ja") };
const LOOKS = (["en", "ja"] as const).flatMap((language) =>
  (Object.keys(PAPERS) as PaperName[]).flatMap((paper) =>
    [0, 16].map((holders) => [`${paper}, ${language}, ${holders} more holders`, language, paper, holders] as const),
  ),
);

async function planned(
  language: "en" | "ja",
  paper: PaperName,
  holders: number,
  share: Template = resources[language].templates.share,
): Promise<PlannedReprint> {
  const document = await decodeDocument(Uint8Array.from(Buffer.from(set?.document ?? "", "hex")));
  const reading = parseRecord(set?.shares[0]?.code ?? "");
  if (reading.status !== "record") throw new Error("no record");
  const words = {
    title: "Household",
    made: "2026-03-01",
    holders: Array.from({ length: holders }, (_, i) => `H ${i}`),
  };
  const { templates, ...rest } = resources[language];
  const options = { paper, version: "0.1.0" } as const;
  return planReprint(document, [decodeShare(reading.record.bytes)], words, options, {
    ...rest,
    templates: { ...templates, share },
  });
}

/** The share's codes, page by page, of the pages that have any. */
function shareCodes({ sheets }: PlannedReprint): CodeBox[][] {
  const pages = sheets.flatMap((sheet) => sheet.pages);
  return pages
    .map(({ boxes }) => boxes.filter((box) => box.kind === "code").filter(({ text }) => text.startsWith("PE0S")))
    .filter((codes) => codes.length > 0);
}

describe("the share's code", () => {
  it.each(LOOKS)("stands on two pages, at both ends of its block: %s", async (_, language, paper, holders) => {
    const plan = await planned(language, paper, holders);
    for (const page of plan.sheets.flatMap((sheet) => sheet.pages)) {
      expect(faultsOf(page, resources[language].templates.share)).toEqual([]);
    }
    const pages = shareCodes(plan);
    expect(pages).toHaveLength(2);
    for (const [left, right] of pages) {
      expect(right?.yMm).toBe(left?.yMm);
      expect((right?.xMm ?? 0) - (left?.xMm ?? 0)).toBeGreaterThan(120);
      expect((right?.sizeMm ?? 0) / (right?.symbol.size ?? 1)).toBeGreaterThanOrEqual(1);
    }
    // The same modules everywhere, so that damaged ones can be read together.
    const symbols = pages.flat().map(({ symbol }) => symbol);
    expect(symbols).toEqual(symbols.map(() => symbols[0]));
    expect(symbols).toHaveLength(4);
  });

  it("stands once, and nothing says twice, where a template makes it too large for two", async () => {
    const { share } = resources.en.templates;
    const pages = share.pages.map((blocks) =>
      blocks.map((spec) => (spec.block === "share-code" ? { ...spec, settings: { sizeMm: 60, linePt: 12 } } : spec)),
    );
    const plan = await planned("en", "a4", 0, { ...share, pages });
    expect(shareCodes(plan).map((codes) => codes.length)).toEqual([1, 1]);
    const boxes = plan.sheets.flatMap((sheet) => sheet.pages).flatMap((page) => page.boxes);
    expect(boxes.filter((box) => box.kind === "text" && box.text.includes("twice"))).toEqual([]);
    const lines = boxes.filter((box) => box.kind === "text" && box.role === "line" && box.text.startsWith("S1"));
    expect(lines.map((box) => (box.kind === "text" ? box.pt : 0))).toEqual([12, 12]);
  });
});
