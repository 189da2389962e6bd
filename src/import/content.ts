import { EscrowError } from "../error.js";
import { type FileKind, fileKind } from "../read/file-kind.js";
import { type CsvTable, headingsStart, parseCsv } from "./csv.js";
import { type Json, parseJson } from "./json.js";
import type { SourceInput } from "./source.js";
import { xmlRootName } from "./xml.js";
import { isZip, type ZipEntry, zipEntries } from "./zip.js";

/** A line of a text that says something. */
export interface Line {
  /** From 1, blank lines and comments counted. */
  readonly number: number;
  /** Without blanks around it. */
  readonly text: string;
}

/** A source as every reader wants to see it. What takes work is done when first asked for, and once. */
export interface Content {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Pictures that can be read, HEIC and PDF. */
  readonly kind: FileKind | undefined;
  /** Without a byte order mark; `undefined` where it is no text. */
  readonly text: string | undefined;
  /**
   * The text's lines without blank ones and comments (`#`), but with kept secrets (`# keep: `); empty where it is no
   * text.
   */
  readonly lines: readonly Line[];
  /** `undefined` where it is no JSON object or array, or a faulty one. */
  readonly json: Json | undefined;
  /** `undefined` where it is no text, or one with no comma, semicolon or tab in its first line. */
  readonly csv: CsvTable | undefined;
  /** Name of the first element; `undefined` where it is no XML. */
  readonly xmlRoot: string | undefined;
  /** The files of a ZIP archive; `undefined` where it is none. */
  readonly zip: readonly ZipEntry[] | undefined;
  /** Why it could not be looked into, as text, JSON, CSV or ZIP: what to say when no reader knows it. */
  readonly fault: EscrowError | undefined;
}

/** Largest text that is read: exports of apps hold pictures too. */
export const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/**
 * Looks at a source's bytes once for all readers.
 * @throws EscrowError `source-empty`, `source-too-large`
 */
export function inspectContent({ name, bytes }: SourceInput): Content {
  if (bytes.length === 0) throw new EscrowError("source-empty");
  const kind = fileKind(bytes);
  let fault: EscrowError | undefined;
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      fault ??= error;
      return undefined;
    }
  };
  const text = kind === undefined && !isZip(bytes) ? attempt(() => decodeText(bytes)) : undefined;
  if (fault?.code === "source-too-large") throw fault;
  const lines = text === undefined ? [] : linesOf(text);
  if (text !== undefined && lines.length === 0) throw new EscrowError("source-empty");
  const json = once(() => (text !== undefined && /^\s*[[{]/u.test(text) ? attempt(() => parseJson(text)) : undefined));
  const csv = once(() =>
    text !== undefined && /^[^\r\n]*[,;\t]/u.test(text.slice(headingsStart(text))) && !/^\s*[[{<]/u.test(text)
      ? attempt(() => parseCsv(text))
      : undefined,
  );
  const xmlRoot = once(() => (text === undefined ? undefined : xmlRootName(text)));
  const zip = once(() => (isZip(bytes) ? attempt(() => zipEntries(bytes)) : undefined));
  return {
    name,
    bytes,
    kind,
    text,
    lines,
    get json() {
      return json();
    },
    get csv() {
      return csv();
    },
    get xmlRoot() {
      return xmlRoot();
    },
    get zip() {
      return zip();
    },
    get fault() {
      return fault;
    },
  };
}

function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

/** The lines of a text without blank ones and comments. */
export function linesOf(text: string): Line[] {
  return text
    .split(/\r\n|\r|\n/u)
    .map((line, i) => ({ number: i + 1, text: line.trim() }))
    .filter(({ text: line }) => line !== "" && (!line.startsWith("#") || line.startsWith("# keep: ")));
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
