import { decodeBase32, encodeBase32, isCanonicalBase32 } from "../account/base32.js";

/** Letters of QR texts that tell what a record is. */
const LETTERS = { document: "D", share: "S", keeper: "K" } as const;
/** What a QR record carries: a frame of a document, a share, or what a keeper's page says of its set. */
export type RecordKind = keyof typeof LETTERS;

/** Versions of the paper format: QR texts begin so. Their records are the same bytes. @see FORMAT.md, "PE0" */
export const PAPER_FORMATS = ["PE1", "PE0"] as const;
/** The frozen format, or the trial one before it, which is read for ever. */
export type PaperFormat = (typeof PAPER_FORMATS)[number];
/** What is written unless a set of the older version gets one more sheet. */
export const WRITTEN_FORMAT: PaperFormat = "PE1";

/** A record as a QR code carries it. */
export interface QrRecord {
  /** What it is a piece of. */
  readonly kind: RecordKind;
  /** The version of its text; what is written where it is left out. */
  readonly format?: PaperFormat;
  /** A multiple of five bytes, so that plain base32 takes it. */
  readonly bytes: Uint8Array;
}

/** What a QR text is: a record, one of a later version of the format, or something else. */
export type RecordReading =
  | { readonly status: "record"; readonly record: QrRecord }
  | { readonly status: "unknown-version" | "broken" | "foreign" };

/** Record → QR text, in upper case for the alphanumeric mode. @see FORMAT.md, "QR text" */
export function formatRecord({ kind, format = WRITTEN_FORMAT, bytes }: QrRecord): string {
  if (bytes.length % 5 !== 0) throw new RangeError("a record is a multiple of five bytes");
  return format + LETTERS[kind] + encodeBase32(bytes);
}

/** QR text → record. */
export function parseRecord(text: string): RecordReading {
  const [, version, letter, body = ""] = /^PE(\d)([A-Z])([A-Z2-7]*)$/u.exec(text) ?? [];
  if (version === undefined) return { status: "foreign" };
  const kind = (Object.keys(LETTERS) as RecordKind[]).find((known) => LETTERS[known] === letter);
  const format = PAPER_FORMATS.find((known) => known === `PE${version}`);
  if (!kind || !format) return { status: "unknown-version" };
  if (body.length % 8 !== 0 || body.length === 0 || !isCanonicalBase32(body)) return { status: "broken" };
  return { status: "record", record: { kind, format, bytes: decodeBase32(body) } };
}
