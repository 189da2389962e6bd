import { decodeBase32, encodeBase32, isCanonicalBase32 } from "../account/base32.js";

/** Prefixes of QR texts: trial format 0, then what the record is. */
const PREFIXES = { document: "PE0D", share: "PE0S", keeper: "PE0K" } as const;
/** What a QR record carries: a frame of a document, a share, or what a keeper's page says of its set. */
export type RecordKind = keyof typeof PREFIXES;

/** A record as a QR code carries it. */
export interface QrRecord {
  readonly kind: RecordKind;
  /** A multiple of five bytes, so that plain base32 takes it. */
  readonly bytes: Uint8Array;
}

/** What a QR text is: a record, one of a later version of the format, or something else. */
export type RecordReading =
  | { readonly status: "record"; readonly record: QrRecord }
  | { readonly status: "unknown-version" | "broken" | "foreign" };

/** Record → QR text, in upper case for the alphanumeric mode. @see FORMAT.md, "QR text" */
export function formatRecord({ kind, bytes }: QrRecord): string {
  if (bytes.length % 5 !== 0) throw new RangeError("a record is a multiple of five bytes");
  return PREFIXES[kind] + encodeBase32(bytes);
}

/** QR text → record. */
export function parseRecord(text: string): RecordReading {
  const [, version, letter, body = ""] = /^PE(\d)([A-Z])([A-Z2-7]*)$/u.exec(text) ?? [];
  if (version === undefined) return { status: "foreign" };
  const kind = (Object.keys(PREFIXES) as RecordKind[]).find((known) => PREFIXES[known] === `PE${version}${letter}`);
  if (!kind) return { status: "unknown-version" };
  if (body.length % 8 !== 0 || body.length === 0 || !isCanonicalBase32(body)) return { status: "broken" };
  return { status: "record", record: { kind, bytes: decodeBase32(body) } };
}
