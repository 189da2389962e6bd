import { EscrowError, type Warning } from "../error.js";
import { askHidden, askYes, choose } from "./prompt.js";
import { readSecretFile } from "./secret-file.js";
import { type Session, tell, tellAll } from "./session.js";
import { canAsk, writeNote } from "./terminal.js";
import { Cancelled, UsageError } from "./usage-error.js";

/** Words of a generated passphrase: 11 random bits each, 132 together. */
const WORDS = 12;
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
 * @throws UsageError `passphrase-terminal` without one or a terminal
 * @throws EscrowError `passphrase-form`, `passphrase-weak`
 */
export async function newPassphrase(
  session: Session,
  given: string | undefined,
  { allowWeak = false }: PassphraseOptions,
): Promise<Chosen> {
  if (given !== undefined) return judge(given, allowWeak);
  if (!canAsk()) throw new UsageError("passphrase-terminal");
  const way = await choose(session, "passphrase-way", ["generated", "chosen"] as const);
  if (way === "generated") return { passphrase: await showGenerated(session), warnings: [] };
  const passphrase = await askHidden(session, "passphrase-new");
  const chosen = await judge(checkForm(passphrase), allowWeak);
  await askHidden(session, "passphrase-again", (again) =>
    again === passphrase ? undefined : tell(session, "ask.passphrase-differs"),
  );
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

async function judge(passphrase: string, allowWeak: boolean): Promise<Chosen> {
  const warnings: Warning[] = [];
  if (/[^\x20-\x7e]/u.test(passphrase)) warnings.push({ code: "passphrase-not-ascii", data: {} });
  if ((await guessesLog10(passphrase.normalize("NFKC"))) < LEAST_GUESSES_LOG10) {
    if (!allowWeak) throw new EscrowError("passphrase-weak");
    warnings.push({ code: "passphrase-weak", data: {} });
  }
  return { passphrase, warnings };
}

/** How many guesses a passphrase takes someone who knows how people choose them, as a power of ten. */
async function guessesLog10(passphrase: string): Promise<number> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const judge = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return judge.check(passphrase).guessesLog10;
}

/** Draws a passphrase of words. */
export async function generatePassphrase(): Promise<string> {
  const { wordlist } = await import("@scure/bip39/wordlists/english.js");
  if (wordlist.length !== LIST_WORDS) throw new Error("the list of words is not the known one");
  const drawn = crypto.getRandomValues(new Uint16Array(WORDS));
  return [...drawn].map((number) => wordlist[number % LIST_WORDS] ?? "").join(" ");
}

async function showGenerated(session: Session): Promise<string> {
  const passphrase = await generatePassphrase();
  for (const line of tellAll(session, "seal.passphrase-before")) writeNote(line);
  writeNote();
  writeNote(`    ${passphrase}`);
  writeNote();
  for (const line of tellAll(session, "seal.passphrase-after")) writeNote(line);
  if (!(await askYes(session, "passphrase-written"))) throw new Cancelled();
  return passphrase;
}
