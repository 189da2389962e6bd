import { concatBytes, encodeUtf8, equalBytes, sha256 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { hmacSha256, openAesCbc } from "../formats/ciphers.js";
import type { Derivation } from "../formats/derivation.js";
import { decodeBase64 } from "../formats/encodings.js";
import { decodeJson, type Json, member, numberAt, textAt } from "../formats/json.js";
import type { ReadContext } from "../source.js";

/** Length of the derived key, and of both keys that come from it, in bytes. */
const KEY_BYTES = 32;

/** AES-256-CBC with HMAC-SHA-256, as Bitwarden writes it: `2.iv|ciphertext|mac`. */
interface Sealed {
  readonly iv: Uint8Array;
  readonly bytes: Uint8Array;
  readonly mac: Uint8Array;
}

interface Keys {
  readonly encryption: Uint8Array;
  readonly mac: Uint8Array;
}

/**
 * Opens an export that is protected by a password.
 * @throws EscrowError `source-encrypted` for one that only the account opens, `source-version`, `source-damaged`,
 *   `password-needed`, `password-wrong`, and what `deriveKey` and `parseJson` throw
 * @see https://bitwarden.com/help/encrypted-export/
 */
export async function openBitwarden(json: Json | undefined, context: ReadContext): Promise<Json> {
  if (member(json, "passwordProtected") !== true) throw new EscrowError("source-encrypted");
  const derivation = await derivationOf(json);
  const check = parseSealed(textAt(json, "encKeyValidation_DO_NOT_EDIT"));
  const data = parseSealed(textAt(json, "data"));
  const keys = await context.unlock(async (password) => {
    const tried = await stretch(await context.deriveKey(password, derivation));
    return (await isSealedWith(check, tried)) ? tried : undefined;
  });
  const opened = (await isSealedWith(data, keys)) ? await openAesCbc(keys.encryption, data.iv, data.bytes) : undefined;
  if (opened === undefined) throw new EscrowError("source-damaged");
  return decodeJson(opened);
}

/** The salt is the text as it stands in the file, base64 not undone. */
async function derivationOf(json: Json | undefined): Promise<Derivation> {
  const salt = encodeUtf8(textAt(json, "salt") ?? "");
  const iterations = numberAt(json, "kdfIterations") ?? Number.NaN;
  const type = member(json, "kdfType");
  if (type === 0) return { kind: "pbkdf2", hash: "SHA-256", iterations, salt, length: KEY_BYTES };
  if (type !== 1) throw new EscrowError("source-version", { version: `kdfType ${Number(type)}` });
  return {
    kind: "argon2id",
    iterations,
    memoryKib: (numberAt(json, "kdfMemory") ?? Number.NaN) * 1024,
    parallelism: numberAt(json, "kdfParallelism") ?? Number.NaN,
    salt: await sha256(salt),
    length: KEY_BYTES,
  };
}

/** HKDF-Expand to one block each. @see RFC 5869, section 2.3 */
async function stretch(key: Uint8Array): Promise<Keys> {
  const expand = (info: string) => hmacSha256(key, concatBytes(encodeUtf8(info), Uint8Array.of(1)));
  return { encryption: await expand("enc"), mac: await expand("mac") };
}

function parseSealed(text: string | undefined): Sealed {
  const [type, body = "", more] = (text ?? "").split(".");
  if (type !== "2" && /^[0-9]$/u.test(type ?? "")) throw new EscrowError("source-version", { version: `${type}.` });
  const [iv, bytes, mac, fourth] = body.split("|").map(decodeBase64);
  if (type !== "2" || more !== undefined || fourth !== undefined) throw new EscrowError("source-damaged");
  if (iv?.length !== 16 || bytes === undefined || mac === undefined) throw new EscrowError("source-damaged");
  return { iv, bytes, mac };
}

async function isSealedWith({ iv, bytes, mac }: Sealed, keys: Keys): Promise<boolean> {
  return equalBytes(await hmacSha256(keys.mac, concatBytes(iv, bytes)), mac);
}
