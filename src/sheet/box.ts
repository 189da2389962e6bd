import type { QrSymbol } from "../paper/qr/qr.js";

/** The typefaces of a sheet: `mono` for what is typed, `text` and `bold` for what is read. */
export type Face = "mono" | "text" | "bold";

/** A run of text on one line, already free of characters that its face lacks. */
export interface TextBox {
  /** A line of text. */
  readonly kind: "text";
  /** Left end of the run, from the page's left edge. */
  readonly xMm: number;
  /** Baseline, from the page's top edge. */
  readonly yMm: number;
  /** Size of its characters. */
  readonly pt: number;
  /** Which font. */
  readonly face: Face;
  /** What it says. */
  readonly text: string;
  /** What a machine must be able to read back here: the key to type, or a check line. */
  readonly role?: "key" | "line";
}

/** A filled rectangle: rules, blanks to write on, the ruler. */
export interface RuleBox {
  /** A rule or a filled rectangle. */
  readonly kind: "rule";
  /** Left edge, from that of the page. */
  readonly xMm: number;
  /** Top edge, from the page's top edge. */
  readonly yMm: number;
  /** Width of the rule. */
  readonly widthMm: number;
  /** Height of the rule. */
  readonly heightMm: number;
  /** 0 black to 1 white. */
  readonly grey: number;
}

/** A QR symbol; its quiet zone lies outside. */
export interface CodeBox {
  /** A QR code. */
  readonly kind: "code";
  /** Left edge, from that of the page. */
  readonly xMm: number;
  /** Top edge, from that of the page. */
  readonly yMm: number;
  /** Side of the symbol without quiet zone. */
  readonly sizeMm: number;
  /** The code itself. */
  readonly symbol: QrSymbol;
  /** The text that a reader must find here. */
  readonly text: string;
}

/** What a page is made of. */
export type Box = TextBox | RuleBox | CodeBox;

/** One page: boxes in millimetres from its top left corner. */
export interface Page {
  /** Width of the paper. */
  readonly widthMm: number;
  /** Height of the paper. */
  readonly heightMm: number;
  /** Of large prints set anew whenever they are asked for. */
  readonly boxes: readonly Box[];
  /** Places in the list of accounts, from 0, of those whose sheet or card this page carries. */
  readonly accounts: readonly number[];
  /** Place in the list of kept secrets, from 0, of the one whose sheet this page is. */
  readonly keep?: number;
  /** Of a page of recovery codes: which of them stand here. */
  readonly recovery?: {
    /** Place of their list, from 0. */
    readonly list: number;
    /** Place in it of the first code here, from 0. */
    readonly from: number;
    /** How many codes stand here. */
    readonly count: number;
  };
}

/** Points to millimetres: a point is 1/72 inch. */
export const MM_PER_PT = 25.4 / 72;
