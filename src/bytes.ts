import { sha256 as hash } from "@noble/hashes/sha2.js";

/** UTF-8 bytes of a text. */
export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Concatenation of byte strings. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two byte strings are the same. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/**
 * SHA-256 of a byte string. Not the platform's own: browsers give that only to pages that came safely, and a recovery
 * page may come over plain `http:` or as an attachment.
 * @returns 32 bytes
 */
export function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return Promise.resolve(sha256Sync(bytes));
}

/** SHA-256 as `sha256` gives it, for those who cannot wait. */
export function sha256Sync(bytes: Uint8Array): Uint8Array {
  return hash(bytes);
}
