import { EscrowError } from "../error.js";
import { type FileKind, fileKind } from "../read/file-kind.js";
import type { SourceInput } from "./source.js";
import { plainText } from "./written-text.js";

/** A line of a text that says something. */
export interface Line {
  /** From 1, blank lines and comments counted. */
  readonly number: number;
  /** Without blanks around it. */
  readonly text: string;
}

/** A source as a picture, a PDF or text. */
interface TextContent {
  /** Pictures that can be read, HEIC and PDF. */
  readonly kind: FileKind | undefined;
  /** Without a byte order mark; `undefined` where it is no text. */
  readonly text: string | undefined;
}

/** Most lines that say something: more than anybody has accounts. */
export const MAX_LINES = 200_000;
/** Largest text that is read: exports of apps hold pictures too. */
export const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/**
 * Looks at a source as far as sheets need: pictures, PDFs and typed text.
 * @throws EscrowError `source-empty`, `source-too-large`, `source-encoding`
 */
export function inspectText({ bytes }: SourceInput): TextContent {
  if (bytes.length === 0) throw new EscrowError("source-empty");
  const kind = fileKind(bytes);
  const text = kind === undefined ? decodeText(bytes) : undefined;
  if (text !== undefined && !saysSomething(text)) throw new EscrowError("source-empty");
  return { kind, text };
}

/**
 * The lines of a text without blank ones and comments (`#`), but with kept secrets (`# keep: `) and recovery
 * codes (`# recovery: `).
 * @throws EscrowError `source-too-many`
 */
export function linesOf(text: string): Line[] {
  const lines = [];
  for (const line of eachLine(text)) {
    if (lines.length >= MAX_LINES) throw new EscrowError("source-too-many", { most: MAX_LINES });
    lines.push(line);
  }
  return lines;
}

/** Whether a text has a line that says something. */
export function saysSomething(text: string): boolean {
  return eachLine(text).next().done !== true;
}

/** One after the other: what stops early, or at too many, has not taken the others apart. */
function* eachLine(text: string): Generator<Line, void, void> {
  const end = /\r\n|\r|\n/gu;
  for (let number = 1, at = 0; at <= text.length; number++) {
    const found = end.exec(text);
    const line = text.slice(at, found?.index).trim();
    if (line !== "" && (!line.startsWith("#") || /^# (?:keep|recovery): /u.test(line))) yield { number, text: line };
    at = found ? end.lastIndex : text.length + 1;
  }
}

/**
 * Decodes UTF-8 or UTF-16, with a byte order mark or without, and puts the text in order.
 * @returns `undefined` for what is no text
 * @throws EscrowError `source-too-large`, `source-encoding`
 * @see plainText
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const wideBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const encoding = wide ? "utf-16le" : wideBigEndian ? "utf-16be" : "utf-8";
  if (encoding === "utf-8" && bytes.subarray(0, 1024).includes(0)) return undefined;
  if (bytes.length > MAX_TEXT_BYTES) throw new EscrowError("source-too-large", { megabytes: MAX_TEXT_BYTES / 2 ** 20 });
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : plainText(text);
  } catch {
    if (bytes.some((byte) => byte < 0x09)) return undefined;
    throw new EscrowError("source-encoding");
  }
}
