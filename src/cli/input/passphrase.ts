import type { ChosenPassphrase } from "../../make/passphrase.js";
import { type Session, tell, tellAll } from "../session.js";
import { askLine, choose } from "../terminal/prompt.js";
import { canAsk, writeNote } from "../terminal/terminal.js";
import { UsageError } from "../usage-error.js";
import { readSecretFile } from "./secret-file.js";

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
): Promise<ChosenPassphrase> {
  const { checkPassphraseForm, judgePassphrase } = await import("../../make/passphrase.js");
  if (given !== undefined) return judgePassphrase(given, allowWeak, known);
  if (!canAsk()) throw new UsageError("passphrase-terminal");
  const way = await choose(session, "passphrase-way", ["generated", "chosen"] as const);
  if (way === "generated") return { passphrase: await showGenerated(session), warnings: [] };
  const { askPassphrase } = await import("./passphrase-prompt.js");
  const passphrase = await askPassphrase(session, { message: tell(session, "ask.passphrase-new"), generated: false });
  const chosen = await judgePassphrase(checkPassphraseForm(passphrase), allowWeak, known);
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
  const { checkPassphraseForm } = await import("../../make/passphrase.js");
  return checkPassphraseForm(await readSecretFile(session, path, "passphrase-form"));
}

async function showGenerated(session: Session): Promise<string> {
  const { ASKED_BACK, generatePassphrase, placesToAsk } = await import("../../make/passphrase.js");
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
