import type { AccountType, Algorithm } from "../account/account.js";
import type { CountedCode, TimedCode } from "../account/codes.js";
import type { KeyStrength } from "../account/key-strength.js";
import type { ErrorCode, ErrorData, Fault, Warning } from "../error.js";
import type { QrSymbol } from "../paper/qr/qr.js";
import type { ShareStatus } from "../recover/found-set.js";
import type { LineCheck, PlacedCorrection } from "../recover/lines/typed-lines.js";
import type { PageState } from "../recover/page-states.js";
import type { Receipt } from "../recover/receipts.js";

export type { TimedCode } from "../account/codes.js";
export type { PlacedCorrection } from "../recover/lines/typed-lines.js";
export type { Guide } from "../sheet/content.js";

/** What a page is for: getting codes back, or checking a sheet without anything secret leaving the worker. */
export type Mode = "recover" | "check";

/** Something that is wrong: data for a sentence under `errors`. */
export interface ProblemView {
  /** Ids of the sources it was found in; none where it belongs to a whole set. */
  readonly sources: readonly number[];
  /** Names of these files, joined; `""` for the camera and for typing. */
  readonly source: string;
  readonly code: ErrorCode;
  readonly data: ErrorData;
}

/** Where a source came from. */
export type Origin = "pdf" | "picture" | "camera" | "typed";

/** One file, what the camera saw of one sheet, or all that was typed. */
export interface SourceView {
  /** Names it in `removeSource`. */
  readonly id: number;
  /** File name; `""` for the camera and for typing. */
  readonly name: string;
  readonly origin: Origin;
  /** Codes that were read from it. */
  readonly codes: number;
  /** Largest share of error correction that damage has used up in one of its codes, 0 to 1. */
  readonly usedCorrection: number;
  /** Whether that is so much that the sheet should be printed again. */
  readonly printAgain: boolean;
  /** Whether its codes were not enough, and the lines printed beside them were read and confirmed. */
  readonly byLines: boolean;
  /** Sets that it belongs to, by name, each with its shares' numbers. */
  readonly sets: readonly { readonly name: string; readonly shares: readonly number[] }[];
  /** Names of the accounts of open sheets in it. */
  readonly accounts: readonly string[];
  /** Every page of a PDF, and a picture as one, with what became of it; none of what was typed or seen by the camera. */
  readonly pages: readonly PageView[];
}

/** What became of a page. */
interface PageView extends Pick<PageState, "state" | "codes" | "unread"> {
  /** Its number, from 1; nothing for a picture. */
  readonly page?: number;
  /** Whether it may hold what nothing else does, even where every set is open. */
  readonly missed: boolean;
}

/** One share of a set as a page shows it. */
interface ShareView {
  /** 1 to n. */
  readonly x: number;
  /** `in-roster`: unaltered and of this set. `not-in-roster`: altered or made up, set aside. `not-checked`: no document yet. */
  readonly status: ShareStatus;
  /** Ids of the sources that it was read from. */
  readonly sources: readonly number[];
}

/** What opening a set needs. */
export type Need =
  /** Nothing: it can be opened, or is open. */
  | { readonly what: "nothing" }
  | { readonly what: "passphrase" }
  /** More sheets of the set. */
  | { readonly what: "shares"; readonly have: number; readonly need: number; readonly more: number }
  /** More codes or lines of the document: any sheet of the set has them. */
  | { readonly what: "document"; readonly have: number; readonly need: number }
  /** There is enough, but what there is contradicts itself or is refused. */
  | { readonly what: "other"; readonly code: ErrorCode; readonly data: ErrorData };

/** A set as far as it is known. */
export interface SetView {
  /** All 16 characters, in groups of four; names it in `open`. */
  readonly name: string;
  /** Nothing while neither a document nor a share of it is there. */
  readonly kind: "sealed" | "shares" | undefined;
  readonly k: number | undefined;
  readonly n: number | undefined;
  /** In the order of their numbers; with those that were set aside. */
  readonly shares: readonly ShareView[];
  /** How many different shares count: in the roster, or all while there is none to check them by. */
  readonly have: number;
  /** Whether the document is complete, its hash checked. */
  readonly complete: boolean;
  /** Codes of the document that are there and needed; nothing once it is complete or where none was read. */
  readonly frames: { readonly have: number; readonly need: number } | undefined;
  readonly need: Need;
  readonly problems: readonly ProblemView[];
  /** What it says of itself; nothing until it was opened. */
  readonly opened: OpenedView | undefined;
  /** While sheets are checked: what each that is in order can prove by telephone. */
  readonly receipts: readonly Receipt[];
}

/** What an opened set says of itself, nothing secret. */
export interface OpenedView {
  /** Accounts and kept secrets in it. */
  readonly accounts: number;
  readonly title: string | undefined;
  readonly owner: string | undefined;
  /** Day of making, `YYYY-MM-DD`. */
  readonly made: string | undefined;
  /** Set id of the set that it replaces, in groups of four. */
  readonly replaces: string | undefined;
  readonly notes: readonly string[];
  /** In the order of the shares. */
  readonly holders: readonly string[];
}

/** A keeper's page: it says of which set it is, and holds no share. */
export interface KeeperView {
  /** All 16 characters, in groups of four. */
  readonly set: string;
  readonly k: number;
  readonly n: number;
  /** Whether sheets of sets are here, and none of them is of its set. */
  readonly stray: boolean;
}

/** Everything that is known, after each thing that was given. Holds nothing secret. */
export interface Snapshot {
  readonly sources: readonly SourceView[];
  readonly sets: readonly SetView[];
  /** Keeper's pages that were shown. */
  readonly keepers: readonly KeeperView[];
  /** Accounts and kept secrets of open sheets. */
  readonly openSheets: number;
  /** Accounts and kept secrets that can be shown now: of open sheets and opened sets, each once. */
  readonly accounts: number;
  /** All problems of all sources and sets. */
  readonly problems: readonly ProblemView[];
}

/** Nothing is known yet. */
export const NO_SNAPSHOT: Snapshot = {
  sources: [],
  sets: [],
  keepers: [],
  openSheets: 0,
  accounts: 0,
  problems: [],
};

/** What a frame of the camera gave. */
export interface FrameAnswer {
  /** Codes of sheets in the frame. */
  readonly seen: number;
  /** Those that were not known before: one tick each. */
  readonly fresh: number;
  /** Codes that are of no recovery sheet. */
  readonly foreign: number;
  /** Corners of every code that was read, in pixels of the frame, clockwise. */
  readonly corners: readonly (readonly { readonly x: number; readonly y: number }[])[];
  readonly snapshot: Snapshot;
}

/** What one typed line is. `label` is its kind and number, as in `D3`. */
export type LineAnswer =
  | LineCheck
  /** Another line of that number was typed, from 0, and says something else: one of another sheet, or one mistyped. */
  | { readonly status: "contradicts"; readonly label: string; readonly other: number };

/** What typed lines amount to. */
export interface TypedAnswer {
  /** One answer a line, in the same order. */
  readonly lines: readonly LineAnswer[];
  /** What is still missing, a sentence each: `lines-missing`, `lines-heading-missing`, … */
  readonly missing: readonly Fault[];
  /** Characters that were settled by the whole: `label` of the line. */
  readonly corrected: readonly (PlacedCorrection & { readonly label: string })[];
  /** Labels of lines that were missing or wrong and worked out from the others. */
  readonly rebuilt: readonly string[];
  /** Whether every sheet that was begun can be opened, or needs only its passphrase. */
  readonly complete: boolean;
  readonly snapshot: Snapshot;
}

/** An account without its secret. */
export interface AccountView {
  /** Names it in `codes`, `reveal`. */
  readonly id: number;
  readonly issuer: string;
  readonly account: string;
  readonly type: AccountType;
  readonly algorithm: Algorithm;
  readonly digits: number;
  /** Seconds a code lives; nothing for HOTP. */
  readonly period: number | undefined;
  /** Counter of the next code as the sheet knows it; HOTP only. */
  readonly counter: number | undefined;
  /** Name of the service's guide. */
  readonly guide: string;
  /** Whether nothing told which of several guides it is. */
  readonly guideAssumed: boolean;
  /** One at least: the same account of several is one. */
  readonly origins: readonly OriginView[];
  /** Whether its key is shorter than services give, or can be guessed. */
  readonly keyStrength: KeyStrength;
}

/** Where an account came from. */
export type OriginView =
  /** A set that was opened, by its whole name. */
  | { readonly kind: "set"; readonly set: string }
  /** An open sheet, by its source's id. */
  | { readonly kind: "sheet"; readonly source: number; readonly pages: readonly number[] };

/** A kept secret from which no code can be derived. */
export interface KeepView {
  readonly id: number;
  readonly name: string;
}

/** Recovery codes of one label: how many, and whose. */
export interface RecoveryView {
  readonly id: number;
  readonly name: string;
  readonly count: number;
  /** Id of the account that has the label; nothing where none that was found has it. */
  readonly account: number | undefined;
}

/** What can be shown. */
export interface AccountsAnswer {
  readonly accounts: readonly AccountView[];
  readonly keeps: readonly KeepView[];
  readonly recovery: readonly RecoveryView[];
  /** What is to be looked at before accounts of several origins are trusted. */
  readonly warnings: readonly Warning[];
}

/** Codes of one account: the first is the one of the time or counter asked for. */
export interface CodesAnswer {
  readonly id: number;
  /** Time-based accounts; empty for HOTP. */
  readonly timed: readonly TimedCode[];
  /** HOTP; empty for the others. */
  readonly counted: readonly CountedCode[];
}

/** A QR symbol to draw: leave four light modules around it. */
export type QrView = QrSymbol;

/** The secret of one account, in every form that an authenticator app takes. */
export interface RevealedAccount {
  readonly id: number;
  /** base32, without blanks. */
  readonly key: string;
  /** The key in groups of four. */
  readonly groups: readonly string[];
  /** The whole `otpauth://` URI. */
  readonly uri: string;
  readonly qr: QrView;
}

/** What the worker is doing. */
export type Progress =
  /** Unpacking a reader, at its first use. */
  | { readonly doing: "loading"; readonly reader: "zxing" | "pdfium" }
  /** Reading a file from where it lies. */
  | { readonly doing: "fetching"; readonly name: string }
  /** Looking for codes: pages from 1. */
  | { readonly doing: "reading"; readonly name: string; readonly page: number; readonly pages: number }
  /** Reading lines of characters where codes were not enough, seconds a page: pages from 1; of all files so many are done. */
  | {
      readonly doing: "lines";
      readonly name: string;
      readonly page: number;
      readonly pages: number;
      readonly done: number;
      readonly total: number;
    }
  /** Deriving a key from a passphrase: seconds, and longer on a phone. */
  | { readonly doing: "opening"; readonly name: string };
