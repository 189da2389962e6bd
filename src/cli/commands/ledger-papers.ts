import { encodeUtf8 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { formatCalendar } from "../../ledger/calendar.js";
import type { SheetStanding } from "../../ledger/due.js";
import { checkFree, parseTarget, writeOne } from "../output/output.js";
import { type Session, tell } from "../session.js";
import { shown, writeNews } from "../terminal/terminal.js";
import type { LedgerOptions } from "./ledger.js";

/** Writes reminders for a calendar. */
export async function writePapers(
  session: Session,
  standings: readonly SheetStanding[],
  on: string,
  { output = "", force = false }: LedgerOptions,
): Promise<number> {
  const target = parseTarget(output);
  if (target.kind === "folder") throw new EscrowError("output-is-folder", { file: output });
  if (target.kind === "file") checkFree(target.path, force);
  const text = formatCalendar(standings, on, Date.parse(`${on}T00:00:00Z`) / 1000, session.language);
  await writeOne(session, target, encodeUtf8(text), { force });
  const where = target.kind === "stdout" ? tell(session, "stdout") : shown(target.path);
  writeNews(session, tell(session, "ledger.calendar", { where, reminders: standings.length }));
  return 0;
}
