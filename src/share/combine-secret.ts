import { type Point, valueAt } from "./polynomial.js";
import { MAX_SHARES, SECRET_BYTES } from "./threshold.js";

/**
 * Combines shares of one set: the value at 0 of the polynomials through them.
 * @param points at least two, of distinct x from 1 to 16; whether the result is right only the decryption tells
 * @returns 32 bytes
 * @throws RangeError on any other points
 */
export function combineSecret(points: readonly Point[]): Uint8Array {
  const xs = new Set(points.map(({ x }) => x));
  const good = points.every(
    ({ x, y }) => Number.isInteger(x) && x >= 1 && x <= MAX_SHARES && y.length === SECRET_BYTES,
  );
  if (!good || xs.size !== points.length || points.length < 2) throw new RangeError("at least two distinct shares");
  return valueAt(points, 0);
}
