import { encodeBase32 } from "../../account/base32.js";
import { encodeUtf8 } from "../../bytes.js";
import { attempt, EscrowError } from "../../error.js";
import type { Collector } from "../collector.js";
import { openAesGcm } from "../formats/ciphers.js";
import { isJavaStream, readJavaHashMap } from "../formats/java-hash-map.js";
import { type Json, member, numberAt, parseJson, textAt } from "../formats/json.js";
import type { Place, ReadContext, Source } from "../source.js";
import { freeOtpEntry, signedBytes } from "./freeotp-token.js";

/** A key under another key, as the app stores it. */
interface SealedKey {
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
  /** What the key is for, such as `HmacSHA1`: authenticated with it. */
  readonly purpose: string;
}

/** What the map holds of a token. */
interface Token {
  readonly id: string;
  readonly purpose: string;
  /** `undefined` where the master key does not open it. */
  readonly secret: Uint8Array | undefined;
  /** `undefined` where they are missing or broken. */
  readonly settings: Json | undefined;
}

const MASTER = "masterKey";
const TOKEN_SUFFIX = "-token";
const CIPHER = "AES/GCM/NoPadding";
const SEQUENCE = 0x30;
const OCTETS = 0x04;

/** The function that derives keys, by Java's name for it, in lower case. */
const HASHES = new Map([
  ["pbkdf2withhmacsha1", "SHA-1"],
  ["pbkdf2withhmacsha256", "SHA-256"],
  ["pbkdf2withhmacsha512", "SHA-512"],
] as const);

/**
 * FreeOTP 2's backup, `externalBackup.xml`, which is no XML but a serialised map: the master key under the password, and
 * for each token its key under the master key, and its settings.
 */
export const freeOtp2: Source = {
  name: "freeotp-2",
  detect: ({ bytes }) => isJavaStream(bytes),
  read: async ({ bytes }, collector, context) => {
    const map = readJavaHashMap(bytes);
    const master = await openMaster(map, context);
    const ids = [...map.keys()].filter((key) => key !== MASTER).map((key) => key.replace(/-token$/u, ""));
    const tokens = await Promise.all([...new Set(ids)].map((id) => readToken(id, map, master)));
    for (const [i, token] of tokens.entries()) addToken({ entry: i + 1 }, token, collector);
  },
};

async function openMaster(map: ReadonlyMap<string, string>, context: ReadContext): Promise<Uint8Array> {
  const stored = parseJson(map.get(MASTER) ?? "{}");
  const key = readSealedKey(member(stored, "mEncryptedKey"));
  const salt = signedBytes(member(stored, "mSalt"));
  const iterations = numberAt(stored, "mIterations");
  const algorithm = textAt(stored, "mAlgorithm")?.toLowerCase() ?? "";
  const hash = [...HASHES].find(([name]) => name === algorithm)?.[1];
  if (key === undefined || salt === undefined || iterations === undefined) throw new EscrowError("source-damaged");
  if (hash === undefined) throw new EscrowError("derivation-unknown", { kind: algorithm.slice(0, 32) });
  return context.unlock(async (password) =>
    openKey(await context.deriveKey(password, { kind: "pbkdf2", hash, iterations, salt, length: 32 }), key),
  );
}

async function readToken(id: string, map: ReadonlyMap<string, string>, master: Uint8Array): Promise<Token> {
  const key = readSealedKey(parsed(textAt(parsed(map.get(id)), "key")));
  const secret = key === undefined ? undefined : await openKey(master, key);
  return { id, purpose: key?.purpose ?? "", secret, settings: parsed(map.get(id + TOKEN_SUFFIX)) };
}

function addToken(place: Place, { id, purpose, secret, settings }: Token, collector: Collector): void {
  const entry = freeOtpEntry(settings, secret);
  const name = [entry.issuer, entry.account].filter((part) => part !== undefined && part !== "").join(": ");
  // Some versions of the app left tokens under a master key that the backup no longer has.
  if (secret === undefined) collector.skip(place, new EscrowError("entry-locked"), { name });
  else if (settings !== undefined) collector.addEntry(place, entry);
  else {
    const text = `${encodeBase32(secret)} algorithm=${purpose}`;
    collector.skip(place, new EscrowError("entry-setting", { name: "type" }), { name: id, text });
  }
}

function openKey(key: Uint8Array, { nonce, sealed, purpose }: SealedKey): Promise<Uint8Array | undefined> {
  return openAesGcm(key, nonce, sealed, encodeUtf8(purpose));
}

function readSealedKey(value: Json | undefined): SealedKey | undefined {
  const sealed = signedBytes(member(value, "mCipherText"));
  const nonce = readNonce(signedBytes(member(value, "mParameters")));
  const purpose = textAt(value, "mToken");
  if (textAt(value, "mCipher") !== CIPHER || sealed === undefined || nonce === undefined || purpose === undefined) {
    return undefined;
  }
  return { nonce, sealed, purpose };
}

/** The nonce of GCM's parameters: `SEQUENCE { nonce OCTET STRING, … }`, or the string alone. @see RFC 5084, section 3.2 */
function readNonce(der: Uint8Array | undefined): Uint8Array | undefined {
  if (der === undefined) return undefined;
  const inner = der[0] === SEQUENCE ? der.subarray(2) : der;
  const [tag, length = 0] = inner;
  return tag === OCTETS && length === 12 && inner.length >= 2 + length ? inner.subarray(2, 2 + length) : undefined;
}

function parsed(text: string | undefined): Json | undefined {
  return text === undefined ? undefined : attempt(() => parseJson(text));
}
