import type { PaperName } from "../../../sheet/paper.js";

/** Options of `ledger`. */
export interface LedgerOptions {
  readonly due?: boolean;
  /** `YYYY-MM-DD`; today when left out. */
  readonly on?: string;
  /** What holders told. */
  readonly receipt?: readonly string[];
  /** Ids of sheets, or the beginnings of some. */
  readonly set?: readonly string[];
  readonly holder?: string;
  readonly keptAt?: string;
  readonly seal?: string;
  readonly by?: readonly string[];
  readonly checkEvery?: string;
  readonly moved?: boolean;
  readonly opened?: boolean;
  readonly destroyed?: boolean;
  readonly merge?: readonly string[];
  readonly ics?: boolean;
  readonly pdf?: boolean;
  readonly paper?: PaperName;
  readonly output?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}
