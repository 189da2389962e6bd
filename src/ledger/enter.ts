import type { Ledger, LedgerEvent, LedgerSheet, NewEvent } from "./ledger.js";
import { mergeLedgers } from "./merge.js";

/** What is known of a sheet besides what happened to it. */
export type SheetFacts = Omit<LedgerSheet, "events">;

/**
 * A ledger with something more that happened to a sheet. A sheet that it does not know yet is entered.
 * @param facts its id, and what else is known of it: added to what the ledger has
 */
export function enter(ledger: Ledger, facts: SheetFacts, ...events: readonly NewEvent[]): Ledger {
  return enterAll(ledger, [{ facts, events }]);
}

/** The same for many sheets at once, each of them once. */
export function enterAll(
  ledger: Ledger,
  entries: readonly { readonly facts: SheetFacts; readonly events: readonly NewEvent[] }[],
): Ledger {
  const known = new Map(ledger.sheets.map((sheet) => [sheet.id, sheet]));
  const sheets = entries.map(({ facts, events }) => {
    const last = Math.max(0, ...(known.get(facts.id)?.events ?? []).map(({ n }) => n));
    return { ...facts, events: events.map((event, i): LedgerEvent => ({ n: last + 1 + i, ...event })) };
  });
  return mergeLedgers(ledger, { sheets });
}
