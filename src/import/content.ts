import { inflate } from "../document/inflate.js";
import { attempt, EscrowError } from "../error.js";
import { type FileKind, fileKind } from "../read/file-kind.js";
import { textPicture } from "../read/text/text-picture.js";
import { type CsvTable, headingsStart, parseCsv } from "./formats/csv.js";
import { parseFlowYaml } from "./formats/flow-yaml.js";
import { type Json, parseJson } from "./formats/json.js";
import { parseMarkdownTable } from "./formats/markdown-table.js";
import { xmlRootName } from "./formats/xml.js";
import { isZip, type ZipEntry, zipEntries } from "./formats/zip.js";
import { isAgeFile } from "./other-file.js";
import type { SourceInput } from "./source.js";
import { decodeText, type Line, linesOf, MAX_TEXT_BYTES, saysSomething } from "./text.js";

/** A source as every reader wants to see it. What takes work is done when first asked for, and once. */
export interface Content {
  /** Name of the source, as it was given. */
  readonly name: string;
  /** The bytes as they are; of a text or picture that gzip packed, such as an SVG, those within. */
  readonly bytes: Uint8Array;
  /** Pictures that can be read, HEIC and PDF. */
  readonly kind: FileKind | undefined;
  /** Without a byte order mark; `undefined` where it is no text. */
  readonly text: string | undefined;
  /**
   * The text's lines without blank ones and comments (`#`), but with kept secrets (`# keep: `); empty where it is no
   * text, and where there are too many.
   */
  readonly lines: readonly Line[];
  /** Codes that the text draws with characters, as SVG; `undefined` where it draws none. */
  readonly drawing: string | undefined;
  /** `undefined` where it is no JSON object or array, or a faulty one, and no YAML of the same form. */
  readonly json: Json | undefined;
  /** `undefined` where it is no text, or one with no table of Markdown, and no comma, semicolon or tab in its first line. */
  readonly csv: CsvTable | undefined;
  /** Name of the first element; `undefined` where it is no XML. */
  readonly xmlRoot: string | undefined;
  /** The files of a ZIP archive; `undefined` where it is none. */
  readonly zip: readonly ZipEntry[] | undefined;
  /** Why it could not be looked into, as text, JSON, CSV or ZIP: what to say when no reader knows it. */
  readonly fault: EscrowError | undefined;
}

/**
 * Looks at a source's bytes once for all readers.
 * @throws EscrowError `source-empty`, `source-too-large`, `source-age`
 */
export function inspectContent({ name, bytes: given }: SourceInput): Content {
  if (given.length === 0) throw new EscrowError("source-empty");
  const bytes = isGzip(given) ? unpacked(given) : given;
  if (isAgeFile(bytes)) throw new EscrowError("source-age");
  const kind = fileKind(bytes);
  let fault: EscrowError | undefined;
  const noting = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      fault ??= error;
      return undefined;
    }
  };
  const text = kind === undefined && !isZip(bytes) ? noting(() => decodeText(bytes)) : undefined;
  if (fault?.code === "source-too-large") throw fault;
  const drawing = once(() => (text === undefined ? undefined : textPicture(text)));
  // A code drawn with the sign of comments has no other line.
  if (text !== undefined && !saysSomething(text) && drawing() === undefined) throw new EscrowError("source-empty");
  const lines = once(() => (text === undefined ? [] : (noting(() => linesOf(text)) ?? [])));
  const json = once(() => {
    if (text === undefined) return undefined;
    const json = /^\s*[[{]/u.test(text) ? noting(() => parseJson(text)) : undefined;
    // YAML that is written inline has the same members.
    return json ?? parseFlowYaml(text);
  });
  const csv = once(() => {
    if (text === undefined || /^\s*[[{<]/u.test(text)) return undefined;
    const isTable = /^[^\r\n]*[,;\t]/u.test(text.slice(headingsStart(text)));
    return parseMarkdownTable(text) ?? (isTable ? noting(() => parseCsv(text)) : undefined);
  });
  const xmlRoot = once(() => (text === undefined ? undefined : xmlRootName(text)));
  const zip = once(() => (isZip(bytes) ? noting(() => zipEntries(bytes)) : undefined));
  return {
    name,
    bytes,
    kind,
    text,
    get lines() {
      return lines();
    },
    get drawing() {
      return drawing();
    },
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

function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

/** What gzip packed, where that is a text or picture; else what was given. */
function unpacked(given: Uint8Array): Uint8Array {
  const inner = attempt(() => inflate(given, MAX_TEXT_BYTES));
  if (inner === undefined || inner.length === 0) return given;
  return fileKind(inner) !== undefined || attempt(() => decodeText(inner)) !== undefined ? inner : given;
}

function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}
