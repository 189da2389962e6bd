import { attempt, EscrowError } from "../../error.js";
import type { Content } from "../content.js";
import { always } from "../entry.js";
import { openAesCbc, openAesGcm } from "../formats/ciphers.js";
import type { Derivation } from "../formats/derivation.js";
import { decodeJson, type Json, member, textAt } from "../formats/json.js";
import type { ReadContext, Source } from "../source.js";

/** How a backup with a password begins, and what follows: salt, nonce, ciphertext. */
interface Seal {
  readonly mark: string;
  readonly saltBytes: number;
  readonly nonceBytes: number;
  /** A ciphertext's length is a multiple of it. */
  readonly blockBytes: number;
  derivation(salt: Uint8Array): Derivation;
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | undefined>;
  /** What the opened bytes hold; `undefined` where they show that the key is wrong. */
  decode(plain: Uint8Array): Json | undefined;
}

/** A tag of AES-GCM or one block of AES-CBC. */
const LEAST_BYTES = 16;

const SEALS: readonly Seal[] = [
  {
    mark: "AUTHENTICATORPRO",
    saltBytes: 16,
    nonceBytes: 12,
    blockBytes: 1,
    derivation: (salt) => ({ kind: "argon2id", memoryKib: 65_536, iterations: 3, parallelism: 4, salt, length: 32 }),
    open: openAesGcm,
    decode: decodeJson,
  },
  {
    mark: "AuthenticatorPro",
    saltBytes: 20,
    nonceBytes: 16,
    blockBytes: 16,
    derivation: (salt) => ({ kind: "pbkdf2", hash: "SHA-1", iterations: 64_000, salt, length: 32 }),
    open: openAesCbc,
    decode: decodeUnproved,
  },
];

/** The app's numbers for kinds of code. */
const TYPES = new Map([
  ["1", "hotp"],
  ["2", "totp"],
  ["3", "motp"],
  ["4", "steam"],
  ["5", "yandex"],
]);

/** The app's numbers for hash functions. */
const ALGORITHMS = new Map([
  ["0", "SHA1"],
  ["1", "SHA256"],
  ["2", "SHA512"],
]);

/** Backups of Stratum, Authenticator Pro in earlier years: JSON, or sealed under a password in two ways. */
export const stratum: Source = {
  name: "stratum",
  detect: (content) => Array.isArray(member(content.json, "Authenticators")) || sealOf(content) !== undefined,
  read: async (content, collector, context) => {
    const seal = sealOf(content);
    const json = seal === undefined ? content.json : await openBackup(content.bytes, seal, context);
    const entries = member(json, "Authenticators");
    if (!Array.isArray(entries)) throw new EscrowError("source-damaged");
    for (const [i, entry] of (entries as readonly Json[]).entries()) {
      const type = always(member(entry, "Type"));
      collector.addEntry(
        { entry: i + 1 },
        {
          issuer: textAt(entry, "Issuer"),
          account: textAt(entry, "Username"),
          secret: member(entry, "Secret"),
          type: TYPES.get(String(type)) ?? type,
          algorithm: ALGORITHMS.get(String(member(entry, "Algorithm"))) ?? false,
          digits: always(member(entry, "Digits")),
          period: always(member(entry, "Period")),
          counter: always(member(entry, "Counter")),
          more: { pin: member(entry, "Pin") },
        },
      );
    }
  },
};

function sealOf({ bytes }: Content): Seal | undefined {
  return SEALS.find(({ mark }) => [...mark].every((character, i) => bytes[i] === character.charCodeAt(0)));
}

async function openBackup(bytes: Uint8Array, seal: Seal, context: ReadContext): Promise<Json> {
  const [saltAt, nonceAt] = [seal.mark.length, seal.mark.length + seal.saltBytes];
  const sealedAt = nonceAt + seal.nonceBytes;
  const sealedBytes = bytes.length - sealedAt;
  if (sealedBytes < LEAST_BYTES || sealedBytes % seal.blockBytes !== 0) throw new EscrowError("source-damaged");
  const [salt, nonce] = [bytes.subarray(saltAt, nonceAt), bytes.subarray(nonceAt, sealedAt)];
  return context.unlock(async (password) => {
    const key = await context.deriveKey(password, seal.derivation(salt));
    const plain = await seal.open(key, nonce, bytes.subarray(sealedAt));
    return plain === undefined ? undefined : seal.decode(plain);
  });
}

/** AES-CBC opens with one wrong key in 256: what comes out tells. */
function decodeUnproved(plain: Uint8Array): Json | undefined {
  return attempt(() => decodeJson(plain));
}
