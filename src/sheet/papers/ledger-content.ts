import type { Threshold } from "../../share/roster.js";
/** One sheet as a ledger's papers tell it: words that are printed as they are. */
export interface LedgerPaperSheet {
  readonly id: string;
  /** What kind of sheet it is, and which share. */
  readonly kind: "open" | "sealed" | "share";
  /** All 16 characters of the set id, in groups of four; nothing of an open sheet. */
  readonly set?: string;
  readonly x?: number;
  readonly threshold?: Threshold;
  readonly holder: string;
  readonly keptAt: string;
  readonly seal: string;
  /** Day of the last proof or receipt, `YYYY-MM-DD`; `""` where there is none. */
  readonly checked: string;
  /** Day of the next check; `""` of a sheet that is to be destroyed. */
  readonly next: string;
  /** Whether it is to be collected and destroyed. */
  readonly collect: boolean;
}

/** What a ledger's papers say, before it has a place on a page. */
export interface LedgerContent {
  /** The day, `YYYY-MM-DD`. */
  readonly on: string;
  /** Version of the program. */
  readonly version: string;
  readonly sheets: readonly LedgerPaperSheet[];
}
