import type { ErrorCode, ErrorData } from "../error.js";
import { UsageError } from "./usage-error.js";

/** What is said of a word that is none of a few, each with a form that names the one probably meant. */
type Wrong = "usage-choice" | "usage-command" | "template-name" | "template-unknown" | "field-unknown";

/** Wrong usage: a word that is none of a few. */
export function wrongChoice(...wrong: Parameters<typeof wordsOfChoice>): UsageError {
  return new UsageError(...wordsOfChoice(...wrong));
}

/**
 * What to say of a word that is none of a few: the right ones, and which was probably meant.
 * @param data what its sentence needs beside `known` and `near`
 */
export function wordsOfChoice(
  code: Wrong,
  data: ErrorData,
  given: string,
  words: readonly string[],
): [ErrorCode, ErrorData] {
  const known = { ...data, known: words.join(", ") };
  const near = nearestOf(given, words);
  return near === undefined ? [code, known] : [`${code}-near`, { ...known, near }];
}

/** Most letters that a slip of the fingers changes: more, and something else was meant. */
const MOST_SLIPS = 2;

/** The one of some words that a mistyped one was probably meant to be. */
function nearestOf(given: string, known: readonly string[]): string | undefined {
  const distances = known.map((word) => [word, slipsBetween(given.toLowerCase(), word)] as const);
  const [nearest] = [...distances].sort((a, b) => a[1] - b[1]);
  return nearest && nearest[1] <= MOST_SLIPS && nearest[1] < nearest[0].length / 2 ? nearest[0] : undefined;
}

/** Letters to put in, leave out, change, or exchange with the next, to make one word of another. @see Damerau 1964 */
function slipsBetween(a: string, b: string): number {
  const letters = [...a.slice(0, 2 * b.length)];
  let [before, above, row]: number[][] = [[], [], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (const [i, letter] of letters.entries()) {
    [before, above, row] = [above ?? [], row ?? [], [i + 1]];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] ?? 0) + (b[j - 1] === letter ? 0 : 1);
      const exchanged = b[j - 2] === letter && b[j - 1] === letters[i - 1] ? (before[j - 2] ?? 0) + 1 : changed;
      row.push(Math.min(changed, exchanged, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row?.[b.length] ?? 0;
}
