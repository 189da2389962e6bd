import type { Account } from "../../account/account.js";
import { distinctKeeps, type Keep } from "../../document/plaintext.js";
import { joinRecoveryCodes, type RecoveryCodes } from "../../document/recovery-codes.js";
import type { FoundKeeper } from "../../recover/found-set.js";
import { isContradiction } from "../../recover/open-codes.js";
import { type FoundAccount, foundAccounts, type OpenSheet, originWarnings } from "../../recover/origin.js";
import { isLost, isMissed, PAGE_PROBLEMS, type PageState, withPageProblems } from "../../recover/page-states.js";
import { type Located, type Problem, placeOf } from "../../recover/problem.js";
import type { SessionState } from "../../recover/reading-session.js";
import { type Session, tell } from "../session.js";
import { writeNote } from "../terminal/terminal.js";
import { originWords } from "../words/account-words.js";
import { harmlessLines, pageList } from "../words/page-words.js";
import type { LocatedWarning } from "../words/report.js";
import type { GatheredFiles } from "./files.js";
import { tellExports } from "./no-sheet.js";
import { type OpeningOptions, openSets, type TriedSet } from "./opened-sets.js";
import { readingWarnings, readSheetFiles } from "./read-files.js";

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
  /** Recovery codes, a list for each label. */
  readonly recovery: readonly RecoveryCodes[];
  /** Keeper's pages: they hold no share. */
  readonly keepers: readonly FoundKeeper[];
  /** Every page and picture that was given; none of what was typed. */
  readonly pages: readonly PageState[];
  /** What was set aside. */
  readonly problems: readonly Problem[];
  /** What is worth saying about sheets that were read. */
  readonly warnings: readonly LocatedWarning[];
  /** Files that could not be read at all. */
  readonly unread: readonly Problem[];
}

/**
 * Everything that opened sets and open sheets hold, each account and kept secret once; nothing where a problem leaves
 * open what was meant.
 * @param kept secrets of sheets that keep them as they are
 * @param codes recovery codes that pages of open sheets keep
 */
function gatherRecovered(
  session: Session,
  tried: readonly TriedSet[],
  open: Recovered["open"],
  problems: readonly Problem[],
  unread: readonly Problem[],
  kept: readonly Keep[],
  codes: readonly RecoveryCodes[],
): Recovered {
  // Of two readings one is wrong: a wrong code is worse than none.
  if (problems.some(isContradiction)) {
    return {
      tried,
      open: [],
      found: [],
      accounts: [],
      keeps: [],
      recovery: [],
      keepers: [],
      pages: [],
      problems,
      warnings: [],
      unread,
    };
  }
  const sets = tried.flatMap(({ set, contents }) => (contents ? [{ set: set.name, contents }] : []));
  const found = foundAccounts(sets, open);
  const accounts = found.map(({ account }) => account);
  const warnings = originWarnings(found, (origin) => originWords(session, origin));
  const keeps = distinctKeeps([...tried.flatMap(({ contents }) => contents?.keeps ?? []), ...kept]);
  const recovery = joinRecoveryCodes([...tried.flatMap(({ contents }) => contents?.recovery ?? []), ...codes]);
  return { tried, open, found, accounts, keeps, recovery, keepers: [], pages: [], problems, warnings, unread };
}

/** What sheets that were read gave. @param tried its sets, opened where they could be */
export function recoveredFrom(
  session: Session,
  reading: SessionState,
  tried: readonly TriedSet[],
  unread: readonly Problem[],
): Recovered {
  const { pages } = reading;
  const problems = [...withPageProblems(reading.problems, pages), ...lonelyKeepers(reading)];
  const kept = reading.keeps.map(({ keep }) => keep);
  const codes = (reading.recovery ?? []).map(({ recovery }) => recovery);
  const recovered = gatherRecovered(session, tried, reading.sheets, problems, unread, kept, codes);
  return {
    ...recovered,
    keepers: reading.keepers,
    pages,
    warnings: [...recovered.warnings, ...readingWarnings(reading)],
  };
}

/** Keeper's pages where nothing else is: they give nothing back. */
function lonelyKeepers({ sheets, sets, keeps, recovery = [], keepers }: SessionState): Problem[] {
  if (sheets.length + sets.length + keeps.length + recovery.length > 0) return [];
  return keepers.map(({ source, name, k, n }) => ({ source, code: "keeper-alone", data: { set: name, k, n } }));
}

/** Reads sheets of every kind, mixed in any order, and opens every set that can be opened. */
export async function recoverSheets(
  session: Session,
  files: GatheredFiles,
  opening: OpeningOptions,
): Promise<Recovered> {
  return recoverRead(session, await readSheetFiles(session, files.inputs), files, opening);
}

/** The same of sheets that were read already. */
export async function recoverRead(
  session: Session,
  reading: SessionState,
  { inputs, unread }: GatheredFiles,
  opening: OpeningOptions,
): Promise<Recovered> {
  const recovered = recoveredFrom(session, reading, await openSets(session, reading.sets, opening), unread);
  return { ...recovered, problems: await tellExports(session, recovered.problems, inputs) };
}

/** Pages that gave nothing, which are no fault where all was opened without them. */
function needlessPages({ tried, accounts, keeps, recovery, problems, pages }: Recovered): readonly Problem[] {
  const whole = accounts.length + keeps.length + recovery.length > 0 && tried.every(({ contents }) => contents);
  const isNeeded = (one: Problem) =>
    pages.some((page) => isAt(page, one.source, placeOf(one)) && isMissed(page, tried.length > 0));
  return whole ? problems.filter((one) => PAGE_PROBLEMS.includes(one.code) && !isNeeded(one)) : [];
}

function isAt({ source, origin, page }: PageState, at: string, place: Located): boolean {
  return source === at && (origin === "picture" || place.page === undefined || place.page === page);
}

/**
 * Says of pages that gave nothing and were not needed what they are: blank, of no sheet, or of a sheet and not readable.
 * @returns what needs no further word: these, and pages that have nothing to give where others gave something
 */
export function tellNeedless(session: Session, recovered: Recovered): readonly Problem[] {
  const { pages, tried, open } = recovered;
  const needless = needlessPages(recovered);
  const lost = pages.filter(isLost);
  const some = tried.length + open.length > 0;
  // Where nothing was found at all, each file is told as a problem.
  const gave = new Set(pages.filter(({ codes }) => codes > 0).map(({ source }) => source));
  // Cards and lines at the end of a sheet's own file are where they belong.
  const told = pages.filter(({ source, state }) => state !== "back" || !gave.has(source));
  if (some) for (const line of harmlessLines(session, told)) writeNote(line);
  const spared = lost.filter((page) => needless.some((one) => isAt(page, one.source, placeOf(one))));
  if (spared.length > 0) writeNote(tell(session, "recover.not-read", { pages: pageList(session, spared) }));
  if (!some) return needless;
  return [...new Set([...needless, ...harmlessProblems(recovered)])];
}

/** Problems without those of files that have nothing to give, by what became of their pages, beside others that gave something. */
export function withoutHarmless(recovered: Recovered): readonly Problem[] {
  const harmless = harmlessProblems(recovered);
  return recovered.problems.filter((one) => !harmless.includes(one));
}

function harmlessProblems({ problems, pages, tried, open, keeps, recovery }: Recovered): readonly Problem[] {
  if (tried.length + open.length + keeps.length + recovery.length === 0) return [];
  return problems.filter(({ code, source }) => {
    const own = pages.filter((page) => page.source === source);
    return code === "sheet-no-code" && own.length > 0 && !own.some(isLost);
  });
}
