import type { FoundCode } from "../codes/found-code.js";
import { side } from "../codes/sighting.js";

/** How far a code may be off its row or column, in sides of a code: a name of two lines moves it. */
const REACH = 0.5;
/** Cards stand in so many columns at most. */
const MOST_COLUMNS = 2;
/** How far the distance of two rows may be off a multiple of the least one, as a share of that. */
const OFF = 0.15;

/** Most cards of a page. */
const MOST_CARDS = 6;

/** Whether codes may be a page of cards: one of each account, and no more than it has room for. */
export function mayBeCards(texts: readonly string[]): boolean {
  const isUri = texts.every((text) => /^otpauth:\/\//iu.test(text));
  return texts.length > 0 && texts.length <= MOST_CARDS && isUri && new Set(texts).size === texts.length;
}

/**
 * Places of cards that show no code though cards after them do: covered or torn off, each is an account's. Cards fill
 * rows from left to right, all rows at one distance; where the last ones end is not known.
 * @returns 0 where the codes are no cards, one of each account
 */
export function countCardGaps(codes: readonly Pick<FoundCode, "text" | "corners">[]): number {
  const cards = codes.filter(({ text }) => /^otpauth:\/\//iu.test(text));
  const [first] = cards;
  if (!first || new Set(cards.map(({ text }) => text)).size < cards.length) return 0;
  const [a, b, , d] = first.corners;
  const unit = side(first.corners);
  const along = (x: number, y: number, to: { readonly x: number; readonly y: number }) =>
    (x * (to.x - a.x) + y * (to.y - a.y)) / unit ** 2;
  // Of codes of different sizes the top left corners are in line.
  const places = cards.map(({ corners: [corner] }) => corner);
  const x = places.map((corner) => along(corner.x - a.x, corner.y - a.y, b));
  const y = places.map((corner) => along(corner.x - a.x, corner.y - a.y, d));
  const columns = groups(x);
  const rows = withLostRows(groups(y));
  if (columns.length > MOST_COLUMNS) return 0;
  const cells = rows.flatMap((row) =>
    columns.map((column) => places.some((_, i) => near(x[i], column) && near(y[i], row))),
  );
  return cells.slice(0, cells.lastIndexOf(true)).filter((isThere) => !isThere).length;
}

function near(value: number | undefined, other: number): boolean {
  return value !== undefined && Math.abs(value - other) <= REACH;
}

/** Values that are near each other as one, in their order. */
function groups(values: readonly number[]): number[] {
  const found: number[] = [];
  for (const value of values.toSorted((one, other) => one - other)) {
    if (!near(found.at(-1), value)) found.push(value);
  }
  return found;
}

/** Rows with those between them of which nothing is left, where the distance of other rows tells. */
function withLostRows(rows: readonly number[]): number[] {
  const steps = rows.slice(1).map((row, i) => row - (rows[i] as number));
  const least = Math.min(...steps);
  return rows.flatMap((row, i) => {
    const step = steps[i] ?? 0;
    const count = Math.round(step / least);
    if (count < 2 || Math.abs(step / least - count) > OFF * count) return [row];
    return Array.from({ length: count }, (_, k) => row + (k * step) / count);
  });
}
