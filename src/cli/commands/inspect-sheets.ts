import type { SourceInput } from "../../import/source.js";
import { fileKind } from "../../read/file-kind.js";
import type { FoundKeeper, FoundSet } from "../../recover/found-set.js";
import { recordsOf } from "../../recover/found-set.js";
import { type PageState, pageProblems, withPageProblems } from "../../recover/page-states.js";
import type { Problem } from "../../recover/problem.js";
import { lostOf, type RecordReading } from "../../recover/source-reading.js";
import { hasPages, readingWarnings, readSheetFiles } from "../input/read-files.js";
import { holdsSetLines } from "../input/typed-sheet.js";
import { type Session, tell } from "../session.js";
import { shown } from "../terminal/terminal.js";
import { keeperLines, keepersJson } from "../words/keeper-words.js";
import type { LocatedWarning } from "../words/report.js";
import { kindOf } from "./verify/verify-sets.js";

/** Sealed and share sheets in one file. */
export interface InspectedSheets {
  readonly source: string;
  readonly sets: readonly FoundSet[];
  readonly keepers: readonly FoundKeeper[];
  readonly records: readonly RecordReading[];
  readonly pages: readonly PageState[];
  readonly unread: readonly Problem[];
  readonly warnings: readonly LocatedWarning[];
  /** The texts of its codes, so that none is read twice; nothing where it could not be read at all. */
  readonly texts?: readonly string[];
}

/**
 * Sealed and share sheets that a file holds.
 * @returns `undefined` when it is no PDF, no picture, and no text with a line of a set: then it is a source
 */
export async function inspectSheets(session: Session, input: SourceInput): Promise<InspectedSheets | undefined> {
  // A PDF, a picture, or text with a line of a set: anything else is not read twice.
  if (fileKind(input.bytes) === undefined && !holdsSetLines(input)) return undefined;
  const reading = await readSheetFiles(session, [input]);
  const { sets, keepers, records, problems, pages = [] } = reading;
  // What is wrong with open sheets and sources their readers say; of pages only where others gave something.
  const some = pages.some(({ codes }) => codes > 0);
  const told = sets.length + keepers.length > 0 ? withPageProblems(problems, pages) : some ? pageProblems(pages) : [];
  const lost = reading.sources.flatMap(lostOf);
  const unread = [...lost.filter((one) => !told.includes(one)), ...told];
  const isLookedAt = reading.sources.some(({ pages: facts, pdf }) => facts.length > 0 || pdf);
  return {
    source: input.name,
    sets,
    keepers,
    records,
    pages,
    unread,
    warnings: sets.length + keepers.length > 0 ? readingWarnings(reading) : [],
    ...(isLookedAt ? { texts: reading.facts.flatMap(({ codes }) => codes.map(({ text }) => text)) } : {}),
  };
}

/** What is said of the sheets in a file: which they are, and what of them is there. */
export function sheetLines(session: Session, { source, sets, keepers, records, pages }: InspectedSheets): string[] {
  const paged = (name: string) => hasPages({ pages }, name);
  const ofSets = sets.flatMap((set) => {
    const { document, frames, name, k = 0, n = 0 } = set;
    const shares = sharesOf(set).join(", ");
    const of = kindOf(set);
    const known = of === "share" && shares === "" ? "unknown" : of;
    const kind = tell(session, `inspect.kinds.${known}`, { shares, k, n, set: name });
    const codes = recordsOf(set, records).length;
    const complete = document && tell(session, "inspect.complete", { bytes: document.bytes.length });
    const missing = frames
      ? tell(session, "inspect.incomplete", { ...frames })
      : tell(session, "inspect.lines-incomplete");
    return [
      tell(session, "inspect.set", { source: shown(source), kind }),
      ...(codes > 0 ? [`  ${tell(session, "inspect.codes", { codes })}`] : []),
      `  ${complete ?? missing}`,
    ];
  });
  return [...ofSets, ...keeperLines(session, keepers, paged)];
}

/** Sheets as JSON tells them: no secrets. */
export function sheetsJson({ source, sets, records }: InspectedSheets): object[] {
  return sets.map((set) => {
    const { document, frames, name, k, n } = set;
    return {
      source,
      setId: name,
      kind: kindOf(set),
      ...(k === undefined ? {} : { k, n }),
      shares: sharesOf(set),
      codes: recordsOf(set, records).length,
      documentComplete: document !== undefined,
      ...(document ? { documentBytes: document.bytes.length } : {}),
      ...(frames ? { documentCodes: frames } : {}),
    };
  });
}

/** Keeper's pages in a file as JSON tells them. */
export function keeperSheetsJson({ keepers, pages }: InspectedSheets): object[] {
  return keepersJson(keepers, (source) => hasPages({ pages }, source));
}

function sharesOf({ shares }: FoundSet): number[] {
  return [...new Set(shares.map(({ share }) => share.point.x))].sort((a, b) => a - b);
}
