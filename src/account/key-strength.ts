import type { Warning } from "../error.js";
import { type Account, isUnnamed } from "./account.js";

/** What a key is worth: `short` is to be warned of, `weak` is to be used only where someone says so. */
export type KeyStrength = "good" | "short" | "weak";

/** Bits that one character of base32 holds. */
const CHARACTER_BITS = 5;
/** Fewest bits that services give. @see RFC 4226, section 4, R6, which asks for 128 */
const USUAL_BITS = 80;
/** Below this many bits every key can be tried with a code or two at hand, in minutes. */
const LEAST_BITS = 32;

/** Rows along which hands run, also backwards: base32's own order, and a keyboard's rows and columns. */
const FORWARD = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM", "QAZWSXEDCRFVTGBYHNUJM"];
const ROWS = FORWARD.flatMap((row) => [row, [...row].reverse().join("")]);
/** Fewest characters that count as a run: by chance, four stand so in one of 200 keys of 16. */
const LEAST_RUN = 4;
/** A run is told by where it begins, and which one it is. */
const RUN_BITS = 2 * CHARACTER_BITS;
/** Most different characters of a key that hands made; a drawn one of 32 characters has about 20. */
const MOST_REPEATED = 8;

/**
 * How often a letter of a word, of the row, is followed by another, of the column: log₂ of the share, plus 5 for the 32
 * characters a drawn key chooses from, plus 4.5, rounded, 0 to 9. Counted in the 70,000 common words and first names of
 * `@zxcvbn-ts/language-en` and `-common` that have four letters or more.
 */
const FOLLOWERS = [
  "15553343514657140756443142",
  "75127002610710700642600040",
  "70406007606500700536500030",
  "62148243710432610551523040",
  "53564332302646341775343341",
  "60007600700600700635600040",
  "72027056600535600653602040",
  "72017102700333710435502050",
  "53656440103558641566240114",
  "80007001622001720110700010",
  "73017205702534620463503050",
  "72247221702631621044521060",
  "85307100700252660140500030",
  "62566372624215511266331032",
  "44542342414657550755644231",
  "71007006600611650655500030",
  "40000000500000000000900000",
  "73457242703444630465531040",
  "62517116604443552167513030",
  "61307106700421600655502042",
  "55555341513667250776020212",
  "70008000800201600220210030",
  "83137215702425610552200030",
  "62607204700320571027520340",
  "74546232502656650565523012",
  "72218015702423610221512045",
];
const FOLLOWER_ZERO = 4.5;
/**
 * From what mean on letters read as words: 97 to 99 of 100 words do, and of drawn keys one in 175 with 8 characters,
 * one in 1,900 with 12. From 16 characters on, and beside digits, more is asked: one in 100,000 with 16. 200,000 of each
 * length were drawn.
 */
const WORD_MEAN = 0.5;
const STRICT_WORD_MEAN = 0.75;
/** Length from which keys are what services give. */
const LONG = USUAL_BITS / CHARACTER_BITS;
/** Up to this length one word of a language is a key's whole text; most longer ones are two. */
const DICTIONARY_LENGTH = 8;
/** Most digits at one end of a word that do not make a key of it. */
const MOST_DIGITS = 4;

/** What is worth saying about how long an account's key is, or how easily guessed. */
export function keyWarnings({ secret }: Pick<Account, "secret">): Warning[] {
  const strength = keyStrength(secret);
  if (strength === "weak") return [{ code: "secret-weak", data: {} }];
  return strength === "short" ? [{ code: "secret-short", data: { length: secret.length } }] : [];
}

/**
 * Whether an account is to be taken only where someone says so: its key can be guessed. A longer word with an account's
 * name beside it is warned of, for a Key URI or an export says that it is a key, and some services take any text.
 */
export function isRefusedKey(account: Account): boolean {
  const { secret } = account;
  if (keyStrength(secret) !== "weak") return false;
  return isUnnamed(account) || secret.length <= DICTIONARY_LENGTH || bitsOf(repeatedUnit(secret)) < LEAST_BITS;
}

/**
 * Judges a key by itself. Below 80 bits it is short. Below 32, or where someone can guess it, it is weak: a word or
 * words of a language written with Latin letters, a run along the alphabet or a keyboard, a few characters again and
 * again. What a key's bytes spell does not count: services give keys whose bytes are text, and examples in manuals are.
 * @param secret normalised base32
 */
export function keyStrength(secret: string): KeyStrength {
  const unit = repeatedUnit(secret);
  if (bitsOf(unit) < LEAST_BITS || hasFew(secret) || readsAsWords(secret)) return "weak";
  return unit.length * CHARACTER_BITS < USUAL_BITS ? "short" : "good";
}

/** The part that a text repeats, the last time perhaps not wholly; the text itself where it repeats none. */
function repeatedUnit(text: string): string {
  for (let length = 1; length <= text.length / 2; length++) {
    if (text.startsWith(text.slice(length))) return text.slice(0, length);
  }
  return text;
}

/** Bits it takes to tell a text, its runs being told by their beginning. */
function bitsOf(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; ) {
    const run = runLength(text, at);
    bits += run >= LEAST_RUN ? RUN_BITS : CHARACTER_BITS;
    at += run >= LEAST_RUN ? run : 1;
  }
  return bits;
}

/** How many characters from a place on are the same, or follow one another in one row. */
function runLength(text: string, from: number): number {
  const first = text.charAt(from);
  let same = 1;
  while (text.charAt(from + same) === first) same++;
  const along = ROWS.map((row) => {
    const start = row.indexOf(first);
    let length = 1;
    while (start >= 0 && start + length < row.length && text.charAt(from + length) === row.charAt(start + length))
      length++;
    return length;
  });
  return Math.max(same, ...along);
}

function hasFew(text: string): boolean {
  return new Set(text).size <= Math.min(MOST_REPEATED, Math.floor(text.length / 4));
}

function readsAsWords(secret: string): boolean {
  const letters = secret.replace(/^[2-7]+/u, "").replace(/[2-7]+$/u, "");
  const digits = secret.length - letters.length;
  if (!/^[A-Z]{6,}$/u.test(letters) || digits > Math.min(MOST_DIGITS, letters.length / 2)) return false;
  const scores = pairsOf(letters).map((pair) => followerScore(pair));
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return mean >= (digits === 0 && secret.length < LONG ? WORD_MEAN : STRICT_WORD_MEAN);
}

function followerScore(pair: string): number {
  const [row, column] = [pair.charCodeAt(0) - 65, pair.charCodeAt(1) - 65];
  return Number(FOLLOWERS[row]?.charAt(column)) - FOLLOWER_ZERO;
}

function pairsOf(text: string): string[] {
  return Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2));
}
