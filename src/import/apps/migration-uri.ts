import { type Account, type Algorithm, makeAccount } from "../../account/account.js";
import { encodeBase32 } from "../../account/base32.js";
import { MAX_URI_LENGTH } from "../../account/otpauth-uri.js";
import { decodePercent } from "../../account/uri-query.js";
import { EscrowError } from "../../error.js";
import { type Field, readFields } from "../formats/protobuf.js";

/** One QR code of a Google Authenticator export. */
export interface Migration {
  /** What each entry gave, in its order. */
  readonly entries: readonly (Account | EscrowError)[];
  /** How many QR codes the whole export has. */
  readonly size: number;
  /** Which of them this is, from 0. */
  readonly index: number;
  /** Names the export; version 2 has none. */
  readonly id: number | undefined;
  /** The decoded message: by it two readings of the same QR code are told. Holds the secrets. */
  readonly payload: Uint8Array;
}

/** Largest export, in QR codes of ten accounts each. */
const MAX_BATCH_SIZE = 1000;

/** Most entries of one QR code: an entry with the shortest secret takes a dozen of its 3,000 bytes. */
const MAX_ENTRIES = 1000;

/** Whether a text is the scheme's, whatever may be wrong with the rest of it. */
export function isMigrationUri(text: string): boolean {
  return /^otpauth-migration:/iu.test(text);
}

/**
 * Reads `otpauth-migration://offline?data=…`, percent-encoded wholly, partly or not at all.
 * @throws EscrowError `uri-scheme`, `migration-data-missing`, `migration-data`, `migration-empty`, `text-too-long`
 */
export function parseMigration(text: string): Migration {
  // A QR code holds less than 5,000 characters.
  if (text.length > MAX_URI_LENGTH) throw new EscrowError("text-too-long", { limit: MAX_URI_LENGTH });
  const query = /^otpauth-migration:\/\/offline\/?\?(.*)$/isu.exec(text.trim())?.[1];
  if (query === undefined) throw new EscrowError(isMigrationUri(text) ? "migration-data-missing" : "uri-scheme");
  const data = query.split("&").find((part) => /^data=/iu.test(part));
  const payload = decodeBase64(data?.slice("data=".length) ?? "");
  const fields = readFields(payload);
  const messages = fields.filter(({ number }) => number === 1);
  if (messages.length > MAX_ENTRIES) throw new EscrowError("migration-data");
  const entries = messages.map(({ bytes }) => readEntry(bytes));
  if (entries.length === 0) throw new EscrowError("migration-empty");
  const size = readInteger(fields, 3) ?? 1;
  const index = readInteger(fields, 4) ?? 0;
  if (size < 0 || size > MAX_BATCH_SIZE || index < 0 || index >= Math.max(size, 1)) {
    throw new EscrowError("migration-data");
  }
  return { entries, size: Math.max(size, 1), index, id: readInteger(fields, 5), payload };
}

function decodeBase64(text: string): Uint8Array {
  // Base64 has no "%": where one is left, it was encoded twice. A "+" that some program took for a blank is put back.
  const once = decodePercent(text);
  const base64 = (once.includes("%") ? decodePercent(once) : once)
    .replace(/ /gu, "+")
    .replace(/-/gu, "+")
    .replace(/_/gu, "/")
    .replace(/={1,2}$/u, "");
  if (base64 === "") throw new EscrowError("migration-data-missing");
  if (!/^[A-Za-z0-9+/]+$/u.test(base64) || base64.length % 4 === 1) throw new EscrowError("migration-data");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function readEntry(bytes: Uint8Array | undefined): Account | EscrowError {
  if (bytes === undefined) throw new EscrowError("migration-data");
  const fields = readFields(bytes);
  try {
    return toAccount(fields);
  } catch (error) {
    if (error instanceof EscrowError && error.code !== "migration-data") return error;
    throw error;
  }
}

function toAccount(fields: readonly Field[]): Account {
  const issuer = readText(fields, 3);
  const name = readText(fields, 2);
  const prefixed = issuer !== "" && name.startsWith(`${issuer}:`);
  const hotp = readChoice(fields, 6, "type", [false, true, false]);
  return makeAccount({
    issuer,
    account: prefixed ? name.slice(issuer.length + 1) : name,
    secret: encodeBase32(readBytes(fields, 1)),
    algorithm: readAlgorithm(fields),
    digits: readChoice(fields, 5, "digits", [6, 6, 8]),
    ...(hotp ? { type: "hotp" as const, counter: readCounter(fields) } : {}),
  });
}

function readAlgorithm(fields: readonly Field[]): Algorithm {
  const algorithm = readChoice(fields, 4, "algorithm", ["SHA1", "SHA1", "SHA256", "SHA512", "MD5"] as const);
  if (algorithm === "MD5") throw new EscrowError("codes-not-derivable", { kind: algorithm });
  return algorithm;
}

/**
 * As written. The app, as far as its source is public, adds one before it makes a code, so that a counter that was used
 * is the last one; a fresh one is the service's first. Nothing tells the two apart, and one too low is only refused once.
 * @see https://github.com/google/google-authenticator-android OtpProvider.java
 */
function readCounter(fields: readonly Field[]): number {
  const counter = readNumber(fields, 7) ?? 0n;
  if (counter > BigInt(Number.MAX_SAFE_INTEGER)) throw new EscrowError("migration-setting", { name: "counter" });
  return Number(counter);
}

/** A field that names one of a few choices, by its number from 0; unspecified is 0. */
function readChoice<T>(fields: readonly Field[], number: number, name: string, choices: readonly T[]): T {
  const value = readNumber(fields, number) ?? 0n;
  const choice = value < BigInt(choices.length) ? choices[Number(value)] : undefined;
  if (choice === undefined) throw new EscrowError("migration-setting", { name });
  return choice;
}

function readText(fields: readonly Field[], number: number): string {
  // Damaged UTF-8 costs characters of a name, never the secret.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(readBytes(fields, number));
}

function readBytes(fields: readonly Field[], number: number): Uint8Array {
  const field = fields.findLast((each) => each.number === number);
  if (field !== undefined && field.bytes === undefined) throw new EscrowError("migration-data");
  return field?.bytes ?? new Uint8Array();
}

function readInteger(fields: readonly Field[], number: number): number | undefined {
  const value = readNumber(fields, number);
  return value === undefined ? undefined : Number(BigInt.asIntN(32, value));
}

function readNumber(fields: readonly Field[], number: number): bigint | undefined {
  const field = fields.findLast((each) => each.number === number);
  if (field !== undefined && field.value === undefined) throw new EscrowError("migration-data");
  return field?.value;
}
