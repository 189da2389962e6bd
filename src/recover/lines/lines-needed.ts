import { EscrowError } from "../../error.js";
import { decodeFrame } from "../../paper/frame.js";
import type { FoundSet } from "../found-set.js";
import { recordsOf } from "../found-set.js";
import { type PageState, statesOf } from "../page-states.js";
import { lackOf } from "../sets.js";
import type { RecordReading, SourceReading } from "../source-reading.js";

/** What all sources say together, as far as it tells whether printed lines must be read. */
export interface ReadTogether {
  readonly sets: readonly FoundSet[];
  /** Whether a sheet of any kind was read. */
  readonly some: boolean;
  /** What became of the pages, where their feet were read. */
  readonly pages?: readonly PageState[];
  /** Whether paper is checked: then a page without a mark of a sheet is looked at for lines of one, too. */
  readonly checked?: boolean;
}

/** What sources say together, as far as it tells whether lines must be read. */
export function togetherOf(
  {
    sheets,
    keeps,
    recovery = [],
    sets,
  }: Pick<SourceReading, "sheets" | "keeps" | "recovery"> & Pick<ReadTogether, "sets">,
  pages?: readonly PageState[],
  checked = false,
): ReadTogether {
  const some = sheets.length + keeps.length + recovery.length + sets.length > 0;
  return { sets, some, checked, ...(pages ? { pages } : {}) };
}

/**
 * Pages of a source whose printed lines must be read, seconds each: only where a code was seen and failed, or a page
 * gave nothing, and only while something is still missing that they may give.
 * @returns numbers of pages from 1, in order
 */
export function pagesInNeed(one: SourceReading, { sets, some, checked, pages: known }: ReadTogether): number[] {
  const { source, pages, records } = one;
  const states = known?.filter((page) => page.source === source) ?? statesOf(pages, new Set());
  const withoutDocument = sets.some(({ document }) => !document);
  const fewShares = sets.some((set) => lackOf(set)?.code === "shares-missing");
  const shareless = new Set(sets.flatMap((set) => withoutShare(set, recordsOf(set, records))));
  const needs = ({ page, state, unread, codes, origin, foot }: PageState, halved: boolean) => {
    switch (state) {
      case "blank":
        return false;
      case "foreign":
        // A picture may show no more of a page than its lines.
        return codes === 0 && (checked || !some || withoutDocument);
      case "back":
        // Where no code at all was read, its lines may be what is left of a document.
        return !some || withoutDocument;
      case "unread":
        // Without its foot a page with nothing to read looks alike; in a PDF it follows those of its sheet.
        if (known !== undefined || unread > 0 || halved || !some || withoutDocument) return true;
        return fewShares && origin === "picture";
      case "no-code":
        return !some || withoutDocument || fewShares;
      default: {
        const own = records.filter((record) => record.page === page);
        const isFront = foot?.page === 1;
        return shareless.has(page) || lacksDocument(own, sets, { seen: unread > 0, isFront });
      }
    }
  };
  return states.filter((state, i) => needs(state, pages[i]?.look?.halved === true)).map(({ page }) => page);
}

/**
 * The same of pages that are pictures, scans or photos: lines may stand in their pixels.
 * @param drawnToo whether pages of a PDF that a program drew count too
 */
export function picturesInNeed(one: SourceReading, together: ReadTogether, drawnToo = false): number[] {
  const pictures = new Set(one.pages.filter(({ exact }) => drawnToo || !exact).map(({ page }) => page));
  return pagesInNeed(one, together).filter((page) => pictures.has(page));
}

/** Whether there are sets and nothing else, and nothing of them is missing but perhaps a passphrase. */
export function isAllOpen(sources: readonly SourceReading[], sets: readonly FoundSet[]): boolean {
  const others = sources.some(({ sheets, keeps, recovery = [] }) => sheets.length + keeps.length + recovery.length > 0);
  return sets.length > 0 && !others && sets.every((set) => set.document && !lackOf(set));
}

/**
 * Pages of a source that gave nothing and may be of an open sheet, which no set replaces: what their feet say, or where
 * feet are not read that they show a leaf to be halved.
 */
export function maybeOpenSheets({ source, pages }: SourceReading, { pages: known }: ReadTogether): Set<number> {
  const states = known?.filter((page) => page.source === source) ?? statesOf(pages, new Set());
  const isOpen = ({ state, foot }: PageState, halved: boolean) =>
    state === "unread" && (foot ? foot.kind === "open" : known !== undefined || halved);
  return new Set(states.filter((one, i) => isOpen(one, pages[i]?.look?.halved === true)).map(({ page }) => page));
}

/**
 * Whether a set that has codes on a page lacks its document, and the page may give it: codes there could not be read, or
 * are the document's, or are shares' alone, as on a share's back, where the document's lines stand.
 */
function lacksDocument(
  records: readonly RecordReading[],
  sets: readonly FoundSet[],
  { seen, isFront }: { readonly seen: boolean; readonly isFront: boolean },
): boolean {
  return sets.some((set) => {
    const own = recordsOf(set, records);
    if (own.length === 0 || set.document) return false;
    if (seen || (!isFront && own.every(({ record }) => record.kind === "share"))) return true;
    return own.some(({ record }) => record.kind === "document") && set.frames !== undefined;
  });
}

/**
 * Pages of one source with codes of a set that lacks shares, and that are of a sheet that gave none. Frames stand on a
 * sheet in their order, after its share: a page that goes on where the one before it ended is of the same sheet.
 */
function withoutShare(set: FoundSet, records: readonly RecordReading[]): number[] {
  if (!set.document || lackOf(set)?.code !== "shares-missing") return [];
  let last = -1;
  let hasShare = false;
  const codes = records.filter(({ record }) => record.kind !== "keeper");
  const pages = [...new Set(codes.map(({ page }) => page))].sort((a, b) => a - b);
  return pages.filter((page) => {
    const own = codes.filter((record) => record.page === page);
    const indices = own.flatMap(frameIndex);
    if (own.some(({ record }) => record.kind === "share")) hasShare = true;
    else if (Math.min(...indices) <= last) hasShare = false;
    last = Math.max(-1, ...indices);
    return !hasShare;
  });
}

function frameIndex({ record }: RecordReading): number[] {
  try {
    return record.kind === "document" ? [decodeFrame(record.bytes).index] : [];
  } catch (error) {
    if (error instanceof EscrowError) return [];
    throw error;
  }
}
