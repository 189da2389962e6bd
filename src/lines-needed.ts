import type { FoundSet } from "./found-set.js";
import { type PageState, statesOf } from "./page-states.js";
import { lackOf } from "./recover.js";
import { recordsOf } from "./set-records.js";
import type { SourceReading } from "./source-reading.js";

/** What all sources say together, as far as it tells whether printed lines must be read. */
export interface ReadTogether {
  readonly sets: readonly FoundSet[];
  /** Whether a sheet of any kind was read. */
  readonly some: boolean;
  /** What became of the pages, where their feet were read. */
  readonly pages?: readonly PageState[];
}

/**
 * Whether the lines printed on a source's pages must be read, seconds a page: only where a code was seen and failed, or
 * a page gave nothing, and only while something is still missing that they may give.
 */
export function needsLines(one: SourceReading, { sets, some, pages: known }: ReadTogether): boolean {
  const { source, pages, records, sheets, keeps } = one;
  const states = known?.filter((page) => page.source === source) ?? statesOf(pages, []);
  const withoutDocument = sets.some(({ document }) => !document);
  const fewShares = sets.some((set) => lackOf(set)?.code === "shares-missing");
  const nothing = records.length + sheets.length + keeps.length === 0;
  return states.some(({ state, unread, codes }, i) => {
    switch (state) {
      case "blank":
        return false;
      case "foreign":
        // A picture may show no more of a page than its lines.
        return codes === 0 && (!some || withoutDocument);
      case "back":
        return withoutDocument;
      case "unread":
        // Without its foot a page with nothing to read looks alike.
        return known !== undefined || unread > 0 || pages[i]?.look?.halved === true || !some || withoutDocument;
      case "no-code":
        return !some || withoutDocument || fewShares;
      default:
        return !nothing && lacksOwn(one, sets, unread > 0);
    }
  });
}

/** Whether a set that has codes on a page lacks what lines there may give: its document, or the share of that sheet. */
function lacksOwn({ records }: SourceReading, sets: readonly FoundSet[], seen: boolean): boolean {
  return sets.some((set) => {
    const own = recordsOf(set, records);
    if (own.length === 0) return false;
    const hasShare = own.some(({ record }) => record.kind === "share");
    const hasFrames = own.some(({ record }) => record.kind === "document");
    if (!set.document) return seen || (hasFrames && set.frames !== undefined);
    return lackOf(set)?.code === "shares-missing" && !hasShare;
  });
}
