import { wordlist } from "@scure/bip39/wordlists/english.js";

/** Words of a generated passphrase: 11 random bits each, 132 together. No word checks the others. */
export const PASSPHRASE_WORDS = 12;
/** Most changes between a typed word and one of the list that is offered for it. */
const MOST_CHANGES = 2;
/** Most words that are offered for one. */
const MOST_OFFERED = 3;

const WORDS: ReadonlySet<string> = new Set(wordlist);

/** What is wrong with a passphrase that reads as a generated one. Holds words: not for logs or errors. */
export interface WordFaults {
  /** How many words there are. */
  readonly have: number;
  /** Words that are not in the list: their place, from 1, and the nearest of the list, best first, perhaps none. */
  readonly unknown: readonly { readonly place: number; readonly nearest: readonly string[] }[];
}

/** Signs that keyboards and editors put in place of those that were typed, each kind with what was. */
const TYPOGRAPHIC: readonly (readonly [signs: RegExp, typed: string])[] = [
  [/[‘’‚‛′]/gu, "'"],
  [/[“”„‟]/gu, '"'],
  [/[‐‒–—―−]/gu, "-"],
];

/**
 * The forms in which a passphrase is tried, three at most, each another derivation: as given, first and always, since a
 * chosen one may be of any form; with single blanks between and none around; and then, where every word is one of the
 * list, in small letters with single blanks, as a generated one is printed, else with plain quotation marks and dashes.
 * @param given NFKC is applied here
 * @see FORMAT.md, "Document"
 */
export function passphraseForms(given: string): string[] {
  const exact = given.normalize("NFKC");
  const spaced = wordsOf(exact).join(" ");
  const small = listedWords(exact);
  const plain = TYPOGRAPHIC.reduce((text, [signs, typed]) => text.replace(signs, typed), spaced);
  const forms = [exact, spaced, small.every(isListed) ? small.join(" ") : plain];
  return [...new Set(forms)].filter((form, i) => i === 0 || form !== "");
}

/**
 * What is wrong with a passphrase, if it is meant to be a generated one: most of its words are in the list, and there are
 * about as many as there should be. Words in a wrong order cannot be told.
 * @returns nothing where it is no such passphrase, or nothing is wrong
 */
export function wordFaults(given: string): WordFaults | undefined {
  const words = listedWords(given.normalize("NFKC"));
  const known = words.filter(isListed).length;
  const near = Math.abs(words.length - PASSPHRASE_WORDS) <= PASSPHRASE_WORDS / 4;
  if (!near || known * 3 < words.length * 2) return undefined;
  if (words.length === PASSPHRASE_WORDS && known === words.length) return undefined;
  const unknown = words.flatMap((word, i) => (isListed(word) ? [] : [{ place: i + 1, nearest: nearestWords(word) }]));
  return { have: words.length, unknown };
}

/** Words of a text as the list has them: in small letters, whatever stands between them; numbers count them. */
export function listedWords(text: string): string[] {
  return wordsOf(
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, " "),
  ).filter((word) => !/^\p{N}+$/u.test(word));
}

/** Whether a word is in the list that passphrases are drawn from. */
export function isListed(word: string): boolean {
  return WORDS.has(word);
}

/** Words of the list that begin so: four letters leave one at most, or a word and longer ones. */
export function completionsOf(beginning: string): string[] {
  return beginning === "" ? [] : wordlist.filter((word) => word.startsWith(beginning));
}

/** The words of the list that are the fewest letters away from a typed one, best first. */
export function nearestWords(word: string): string[] {
  const measured = wordlist
    .map((listed) => ({ listed, changes: changesBetween(word, listed) }))
    .filter(({ changes }) => changes <= MOST_CHANGES)
    .sort((a, b) => a.changes - b.changes);
  const least = measured[0]?.changes;
  const near = measured.filter(({ changes }) => changes === least).map(({ listed }) => listed);
  const begun = completionsOf(word);
  const alike = word.length > 4 ? completionsOf(word.slice(0, 4)) : [];
  return [...new Set([...begun, ...near, ...alike])].slice(0, MOST_OFFERED);
}

/**
 * Letters to add, leave out, replace, or swap with their neighbour until one word is the other.
 * @returns more than `MOST_CHANGES` without an exact count where it is more
 */
function changesBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_CHANGES) return MOST_CHANGES + 1;
  let [earlier, above]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (earlier[j - 2] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    [earlier, above] = [above, row];
  }
  return above[b.length] ?? 0;
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}
