import { EscrowError } from "../error.js";
import { enter } from "./enter.js";
import type { Ledger } from "./ledger.js";
import { findReceipt, isReceiptOfNow, type KnownReceipt } from "./receipts.js";

/**
 * The sheet that a receipt is of, where it says something of now.
 * @param receipt as `parseReceipt` gives it
 * @param on the day on which it was told, `YYYY-MM-DD`
 * @throws EscrowError `receipt-unknown`, `receipt-other-year`
 */
export function settleReceipt(ledger: Ledger, receipt: string, on: string): KnownReceipt {
  const known = findReceipt(ledger, receipt);
  if (!known) throw new EscrowError("receipt-unknown", { receipt });
  const { sheet, year } = known;
  if (isReceiptOfNow(year, on)) return known;
  throw new EscrowError("receipt-other-year", { receipt, sheet: sheet.id, year, now: on.slice(0, 4) });
}

/** A ledger with a receipt entered that was told on a day, once however often it was told on it. */
export function enterReceipt(ledger: Ledger, { sheet: { id }, year }: KnownReceipt, on: string): Ledger {
  const events = ledger.sheets.find((sheet) => sheet.id === id)?.events ?? [];
  const known = events.some((event) => event.what === "receipt" && event.on === on && event.year === year);
  return known ? ledger : enter(ledger, { id }, { on, what: "receipt", year });
}
