import { isInterval } from "../../../ledger/days.js";
import { isActive, type SheetStanding, standingsOf } from "../../../ledger/due.js";
import { enterAll } from "../../../ledger/enter.js";
import {
  type EventName,
  type LedgerSheet,
  MAX_TEXT_LENGTH,
  MAX_WITNESSES,
  type NewEvent,
} from "../../../ledger/ledger.js";
import { parseSheetId, sheetsMeant } from "../../../ledger/sheet-id.js";
import { redacted } from "../../../showable.js";
import { type OpenedLedger, saveLedger } from "../../output/ledger-store.js";
import { type Session, tell } from "../../session.js";
import { shown, writeJson, writeNews } from "../../terminal/terminal.js";
import { UsageError } from "../../usage-error.js";
import { placeWords, standingJson } from "../../words/ledger-words.js";
import type { LedgerOptions } from "./ledger-options.js";

/** Most sheets that an error names. */
const MOST_NAMED = 5;

/** Enters who has a sheet, where, under which seal; that it moved, was opened or destroyed; how often it is checked. */
export function enterCustody(session: Session, opened: OpenedLedger, options: LedgerOptions, on: string): number {
  const event = eventFrom(options, on);
  const sheets = sheetsFrom(opened.ledger.sheets, options, event, on);
  const entries = sheets.map(({ id }) => ({ facts: { id }, events: [event] }));
  const ledger = saveLedger(session, opened, enterAll(opened.ledger, entries));
  const standings = standingsOf(ledger, on);
  const own = standings.filter(({ sheet }) => sheets.some(({ id }) => id === sheet.id));
  if (options.json) writeJson({ file: opened.file, on, sheets: own.map(standingJson) });
  for (const one of own) {
    const where = placeWords(session, one);
    writeNews(session, tell(session, `ledger.wrote.${event.what}`, { id: one.sheet.id, where, every: one.checkEvery }));
  }
  tellWhatFollows(session, event.what, own, standings);
  return 0;
}

function eventFrom(options: LedgerOptions, on: string): NewEvent {
  const { moved, opened, destroyed, checkEvery } = options;
  const flags = [
    ...(moved ? (["moved"] as const) : []),
    ...(opened ? (["opened"] as const) : []),
    ...(destroyed ? (["destroyed"] as const) : []),
  ];
  const [what = "kept" as EventName, other] = flags;
  if (other) throw new UsageError("usage-choice", { option: `--${what}`, known: "--moved, --opened, --destroyed" });
  if (checkEvery !== undefined && !isInterval(checkEvery)) throw new UsageError("interval-form");
  const by = (options.by ?? []).map((text) => textFrom("--by", text) ?? "");
  if (by.length > MAX_WITNESSES) throw new UsageError("usage-number", { option: "--by", most: MAX_WITNESSES });
  const custody = {
    holder: textFrom("--holder", options.holder),
    keptAt: textFrom("--kept-at", options.keptAt),
    seal: textFrom("--seal", options.seal),
    checkEvery,
  };
  const said = Object.fromEntries(Object.entries(custody).filter(([, value]) => value !== undefined));
  const option = { holder: "--holder", keptAt: "--kept-at", seal: "--seal", checkEvery: "--check-every" };
  const [first] = Object.keys(said) as (keyof typeof option)[];
  // An envelope that was opened gets its new seal with the next command: what was there and what is there now differ.
  if (first !== undefined && (what === "opened" || what === "destroyed")) {
    throw new UsageError("usage-choice", { option: option[first], known: `--${what}` });
  }
  if (flags.length === 0 && first === undefined)
    throw new UsageError("ledger-nothing", { sheet: options.set?.[0] ?? "" });
  return { on, what, ...(by.length > 0 ? { by } : {}), ...said };
}

function textFrom(option: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const text = redacted(shown(given)).trim();
  if (text === "" || [...text].length > MAX_TEXT_LENGTH) {
    throw new UsageError("ledger-text", { option, most: MAX_TEXT_LENGTH });
  }
  return text;
}

/** The sheets that are meant: one for each name; how often is said of all shares of a set, and of all sheets, too. */
function sheetsFrom(
  sheets: readonly LedgerSheet[],
  { set = [], checkEvery }: LedgerOptions,
  event: NewEvent,
  on: string,
): LedgerSheet[] {
  const onlyInterval =
    event.what === "kept" && checkEvery !== undefined && !event.holder && !event.keptAt && !event.seal;
  if (set.length === 0) {
    const option = event.what === "kept" ? "--holder" : `--${event.what}`;
    if (!onlyInterval) throw new UsageError("ledger-set-needed", { option });
    return standingsOf({ sheets }, on)
      .filter(isActive)
      .map(({ sheet }) => sheet);
  }
  const meant = set.map((given) => {
    const found = sheetsMeant(given, sheets);
    const sets = new Set(found.map(({ id }) => parseSheetId(id)?.set ?? id));
    if (found.length === 0) throw new UsageError("ledger-sheet-unknown", { sheet: given });
    if (found.length > 1 && !(onlyInterval && sets.size === 1)) {
      const names = found.slice(0, MOST_NAMED).map(({ id }) => id);
      throw new UsageError("ledger-sheets-several", { sheet: given, sheets: names });
    }
    return found;
  });
  return [...new Set(meant.flat())];
}

/** What an opened envelope asks for: a new set in place of each set, a new sheet in place of each open one. */
function afterOpening(session: Session, own: readonly SheetStanding[]): string[] {
  const next = own.map(({ sheet: { id } }) => {
    const set = parseSheetId(id)?.set;
    return set === undefined
      ? tell(session, "ledger.opened-next-open", { id })
      : tell(session, "ledger.opened-next-set", { set });
  });
  return [tell(session, "ledger.opened-next"), ...new Set(next)];
}

/** What somebody has to do next. */
function tellWhatFollows(
  session: Session,
  what: EventName,
  own: readonly SheetStanding[],
  standings: readonly SheetStanding[],
): void {
  if (what === "opened") for (const line of afterOpening(session, own)) writeNews(session, line);
  if (what !== "destroyed") return;
  const sets = new Set(own.flatMap(({ sheet }) => parseSheetId(sheet.id)?.set ?? []));
  for (const set of sets) {
    const left = standings.filter(
      ({ sheet, standing }) => parseSheetId(sheet.id)?.set === set && standing === "collect",
    );
    const mine = standings.filter(({ sheet }) => parseSheetId(sheet.id)?.set === set);
    if (left.length > 0) writeNews(session, tell(session, "ledger.destroy-left", { set, left: left.length }));
    else if (mine.every(({ standing }) => standing === "destroyed"))
      writeNews(session, tell(session, "ledger.destroyed-all", { set }));
  }
}
