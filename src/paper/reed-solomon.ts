/**
 * The check of a typed line: Reed–Solomon [31, 27, 5] over GF(32), so that up to four wrong
 * characters are always noticed and two wrong ones, or three unreadable, can be worked out.
 * Symbols are base32 values, 0 to 31. @see FORMAT.md, "Check of a line"
 */

/** Symbols of a codeword: 27 of message, 4 of check. */
export const CODEWORD_SYMBOLS = 31;
/** Check symbols at a codeword's end. */
export const CHECK_SYMBOLS = 4;
/** Field polynomial x⁵ + x² + 1. */
const FIELD_POLYNOMIAL = 0x25;
const FIELD_ORDER = 31;

const EXP: number[] = [];
const LOG: number[] = [];
for (let i = 0, value = 1; i < FIELD_ORDER; i++) {
  EXP[i] = value;
  LOG[value] = i;
  value <<= 1;
  if (value & 32) value ^= FIELD_POLYNOMIAL;
}

function power(exponent: number): number {
  return EXP[((exponent % FIELD_ORDER) + FIELD_ORDER) % FIELD_ORDER] as number;
}

function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : power((LOG[a] as number) + (LOG[b] as number));
}

function divide(a: number, b: number): number {
  return a === 0 ? 0 : power((LOG[a] as number) - (LOG[b] as number));
}

/** Coefficients of g(x) = (x − α)(x − α²)(x − α³)(x − α⁴), highest first, the leading 1 left out. */
const GENERATOR = (() => {
  let polynomial = [1];
  for (let root = 1; root <= CHECK_SYMBOLS; root++) {
    const next = [...polynomial, 0];
    polynomial.forEach((coefficient, i) => {
      next[i + 1] = (next[i + 1] as number) ^ multiply(coefficient, power(root));
    });
    polynomial = next;
  }
  return polynomial.slice(1);
})();

/**
 * Check symbols of a message: the remainder of m(x)·x⁴ by g(x).
 * @param message 27 symbols, the first is the highest coefficient
 * @returns 4 symbols
 */
export function checkSymbols(message: readonly number[]): number[] {
  const remainder = [0, 0, 0, 0];
  for (const symbol of message) {
    const factor = symbol ^ (remainder.shift() as number);
    remainder.push(0);
    GENERATOR.forEach((coefficient, i) => {
      remainder[i] = (remainder[i] as number) ^ multiply(factor, coefficient);
    });
  }
  return remainder;
}

function syndromes(codeword: readonly number[]): number[] {
  return [1, 2, 3, 4].map((root) => codeword.reduce((sum, symbol) => multiply(sum, power(root)) ^ symbol, 0));
}

/**
 * The one codeword within reach: twice the wrong symbols plus the unreadable ones at most four.
 * @param received 31 symbols; unreadable ones hold any value
 * @param erased places of unreadable symbols, at most 4, counted from 0
 * @param fixed the first so many symbols are known to be right
 * @returns the codeword, or `undefined` where none is within reach
 */
export function correct(received: readonly number[], erased: readonly number[], fixed: number): number[] | undefined {
  const start = received.map((symbol, place) => (erased.includes(place) ? 0 : symbol));
  const most = Math.floor((CHECK_SYMBOLS - erased.length) / 2);
  const free = received.map((_, place) => place).filter((place) => place >= fixed && !erased.includes(place));
  for (let errors = 0; errors <= most; errors++) {
    for (const wrong of choose(free, errors)) {
      const codeword = solve(start, [...erased, ...wrong]);
      if (codeword) return codeword;
    }
  }
  return undefined;
}

function* choose(places: readonly number[], count: number): Generator<number[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let i = 0; i + count <= places.length; i++) {
    for (const rest of choose(places.slice(i + 1), count - 1)) yield [places[i] as number, ...rest];
  }
}

/** Changes only the symbols at `places` so that all four syndromes vanish. */
function solve(codeword: readonly number[], places: readonly number[]): number[] | undefined {
  const locators = places.map((place) => power(CODEWORD_SYMBOLS - 1 - place));
  const wanted = syndromes(codeword);
  // Gauss on the Vandermonde rows Σ v·X^r = S_r, r = 1…4: consistent only if the places explain all four.
  const rows = wanted.map((value, r) => [...locators.map((x) => power((LOG[x] as number) * (r + 1))), value]);
  for (let column = 0; column < places.length; column++) {
    const pivot = rows.findIndex((row, r) => r >= column && row[column] !== 0);
    if (pivot < 0) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const head = rows[column] as number[];
    const lead = head[column] as number;
    for (let c = 0; c < head.length; c++) head[c] = divide(head[c] as number, lead);
    rows.forEach((row, r) => {
      const factor = row[column] as number;
      if (r === column || factor === 0) return;
      head.forEach((value, c) => {
        row[c] = (row[c] as number) ^ multiply(factor, value);
      });
    });
  }
  if (rows.slice(places.length).some((row) => row[places.length] !== 0)) return undefined;
  const result = [...codeword];
  places.forEach((place, i) => {
    result[place] = (result[place] as number) ^ (rows[i]?.[places.length] as number);
  });
  return result;
}
