import { describe, expect, it } from "vitest";
import { standingsOf } from "../../src/ledger/due.js";
import { enterAll } from "../../src/ledger/enter.js";
import { EMPTY_LEDGER } from "../../src/ledger/ledger.js";
import { makeLedgerPapers } from "../../src/ledger/papers.js";
import { LANGUAGE_CODES, loadLanguage, loadTemplate } from "../../src/node/resources.js";
import { PAPER_NAMES, PAPERS } from "../../src/sheet/paper.js";
import type { LedgerContent } from "../../src/sheet/papers/ledger-content.js";
import { layOutLedger } from "../../src/sheet/papers/ledger-layout.js";
import { fonts } from "../helpers/sheets.js";

const SET = "K7QF-2M3X-AAAA-BBBB";
const LONG = "A very long name of somebody who has a sheet, 555-0100, and of where they live and work today";
const template = await loadTemplate("ledger");

const content: LedgerContent = {
  on: "2031-02-01",
  version: "1.2.3",
  sheets: [
    ...Array.from({ length: 40 }, (_, i) => ({
      id: `${SET}/${(i % 16) + 1}`,
      kind: "share" as const,
      set: SET,
      x: (i % 16) + 1,
      threshold: { k: 9, n: 16 },
      ...{ holder: i % 3 ? LONG : "", keptAt: i % 2 ? LONG : "", seal: i % 5 ? "A 1234567890123456789012345" : "" },
      ...{ checked: "2031-01-31", next: "2032-01-31", collect: i % 7 === 0 },
    })),
    {
      id: "T0-3F7K-2M4Q",
      kind: "open",
      holder: "叔母",
      keptAt: "銀行",
      seal: "",
      checked: "",
      next: "2032-01-31",
      collect: false,
    },
  ],
};

describe.each(LANGUAGE_CODES.flatMap((code) => PAPER_NAMES.map((paper) => [code, paper] as const)))(
  "a ledger's papers, %s, %s",
  (code, name) => {
    it("keep to the page, and no text meets another on its line", async () => {
      const language = await loadLanguage(code);
      const paper = PAPERS[name];
      const pages = layOutLedger(content, template, paper, { fonts, language });
      expect(pages.length).toBeGreaterThan(6);
      for (const { boxes } of pages) {
        const texts = boxes.flatMap((box) =>
          box.kind === "text" ? [{ ...box, endMm: box.xMm + fonts.width(box.text, box.face, box.pt) }] : [],
        );
        for (const one of texts) {
          expect(one.xMm >= 17.9 && one.endMm <= paper.widthMm - 17.9, one.text).toBe(true);
          expect(one.yMm < paper.heightMm - 8).toBe(true);
          const next = texts.filter(
            (other) => other !== one && Math.abs(other.yMm - one.yMm) < 1 && other.xMm > one.xMm,
          );
          for (const other of next) expect(one.endMm <= other.xMm + 0.01, `${one.text} | ${other.text}`).toBe(true);
        }
      }
    });
  },
);

describe("the papers of a ledger", () => {
  it("leave out what is destroyed, and name no account", async () => {
    const made = { on: "2027-01-01", what: "made" } as const;
    const ledger = enterAll(EMPTY_LEDGER, [
      { facts: { id: `${SET}/1`, accounts: ["Bank"] }, events: [made] },
      { facts: { id: `${SET}/2` }, events: [made, { on: "2027-02-01", what: "destroyed" }] },
    ]);
    const language = await loadLanguage("en");
    const options = { on: "2027-03-01", version: "1", paper: "a4" } as const;
    const { pdf, pages } = await makeLedgerPapers(standingsOf(ledger, "2027-03-01"), options, {
      fonts,
      language,
      template,
    });
    expect([pages, new TextDecoder("latin1").decode(pdf.subarray(0, 5))]).toEqual([4, "%PDF-"]);
    const again = await makeLedgerPapers(standingsOf(ledger, "2027-03-01"), options, { fonts, language, template });
    expect(Buffer.from(again.pdf).equals(pdf)).toBe(true);
  });
});
