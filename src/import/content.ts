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

/** A source as every reader wants to see it. */
export interface Content {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Pictures that can be read, HEIC and PDF. */
  readonly kind: FileKind | undefined;
  /** `undefined` where it is no text. */
  readonly text: string | undefined;
  /** The text's lines without blank ones and comments (`#`); empty where it is no text. */
  readonly lines: readonly Line[];
}

/** Largest text that is read: some ten thousand accounts. */
export const MAX_TEXT_BYTES = 16 * 1024 * 1024;

/**
 * Looks at a source's bytes once for all readers.
 * @throws EscrowError `source-empty`, `source-too-large`, `source-encoding`
 */
export function inspectContent({ name, bytes }: SourceInput): Content {
  if (bytes.length === 0) throw new EscrowError("source-empty");
  const kind = fileKind(bytes);
  const text = kind === undefined ? decodeText(bytes) : undefined;
  if (text === undefined) return { name, bytes, kind, text, lines: [] };
  const lines = text
    .split(/\r\n|\r|\n/u)
    .map((line, i) => ({ number: i + 1, text: line.trim() }))
    .filter(({ text: line }) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0) throw new EscrowError("source-empty");
  return { name, bytes, kind, text, lines };
}

/**
 * Decodes UTF-8 or UTF-16, with a byte order mark or without.
 * @returns `undefined` for what is no text
 */
function decodeText(bytes: Uint8Array): string | undefined {
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
