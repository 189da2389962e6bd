import { isDay } from "../../ledger/days.js";
import { type SheetStanding, standingsOf } from "../../ledger/due.js";
import type { Ledger } from "../../ledger/ledger.js";
import { mergeLedgers } from "../../ledger/merge.js";
import { type OpenedLedger, openLedger, saveLedger } from "../output/ledger-store.js";
import { type Session, tell } from "../session.js";
import { shown, writeExactly, writeJson, writeLine, writeNews } from "../terminal/terminal.js";
import { dayOfMaking } from "../time.js";
import { UsageError } from "../usage-error.js";
import { dueLine, sheetTable, standingJson } from "../words/ledger-words.js";
import type { LedgerOptions } from "./ledger/ledger-options.js";

/**
 * `ledger`: where every sheet is and how it stands; what is to be done; and what people tell of sheets, entered.
 * @param file of the ledger; the one that `PAPER_ESCROW_LEDGER` names when left out
 * @returns exit status: with `--due` 1 when there is something to do, with `--receipt` 1 when one is wrong
 */
export async function ledger(session: Session, file: string | undefined, options: LedgerOptions): Promise<number> {
  const on = dayFrom(options.on);
  if (options.ics && options.pdf) throw new UsageError("usage-choice", { option: "--ics", known: "--ics, --pdf" });
  if ((options.ics || options.pdf) && options.output === undefined) throw new UsageError("output-needed");
  const opened = openLedger(file ?? process.env.PAPER_ESCROW_LEDGER);
  if (options.receipt) {
    const { enterReceipts } = await import("./ledger/ledger-receipts.js");
    return enterReceipts(session, opened, options.receipt, on, options.json ?? false);
  }
  if (isCustody(options)) {
    const { enterCustody } = await import("./ledger/ledger-custody.js");
    return enterCustody(session, opened, options, on);
  }
  if (options.merge) return merge(session, opened, options.merge);
  const standings = standingsOf(opened.ledger, on);
  if (options.ics || options.pdf) {
    const { writePapers } = await import("./ledger/ledger-papers.js");
    return writePapers(session, standings, on, options);
  }
  return options.due ? tellDue(session, standings, on, options) : tellAllOf(session, opened, standings, on, options);
}

/** Whether something is said of sheets. */
function isCustody(options: LedgerOptions): boolean {
  const { set, holder, keptAt, seal, by, checkEvery, moved, opened, destroyed } = options;
  return [set, holder, keptAt, seal, by, checkEvery, moved, opened, destroyed].some((value) => value !== undefined);
}

function dayFrom(given: string | undefined): string {
  if (given !== undefined && !isDay(given)) throw new UsageError("day-form");
  return given ?? dayOfMaking();
}

/** What needs doing, a line a sheet. */
function tellDue(
  session: Session,
  standings: readonly SheetStanding[],
  on: string,
  { json = false }: LedgerOptions,
): number {
  const due = standings.filter(({ task }) => task !== undefined);
  if (json) writeJson({ on, due: due.map(standingJson) });
  else for (const one of due) writeExactly(dueLine(session, one, on));
  if (due.length === 0 && !json) writeNews(session, tell(session, "ledger.nothing-due", { on }));
  return due.length > 0 ? 1 : 0;
}

function tellAllOf(
  session: Session,
  { file }: OpenedLedger,
  standings: readonly SheetStanding[],
  on: string,
  { json = false }: LedgerOptions,
): number {
  if (json) {
    writeJson({ file, on, sheets: standings.map(standingJson) });
    return 0;
  }
  if (standings.length > 0) for (const line of sheetTable(session, standings, on)) writeExactly(line);
  const todo = standings.filter(({ task }) => task !== undefined).length;
  writeLine(tell(session, todo > 0 ? "ledger.total-todo" : "ledger.total", { sheets: standings.length, todo }));
  return 0;
}

/** Copies that were kept apart become one. */
function merge(session: Session, opened: OpenedLedger, files: readonly string[]): number {
  const whole = files.reduce<Ledger>((all, file) => mergeLedgers(all, openLedger(file).ledger), opened.ledger);
  const { sheets } = saveLedger(session, opened, whole);
  writeNews(session, tell(session, "ledger.merged", { file: shown(opened.file), sheets: sheets.length }));
  return 0;
}
