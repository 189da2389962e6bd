import type { QrSymbol } from "../paper/qr.js";

/** The typefaces of a sheet: `mono` for what is typed, `text` and `bold` for what is read. */
export type Face = "mono" | "text" | "bold";

/** A run of text on one line, already free of characters that its face lacks. */
export interface TextBox {
  readonly kind: "text";
  /** Left end of the run, from the page's left edge. */
  readonly xMm: number;
  /** Baseline, from the page's top edge. */
  readonly yMm: number;
  readonly pt: number;
  readonly face: Face;
  readonly text: string;
  /** What a machine must be able to read back here: the key to type, or a check line. */
  readonly role?: "key" | "line";
}

/** A filled rectangle: rules, blanks to write on, the ruler. */
export interface RuleBox {
  readonly kind: "rule";
  readonly xMm: number;
  /** Top edge, from the page's top edge. */
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  /** 0 black to 1 white. */
  readonly grey: number;
}

/** A QR symbol; its quiet zone lies outside. */
export interface CodeBox {
  readonly kind: "code";
  readonly xMm: number;
  readonly yMm: number;
  /** Side of the symbol without quiet zone. */
  readonly sizeMm: number;
  readonly symbol: QrSymbol;
  /** The text that a reader must find here. */
  readonly text: string;
}

/** What a page is made of. */
export type Box = TextBox | RuleBox | CodeBox;

/** One page: boxes in millimetres from its top left corner. */
export interface Page {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Of large prints set anew whenever they are asked for. */
  readonly boxes: readonly Box[];
  /** Places in the list of accounts, from 0, of those whose sheet or card this page carries. */
  readonly accounts: readonly number[];
  /** Place in the list of kept secrets, from 0, of the one whose sheet this page is. */
  readonly keep?: number;
  /** Of a page of recovery codes: the place of their list, from 0, and which codes of it stand here. */
  readonly recovery?: { readonly list: number; readonly from: number; readonly count: number };
}

/** Points to millimetres: a point is 1/72 inch. */
export const MM_PER_PT = 25.4 / 72;
