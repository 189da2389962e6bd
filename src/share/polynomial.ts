/**
 * Arithmetic over GF(2⁸) with polynomial 0x11D, written another way than the sharing library's tables: what it
 * makes is checked with this before anything is printed.
 */

/** x⁸ + x⁴ + x³ + x² + 1, as the sharing library uses. */
const FIELD_POLYNOMIAL = 0x11d;

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit++) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 14; bit >= 8; bit--) if ((product >> bit) & 1) product ^= FIELD_POLYNOMIAL << (bit - 8);
  return product;
}

/** a²⁵⁴, for a²⁵⁵ = 1. */
function inverse(a: number): number {
  let result = 1;
  for (let i = 0; i < 254; i++) result = multiply(result, a);
  return result;
}

/** A point of every byte's polynomial: x, and one y a byte. */
export interface Point {
  /** 1 to 255. */
  readonly x: number;
  /** From the top, in pixels. */
  readonly y: Uint8Array;
}

/**
 * Values at `x` of the polynomials of least degree through some points, by Lagrange.
 * @param points of distinct x, their y of one length
 */
export function valueAt(points: readonly Point[], x: number): Uint8Array {
  const value = new Uint8Array(points[0]?.y.length ?? 0);
  for (const point of points) {
    let weight = 1;
    for (const other of points) {
      if (other !== point) weight = multiply(weight, multiply(x ^ other.x, inverse(point.x ^ other.x)));
    }
    for (let j = 0; j < value.length; j++) value[j] = (value[j] ?? 0) ^ multiply(weight, point.y[j] ?? 0);
  }
  return value;
}

/**
 * Whether all points lie on polynomials of degree below k that give the secret at 0: then every k of them do.
 * @param secret one byte for each polynomial
 */
export function isOnePolynomial(points: readonly Point[], k: number, secret: Uint8Array): boolean {
  const basis = points.slice(0, k);
  const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
  return (
    basis.length === k &&
    new Set(points.map(({ x }) => x)).size === points.length &&
    points.every(({ x, y }) => same(valueAt(basis, x), y)) &&
    same(valueAt(basis, 0), secret)
  );
}
