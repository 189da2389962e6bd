import { EscrowError, type Warning } from "../error.js";

/** Words that are asked back: who wrote nothing down, or not this, finds out now. */
export const ASKED_BACK = 2;
/** Words in the list that they are drawn from: a power of two, so that every word is as likely. */
const LIST_WORDS = 2048;
/** Fewest guesses, as a power of ten, that a chosen passphrase must be judged to take: years of many computers at scrypt's pace. */
const LEAST_GUESSES_LOG10 = 14;
/** Longest passphrase that is judged or taken, in characters. */
const MOST_CHARACTERS = 1000;

/** A passphrase with what is worth saying about it. */
export interface ChosenPassphrase {
  readonly passphrase: string;
  readonly warnings: readonly Warning[];
}

/** Draws a passphrase of words. */
export async function generatePassphrase(): Promise<string> {
  const [{ PASSPHRASE_WORDS }, { wordlist }] = await Promise.all([
    import("../document/passphrase-words.js"),
    import("@scure/bip39/wordlists/english.js"),
  ]);
  if (wordlist.length !== LIST_WORDS) throw new Error("the list of words is not the known one");
  const drawn = crypto.getRandomValues(new Uint16Array(PASSPHRASE_WORDS));
  return [...drawn].map((number) => wordlist[number % LIST_WORDS] ?? "").join(" ");
}

/**
 * Places of words that are asked back: different ones, in their order.
 * @param words how many there are, at most 256
 * @returns from 1
 */
export function placesToAsk(words: number): number[] {
  const places = new Set<number>();
  while (places.size < ASKED_BACK) places.add(1 + ((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) % words));
  return [...places].sort((a, b) => a - b);
}

/**
 * A passphrase that can be typed at a prompt, ours and age's.
 * @throws EscrowError `passphrase-empty`, `passphrase-form`
 */
export function checkPassphraseForm(passphrase: string): string {
  if (passphrase === "") throw new EscrowError("passphrase-empty");
  // A second line could not be typed at a prompt, neither ours nor age's.
  if (/\p{Cc}/u.test(passphrase) || passphrase.length > MOST_CHARACTERS) throw new EscrowError("passphrase-form");
  return passphrase;
}

/**
 * Judges a passphrase that someone chose.
 * @param allowWeak takes one that can be guessed, with a warning
 * @param known what is printed on the sheet or has a name: a passphrase made of it is weak
 * @throws EscrowError `passphrase-weak`
 */
export async function judgePassphrase(
  passphrase: string,
  allowWeak: boolean,
  known: readonly string[],
): Promise<ChosenPassphrase> {
  const warnings: Warning[] = [];
  if (/[^\x20-\x7e]/u.test(passphrase)) warnings.push({ code: "passphrase-not-ascii", data: {} });
  const { guessesLog10 } = await import("./passphrase-strength.js");
  if ((await guessesLog10(passphrase.normalize("NFKC"), known)) < LEAST_GUESSES_LOG10) {
    if (!allowWeak) throw new EscrowError("passphrase-weak");
    warnings.push({ code: "passphrase-weak", data: {} });
  }
  return { passphrase, warnings };
}
