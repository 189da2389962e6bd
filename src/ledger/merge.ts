import { compareEvents, eventText, type Ledger, type LedgerEvent, type LedgerSheet } from "./ledger.js";
import { compareIds } from "./sheet-id.js";

/**
 * Two copies of a ledger as one that knows all that either does. It does not matter which is first, in which order many
 * are put together, or how often one is: the result is the same.
 */
export function mergeLedgers(a: Ledger, b: Ledger): Ledger {
  const sheets = new Map<string, LedgerSheet>();
  for (const sheet of [...a.sheets, ...b.sheets]) {
    // By itself a sheet is put in order.
    sheets.set(sheet.id, mergeSheets(sheets.get(sheet.id) ?? sheet, sheet));
  }
  return { sheets: [...sheets.values()].sort((one, other) => compareIds(one.id, other.id)) };
}

function mergeSheets(a: LedgerSheet, b: LedgerSheet): LedgerSheet {
  const threshold = larger(a.threshold, b.threshold, ({ k, n }) => n * 100 + k);
  const accounts = [...new Set([...(a.accounts ?? []), ...(b.accounts ?? [])])].sort();
  return {
    id: a.id,
    ...(threshold ? { threshold } : {}),
    ...(accounts.length > 0 ? { accounts } : {}),
    ...(a.receipts || b.receipts ? { receipts: mergeReceipts(a.receipts ?? {}, b.receipts ?? {}) } : {}),
    events: mergeEvents(a.events, b.events),
  };
}

function mergeEvents(a: readonly LedgerEvent[], b: readonly LedgerEvent[]): LedgerEvent[] {
  const events = new Map([...a, ...b].map((event) => [eventText(event), event]));
  return [...events.values()].sort(compareEvents);
}

/** A year has one receipt; where copies say two, one of them was altered, and the same one is taken on either side. */
function mergeReceipts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) {
  const years = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(
    years.map((year) => {
      const [one = "", other = ""] = [a[year], b[year]];
      return [year, one > other ? one : other];
    }),
  );
}

function larger<T>(a: T | undefined, b: T | undefined, measure: (value: T) => number): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return measure(a) >= measure(b) ? a : b;
}
