import { encodeUtf8, sha256 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import type { Collector } from "../collector.js";
import { always } from "../entry.js";
import { openAesGcm } from "../formats/ciphers.js";
import { MAX_PBKDF2_ITERATIONS } from "../formats/derivation.js";
import { decodeJson, isObject, type Json, member, textAt } from "../formats/json.js";
import { isOtherFile } from "../other-file.js";
import type { ReadContext, Source } from "../source.js";

const ROUNDS_BYTES = 4;
const SALT_BYTES = 12;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Ciphertext of the shortest list, `[]`. */
const LEAST_BYTES = 2;
/** Largest file without a mark that is taken for an encrypted backup: some ten thousand accounts. */
const MAX_SEALED_BYTES = 4 * 1024 * 1024;

/** andOTP's plain backup: an array of entries; early ones have issuer and account in one label. */
export const andOtp: Source = {
  name: "andotp",
  detect: ({ json }) => Array.isArray(json) && json.some(isEntry),
  read: async ({ json }, collector) => addEntries(json, collector),
};

/**
 * andOTP's backup with a password. It has no mark: rounds, salt, nonce, ciphertext and tag follow each other, in early
 * versions nonce, ciphertext and tag alone, their key the password's hash. Told by looking random; the last one asked.
 */
export const andOtpEncrypted: Source = {
  name: "andotp",
  detect: ({ bytes, kind }) => kind === undefined && !isOtherFile(bytes) && looksRandom(bytes),
  read: async ({ bytes }, collector, context) => addEntries(await openBackup(bytes, context), collector),
};

function isEntry(entry: Json): boolean {
  return (
    isObject(entry) &&
    textAt(entry, "secret") !== undefined &&
    textAt(entry, "label") !== undefined &&
    // Another program's list, which names it so.
    member(entry, "algo") === undefined &&
    ["type", "algorithm", "digits", "period", "tags"].some((name) => member(entry, name) !== undefined)
  );
}

function addEntries(json: Json | undefined, collector: Collector): void {
  if (!Array.isArray(json)) throw new EscrowError("source-damaged");
  for (const [i, entry] of (json as readonly Json[]).entries()) {
    const issuer = textAt(entry, "issuer");
    // Versions that write the issuer leave out nothing else but the period of Steam.
    const written = (name: string) => (issuer === undefined ? member(entry, name) : always(member(entry, name)));
    collector.addEntry(
      { entry: i + 1 },
      {
        ...readNames(issuer, textAt(entry, "label") ?? ""),
        secret: member(entry, "secret"),
        type: written("type"),
        algorithm: written("algorithm"),
        digits: written("digits"),
        period: member(entry, "type") === "TOTP" ? written("period") : member(entry, "period"),
        counter: member(entry, "counter"),
      },
    );
  }
}

/** Early versions wrote `Issuer - label`, where the label was the Key URI's: `Issuer:account`. */
function readNames(issuer: string | undefined, label: string): { readonly issuer: string; readonly account: string } {
  if (issuer !== undefined) return { issuer, account: withoutPrefix(label, issuer) };
  const dash = label.indexOf(" - ");
  const at = dash >= 0 ? dash : label.indexOf(":");
  if (at < 0) return { issuer: "", account: label };
  const own = label.slice(0, at).trim();
  return { issuer: own, account: withoutPrefix(label.slice(at + (dash >= 0 ? 3 : 1)), own) };
}

function withoutPrefix(label: string, issuer: string): string {
  return issuer !== "" && label.startsWith(`${issuer}:`) ? label.slice(issuer.length + 1) : label;
}

async function openBackup(bytes: Uint8Array, context: ReadContext): Promise<Json> {
  const rounds = new DataView(bytes.buffer, bytes.byteOffset).getInt32(0);
  const head = ROUNDS_BYTES + SALT_BYTES;
  const plain = await context.unlock(async (password) => {
    if (isRounds(rounds) && bytes.length >= head + NONCE_BYTES + LEAST_BYTES + TAG_BYTES) {
      const salt = bytes.subarray(ROUNDS_BYTES, head);
      const settings = { hash: "SHA-1", iterations: rounds, length: 32 } as const;
      const key = await context.deriveKey(password, { kind: "pbkdf2", salt, ...settings });
      const opened = await openAfterNonce(key, bytes.subarray(head));
      if (opened !== undefined) return opened;
    }
    return openAfterNonce(await sha256(encodeUtf8(password)), bytes);
  });
  return decodeJson(plain);
}

/** In the early form these bytes are random: hardly ever a number of rounds. */
function isRounds(rounds: number): boolean {
  return rounds >= 1 && rounds <= MAX_PBKDF2_ITERATIONS;
}

function openAfterNonce(key: Uint8Array, bytes: Uint8Array): Promise<Uint8Array | undefined> {
  return openAesGcm(key, bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES));
}

/** Whether bytes are spread as evenly as those of a ciphertext: neither a text nor a program nor a database is. */
function looksRandom(bytes: Uint8Array): boolean {
  const { length } = bytes;
  if (length < NONCE_BYTES + LEAST_BYTES + TAG_BYTES || length > MAX_SEALED_BYTES) return false;
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  // The sum of squares of random counts lies near n + n²/256, with a deviation of about n/11.
  const sum = counts.reduce((total, count) => total + count * count, 0);
  const printable = bytes.filter((byte) => byte >= 0x20 && byte < 0x7f).length;
  return Math.abs(sum - length - length ** 2 / 256) < length && printable < 0.75 * length;
}
