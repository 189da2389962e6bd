import { scryptSync } from "node:crypto";

/** Bytes of memory that OpenSSL may take for each of N·r, twice what it needs. */
const BYTES_EACH = 256;

/**
 * scrypt as `@noble/hashes` offers it, by Node's own OpenSSL: what sealed sheets and shares are opened with takes two
 * thirds of the time of the one written in JavaScript.
 * @param password text, as UTF-8
 * @throws RangeError where the memory, 128·N·r bytes, is not to be had
 * @see RFC 7914
 */
export function scrypt(
  password: string | Uint8Array,
  salt: Uint8Array,
  { N, r, p, dkLen }: { readonly N: number; readonly r: number; readonly p: number; readonly dkLen: number },
): Uint8Array {
  try {
    return new Uint8Array(scryptSync(password, salt, dkLen, { N, r, p, maxmem: BYTES_EACH * N * r }));
  } catch {
    throw new RangeError("scrypt has not the memory that it needs");
  }
}
