import type { Keep } from "../document/plaintext.js";
import type { RecoveryCodes } from "../document/recovery-codes.js";
import type { PageLook } from "../read/pages/page-look.js";
import type { Raster } from "../read/pixels/raster.js";
import type { FoundLines, FoundRecord } from "./found-set.js";
import type { PrintedRows } from "./lines/drawn-text.js";
import type { FoundText, SheetReading, SourceNote } from "./open-codes.js";
import type { Problem } from "./problem.js";

/** Where something was read: `pdf` in a file with pages, a PDF or a TIFF of several; `picture` in any other picture. */
export type FileOrigin = "pdf" | "picture";

/** A code of a sealed or share sheet as it was read. */
export interface RecordReading extends FoundRecord {
  /** Page of a file with pages, from 1; 1 for any other picture. */
  readonly page: number;
  /** Share of the code's error correction that damage has used up, 0 to 1. */
  readonly usedCorrection: number;
}

/** A secret that no code can be derived from, as a sheet of its own keeps it. */
export interface KeepReading {
  /** Name of the source that it was read from. */
  readonly source: string;
  /** What kind of source that is. */
  readonly origin: FileOrigin;
  /** Page of a file with pages, from 1; 1 for any other picture. */
  readonly page: number;
  /** The secret that is kept, with its name. */
  readonly keep: Keep;
  /** Share of the code's error correction that damage has used up, 0 to 1. */
  readonly usedCorrection: number;
}

/** Recovery codes of an account, as a page of its open sheet keeps them. */
export interface RecoveryReading extends Omit<KeepReading, "keep"> {
  /** The recovery codes, with the account that they are of. */
  readonly recovery: RecoveryCodes;
}

/** What one source gave, before it is put together with others. */
export interface SourceReading {
  /** Its name. */
  readonly source: string;
  /** Of a file with pages. */
  readonly pdf?: {
    /** The file. */
    readonly bytes: Uint8Array;
    /** How many codes were read. */
    readonly codes: number;
    /** How many problems are of pages that could not be drawn, or that there was no time for. */
    readonly lost: number;
    /** Its typed characters, where they were looked for. */
    readonly rows?: readonly PrintedRows[];
  };
  /** Open sheets that were read. */
  readonly sheets: readonly SheetReading[];
  /** Kept secrets that were read. */
  readonly keeps: readonly KeepReading[];
  /** Left out where there are none. */
  readonly recovery?: readonly RecoveryReading[];
  /** Codes of sealed sheets, shares and keeper's pages. */
  readonly records: readonly RecordReading[];
  /** Lines of characters that were read. */
  readonly lines: readonly FoundLines[];
  /** What could not be read, or is wrong. */
  readonly problems: readonly Problem[];
  /** Every page of a file with pages, and any other picture as one; none of text. */
  readonly pages: readonly PageFacts[];
  /** What is worth saying about text: what was put in order, what was left aside. */
  readonly notes?: readonly SourceNote[];
}

/** One page as it was read, whatever it gave. */
export interface PageFacts {
  /** Name of the source that it is of. */
  readonly source: string;
  /** What kind of source that is. */
  readonly origin: FileOrigin;
  /** Page of a file with pages, from 1; 1 for any other picture. */
  readonly page: number;
  /** Codes that were read on it. */
  readonly codes: readonly FoundText[];
  /** Codes that are seen on it and could not be read. */
  readonly unread: number;
  /** It is full of what looks like finder patterns: neither damaged codes nor lines are looked for. */
  readonly crowded?: true;
  /** Whether a program drew it: it is no scan or photo of paper. */
  readonly exact: boolean;
  /** What else it shows, where codes may be missing. */
  readonly look?: PageLook;
  /** The words at its foot, where they are compared with its codes. */
  readonly foot?: Raster;
}

/** What is said of pages that could not be drawn, or that there was no time for: it comes first. */
export function lostOf({ pdf, problems }: SourceReading): readonly Problem[] {
  return problems.slice(0, pdf?.lost ?? 0);
}

/** A source that gave nothing but a problem. */
export function unreadSource(source: string, problem: Problem): SourceReading {
  return { source, sheets: [], keeps: [], records: [], lines: [], problems: [problem], pages: [] };
}
