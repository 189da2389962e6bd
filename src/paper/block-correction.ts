/**
 * Correction of a QR code's blocks: Reed–Solomon over GF(2⁸) with roots α⁰ … αᶜ⁻¹, both wrong symbols and symbols whose
 * place is known to be unreadable. @see ISO/IEC 18004, 7.5.2
 */

import { divide256, EXP_256, LOG_256, multiply256 } from "./field-256.js";

/** A block that was corrected. */
interface CorrectedBlock {
  readonly symbols: Uint8Array;
  /** How many symbols were wrong, apart from the unreadable ones. */
  readonly errors: number;
}

/**
 * The one codeword within reach: twice the wrong symbols plus the unreadable ones are at most `checks`.
 * @param received data, then check symbols; 255 at most
 * @param checks how many of them are check symbols
 * @param erased places of unreadable symbols, each once, at most `checks` of them
 * @returns nothing where no codeword is within reach
 */
export function correctBlock(
  received: Uint8Array,
  checks: number,
  erased: readonly number[],
): CorrectedBlock | undefined {
  const last = received.length - 1;
  const syndromes = syndromesOf(received, checks);
  if (syndromes.every((value) => value === 0)) return { symbols: received.slice(), errors: 0 };
  let erasures = [1];
  for (const place of erased) erasures = product(erasures, [1, EXP_256[last - place] as number]);
  const locator = locatorOf(syndromes, erasures, erased.length);
  const count = locator.length - 1;
  if (2 * (count - erased.length) + erased.length > checks) return undefined;
  const evaluator = product(locator, syndromes).slice(0, checks);
  // The formal derivative keeps odd powers only: in a field of characteristic 2 the even ones vanish.
  const derivative = locator.slice(1).map((value, i) => (i % 2 === 0 ? value : 0));
  const symbols = received.slice();
  let found = 0;
  for (let place = 0; place <= last; place++) {
    const power = last - place;
    const inverse = EXP_256[(255 - power) % 255] as number;
    if (valueAt(locator, inverse) !== 0) continue;
    const slope = valueAt(derivative, inverse);
    if (slope === 0) return undefined;
    found++;
    const change = multiply256(EXP_256[power] as number, divide256(valueAt(evaluator, inverse), slope));
    symbols[place] = (symbols[place] as number) ^ change;
  }
  if (found !== count || syndromesOf(symbols, checks).some((value) => value !== 0)) return undefined;
  return { symbols, errors: count - erased.length };
}

/**
 * Berlekamp and Massey's locator of all wrong places, begun with those that are known.
 * @returns coefficients, lowest first, the last not 0
 */
function locatorOf(syndromes: readonly number[], erasures: readonly number[], erased: number): number[] {
  let locator = [...erasures];
  let before = [...erasures];
  let length = erased;
  for (let step = erased; step < syndromes.length; step++) {
    let discrepancy = 0;
    for (let i = 0; i < locator.length && i <= step; i++) {
      discrepancy ^= multiply256(locator[i] as number, syndromes[step - i] as number);
    }
    before = [0, ...before];
    if (discrepancy === 0) continue;
    const next = sum(locator, scaled(before, discrepancy));
    if (2 * length <= step + erased) {
      length = step + erased + 1 - length;
      before = scaled(locator, divide256(1, discrepancy));
    }
    locator = next;
  }
  while (locator.length > 1 && locator.at(-1) === 0) locator.pop();
  return locator;
}

function syndromesOf(symbols: Uint8Array, checks: number): number[] {
  return Array.from({ length: checks }, (_, root) => {
    let value = 0;
    for (const symbol of symbols) {
      value = (value === 0 ? 0 : (EXP_256[(LOG_256[value] as number) + root] as number)) ^ symbol;
    }
    return value;
  });
}

/** Value of a polynomial, its lowest coefficient first. */
function valueAt(polynomial: readonly number[], x: number): number {
  return polynomial.reduceRight((value, coefficient) => multiply256(value, x) ^ coefficient, 0);
}

function product(a: readonly number[], b: readonly number[]): number[] {
  const result = new Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((left, i) => {
    b.forEach((right, j) => {
      result[i + j] = (result[i + j] as number) ^ multiply256(left, right);
    });
  });
  return result;
}

function sum(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) ^ (b[i] ?? 0));
}

function scaled(polynomial: readonly number[], factor: number): number[] {
  return polynomial.map((value) => multiply256(value, factor));
}
