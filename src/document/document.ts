// What seals and packs is loaded when it is needed: most runs only look at sheets.
import { concatBytes, encodeUtf8, sha256 } from "../bytes.js";
import { EscrowError } from "../error.js";
import { MAX_DOCUMENT_BYTES } from "../paper/frame.js";
import { decodeRoster, encodeRoster, type Roster, rosterBytes } from "../share/roster.js";
import { SET_ID_BYTES } from "../share/share.js";
import { type Contents, formatContents, parseContents } from "./plaintext.js";
import { bytesOf, streamOf } from "./stream.js";
import { ACCEPTED_LOG_N, WRITTEN_LOG_N } from "./work-factor.js";

/** Longest plaintext after inflating, in bytes. */
const MAX_PLAINTEXT_BYTES = 256 * 1024;
/** The one version so far. */
const VERSION = 0;
/** What locks a document: a passphrase that a person keeps, or a secret that is shared. */
const LOCK_PASSPHRASE = 1;
const LOCK_SHARES = 2;
/** Bytes that age adds to a plaintext of up to 64 KiB: header, nonce, tag. */
const AGE_OVERHEAD_BYTES = 182;
/** gzip is used when it saves at least this share. */
const GZIP_SAVES = 0.1;

/** What opens a document. */
export type Lock =
  | {
      /** A passphrase that a person knows. */
      readonly kind: "passphrase";
    }
  | {
      /** A passphrase that nobody knows, put together from shares. */
      readonly kind: "shares";
      /** What its shares are known by. */
      readonly roster: Roster;
    };

/** A document as sheets carry it: its lock in the clear, the rest sealed. */
export interface Document {
  /** What opens it. */
  readonly lock: Lock;
  /** The whole document, at most 18 KiB. */
  readonly bytes: Uint8Array;
  /** First 10 bytes of SHA-256(bytes). */
  readonly setId: Uint8Array;
  /** The age file alone: what the `age` command opens. */
  readonly age: Uint8Array;
}

/**
 * Seals contents.
 * @param passphrase of a person, or the set's 32 characters
 * @param frameBytes uncompressed plaintext is padded with newlines so that the document fills its last frame
 * @throws EscrowError `document-too-large` with `limit`
 */
export async function sealDocument(
  contents: Contents,
  lock: Lock,
  passphrase: string,
  frameBytes: number,
): Promise<Document> {
  const header = encodeLock(lock);
  const plaintext = await pack(encodeUtf8(formatContents(contents)), header.length + AGE_OVERHEAD_BYTES, frameBytes);
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(WRITTEN_LOG_N[lock.kind]);
  const bytes = concatBytes(header, await bytesOf(await encrypter.encrypt(streamOf(plaintext))));
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new EscrowError("document-too-large", { limit: MAX_DOCUMENT_BYTES });
  return decodeDocument(bytes);
}

async function pack(text: Uint8Array, overhead: number, frameBytes: number): Promise<Uint8Array> {
  const { gzipSync } = await import("fflate");
  // A fixed time: the same contents give the same bytes.
  const zipped = gzipSync(text, { level: 9, mtime: 0 });
  if (zipped.length <= text.length * (1 - GZIP_SAVES)) return zipped;
  const rest = (text.length + overhead) % frameBytes;
  return concatBytes(text, new Uint8Array(rest === 0 ? 0 : frameBytes - rest).fill(0x0a));
}

/**
 * Reads a document's clear part and checks what its sealed part demands before any work is done for it.
 * @throws EscrowError `document-version`, `document-lock`, `document-too-large`, `age-header`, `age-work-factor`
 */
export async function decodeDocument(bytes: Uint8Array): Promise<Document> {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new EscrowError("document-too-large", { limit: MAX_DOCUMENT_BYTES });
  if (bytes[0] !== VERSION) throw new EscrowError("document-version", { version: bytes[0] ?? -1 });
  const { lock, length } = decodeLock(bytes);
  const age = bytes.slice(length);
  checkAgeHeader(age, lock.kind);
  return { lock, bytes, setId: (await sha256(bytes)).slice(0, SET_ID_BYTES), age };
}

/**
 * Opens a document.
 * @throws EscrowError `passphrase-wrong`, `memory-short`, `document-inflates`, `document-text`, and those of `parseContents`
 */
export async function openDocument({ age }: Document, passphrase: string): Promise<Contents> {
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  let plaintext: Uint8Array;
  try {
    plaintext = await bytesOf(await decrypter.decrypt(streamOf(age)));
  } catch (error) {
    // scrypt's 256 MB are more than a small device may give: no word about the passphrase then.
    if (error instanceof RangeError) throw new EscrowError("memory-short");
    // The package says one thing for a wrong passphrase and another for altered bytes; neither can be told apart here.
    throw new EscrowError("passphrase-wrong");
  }
  const isGzip = plaintext[0] === 0x1f && plaintext[1] === 0x8b;
  const text = isGzip ? (await import("./inflate.js")).inflate(plaintext, MAX_PLAINTEXT_BYTES) : plaintext;
  try {
    return parseContents(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text));
  } catch (error) {
    if (error instanceof TypeError) throw new EscrowError("document-text");
    throw error;
  }
}

function encodeLock(lock: Lock): Uint8Array {
  if (lock.kind === "passphrase") return Uint8Array.of(VERSION, LOCK_PASSPHRASE);
  return concatBytes(Uint8Array.of(VERSION, LOCK_SHARES), encodeRoster(lock.roster));
}

function decodeLock(bytes: Uint8Array): { lock: Lock; length: number } {
  if (bytes[1] === LOCK_PASSPHRASE) return { lock: { kind: "passphrase" }, length: 2 };
  const roster = bytes[1] === LOCK_SHARES ? decodeRoster(bytes.subarray(2)) : undefined;
  if (!roster) throw new EscrowError("document-lock");
  return { lock: { kind: "shares", roster }, length: 2 + rosterBytes(roster.n) };
}

/** An age header with exactly one scrypt stanza. @see https://c2sp.org/age, "Header" and "scrypt recipient stanza" */
const AGE_HEADER =
  /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} (\d{1,2})\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n/u;

function checkAgeHeader(age: Uint8Array, kind: Lock["kind"]): void {
  const start = String.fromCharCode(...age.subarray(0, 160));
  const found = AGE_HEADER.exec(start)?.[1];
  if (found === undefined) throw new EscrowError("age-header");
  // As text: "010" is not age's way to write 10.
  if (!ACCEPTED_LOG_N[kind].map(String).includes(found)) {
    throw new EscrowError("age-work-factor", { found, expected: WRITTEN_LOG_N[kind] });
  }
}
