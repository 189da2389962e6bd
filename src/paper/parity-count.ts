/** How many parity frames a document gets at least: a third, or a half where sheets carry no complete lines. */
export function parityCount(dataCount: number, codesOnly: boolean): number {
  return Math.max(2, Math.ceil(dataCount / (codesOnly ? 2 : 3)));
}

/** Codes in a row. */
export const CODES_OF_ROW = 4;
/** Codes in two rows of smaller ones: what a page has room for beside the words of a share. */
const TWO_LONG_ROWS = 10;

/**
 * How many frames one side of a sheet carries: its last row is filled with more parity.
 * @param longRows whether two rows may be of five smaller codes, rather than three of four
 */
export function framesOfSide(dataCount: number, codesOnly: boolean, longRows: boolean): number {
  const filled = Math.ceil((dataCount + parityCount(dataCount, codesOnly)) / CODES_OF_ROW) * CODES_OF_ROW;
  const least = Math.max(2 * CODES_OF_ROW, filled);
  return longRows && least === 3 * CODES_OF_ROW && dataCount + parityCount(dataCount, codesOnly) <= TWO_LONG_ROWS
    ? TWO_LONG_ROWS
    : least;
}
