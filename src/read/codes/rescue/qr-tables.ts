import type { CorrectionLevel } from "../sighting.js";

// Figures of ISO/IEC 18004 that every symbol is laid out by.

/** Blocks of a symbol, by level and version from 1. @see ISO/IEC 18004, table 9 */
export const BLOCK_COUNTS: Readonly<Record<CorrectionLevel, readonly number[]>> = {
  L: [
    1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19,
    20, 21, 22, 24, 25,
  ],
  M: [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33,
    35, 37, 38, 40, 43, 45, 47, 49,
  ],
  Q: [
    1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45,
    48, 51, 53, 56, 59, 62, 65, 68,
  ],
  H: [
    1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51,
    54, 57, 60, 63, 66, 70, 74, 77, 81,
  ],
};

/** Check codewords of each block, by level and version from 1. @see ISO/IEC 18004, table 9 */
export const CHECK_COUNTS: Readonly<Record<CorrectionLevel, readonly number[]>> = {
  L: [
    7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  M: [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  ],
  Q: [
    13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  H: [
    17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
};

/** Rows and columns of alignment patterns' middles. @param version 1 to 40 @see ISO/IEC 18004, annex E */
export function alignmentPatterns(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = 4 * version + 10;
  // Even steps from the last one back; the first one takes what is left. Version 32 is the one exception.
  const step = version === 32 ? 26 : 2 * Math.ceil((last - 6) / (count - 1) / 2);
  return Array.from({ length: count }, (_, i) => (i === 0 ? 6 : last - (count - 1 - i) * step));
}

/** The masks: a module is turned over where the value is 0. @see ISO/IEC 18004, table 10 */
export const MASKS: readonly ((row: number, column: number) => number)[] = [
  (row, column) => (row + column) % 2,
  (row) => row % 2,
  (_, column) => column % 3,
  (row, column) => (row + column) % 3,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2,
  (row, column) => ((row * column) % 2) + ((row * column) % 3),
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2,
];

/** Two bits that say a level. @see ISO/IEC 18004, table 12 */
const LEVEL_BITS: Readonly<Record<CorrectionLevel, number>> = { L: 1, M: 0, Q: 3, H: 2 };
const [FORMAT_CHECK, FORMAT_POLYNOMIAL, FORMAT_MASK] = [10, 0x537, 0x5412];
const [VERSION_CHECK, VERSION_POLYNOMIAL] = [12, 0x1f25];

/** The 15 bits of format information that say a level and a mask. @see ISO/IEC 18004, annex C */
export function formatBits(level: CorrectionLevel, mask: number): number {
  return bch((LEVEL_BITS[level] << 3) | mask, FORMAT_CHECK, FORMAT_POLYNOMIAL) ^ FORMAT_MASK;
}

/** The 18 bits of version information. @param version 7 to 40 @see ISO/IEC 18004, annex D */
export function versionBits(version: number): number {
  return bch(version, VERSION_CHECK, VERSION_POLYNOMIAL);
}

/** A value followed by `checks` bits of its remainder by a polynomial of that degree. */
function bch(value: number, checks: number, polynomial: number): number {
  let rest = value << checks;
  for (let bit = 31 - Math.clz32(rest); bit >= checks; bit = 31 - Math.clz32(rest))
    rest ^= polynomial << (bit - checks);
  return (value << checks) | rest;
}
