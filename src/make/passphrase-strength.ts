import { KNOWN_PHRASES } from "./known-phrases.js";

/** Fewest characters in a row that are known from somewhere: of Latin letters and digits, and of other scripts. */
const LEAST_KNOWN = 8;
const LEAST_KNOWN_OTHER = 4;
/** What a known part or a date costs whoever guesses, as a power of ten: which of some 10,000 it is, and where it begins. */
const KNOWN_LOG10 = 4;
/** Days of a life, written with the year first or last. */
const DATE = /(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01]){2}(?:19|20)\d\d/gu;

/** What names a street or a place in an address, which has a number too. There are about 10⁹ addresses. */
const STREET =
  /\b(?:street|road|avenue|lane|drive|boulevard|square|rue|via|calle|rua|platz|weg|allee)\b|str(?:asse|aße)|丁目|番地|[都道府県].*[市区町村]/iu;
const ADDRESS_LOG10 = 9;

/**
 * How many guesses a passphrase takes someone who knows how people choose them, what is printed on the sheet, and phrases
 * that many know, as a power of ten. No judge knows all quotations: of those a high number means nothing.
 * @param passphrase NFKC-normalised
 * @param known everything that is printed or that has a name: titles, notes, fields, accounts
 */
export async function guessesLog10(passphrase: string, known: readonly string[]): Promise<number> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const judge = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  const words = [...new Set(known.flatMap((text) => [text, bare(text), ...text.split(/[^\p{L}\p{N}]+/u)]))];
  const names = words.filter((word) => word.length > 1);
  const whole = judge.check(passphrase, names).guessesLog10;
  const { rest, parts } = withoutKnown(bare(passphrase), [...KNOWN_PHRASES, ...known].map(bare));
  if (STREET.test(passphrase) && /\p{N}/u.test(passphrase)) return Math.min(whole, ADDRESS_LOG10);
  if (parts === 0) return whole;
  const left = rest === "" ? 0 : judge.check(rest, names).guessesLog10;
  return Math.min(whole, left + parts * KNOWN_LOG10);
}

/** Letters and digits alone, in small letters: how a phrase is written does not count. */
function bare(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** What is left of a text without what is known or a date, and how many such parts it had; a part again is no other. */
function withoutKnown(text: string, phrases: readonly string[]): { rest: string; parts: number } {
  const all = phrases.join("\n");
  const names = phrases.filter((phrase) => phrase.length >= LEAST_KNOWN_OTHER);
  const found = new Set<string>();
  let rest = "";
  for (let at = 0; at < text.length; ) {
    const length = Math.max(
      knownRun(text, at, all),
      ...names.map((name) => (text.startsWith(name, at) ? name.length : 0)),
    );
    if (length > 0) found.add(text.slice(at, at + length));
    else rest += text.charAt(at);
    at += Math.max(1, length);
  }
  const undated = rest.replace(DATE, (date) => {
    found.add(date);
    return "";
  });
  return { rest: undated, parts: found.size };
}

/** How many characters from a place on stand in a row in what is known; 0 where too few do. */
function knownRun(text: string, at: number, all: string): number {
  const least = /^[a-z0-9]/u.test(text.charAt(at)) ? LEAST_KNOWN : LEAST_KNOWN_OTHER;
  let length = least;
  if (at + length > text.length || !all.includes(text.slice(at, at + length))) return 0;
  while (at + length < text.length && all.includes(text.slice(at, at + length + 1))) length++;
  return length;
}
