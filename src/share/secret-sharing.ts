import { points as sharesOfByte } from "shamirs-secret-sharing-ts/dist/points.js";
import { isOnePolynomial, type Point } from "./polynomial.js";
import { checkThreshold, SECRET_BYTES } from "./threshold.js";

/**
 * Splits a fresh secret. The only caller of the sharing library, and of its arithmetic alone: what is around it needs
 * a `Buffer`, which browsers do not have.
 * @param secret 32 random bytes, never shared before
 * @param k how many shares open it, 2 to n
 * @param n how many there are, up to 16
 * @returns n points at x = 1 … n, checked by independent arithmetic
 * @throws RangeError on any other k, n or length
 */
export function splitSecret(secret: Uint8Array, k: number, n: number): Point[] {
  checkThreshold(k, n);
  if (secret.length !== SECRET_BYTES) throw new RangeError(`a secret has ${SECRET_BYTES} bytes`);
  const coefficients = new RandomBytes(SECRET_BYTES * (k - 1));
  const points = Array.from({ length: n }, (_, i) => ({ x: i + 1, y: new Uint8Array(SECRET_BYTES) }));
  for (const [j, byte] of secret.entries()) {
    const shares = sharesOfByte(byte, { shares: n, threshold: k, random: () => coefficients.next() });
    for (const [i, point] of points.entries()) point.y[j] = byteOf(shares[i], point.x);
  }
  if (!coefficients.areUsed || !isOnePolynomial(points, k, secret)) {
    throw new Error("the sharing library failed its check");
  }
  return points;
}

function byteOf(share: { readonly x: number; readonly y: number } | undefined, x: number): number {
  const isByte = share?.x === x && Number.isInteger(share.y) && share.y >= 0 && share.y < 256;
  if (!isByte) throw new Error("the sharing library returned another form");
  return share.y;
}

/**
 * Random bytes in the form that the library asks for: it reads each by `parseInt(….toString("hex"), 16)`. In another
 * form coefficients would grow beyond a byte, and shares show much of the secret; `test/share/randomness.test.ts`
 * would find it.
 */
class RandomBytes {
  readonly #bytes: Uint8Array;
  #used = 0;

  /** @param count how many will be asked for, each used once */
  constructor(count: number) {
    this.#bytes = crypto.getRandomValues(new Uint8Array(count));
  }

  /** Whether every byte was asked for. */
  get areUsed(): boolean {
    return this.#used === this.#bytes.length;
  }

  next(): { toString(): string } {
    const byte = this.#bytes[this.#used++];
    if (byte === undefined) throw new Error("the sharing library asks for more random bytes");
    const hex = byte.toString(16).padStart(2, "0");
    return { toString: () => hex };
  }
}
