import { split } from "shamirs-secret-sharing-ts";
import { isOnePolynomial, type Point } from "./polynomial.js";
import { checkThreshold, SECRET_BYTES } from "./threshold.js";

/** What the library returns for a secret of 32 bytes: its length, and the byte it begins with. */
const RAW_BYTES = 82;
const RAW_FIRST_BYTE = 8;

/**
 * Splits a fresh secret. The only caller of the sharing library: its faults are named in the tests beside.
 * @param secret 32 random bytes, never shared before
 * @param k how many shares open it, 2 to n
 * @param n how many there are, up to 16
 * @returns n points at x = 1 … n, checked by independent arithmetic
 * @throws RangeError on any other k, n or length
 */
export function splitSecret(secret: Uint8Array, k: number, n: number): Point[] {
  checkThreshold(k, n);
  if (secret.length !== SECRET_BYTES) throw new RangeError(`a secret has ${SECRET_BYTES} bytes`);
  // The library takes only a Buffer, and reads options that are passed in: a fresh literal, never its random source.
  // biome-ignore lint/style/noRestrictedGlobals: a bundle for browsers that splits has to bring one.
  const raw = split(Buffer.from(secret), { shares: n, threshold: k });
  const points = raw.map((bytes, i) => readRaw(bytes, i + 1));
  if (points.length !== n || !isOnePolynomial(points, k, secret))
    throw new Error("the sharing library failed its check");
  return points;
}

/** `08`, x, padding, `01`, then `00 s[31] … 00 s[0]`: only the secret's bytes carry anything. */
function readRaw(bytes: Uint8Array, x: number): Point {
  if (bytes.length !== RAW_BYTES || bytes[0] !== RAW_FIRST_BYTE || bytes[1] !== x) {
    throw new Error("the sharing library returned another form");
  }
  return { x, y: Uint8Array.from({ length: SECRET_BYTES }, (_, j) => bytes[RAW_BYTES - 1 - 2 * j] ?? 0) };
}
