import { blockOfNumber, PARITY_LINES } from "../../paper/line-blocks.js";

/** Fewer lines make no column: a reader of pictures tells numbers by those of the lines above and below. */
const LEAST_OF_COLUMN = 3;

/**
 * How many rows lines take in columns that are read down the left one first: as few as keep every row from holding more
 * lines of a block than its parity replaces, and both headings of a kind. So a fold or smear along a row loses nothing.
 * @param lines in their order, `""` for an empty row
 * @param across columns that there is room for
 * @see FORMAT.md, "Heading, data lines, parity"
 */
export function rowsOfColumns(lines: readonly string[], across: number): number {
  let rows = Math.max(1, Math.ceil(lines.length / across));
  while (rows < lines.length && !holds(lines, rows)) rows++;
  return rows;
}

/**
 * Whether so many rows may be lost one at a time, and a reader of scans finds the last column beside the others. One
 * column always may.
 */
function holds(lines: readonly string[], rows: number): boolean {
  const last = lines.length % rows || rows;
  if (lines.length > rows && last < LEAST_OF_COLUMN) return false;
  const counts = new Map<string, number>();
  for (const [i, line] of lines.entries()) {
    const [, kind = "", digits] = /^([A-Z])(\d+) /u.exec(line) ?? [];
    if (digits === undefined) continue;
    const number = Number(digits);
    const group = `${i % rows} ${kind} ${number === 0 ? "heading" : blockOfNumber(number)}`;
    const count = (counts.get(group) ?? 0) + 1;
    if (count > (number === 0 ? 1 : PARITY_LINES)) return false;
    counts.set(group, count);
  }
  return true;
}
