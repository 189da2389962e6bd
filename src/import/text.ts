import { EscrowError } from "../error.js";
import { type FileKind, fileKind } from "../read/file-kind.js";
import type { SourceInput } from "./source.js";

/** A line of a text that says something. */
export interface Line {
  /** From 1, blank lines and comments counted. */
  readonly number: number;
  /** Without blanks around it. */
  readonly text: string;
}

/** A source as a picture, a PDF or text. */
export interface TextContent {
  /** Pictures that can be read, HEIC and PDF. */
  readonly kind: FileKind | undefined;
  /** Without a byte order mark; `undefined` where it is no text. */
  readonly text: string | undefined;
  /** The text's lines as `linesOf` has them; empty where it is no text. */
  readonly lines: readonly Line[];
}

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
  const lines = text === undefined ? [] : linesOf(text);
  if (text !== undefined && lines.length === 0) throw new EscrowError("source-empty");
  return { kind, text, lines };
}

/** The lines of a text without blank ones and comments (`#`), but with kept secrets (`# keep: `). */
export function linesOf(text: string): Line[] {
  return text
    .split(/\r\n|\r|\n/u)
    .map((line, i) => ({ number: i + 1, text: line.trim() }))
    .filter(({ text: line }) => line !== "" && (!line.startsWith("#") || line.startsWith("# keep: ")));
}

/**
 * Decodes UTF-8 or UTF-16, with a byte order mark or without.
 * @returns `undefined` for what is no text
 * @throws EscrowError `source-too-large`, `source-encoding`
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
    return text.includes("\0") ? undefined : text;
  } catch {
    if (bytes.some((byte) => byte < 0x09)) return undefined;
    throw new EscrowError("source-encoding");
  }
}
