import { EscrowError, type Warning } from "../../error.js";
import { type Session, tell, tellAll } from "../session.js";
import { askLine, choose } from "../terminal/prompt.js";
import { canAsk, writeNote } from "../terminal/terminal.js";
import { UsageError } from "../usage-error.js";
import { readSecretFile } from "./secret-file.js";

/** Words that are asked back: who wrote nothing down, or not this, finds out now. */
const ASKED_BACK = 2;
/** Words in the list that they are drawn from: a power of two, so that every word is as likely. */
const LIST_WORDS = 2048;
/** Fewest guesses, as a power of ten, that a chosen passphrase must be judged to take: years of many computers at scrypt's pace. */
const LEAST_GUESSES_LOG10 = 14;
/** Longest passphrase that is judged or taken, in characters. */
const MOST_CHARACTERS = 1000;

/** A passphrase with what is worth saying about it. */
export interface Chosen {
  readonly passphrase: string;
  readonly warnings: readonly Warning[];
}

/** Where a passphrase comes from, and how a new one is judged. */
export interface PassphraseOptions {
  readonly passphraseFile?: string;
  readonly allowWeak?: boolean;
}

/**
 * A passphrase for a new sealed sheet: given, else generated and shown once on the terminal, or chosen there.
 * @param given as `givenPassphrase` has it
 * @param known what is printed on the sheet or has a name: a passphrase made of it is weak
 * @throws UsageError `passphrase-terminal` without one or a terminal
 * @throws EscrowError `passphrase-form`, `passphrase-weak`
 */
export async function newPassphrase(
  session: Session,
  given: string | undefined,
  { allowWeak = false }: PassphraseOptions,
  known: readonly string[],
): Promise<Chosen> {
  if (given !== undefined) return judge(given, allowWeak, known);
  if (!canAsk()) throw new UsageError("passphrase-terminal");
  const way = await choose(session, "passphrase-way", ["generated", "chosen"] as const);
  if (way === "generated") return { passphrase: await showGenerated(session), warnings: [] };
  const { askPassphrase } = await import("./passphrase-prompt.js");
  const passphrase = await askPassphrase(session, { message: tell(session, "ask.passphrase-new"), generated: false });
  const chosen = await judge(checkForm(passphrase), allowWeak, known);
  await askPassphrase(session, {
    message: tell(session, "ask.passphrase-again"),
    generated: false,
    refuse: (again) => (again === passphrase ? undefined : tell(session, "ask.passphrase-differs")),
  });
  return chosen;
}

/**
 * The passphrase that `--passphrase-file` names: of a file, or `-`, one final newline dropped.
 * @param beside arguments that may name standard input too
 * @throws UsageError `stdin-twice`
 * @throws EscrowError `passphrase-empty`, `passphrase-form`
 */
export async function givenPassphrase(
  session: Session,
  { passphraseFile: path }: PassphraseOptions,
  beside: readonly string[],
): Promise<string | undefined> {
  const named = path === undefined ? beside : [...beside, path];
  if (named.filter((argument) => argument === "-").length > 1) throw new UsageError("stdin-twice");
  if (path === undefined) return undefined;
  return checkForm(await readSecretFile(session, path, "passphrase-form"));
}

function checkForm(passphrase: string): string {
  if (passphrase === "") throw new EscrowError("passphrase-empty");
  // A second line could not be typed at a prompt, neither ours nor age's.
  if (/\p{Cc}/u.test(passphrase) || passphrase.length > MOST_CHARACTERS) throw new EscrowError("passphrase-form");
  return passphrase;
}

async function judge(passphrase: string, allowWeak: boolean, known: readonly string[]): Promise<Chosen> {
  const warnings: Warning[] = [];
  if (/[^\x20-\x7e]/u.test(passphrase)) warnings.push({ code: "passphrase-not-ascii", data: {} });
  const { guessesLog10 } = await import("../making/passphrase-strength.js");
  if ((await guessesLog10(passphrase.normalize("NFKC"), known)) < LEAST_GUESSES_LOG10) {
    if (!allowWeak) throw new EscrowError("passphrase-weak");
    warnings.push({ code: "passphrase-weak", data: {} });
  }
  return { passphrase, warnings };
}

/** Draws a passphrase of words. */
export async function generatePassphrase(): Promise<string> {
  const [{ PASSPHRASE_WORDS }, { wordlist }] = await Promise.all([
    import("../../document/passphrase-words.js"),
    import("@scure/bip39/wordlists/english.js"),
  ]);
  if (wordlist.length !== LIST_WORDS) throw new Error("the list of words is not the known one");
  const drawn = crypto.getRandomValues(new Uint16Array(PASSPHRASE_WORDS));
  return [...drawn].map((number) => wordlist[number % LIST_WORDS] ?? "").join(" ");
}

async function showGenerated(session: Session): Promise<string> {
  const passphrase = await generatePassphrase();
  for (const line of tellAll(session, "seal.passphrase-before")) writeNote(line);
  writeNote();
  writeNote(`    ${passphrase}`);
  writeNote();
  for (const line of tellAll(session, "seal.passphrase-after")) writeNote(line);
  await askLine(session, "passphrase-written");
  const { listedWords } = await import("../../document/passphrase-words.js");
  const words = passphrase.split(" ");
  for (const [i, place] of placesToAsk(words.length).entries()) {
    await askLine(session, "passphrase-word", {
      values: { n: i + 1, of: ASKED_BACK, place },
      refuse: (typed) =>
        listedWords(typed).join(" ") === words[place - 1]
          ? undefined
          : tell(session, "ask.passphrase-other", { place }),
    });
  }
  return passphrase;
}

/** Places of words that are asked back: two different ones, from 1, in their order. */
function placesToAsk(words: number): number[] {
  const places = new Set<number>();
  while (places.size < ASKED_BACK) places.add(1 + ((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) % words));
  return [...places].sort((a, b) => a - b);
}
