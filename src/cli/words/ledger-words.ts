import type { SheetStanding } from "../../ledger/due.js";
import { isActive } from "../../ledger/due.js";
import { type KeyedWords, marginKey, standingKey, taskKey } from "../../ledger/standing-words.js";
import { type Session, tell } from "../session.js";
import { columnsOf } from "../terminal/columns.js";
import { shown } from "../terminal/terminal.js";

/** Columns that a name or place takes at most in a table. */
const MOST_COLUMNS = 28;

/** Who has a sheet and where it lies: `Aunt, in the safe`; a dash where neither is known. */
export function placeWords(session: Session, { holder, keptAt }: Pick<SheetStanding, "holder" | "keptAt">): string {
  const words = [holder, keptAt].flatMap((text) => (text === undefined ? [] : [shown(text)]));
  return words.length > 0 ? words.join(tell(session, "comma")) : tell(session, "ledger.nobody");
}

/** How a sheet stands, and what to do about it, in a few words. */
export function standingWords(session: Session, one: SheetStanding, on: string): string {
  return told(session, standingKey(one, on));
}

/** What a sheet's last proof says of the paper: `98 %`, with what it loses a year. */
export function marginWords(session: Session, one: SheetStanding): string {
  return told(session, marginKey(one));
}

function told(session: Session, { key, values }: KeyedWords): string {
  return tell(session, `ledger.${key}`, values);
}

/** The table of all sheets: what it is, who has it, where, when it was proved, how it is, when it is looked at next. */
export function sheetTable(session: Session, standings: readonly SheetStanding[], on: string): string[] {
  const none = tell(session, "ledger.none");
  const cell = (text: string | undefined) => cut(text === undefined ? none : shown(text));
  const rows = standings.map((one) => [
    one.sheet.id,
    cell(one.holder),
    cell(one.keptAt),
    one.proved?.on ?? none,
    marginWords(session, one),
    isActive(one) ? (one.nextCheck ?? none) : none,
    standingWords(session, one, on),
    ...(one.sheet.accounts ? [shown(one.sheet.accounts.join(tell(session, "comma")))] : []),
  ]);
  const names = ["sheet", "holder", "kept-at", "proved", "margin", "next", "standing"];
  return aligned([names.map((name) => tell(session, `ledger.columns.${name}`)), ...rows]);
}

/** One sheet of which something is to be done, in a line: when, what, where, what to do. */
export function dueLine(session: Session, one: SheetStanding, on: string): string {
  const words = taskKey(one, on);
  const where = placeWords(session, one);
  return tell(session, "ledger.due-line", { day: words.day, id: one.sheet.id, where, what: told(session, words) });
}

/** Rows with their columns below each other; the last one is as long as it is. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((text, i) => Math.max(most[i] ?? 0, columnsOf(text))).concat(most.slice(row.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((text, i) => (i === row.length - 1 ? text : text + " ".repeat((widths[i] ?? 0) - columnsOf(text) + 2)))
      .join("")
      .trimEnd(),
  );
}

function cut(text: string): string {
  if (columnsOf(text) <= MOST_COLUMNS) return text;
  const characters = [...text];
  while (columnsOf(`${characters.join("")}…`) > MOST_COLUMNS) characters.pop();
  return `${characters.join("")}…`;
}

/** A sheet as JSON tells it: all that the ledger knows and works out, receipts left out, for they are asked for. */
export function standingJson(one: SheetStanding): object {
  const { sheet, measures, proved, standing, task, nextCheck, fadesAYear, ...rest } = one;
  const { id, threshold, accounts } = sheet;
  const measure = measures.at(-1);
  return {
    id,
    ...threshold,
    ...(accounts ? { accounts } : {}),
    ...rest,
    ...(proved ? { provedOn: proved.on, how: proved.how } : {}),
    ...(measure ? { margin: measure.margin, ink: measure.ink } : {}),
    ...(fadesAYear === undefined ? {} : { fadesAYear: Math.round(fadesAYear * 100) / 100 }),
    standing,
    nextCheck: nextCheck ?? null,
    task: task ?? null,
  };
}
