import type { Account } from "../account/account.js";
import { distinctKeeps, type Keep } from "../document/plaintext.js";
import { isContradiction } from "../open-reading.js";
import { type FoundAccount, foundAccounts, type OpenSheet, originWarnings } from "../origin.js";
import { originWords } from "./account-words.js";
import type { GatheredFiles } from "./files.js";
import { type OpeningOptions, openSets, type TriedSet } from "./opened-sets.js";
import { problemPlace } from "./problem.js";
import { readingWarnings, readSheetFiles } from "./read-files.js";
import type { LocatedWarning } from "./report.js";
import type { Session } from "./session.js";
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
    return { tried, open: [], found: [], accounts: [], keeps: [], problems, warnings: [], unread };
  }
  const sets = tried.flatMap(({ set, contents }) => (contents ? [{ set: set.name, contents }] : []));
  const found = foundAccounts(sets, open);
  const accounts = found.map(({ account }) => account);
  const warnings = originWarnings(found, (origin) => originWords(session, origin));
  const keeps = distinctKeeps([...tried.flatMap(({ contents }) => contents?.keeps ?? []), ...kept]);
  return { tried, open, found, accounts, keeps, problems, warnings, unread };
}

/** Reads sheets of every kind, mixed in any order, and opens every set that can be opened. */
export async function recoverSheets(
  session: Session,
  { inputs, unread }: GatheredFiles,
  opening: OpeningOptions,
): Promise<Recovered> {
  const reading = await readSheetFiles(session, inputs);
  const tried = await openSets(session, reading.sets, opening);
  const problems = reading.problems.map(({ source, code, data }) => ({
    source,
    place: problemPlace(data),
    code,
    data,
  }));
  const kept = reading.keeps.map(({ keep }) => keep);
  const recovered = gatherRecovered(session, tried, reading.sheets, problems, unread, kept);
  return { ...recovered, warnings: [...recovered.warnings, ...readingWarnings(reading)] };
}

/** Pages without a code, such as the keeper's, which are no fault where all was opened without them. */
export function needlessPages({ tried, accounts, keeps, problems }: Recovered): readonly Unread[] {
  const whole = accounts.length + keeps.length > 0 && tried.every(({ contents }) => contents);
  return whole ? problems.filter(({ code }) => code === "sheet-no-code") : [];
}
