import type { Algorithm } from "./account.js";

/** A hash function by its name: one that codes can be derived with, or another that is plainly one. */
type NamedAlgorithm = { readonly algorithm: Algorithm } | { readonly other: string };

/** Hash functions that apps name and that no code here is derived with. */
const OTHERS = /^(?:MD[0-9]|SHA-?[0-9]{1,3}(?:[-_/][0-9]{3})?|GOST[A-Z0-9_]{0,20}|STREEBOG[0-9-]{0,4})$/u;

/**
 * The hash function that a name means, as apps and services write it: `SHA1`, `sha-256`, `HmacSHA1`, `HMAC-SHA-512`,
 * `HMAC_SHA_1`, `OTPHMACSHA1`.
 * @returns `undefined` for what is no such name
 */
export function readAlgorithmName(text: string): NamedAlgorithm | undefined {
  const bare = text
    .trim()
    .toUpperCase()
    .replace(/^(?:OTP)?HMAC[-_]?|^OTP/u, "")
    .replace(/^SHA[-_]/u, "SHA");
  if (bare === "SHA1" || bare === "SHA256" || bare === "SHA512") return { algorithm: bare };
  return OTHERS.test(bare) ? { other: bare } : undefined;
}
