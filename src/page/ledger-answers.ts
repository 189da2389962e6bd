import type { Outcome } from "../ledger/enter-proofs.js";
import type { KeyedWords } from "../ledger/standing-words.js";

export type { KeyedWords } from "../ledger/standing-words.js";

/** One sheet of a ledger as the page shows it. Words are keys below `page.ledger`, with their values. */
export interface LedgerSheetView {
  readonly id: string;
  readonly holder: string | undefined;
  readonly keptAt: string | undefined;
  /** Names of its accounts, where its ledger has them. */
  readonly accounts: readonly string[];
  /** Day of the last proof from paper, `YYYY-MM-DD`. */
  readonly proved: string | undefined;
  readonly margin: KeyedWords;
  readonly standing: KeyedWords;
  /** Day of the next check; nothing of a sheet that does not count any more. */
  readonly nextCheck: string | undefined;
  /** What is to be done about it, and since when; nothing where nothing is. */
  readonly task: (KeyedWords & { readonly day: string }) | undefined;
}

/** A sheet that a picture showed, and what that was to it. */
interface ShownSheetView {
  readonly id: string;
  readonly outcome: Exclude<Outcome, "missing">;
  /** The picture shows it, and did not prove it. */
  readonly unproved: boolean;
}

/** A receipt that somebody told, and that is right. */
interface ToldReceiptView {
  readonly id: string;
  readonly receipt: string;
  readonly year: number;
  /** Key of what is said of it. */
  readonly key: string;
}

/** A ledger with all that was shown and told since it was loaded. */
export interface LedgerAnswer {
  /** Name of its file. */
  readonly file: string;
  /** The day for which all is said and under which it is entered, `YYYY-MM-DD`. */
  readonly on: string;
  /** How many files it was put together from; 0 for a new one. */
  readonly copies: number;
  readonly sheets: readonly LedgerSheetView[];
  readonly shown: readonly ShownSheetView[];
  /** Sheets that only files or typed text showed, which says nothing of the paper. */
  readonly files: number;
  readonly receipts: readonly ToldReceiptView[];
  /** Whether it has something that no file has yet. */
  readonly unsaved: boolean;
}
