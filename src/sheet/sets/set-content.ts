import type { Account } from "../../account/account.js";
import type { QrSymbol } from "../../paper/qr/qr.js";
import type { PaperFormat } from "../../paper/record.js";
import type { Threshold } from "../../share/roster.js";
import type { Fields } from "../fields.js";

/** A code of a set's sheets: its symbol and the text that a reader must find. */
export interface SetCode {
  readonly symbol: QrSymbol;
  readonly text: string;
}

/** The share that one sheet carries. */
export interface SheetShare {
  /** 1 to n. */
  readonly x: number;
  readonly code: SetCode;
  /** Heading, data and parity lines, and the heading again. */
  readonly lines: readonly string[];
}

/** A recovery page as the keeper's page names it. */
export interface RecoveryPage {
  /** Version of the program that wrote it. */
  readonly version: string;
  /** SHA-256 of the file, 64 digits of hexadecimal. */
  readonly sha256: string;
  /** The same of the page that makes sheets, where that was at hand. */
  readonly workshopSha256?: string;
}

/** What is known, beyond its number, of a set that another one replaces. */
export interface ReplacedSet {
  /** How many of its shares open it, and how many there are; nothing for a sealed sheet. */
  readonly threshold: Threshold | undefined;
  /** Holders in the order of its shares, `""` for one that is not known; none where it was not opened. */
  readonly holders: readonly string[];
}

/** A share's receipt for a year, `7KQ2-M4ZA`. */
export interface YearReceipt {
  readonly year: number;
  readonly receipt: string;
}

/** Everything that one sheet of a set says, before it has a place on a page. */
export interface SetContent {
  /** All 16 characters, in groups of four. */
  readonly setId: string;
  readonly title: string | undefined;
  /** Whose accounts they are. */
  readonly owner: string | undefined;
  /** How many shares open the set, and how many there are; nothing for a sealed sheet. */
  readonly threshold: Threshold | undefined;
  /** This sheet's share; nothing on sealed sheets and the keeper's page. */
  readonly share: SheetShare | undefined;
  /** Names, and how to reach them, in the order of the shares; `""` for one to be written by hand. @see parseHolder */
  readonly holders: readonly string[];
  /** Frames of the document, data first, for the front. */
  readonly codes: readonly SetCode[];
  /** The frames that follow, for the back of a sealed sheet; of a very long document the same ones again. */
  readonly moreCodes: readonly SetCode[];
  /** How many different frames give the document. */
  readonly codesNeeded: number;
  /** The code by which the keeper's page is known; nothing on other sheets, and where its template has no place for one. */
  readonly keeperCode: SetCode | undefined;
  /** What each holder can tell by telephone, in the order of the shares; for the keeper's page alone, and none without a date. */
  readonly receipts: readonly (readonly YearReceipt[])[];
  /** The document's lines; none where it is too long and sheets carry codes only. */
  readonly lines: readonly string[];
  /** How many accounts the set opens; nothing where that is not known. */
  readonly accountCount: number | undefined;
  /** The accounts, to be named on the sheet; nothing unless that was asked for. */
  readonly shown: readonly Account[] | undefined;
  /** Set id of the set that this one replaces, in groups of four. */
  readonly replaces: string | undefined;
  /** What else is known of that set. */
  readonly replaced: ReplacedSet | undefined;
  readonly fields: Fields;
  /** Day of making, `YYYY-MM-DD`. */
  readonly madeOn: string;
  /** Version of the program. */
  readonly version: string;
  /** Version of the paper format. */
  readonly format: PaperFormat;
  /** The recovery page that was made with the set; nothing where none was. */
  readonly recoveryPage: RecoveryPage | undefined;
  /** Source text of the format card's program. */
  readonly program: string;
}
