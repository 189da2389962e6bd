import { equalBytes } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import type { ReadContext } from "../source.js";
import { unpack, type ZipEntry } from "./zip.js";

/** Compression method that stands for encryption with AES. */
const AES_METHOD = 99;
/** Header of the extra field that says how. */
const AES_EXTRA = 0x9901;
const ITERATIONS = 1000;
const CHECK_BYTES = 2;
const MAC_BYTES = 10;
const BLOCK_BYTES = 16;

interface AesSettings {
  /** 16, 24 or 32. */
  readonly keyBytes: number;
  /** How it was compressed before. */
  readonly method: number;
}

/**
 * Opens a file of a ZIP archive that is encrypted with AES.
 * @returns `undefined` for a wrong password
 * @throws EscrowError `zip-method` for other encryption, `zip-broken`, `zip-too-large`
 * @see https://www.winzip.com/en/support/aes-encryption/
 */
export async function unzipAes(
  entry: ZipEntry,
  password: string,
  context: ReadContext,
): Promise<Uint8Array | undefined> {
  const { keyBytes, method } = aesSettings(entry);
  const saltBytes = keyBytes / 2;
  const { stored } = entry;
  if (stored.length < saltBytes + CHECK_BYTES + MAC_BYTES) throw new EscrowError("zip-broken");
  const length = 2 * keyBytes + CHECK_BYTES;
  const salt = stored.subarray(0, saltBytes);
  const keys = await context.deriveKey(password, {
    kind: "pbkdf2",
    hash: "SHA-1",
    iterations: ITERATIONS,
    salt,
    length,
  });
  const check = stored.subarray(saltBytes, saltBytes + CHECK_BYTES);
  if (!equalBytes(keys.subarray(2 * keyBytes), check)) return undefined;
  const sealed = stored.subarray(saltBytes + CHECK_BYTES, -MAC_BYTES);
  const mac = await hmacSha1(keys.subarray(keyBytes, 2 * keyBytes), sealed);
  // A wrong password passes the check above once in 65,536 times.
  if (!equalBytes(mac.subarray(0, MAC_BYTES), stored.subarray(-MAC_BYTES))) return undefined;
  return unpack(method, await decrypt(keys.subarray(0, keyBytes), sealed));
}

/** @throws EscrowError `zip-method`, `zip-broken` */
function aesSettings({ method, encrypted, extra }: ZipEntry): AesSettings {
  if (!encrypted || method !== AES_METHOD) throw new EscrowError("zip-method");
  const view = new DataView(extra.buffer, extra.byteOffset, extra.length);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== AES_EXTRA || at + 11 > extra.length) continue;
    const strength = extra[at + 8] ?? 0;
    if (strength < 1 || strength > 3) break;
    return { keyBytes: 8 + 8 * strength, method: view.getUint16(at + 9, true) };
  }
  throw new EscrowError("zip-broken");
}

/** AES in counter mode, the counter little-endian from 1, which Web Crypto does not have. */
async function decrypt(key: Uint8Array, sealed: Uint8Array): Promise<Uint8Array> {
  const { ecb } = await import("@noble/ciphers/aes.js");
  const stream = new Uint8Array(Math.ceil(sealed.length / BLOCK_BYTES) * BLOCK_BYTES);
  const view = new DataView(stream.buffer);
  for (let block = 0; block * BLOCK_BYTES < stream.length; block++)
    view.setUint32(block * BLOCK_BYTES, block + 1, true);
  const pad = ecb(key, { disablePadding: true }).encrypt(stream);
  return sealed.map((byte, i) => byte ^ (pad[i] ?? 0));
}

async function hmacSha1(key: Uint8Array, bytes: Uint8Array): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey("raw", key.slice(), { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, bytes.slice()));
}
