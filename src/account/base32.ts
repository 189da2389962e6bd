import { EscrowError } from "../error.js";
import { withoutFullWidth } from "./full-width.js";

/** The alphabet of base32. @see RFC 4648, section 6 */
export const BASE32_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Longest secret, in base32 characters: 1,024 bytes, far beyond any service's. */
const MAX_SECRET_LENGTH = 1640;

/** A key that is said to be hexadecimal: nothing else has a colon. */
const HEXADECIMAL = /^HEX:(?:0X)?((?:[0-9A-F]{2})+)$/u;
/** Fewest digits of a key: 80 bits. Half as many letters and digits by chance are one in 10⁸ keys of base32. */
const LOOKS_HEXADECIMAL = /^(?:0X)?(?:[0-9A-F]{2}){10,}$/u;

const VALUES = new Map([...BASE32_ALPHABET].map((character, value) => [character, value]));

/**
 * The user's secret in one spelling: upper case, without blanks, hyphens, underscores and padding, also padding that was
 * percent-encoded, and without soft hyphens and other characters that nobody sees. Never a re-encoding: left-over bits of
 * a non-canonical secret stay as they were given.
 * @param text base32 as a person or an app writes it, or hexadecimal behind `hex:`
 * @throws EscrowError `secret-character` with `character` and `place` (from 1, blanks not counted), `secret-hexadecimal`
 *   where it is not said and looks so, `secret-too-short`, `secret-too-long`
 */
export function normaliseSecret(text: string): string {
  const compact = withoutFullWidth(text).replace(/[\s\-_\u00ad\u200b-\u200f\u2060\ufeff]/gu, "");
  let end = compact.length;
  // A loop, because the expression /=+$/ takes quadratic time on many "=" that end in something else.
  for (;;) {
    if (compact[end - 1] === "=") end--;
    else if (end >= 3 && compact.slice(end - 3, end).toUpperCase() === "%3D") end -= 3;
    else break;
  }
  if (end > MAX_SECRET_LENGTH) throw new EscrowError("secret-too-long", { limit: MAX_SECRET_LENGTH });
  // Only a to z: toUpperCase() would also turn "ß" into "SS" and "ı" into "I".
  const secret = compact.slice(0, end).replace(/[a-z]/gu, (letter) => letter.toUpperCase());
  const stated = HEXADECIMAL.exec(secret)?.[1];
  if (stated !== undefined) return encodeBase32(hexBytes(stated));
  let place = 0;
  for (const character of secret) {
    place++;
    if (!VALUES.has(character) && LOOKS_HEXADECIMAL.test(secret)) throw new EscrowError("secret-hexadecimal");
    if (!VALUES.has(character)) throw new EscrowError("secret-character", { character, place });
  }
  if (secret.length < 2) throw new EscrowError("secret-too-short");
  return secret;
}

function hexBytes(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/**
 * Bytes of a normalised secret; left-over bits are dropped, as authenticator apps do.
 * @param secret base32 without padding, of any length
 * @throws EscrowError `secret-character`
 * @see RFC 4648, section 6
 */
export function decodeBase32(secret: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((secret.length * 5) / 8));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < secret.length; i++) {
    const character = secret.charAt(i);
    const value = VALUES.get(character);
    if (value === undefined) throw new EscrowError("secret-character", { character, place: i + 1 });
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >> bits) & 0xff;
    }
  }
  return bytes;
}

/**
 * Base32 without padding.
 * @param bytes any length; a multiple of 5 has no left-over bits
 * @see RFC 4648, section 6
 */
export function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32_ALPHABET.charAt((buffer >> bits) & 31);
    }
  }
  if (bits > 0) text += BASE32_ALPHABET.charAt((buffer << (5 - bits)) & 31);
  return text;
}

/**
 * Whether encoding the decoded bytes gives the same text again: the length is one that RFC 4648
 * knows and no left-over bit is set.
 */
export function isCanonicalBase32(secret: string): boolean {
  return encodeBase32(decodeBase32(secret)) === secret;
}
