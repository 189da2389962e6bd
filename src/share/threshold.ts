/** Length of every secret that is shared: the 32 characters of a set's passphrase. */
export const SECRET_BYTES = 32;
/** Most shares of a set. */
export const MAX_SHARES = 16;

/**
 * Checks a threshold.
 * @throws RangeError unless 2 ≤ k ≤ n ≤ 16 and both are whole
 */
export function checkThreshold(k: number, n: number): void {
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 2 || k > n || n > MAX_SHARES) {
    throw new RangeError("2 ≤ k ≤ n ≤ 16");
  }
}
