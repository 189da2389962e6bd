import { combine, split } from "shamirs-secret-sharing-ts";
import { isOnePolynomial, type Point } from "./polynomial.js";

/** Length of every secret that is shared: the 32 characters of a set's passphrase. */
export const SECRET_BYTES = 32;
/** Most shares of a set. */
export const MAX_SHARES = 16;

/** What the library returns for a secret of 32 bytes: its length, and the byte it begins with. */
const RAW_BYTES = 82;
const RAW_FIRST_BYTE = 8;
/** The padding's mark, shared as a constant: `01`, at this place before the secret's bytes. */
const MARK_BYTE = 1;

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
  // biome-ignore lint/style/noRestrictedGlobals: bundles for browsers inject it.
  const raw = split(Buffer.from(secret), { shares: n, threshold: k });
  const points = raw.map((bytes, i) => readRaw(bytes, i + 1));
  if (points.length !== n || !isOnePolynomial(points, k, secret))
    throw new Error("the sharing library failed its check");
  return points;
}

/**
 * Combines shares of one set.
 * @param points at least two, of distinct x from 1 to 16; whether the result is right only the decryption tells
 * @returns 32 bytes
 */
export function combineSecret(points: readonly Point[]): Uint8Array {
  const xs = new Set(points.map(({ x }) => x));
  const good = points.every(
    ({ x, y }) => Number.isInteger(x) && x >= 1 && x <= MAX_SHARES && y.length === SECRET_BYTES,
  );
  if (!good || xs.size !== points.length || points.length < 2) throw new RangeError("at least two distinct shares");
  const combined = combine(points.map(writeRaw));
  const secret = new Uint8Array(combined);
  if (secret.length !== SECRET_BYTES) throw new Error("the sharing library failed its check");
  return secret;
}

/**
 * Checks a threshold.
 * @throws RangeError unless 2 ≤ k ≤ n ≤ 16 and both are whole
 */
export function checkThreshold(k: number, n: number): void {
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 2 || k > n || n > MAX_SHARES) {
    throw new RangeError("2 ≤ k ≤ n ≤ 16");
  }
}

/** `08`, x, padding, `01`, then `00 s[31] … 00 s[0]`: only the secret's bytes carry anything. */
function readRaw(bytes: Uint8Array, x: number): Point {
  if (bytes.length !== RAW_BYTES || bytes[0] !== RAW_FIRST_BYTE || bytes[1] !== x) {
    throw new Error("the sharing library returned another form");
  }
  return { x, y: Uint8Array.from({ length: SECRET_BYTES }, (_, j) => bytes[RAW_BYTES - 1 - 2 * j] ?? 0) };
}

// biome-ignore lint/style/noRestrictedGlobals: what the library takes.
function writeRaw({ x, y }: Point): Buffer {
  // biome-ignore lint/style/noRestrictedGlobals: what the library takes.
  const raw = Buffer.alloc(RAW_BYTES);
  raw[0] = RAW_FIRST_BYTE;
  raw[1] = x;
  raw[RAW_BYTES - 1 - 2 * SECRET_BYTES] = MARK_BYTE;
  y.forEach((byte, j) => {
    raw[RAW_BYTES - 1 - 2 * j] = byte;
  });
  return raw;
}
