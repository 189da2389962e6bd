import type { FoundKeeper, FoundSet } from "./found-set.js";
import { type FootReading, type FootWords, readFoot } from "./lines/foot-words.js";
import type { SheetReading, SourceNote } from "./open-codes.js";
import type { PageState } from "./page-states.js";
import type { Problem } from "./problem.js";
import { findSets } from "./sets.js";
import type { KeepReading, PageFacts, RecordReading, RecoveryReading, SourceReading } from "./source-reading.js";

/** Everything that was read, before it is compared with anything. */
export interface Reading {
  /** Open sheets. */
  readonly sheets: readonly SheetReading[];
  /** Sealed and share sheets, by set, each checked as far as it goes. */
  readonly sets: readonly FoundSet[];
  /** Codes of keeper's pages. */
  readonly keepers: readonly FoundKeeper[];
  /** Secrets that sheets of their own keep. */
  readonly keeps: readonly KeepReading[];
  /** Recovery codes that pages of open sheets keep; left out where there are none. */
  readonly recovery?: readonly RecoveryReading[];
  /** The codes of those sets. */
  readonly records: readonly RecordReading[];
  /** What could not be read, or is wrong. */
  readonly problems: readonly Problem[];
  /** PDFs and pictures whose codes were not enough, so that the lines printed beside them were read. */
  readonly byLines: readonly string[];
  /** Every page and picture that was given, with what became of it; none of text. */
  readonly pages?: readonly PageState[];
  /** The same as they were read. */
  readonly facts?: readonly PageFacts[];
  /** What is worth saying about texts that were read. */
  readonly notes: readonly SourceNote[];
}

/** Share of used-up error correction above which a sheet should be printed again. */
export const PRINT_AGAIN_ABOVE = 0.5;

/** Contrast below which print is faint: toner of two fifths. */
export const FAINT_BELOW = 0.4;

/**
 * Puts together what sources gave, in any order: sets are found among all of them.
 * @param byLines names of those whose lines were read because their codes were not enough
 */
export async function gatherReading(read: readonly SourceReading[], byLines: readonly string[] = []): Promise<Reading> {
  const records = read.flatMap((one) => one.records);
  const found = await findSets(
    records,
    read.flatMap((one) => one.lines),
  );
  const recovery = read.flatMap((one) => one.recovery ?? []);
  return {
    sheets: read.flatMap((one) => one.sheets),
    sets: found.sets,
    keepers: found.keepers,
    keeps: read.flatMap((one) => one.keeps),
    ...(recovery.length > 0 ? { recovery } : {}),
    records,
    problems: [...read.flatMap((one) => one.problems), ...found.problems, ...found.sets.flatMap((set) => set.problems)],
    byLines,
    facts: read.flatMap((one) => one.pages),
    notes: read.flatMap(({ notes = [] }) => notes),
  };
}

/** What the feet of pages say, where it is known how to read them. */
export async function readFeet(
  facts: readonly PageFacts[],
  footWords: (() => Promise<FootWords>) | undefined,
): Promise<Map<PageFacts, FootReading>> {
  const feet = new Map<PageFacts, FootReading>();
  for (const one of facts) {
    const foot = one.look?.foot;
    const read = foot && footWords ? readFoot(foot, await footWords()) : undefined;
    if (read) feet.set(one, read);
  }
  return feet;
}
