import { existsSync } from "node:fs";
import { encodeUtf8 } from "../../bytes.js";
import type { RecoveryList } from "../../import/recovery-list.js";
import { type Session, tell } from "../session.js";
import { readHidden } from "../terminal/paste.js";
import { answered, CONVERSATION, wrapBesideBar } from "../terminal/prompt.js";
import { writeNote } from "../terminal/terminal.js";
import { nameWords } from "../words/account-words.js";
import { reportUnread } from "../words/report.js";
import { UnreadError } from "../words/unread.js";
import { type GivenRecoveryCodes, listIn, readRecoveryFiles, withRecoveryFiles } from "./recovery-files.js";
import type { Sources } from "./sources.js";

/**
 * Asks once for the recovery codes of a service, pasted or typed without being shown, or the name of their file; of
 * several accounts also whose they are. Where sources hold some already, nothing is asked.
 */
export async function askRecoveryCodes(session: Session, sources: Sources): Promise<Sources> {
  const { accounts, recovery } = sources;
  if (accounts.length === 0 || recovery.length > 0) return sources;
  for (;;) {
    try {
      const given = await askList(session);
      if (given === undefined) return sources;
      const account = accounts.length === 1 ? accounts[0] : accounts[await askWhose(session, sources)];
      if (account === undefined) return sources;
      const { recovery: own, warnings } = withRecoveryFiles({ accounts: [account], recovery: [], warnings: [] }, [
        given,
      ]);
      return { ...sources, recovery: own, warnings: [...sources.warnings, ...warnings] };
    } catch (error) {
      if (!(error instanceof UnreadError)) throw error;
      reportUnread(session, error.unread);
    }
  }
}

async function askList(session: Session): Promise<GivenRecoveryCodes | undefined> {
  const [{ log }, { recoveryCodesIn }] = await Promise.all([
    import("@clack/prompts"),
    import("../../import/recovery-list.js"),
  ]);
  log.step(wrapBesideBar(tell(session, "ask.recovery-codes")), CONVERSATION);
  let told = 0;
  const text = await readHidden((sofar) => {
    const count = recoveryCodesIn(sofar)?.codes.length ?? 0;
    if (count !== told) writeNote(tell(session, "ask.recovery-codes-read", { codes: count }));
    told = count;
  });
  const name = text.trim();
  if (name === "") return undefined;
  if (!name.includes("\n") && existsSync(name)) {
    const [file] = await readRecoveryFiles(session, { recoveryCodes: [name] }, []);
    return file;
  }
  const source = tell(session, "typed");
  const list: RecoveryList = await listIn({ name: source, bytes: encodeUtf8(text) });
  return { pattern: undefined, source, list };
}

async function askWhose(session: Session, { accounts }: Sources): Promise<number> {
  const { select } = await import("@clack/prompts");
  const options = accounts.map((account, value) => ({ value, label: nameWords(session, account) }));
  const message = wrapBesideBar(tell(session, "ask.recovery-codes-whose"));
  return answered(select<number>({ ...CONVERSATION, message, options, showInstructions: false }));
}
