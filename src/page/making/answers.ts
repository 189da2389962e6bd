import type { ErrorCode, ErrorData, Warning } from "../../error.js";
import { type FieldName, fieldsAt } from "../../sheet/fields.js";
import type { PaperName } from "../../sheet/paper.js";
import type { AccountView, ProblemView, RecoveryView, SetView, TimedCode } from "../answers.js";

/** How a sheet protects what it holds. */
export type SheetKind = "open" | "sealed" | "shares";

/** Blanks of sheets of a kind that can be filled in: on shares those that all holders have alike. */
export const BLANKS_OF: Readonly<Record<SheetKind, readonly FieldName[]>> = {
  open: fieldsAt("sign-in", "kept"),
  sealed: fieldsAt("sealed", "kept", "recovery-page"),
  shares: ["check-again-by", ...fieldsAt("recovery-page")],
};

/** An account that was found, and what it came from. */
export interface FoundView extends AccountView {
  /** Name of a file, or of a set; `""` for what was typed, pasted or seen by the camera. */
  readonly from: string;
  /** Whether it stands in a set that was opened: mixed with others only where someone says so. */
  readonly ofSet: boolean;
  /** Whether its key is one that somebody could guess. */
  readonly refused: boolean;
}

/** How far making is: drawing sheets, or reading them back as a scanner would see them. */
export interface MakingProgress {
  readonly doing: "drawing" | "checking";
  /** Pages or sheets that are done, and how many there are. */
  readonly at: number;
  readonly of: number;
}

/** A warning with what it is about: an account or a source; `""` for all. */
export interface NoticeView extends Warning {
  readonly source: string;
}

/** A secret that gives no codes, and is kept on paper as it is. */
interface KeptView {
  readonly id: number;
  readonly name: string;
  /** Why it gives no codes. */
  readonly code: ErrorCode;
  readonly data: ErrorData;
}

/** What a set that was opened says, to be taken over by the one that is made anew. */
export interface FormerView {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly notes: readonly string[];
  readonly holders: readonly string[];
  readonly k: number | undefined;
}

/** Everything that was found so far. Holds nothing secret. */
export interface SourcesAnswer {
  readonly accounts: readonly FoundView[];
  readonly keeps: readonly KeptView[];
  /** Recovery codes that sources and sheets hold, and those that were given for an account. */
  readonly recovery: readonly RecoveryView[];
  /** What could not be read, or was read with doubt. */
  readonly problems: readonly ProblemView[];
  readonly warnings: readonly NoticeView[];
  /** Sets whose sheets were shown, opened or not. */
  readonly sets: readonly SetView[];
  readonly former: readonly FormerView[];
}

/** What sheets are to be made. */
export interface Order {
  readonly kind: SheetKind;
  /** Ids of accounts, of kept secrets and of lists of recovery codes. */
  readonly accounts: readonly number[];
  readonly keeps: readonly number[];
  readonly recovery: readonly number[];
  readonly paper: PaperName;
  /** Code of the sheets' language. */
  readonly language: string;
  /** `YYYY-MM-DD` */
  readonly madeOn: string;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly title: string;
  readonly owner: string;
  readonly notes: readonly string[];
  /** Whether sheets of a set name its accounts. */
  readonly names: boolean;
  /** Shares that open the set, and holders in their order; their number is n. */
  readonly k: number;
  readonly holders: readonly string[];
  /** Name of the set that is replaced; `""` for none. */
  readonly replaces: string;
  /** SHA-256 of this page; `""` where it is not known. */
  readonly workshopSha256: string;
}

/** One PDF that was made. */
export interface MadeFile {
  readonly id: number;
  /** Name of the file. */
  readonly name: string;
  readonly kind: SheetKind | "keeper";
  /** Number of the share, from 1; nothing for others. */
  readonly share: number | undefined;
  /** For whom it is, or which account it is of; `""` where neither is known. */
  readonly label: string;
  readonly pages: number;
}

/** Sheets that were made and read back. */
export interface MadeAnswer {
  /** Number of the set, in groups of four; nothing for open sheets. */
  readonly set: string | undefined;
  readonly k: number | undefined;
  readonly n: number | undefined;
  readonly files: readonly MadeFile[];
  readonly warnings: readonly Warning[];
  readonly checked: { readonly codes: number; readonly lines: number; readonly glyphs: number };
  /** What is to be destroyed of the set that is replaced. */
  readonly replaced:
    | { readonly name: string; readonly k: number; readonly n: number; readonly holders: readonly string[] }
    | undefined;
}

/** A page as pixels: grey levels. */
export interface PagePixels {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** One sheet that is to be proved by its paper. */
export interface ProofSheet {
  readonly id: number;
  /** What its paper is to give: codes of an account, a kept secret, recovery codes, or what a set holds. */
  readonly holds: "account" | "keep" | "recovery" | "set";
  readonly file: number;
  readonly share: number | undefined;
  readonly label: string;
  /**
   * `waits`: not seen. `partly`: something of it was read, and not all. `bare`: its code was read, but nothing of its
   * printing was in the picture, which may be of the service's own code. `works`: the paper itself gave what it holds.
   */
  readonly state: "waits" | "partly" | "bare" | "works";
  /** Codes that its paper gave: an account by its id, and its codes of now and next. */
  readonly codes: readonly { readonly id: number; readonly name: string; readonly codes: readonly TimedCode[] }[];
  /** Share of error correction that damage has used up, 0 to 1, where the sheet should be printed again. */
  readonly printAgain: number | undefined;
}

/** How far the proof of the paper has come. */
export interface ProofAnswer {
  /** Whether every sheet works. Never true of none. */
  readonly proved: boolean;
  readonly sheets: readonly ProofSheet[];
  /** What the last photo or frame gave: codes of these sheets, and of others. */
  readonly seen: number;
  readonly fresh: number;
  readonly foreign: number;
  /** What was wrong with what was shown last. */
  readonly problems: readonly ProblemView[];
}
