import type { Language } from "../language.js";
import type { Fonts } from "../sheet/fonts.js";
import { PAPERS, type PaperName } from "../sheet/paper.js";
import type { LedgerContent } from "../sheet/papers/ledger-content.js";
import { layOutLedger } from "../sheet/papers/ledger-layout.js";
import { drawPdf } from "../sheet/pdf.js";
import type { Template } from "../sheet/template.js";
import { isActive, type SheetStanding } from "./due.js";
import { parseSheetId } from "./sheet-id.js";

/** What a ledger's papers are made with. */
export interface LedgerResources {
  /** Fonts to draw and measure with. */
  readonly fonts: Fonts;
  /** Language of the papers. */
  readonly language: Language;
  /** Their template, `ledger`. */
  readonly template: Template;
}

/** The papers of a ledger, as they are printed. */
export interface LedgerPapers {
  /** The file. */
  readonly pdf: Uint8Array;
  /** How many pages it has. */
  readonly pages: number;
}

/**
 * The papers of a ledger: inventory for the binder, envelope labels, custody log, a drill with boxes to tick. Destroyed
 * sheets are left out. No account is named in them.
 * @param on `YYYY-MM-DD`
 * @param version of the program, printed at the foot
 * @throws EscrowError `does-not-fit`
 */
export async function makeLedgerPapers(
  standings: readonly SheetStanding[],
  { on, version, paper }: { readonly on: string; readonly version: string; readonly paper: PaperName },
  { fonts, language, template }: LedgerResources,
): Promise<LedgerPapers> {
  const content: LedgerContent = {
    on,
    version,
    sheets: standings
      .filter(({ standing }) => standing !== "destroyed")
      .map((one) => {
        const { sheet, holder = "", keptAt = "", seal = "", made, checked = "", nextCheck: next = "" } = one;
        const { threshold, id } = sheet;
        const seen = checked === made && !one.proved ? "" : checked;
        const name = parseSheetId(id) ?? { kind: "open" as const };
        const known = threshold ? { threshold } : {};
        return { id, ...name, ...known, holder, keptAt, seal, checked: seen, next, collect: !isActive(one) };
      }),
  };
  const pages = layOutLedger(content, template, PAPERS[paper], { fonts, language });
  return { pdf: await drawPdf(pages, fonts), pages: pages.length };
}
