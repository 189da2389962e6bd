import { keyStrength } from "../account/key-strength.js";
import { formatOtpauth } from "../account/otpauth-uri.js";
import type { Document } from "../document/document.js";
import { type FoundSet, goodShares } from "../recover/found-set.js";
import { isContradiction, type SheetReading } from "../recover/open-codes.js";
import { uriOf } from "../recover/page-states.js";
import { type Problem, sourcesOf } from "../recover/problem.js";
import type { Reading } from "../recover/reading.js";
import { findGaps, type SheetGap, setPagesOf } from "../recover/sheet-gaps.js";
import type { PageFacts, RecordReading } from "../recover/source-reading.js";
import type { Share } from "../share/share.js";
import type { SheetFacts } from "./enter.js";
import type { LedgerEvent } from "./ledger.js";
import { sealedReceipts, shareReceipts } from "./receipts.js";
import { openSheetId, sealedSheetId, shareSheetId } from "./sheet-id.js";

/** What a proof says of the paper: the members of its event. */
export type ProofWords = Pick<LedgerEvent, "margin" | "ink" | "how" | "picture" | "gone">;

/** A sheet that was read. */
export interface SheetProof {
  /** Which sheet it is of. */
  readonly id: string;
  /**
   * What a picture of the paper proved. Nothing where none did: it was read from a file that a program drew or from typed
   * text; part of the sheet was not in the picture; or what was read of it contradicts itself.
   */
  readonly proof?: ProofWords;
  /** Whether a picture shows it, proved or not. */
  readonly isPaper: boolean;
  /** What a ledger that does not know the sheet enters of it. Receipts are worked out only when asked for. */
  readonly facts: (firstYear: number) => Promise<SheetFacts>;
}

/** A sheet with the pages that show it. */
interface Shown {
  readonly pages: readonly PageFacts[];
  readonly gaps: readonly SheetGap[];
  /** Whether all of it that must be there was in the picture. */
  readonly whole: boolean;
  readonly byLines: boolean;
  /** What distinguishes its problems from those of other sheets on the same pages. */
  readonly set?: string;
  readonly x?: number;
}

/** What was read of sheets, as a ledger takes it: each sheet once, whichever pages and files show it. */
export async function proofsOf(reading: Reading): Promise<SheetProof[]> {
  const { gaps } = findGaps(reading.facts ?? []);
  const open = await openProofs(reading, gaps);
  return [...open, ...reading.sets.flatMap((set) => setProofs(reading, set, gaps))];
}

async function openProofs(reading: Reading, gaps: readonly SheetGap[]): Promise<SheetProof[]> {
  const byId = new Map<string, SheetReading[]>();
  for (const sheet of reading.sheets) {
    // A text that merely holds a key is no sheet.
    if (sheet.origin === "source") continue;
    // By the id of a key that can be guessed the guess could be tried: no ledger has it.
    if (keyStrength(sheet.account.secret) === "weak") continue;
    const id = await openSheetId(sheet.account);
    byId.set(id, [...(byId.get(id) ?? []), sheet]);
  }
  const pagesOf = pagesByUri(papers(reading));
  return [...byId].map(([id, sheets]): SheetProof => {
    const uris = new Set(sheets.map(({ account }) => formatOtpauth(account)));
    const byCodes = [...new Set([...uris].flatMap((uri) => pagesOf.get(uri) ?? []))];
    const byLines = byCodes.length > 0 ? [] : linePages(reading, sheets);
    const pages = byCodes.length > 0 ? byCodes : byLines;
    const own = gaps.filter((gap) => gap.what === "front" && isOn(gap, pages));
    const shown = { pages, gaps: own, whole: pages.length > 0, byLines: byLines.length > 0 };
    const codes = (page: PageFacts) => page.codes.filter(({ text }) => uris.has(uriOf(text) ?? ""));
    return { id, ...proved(reading, shown, codes), facts: async () => ({ id }) };
  });
}

function setProofs(reading: Reading, set: FoundSet, gaps: readonly SheetGap[]): SheetProof[] {
  const { document, name } = set;
  if (!document) return [];
  const sheets = setPagesOf(reading.facts ?? [], name);
  const own = (x: number | undefined) => gaps.filter((gap) => gap.name === name && gap.what !== "front" && gap.x === x);
  if (document.lock.kind === "passphrase") {
    const pages = sheets.flatMap((sheet) => sheet.pages);
    return [setProof(reading, set, { id: sealedSheetId(document.setId), pages, gaps: own(undefined), document })];
  }
  return goodShares(set).map(({ share, sources }) => {
    const { x } = share.point;
    const pages = sheets.filter((sheet) => sheet.x === x).flatMap((sheet) => sheet.pages);
    return setProof(reading, set, { id: shareSheetId(name, x), pages, gaps: own(x), share, sources });
  });
}

function setProof(
  reading: Reading,
  { name, k, n, document }: FoundSet,
  sheet: {
    readonly id: string;
    readonly pages: readonly PageFacts[];
    readonly gaps: readonly SheetGap[];
    readonly share?: Share;
    readonly sources?: readonly string[];
    readonly document?: Document;
  },
): SheetProof {
  const { id, gaps, share } = sheet;
  const paper = new Set(papers(reading));
  const byCodes = sheet.pages.filter((page) => paper.has(page));
  const sources = sheet.sources ?? reading.byLines;
  const byLines =
    byCodes.length > 0
      ? []
      : linePages(
          reading,
          sources.map((source) => ({ source })),
        );
  const pages = byCodes.length > 0 ? byCodes : byLines;
  const records = reading.records.filter((record) => byCodes.some((page) => isAt(record, page)));
  // A share's sheet is as good as its document codes are, too: each sheet has all of them.
  const whole = byLines.length > 0 || records.some(({ record }) => record.kind === "document");
  const shown: Shown = {
    pages,
    gaps: gaps.filter((gap) => isOn(gap, pages)),
    whole: pages.length > 0 && whole,
    byLines: byLines.length > 0,
    set: name,
    ...(share ? { x: share.point.x } : {}),
  };
  const facts = async (firstYear: number): Promise<SheetFacts> => {
    if (share) {
      const threshold = k === undefined || n === undefined ? {} : { threshold: { k, n } };
      return { id, ...threshold, receipts: shareReceipts(share, firstYear) };
    }
    return { id, ...(document ? { receipts: await sealedReceipts(document, firstYear) } : {}) };
  };
  return { id, ...proved(reading, shown, (page) => page.codes), facts };
}

/** What pages prove of a sheet, unless something is wrong with it. */
function proved(
  reading: Reading,
  { pages, gaps, whole, byLines, set, x }: Shown,
  codesOf: (page: PageFacts) => PageFacts["codes"],
): Pick<SheetProof, "proof" | "isPaper"> {
  const isPaper = pages.length > 0;
  if (!isPaper || !whole || reading.problems.some((problem) => speaksAgainst(problem, pages, set, x)))
    return { isPaper };
  const codes = pages.flatMap(codesOf);
  const qualities = codes.flatMap(({ quality }) => quality ?? []);
  const picture = qualities.find(({ capture }) => capture !== "good")?.capture;
  const gone = gaps.filter(({ poor }) => !poor).reduce((sum, { read, expected }) => sum + expected - read, 0);
  const proof: ProofWords = {
    margin: hundredths(byLines ? 0 : 1 - Math.max(0, ...codes.map(({ usedCorrection }) => usedCorrection))),
    ...(qualities.length > 0 ? { ink: hundredths(Math.min(...qualities.map(({ contrast }) => contrast))) } : {}),
    how: byLines ? "lines" : "codes",
    ...(picture === "blurred" || picture === "cut" ? { picture } : {}),
    ...(gone > 0 ? { gone } : {}),
  };
  return { isPaper, proof };
}

/** Problems that say of a page or source that nothing was read there: of a sheet that was read they say nothing. */
const OF_OTHER_PAGES: readonly Problem["code"][] = [
  "sheet-no-code",
  "page-unread",
  "page-codes-unread",
  "page-cards-unread",
  "cards-page-absent",
  "pdf-page-slow",
  "pdf-slow",
  "pages-quick",
  "frames-missing",
];

/** Whether a problem leaves open that a sheet on these pages is what it was read as. */
function speaksAgainst(problem: Problem, pages: readonly PageFacts[], set?: string, x?: number): boolean {
  const { code, data, place = {} } = problem;
  if (OF_OTHER_PAGES.includes(code)) return false;
  const sources = sourcesOf(problem);
  const number = place.page ?? data.page;
  const here = pages.some(({ source, page }) => sources.includes(source) && (number === undefined || number === page));
  if (!here) return false;
  if (isContradiction(problem)) return true;
  const ofOtherSet = typeof data.set === "string" && data.set !== set;
  const ofOtherShare = typeof data.index === "number" && data.index !== x;
  return !ofOtherSet && !ofOtherShare;
}

/** Pages by the accounts whose codes they show: each code is taken apart once, for a binder has hundreds. */
function pagesByUri(pages: readonly PageFacts[]): Map<string, PageFacts[]> {
  const byUri = new Map<string, PageFacts[]>();
  for (const page of pages) {
    for (const uri of new Set(page.codes.flatMap(({ text }) => uriOf(text) ?? []))) {
      const known = byUri.get(uri);
      if (known) known.push(page);
      else byUri.set(uri, [page]);
    }
  }
  return byUri;
}

/** Pages that are pictures of paper. */
function papers({ facts = [] }: Reading): PageFacts[] {
  return facts.filter(({ exact }) => !exact);
}

/** Pictures whose printed lines were read in place of codes. */
function linePages(reading: Reading, sheets: readonly { readonly source: string }[]): PageFacts[] {
  const states = reading.pages ?? [];
  return papers(reading).filter(
    (facts) =>
      sheets.some(({ source }) => source === facts.source) &&
      states.some(
        ({ source, page, state }) => state === "read-by-lines" && source === facts.source && page === facts.page,
      ),
  );
}

function isAt(record: RecordReading, { source, page }: PageFacts): boolean {
  return record.source === source && record.page === page;
}

function isOn(gap: SheetGap, pages: readonly PageFacts[]): boolean {
  return pages.some(({ source, page }) => gap.source === source && gap.page === page);
}

/** Two places: what differs by less is the picture's chance. */
function hundredths(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 100) / 100;
}
