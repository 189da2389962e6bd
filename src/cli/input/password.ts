import type { ImportContext } from "../../import/source.js";
import { say } from "../../language.js";
import type { Session } from "../session.js";
import { askPassword } from "../terminal/prompt.js";
import { canAsk, shown } from "../terminal/terminal.js";
import { readSecretFile } from "./secret-file.js";

/** Most times that a password is asked for. */
const TRIES = 3;

/** Gives the passwords of encrypted exports. */
type PasswordGiver = NonNullable<ImportContext["password"]>;

/**
 * Passwords of encrypted exports: those of files, tried in their order; without files asked on the terminal, again
 * where one was wrong, until the person presses Enter alone.
 * @param files one password in each
 * @param beforeAsking called before something is written on the terminal
 * @throws EscrowError `password-file` for a file that holds no line of text
 */
export async function passwordGiver(
  session: Session,
  files: readonly string[],
  beforeAsking: () => void,
): Promise<PasswordGiver> {
  const given = await Promise.all(files.map((file) => readSecretFile(session, file, "password-file")));
  let tries = 0;
  return async ({ source, format, wrong }) => {
    tries = wrong ? tries + 1 : 0;
    if (given.length > 0) return given[tries];
    const name = `${format} ${source}`;
    if (wrong) session.typed?.delete(name);
    const typed = session.typed?.get(name);
    if (typed !== undefined) return typed;
    if (!canAsk() || tries >= TRIES) return undefined;
    beforeAsking();
    const key = wrong ? "password-wrong" : "password";
    const values = { source: shown(source), format: say(session.language, `formats.${format}.name`) };
    const password = await askPassword(session, key, values);
    if (password === "") return undefined;
    session.typed?.set(name, password);
    return password;
  };
}
