import type { SheetReading } from "../../../recover/open-codes.js";
import type { PageState } from "../../../recover/page-states.js";
import type { Problem } from "../../../recover/problem.js";
import type { Receipt } from "../../../recover/receipts.js";
import type { PageFacts, RecordReading } from "../../../recover/source-reading.js";
import type { Verification } from "../../../recover/verify.js";
import type { TriedSet } from "../../input/opened-sets.js";
import { hasPages } from "../../input/read-files.js";
import type { LocatedWarning } from "../../words/report.js";

/** Options of `verify`. */
export interface VerifyOptions {
  readonly expect?: readonly string[];
  readonly recoveryCodes?: readonly string[];
  /** What a phone shows now. */
  readonly code?: string;
  readonly passphraseFile?: string;
  readonly allowWeakKey?: boolean;
  /** Unix seconds; now when left out. */
  readonly at?: number;
  readonly json?: boolean;
  /** All that is known of each sheet, however many there are. */
  readonly verbose?: boolean;
  /** File of the ledger that sheets which a picture proved are entered in. */
  readonly ledger?: string;
  /** Whether sheets that the ledger does not know are entered, too. */
  readonly addUnknown?: boolean;
}

/** What a verification said, and for when. */
export interface Outcome {
  readonly verification: Verification;
  readonly tried: readonly TriedSet[];
  /** Of each set that was tried, in its order; none where the verification did not hold. */
  readonly receipts: readonly (readonly Receipt[])[];
  readonly records: readonly RecordReading[];
  readonly pages: readonly PageState[];
  readonly facts: readonly PageFacts[];
  readonly unread: readonly Problem[];
  readonly warnings: readonly LocatedWarning[];
  readonly unixSeconds: number;
  readonly options: VerifyOptions;
}

/** A key that came as text, without codes or complete check lines around it. */
export function isBareKey(sheet: SheetReading): boolean {
  return isUnchecked(sheet) || (sheet.origin === "typed" && sheet.codes.length === 0 && !sheet.byLines);
}

/** A text that merely holds a key: nothing on paper or screen vouches for it. */
export function isUnchecked({ origin }: SheetReading): boolean {
  return origin === "source";
}

/** Whether a source has pages with numbers. */
export function isPaged({ pages }: Outcome): (source: string) => boolean {
  return (source) => hasPages({ pages }, source);
}
