import { encodeUtf8 } from "../../../bytes.js";
import { EscrowError } from "../../../error.js";
import { formatCalendar } from "../../../ledger/calendar.js";
import type { SheetStanding } from "../../../ledger/due.js";
import { loadFonts, loadTemplate } from "../../../node/resources.js";
import { choosePaper } from "../../locale.js";
import { checkFree, parseTarget, type Target, writeOne } from "../../output/output.js";
import { type Session, tell } from "../../session.js";
import { shown, writeNews } from "../../terminal/terminal.js";
import type { LedgerOptions } from "./ledger-options.js";

/** Writes reminders for a calendar, or the papers for binder and envelopes. */
export async function writePapers(
  session: Session,
  standings: readonly SheetStanding[],
  on: string,
  { output = "", force = false, pdf = false, paper = choosePaper() }: LedgerOptions,
): Promise<number> {
  const target = parseTarget(output);
  if (target.kind === "folder") throw new EscrowError("output-is-folder", { file: output });
  if (target.kind === "file") checkFree(session, target.path, force);
  if (pdf) {
    const { makeLedgerPapers } = await import("../../../ledger/papers.js");
    const [fonts, template] = await Promise.all([loadFonts(), loadTemplate("ledger")]);
    const options = { on, version: session.version, paper };
    const papers = await makeLedgerPapers(standings, options, { fonts, template, language: session.language });
    await writeOne(session, target, papers.pdf, { force });
    writeNews(session, tell(session, "ledger.papers", { where: whereOf(session, target), pages: papers.pages }));
    return 0;
  }
  const text = formatCalendar(standings, on, Date.parse(`${on}T00:00:00Z`) / 1000, session.language);
  await writeOne(session, target, encodeUtf8(text), { force });
  const reminders = standings.filter(({ standing }) => standing !== "destroyed").length;
  writeNews(session, tell(session, "ledger.calendar", { where: whereOf(session, target), reminders }));
  return 0;
}

function whereOf(session: Session, target: Exclude<Target, { kind: "folder" }>): string {
  return target.kind === "stdout" ? tell(session, "stdout") : shown(target.path);
}
