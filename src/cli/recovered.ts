import type { Account } from "../account/account.js";
import { distinctKeeps, type Keep } from "../document/plaintext.js";
import { isContradiction } from "../open-reading.js";
import { type FoundAccount, foundAccounts, type OpenSheet, originWarnings } from "../origin.js";
import { isLost, PAGE_PROBLEMS, type PageState, withPageProblems } from "../page-states.js";
import { originWords } from "./account-words.js";
import type { GatheredFiles } from "./files.js";
import { tellExports } from "./no-sheet.js";
import { type OpeningOptions, openSets, type TriedSet } from "./opened-sets.js";
import { harmlessLines, pageList } from "./page-words.js";
import { problemPlace } from "./problem.js";
import { readingWarnings, readSheetFiles } from "./read-files.js";
import type { LocatedWarning } from "./report.js";
import { type Session, tell } from "./session.js";
import { shown, writeNote } from "./terminal.js";
import type { Unread } from "./unread.js";

/** What sheets gave back. */
export interface Recovered {
  readonly tried: readonly TriedSet[];
  /** Open sheets. */
  readonly open: readonly OpenSheet[];
  /** Accounts of all sets that were opened, then of open sheets, each once, with where they came from. */
  readonly found: readonly FoundAccount[];
  /** The same accounts alone. */
  readonly accounts: readonly Account[];
  readonly keeps: readonly Keep[];
  /** Every page and picture that was given; none of what was typed. */
  readonly pages: readonly PageState[];
  /** What was set aside. */
  readonly problems: readonly Unread[];
  /** What is worth saying about sheets that were read. */
  readonly warnings: readonly LocatedWarning[];
  /** Files that could not be read at all. */
  readonly unread: readonly Unread[];
}

/**
 * Everything that opened sets and open sheets hold, each account and kept secret once; nothing where a problem leaves
 * open what was meant.
 * @param kept secrets of sheets that keep them as they are
 */
export function gatherRecovered(
  session: Session,
  tried: readonly TriedSet[],
  open: Recovered["open"],
  problems: readonly Unread[],
  unread: readonly Unread[],
  kept: readonly Keep[] = [],
): Recovered {
  // Of two readings one is wrong: a wrong code is worse than none.
  if (problems.some(isContradiction)) {
    return { tried, open: [], found: [], accounts: [], keeps: [], pages: [], problems, warnings: [], unread };
  }
  const sets = tried.flatMap(({ set, contents }) => (contents ? [{ set: set.name, contents }] : []));
  const found = foundAccounts(sets, open);
  const accounts = found.map(({ account }) => account);
  const warnings = originWarnings(found, (origin) => originWords(session, origin));
  const keeps = distinctKeeps([...tried.flatMap(({ contents }) => contents?.keeps ?? []), ...kept]);
  return { tried, open, found, accounts, keeps, pages: [], problems, warnings, unread };
}

/** Reads sheets of every kind, mixed in any order, and opens every set that can be opened. */
export async function recoverSheets(
  session: Session,
  { inputs, unread }: GatheredFiles,
  opening: OpeningOptions,
): Promise<Recovered> {
  const reading = await readSheetFiles(session, inputs);
  const tried = await openSets(session, reading.sets, opening);
  const pages = reading.pages ?? [];
  const told = await tellExports(session, withPageProblems(reading.problems, pages), inputs);
  const problems = told.map(({ source, code, data }) => ({
    source,
    place: problemPlace(data),
    code,
    data,
  }));
  const kept = reading.keeps.map(({ keep }) => keep);
  const recovered = gatherRecovered(session, tried, reading.sheets, problems, unread, kept);
  return { ...recovered, pages, warnings: [...recovered.warnings, ...readingWarnings(reading)] };
}

/** Pages that gave nothing, which are no fault where all was opened without them. */
export function needlessPages({ tried, accounts, keeps, problems }: Recovered): readonly Unread[] {
  const whole = accounts.length + keeps.length > 0 && tried.every(({ contents }) => contents);
  return whole ? problems.filter(({ code }) => PAGE_PROBLEMS.includes(code)) : [];
}

/**
 * Says of pages that gave nothing and were not needed whether they are without a code, or could not be read.
 * @returns what needs no further word: these, and pages that have nothing to give where others gave something
 */
export function tellNeedless(session: Session, recovered: Recovered): readonly Unread[] {
  const { pages, problems, tried, open } = recovered;
  const needless = needlessPages(recovered);
  const lost = pages.filter(isLost);
  const isEmpty = ({ source }: Unread) => !lost.some((page) => page.source === source);
  for (const { source } of needless.filter(isEmpty)) {
    writeNote(tell(session, "recover.no-code", { source: shown(source) }));
  }
  if (needless.length > 0 && lost.length > 0) {
    writeNote(tell(session, "recover.not-read", { pages: pageList(session, lost) }));
  }
  if (needless.length > 0 || tried.length + open.length === 0) return needless;
  const harmless = problems.filter((one) => one.code === "sheet-no-code" && isEmpty(one) && hasPages(one, pages));
  const own = pages.filter(({ source }) => harmless.some((one) => one.source === source));
  for (const line of harmlessLines(session, own)) writeNote(line);
  return harmless;
}

function hasPages({ source }: Unread, pages: readonly PageState[]): boolean {
  return pages.some((page) => page.source === source);
}
