import { BASE32_ALPHABET, decodeBase32, encodeBase32 } from "../account/base32.js";
import { CHECK_SYMBOLS, CODEWORD_SYMBOLS, checkSymbols, correct } from "./reed-solomon.js";

/** Payload of a line. */
export const LINE_BYTES = 15;
/** Characters of a line after its label: 24 that carry the payload, 4 of check. */
export const LINE_CHARACTERS = 28;
/** Characters typed together, between blanks. */
export const GROUP_CHARACTERS = 4;
/** From one line's baseline to the next, in em. */
export const LINE_LEADING = 1.28;
/** Largest number of a line: ten bits. */
export const MAX_LINE_NUMBER = 1023;
/** Unreadable characters that a line may have; a fourth would leave nothing to check with. */
export const MAX_ERASURES = 3;

/** What lines carry: `T` the otpauth text of an open sheet, `D` a document, `S` a share. */
export const LINE_KINDS = ["T", "D", "S"] as const;
/** One kind of line. */
export type LineKind = (typeof LINE_KINDS)[number];

/** Kind and number, which take part in the check without being typed among its characters. */
const VIRTUAL_SYMBOLS = 3;

/** One line of 15 bytes. */
export interface Line {
  /** What it carries, by its label. */
  readonly kind: LineKind;
  /** 0 is the heading, data and parity lines count from 1. */
  readonly number: number;
  /** 15 bytes. */
  readonly bytes: Uint8Array;
}

/** A character that was read as something else than it must be. */
export interface Correction {
  /** Place in the line, 1 to 28, blanks not counted. */
  readonly place: number;
  /** What was read; `?` where it was unreadable. */
  readonly read: string;
  /** The character that was meant. */
  readonly meant: string;
}

/** What one typed line says. A line with corrections is an offer: nothing here has settled it. */
export type LineReading =
  | {
      /** Whether it checks as it stands, or would with `corrections`. */
      readonly status: "good" | "offer";
      /** The line, with them. */
      readonly line: Line;
      /** Characters that were put right; none of a good line. */
      readonly corrections: readonly Correction[];
    }
  | {
      /** It does not check, and nothing can be offered. */
      readonly status: "unreadable";
      /** What its label says it is of. */
      readonly kind: LineKind;
      /** Its number, as its label says. */
      readonly number: number;
      /** Whether it has too few or too many characters, or some that are wrong. */
      readonly reason: "length" | "check";
      /** First group of four, from 1, with too few or too many characters; 0 where groups are in order. */
      readonly group: number;
    };

function virtualSymbols(kind: LineKind, number: number): number[] {
  return [BASE32_ALPHABET.indexOf(kind), number >> 5, number & 31];
}

/**
 * Writes a line as it is printed: `T1 XXXX XXXX XXXX XXXX XXXX XXXX CCCC`.
 * @throws RangeError when the payload is not 15 bytes or the number not 0 to 1023
 */
export function formatLine(line: Line): string {
  if (line.bytes.length !== LINE_BYTES) throw new RangeError("a line holds 15 bytes");
  if (!Number.isInteger(line.number) || line.number < 0 || line.number > MAX_LINE_NUMBER) {
    throw new RangeError("lines are numbered 0 to 1023");
  }
  const data = encodeBase32(line.bytes);
  const message = [...virtualSymbols(line.kind, line.number), ...symbolsOf(data)];
  const check = checkSymbols(message).map((symbol) => BASE32_ALPHABET.charAt(symbol));
  const groups = (data + check.join("")).match(/.{4}/gu) ?? [];
  return `${line.kind}${line.number} ${groups.join(" ")}`;
}

function symbolsOf(characters: string): number[] {
  return [...characters].map((character) => Math.max(0, BASE32_ALPHABET.indexOf(character)));
}

/** Label and rest of a typed line: a letter, its number, a blank or colon. */
const LABEL = /^\s*([A-Za-z])\s?(\d{1,4})[\s:.]\s*(.*)$/u;
/** Only letters, digits and `?` stand in lines; blanks and hyphens between them do not count. */
const BODY = /^[A-Za-z0-9?\s-]*$/u;

/**
 * Reads one typed line. Case, blanks and hyphens do not matter; `?`, `0`, `1`, `8` and `9`, which
 * base32 lacks, are unreadable characters, at most three.
 * @returns `undefined` where the text is no line at all
 */
export function parseLine(text: string): LineReading | undefined {
  const [, letter, digits, rest] = LABEL.exec(text) ?? [];
  const kind = LINE_KINDS.find((known) => known === letter?.toUpperCase());
  if (kind === undefined || digits === undefined || rest === undefined || !BODY.test(rest)) return undefined;
  const number = Number(digits);
  if (number > MAX_LINE_NUMBER) return undefined;
  const groups = rest
    .toUpperCase()
    .replace(/[0189]/gu, "?")
    .split(/[\s-]+/u)
    .filter((group) => group !== "");
  const body = groups.join("");
  if (body.length !== LINE_CHARACTERS) {
    const odd = groups.findIndex((group) => group.length !== GROUP_CHARACTERS);
    return { status: "unreadable", kind, number, reason: "length", group: groups.length > 1 ? odd + 1 : 0 };
  }
  const erased = [...body].flatMap((character, i) => (character === "?" ? [i + VIRTUAL_SYMBOLS] : []));
  const received = [...virtualSymbols(kind, number), ...symbolsOf(body)];
  const codeword = erased.length > MAX_ERASURES ? undefined : correct(received, erased, VIRTUAL_SYMBOLS);
  if (!codeword) return { status: "unreadable", kind, number, reason: "check", group: 0 };
  const meant = codeword.slice(VIRTUAL_SYMBOLS).map((symbol) => BASE32_ALPHABET.charAt(symbol));
  const corrections = meant.flatMap((character, i) => {
    const read = body.charAt(i);
    return read === character ? [] : [{ place: i + 1, read, meant: character }];
  });
  const data = meant.slice(0, CODEWORD_SYMBOLS - VIRTUAL_SYMBOLS - CHECK_SYMBOLS).join("");
  const line = { kind, number, bytes: decodeBase32(data) };
  return { status: corrections.length === 0 ? "good" : "offer", line, corrections };
}
