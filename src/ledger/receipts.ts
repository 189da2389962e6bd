import type { Document } from "../document/document.js";
import { RECEIPT_YEARS, receiptYears, sealedReceipt, yearsOfReceipts } from "../share/receipt.js";
import type { Share } from "../share/share.js";
import type { Ledger, LedgerSheet } from "./ledger.js";

/** A receipt that a holder told, as a ledger knows it. */
export interface KnownReceipt {
  /** The sheet that it is of. */
  readonly sheet: LedgerSheet;
  /** The year that it is for. */
  readonly year: number;
}

/** The receipts of a share, by year. */
export function shareReceipts(share: Pick<Share, "setId" | "point">, firstYear: number): Record<string, string> {
  const years = yearsOfReceipts(share, firstYear, RECEIPT_YEARS);
  return Object.fromEntries(years.map(({ year, receipt }) => [String(year), receipt]));
}

/** The receipts of a sealed sheet, by year. */
export async function sealedReceipts(
  document: Pick<Document, "bytes" | "setId">,
  firstYear: number,
): Promise<Record<string, string>> {
  const years = receiptYears(firstYear, RECEIPT_YEARS);
  return Object.fromEntries(
    await Promise.all(years.map(async (year) => [String(year), await sealedReceipt(document, year)] as const)),
  );
}

/**
 * A receipt as it is printed: what was heard for a letter that base32 lacks is that letter.
 * @returns nothing for a text that no receipt can be
 */
export function parseReceipt(text: string): string | undefined {
  const heard: Readonly<Record<string, string>> = { "0": "O", "1": "I", "8": "B" };
  const bare = text
    .normalize("NFKC")
    .replace(/[\s-]/gu, "")
    .toUpperCase()
    .replace(/[018]/gu, (digit) => heard[digit] ?? digit);
  return /^[A-Z2-7]{8}$/u.test(bare) ? `${bare.slice(0, 4)}-${bare.slice(4)}` : undefined;
}

/** The sheet and year that a receipt is of. */
export function findReceipt({ sheets }: Ledger, receipt: string): KnownReceipt | undefined {
  for (const sheet of sheets) {
    const found = Object.entries(sheet.receipts ?? {}).find(([, known]) => known === receipt);
    if (found) return { sheet, year: Number(found[0]) };
  }
  return undefined;
}

/**
 * Whether a receipt told on a day says something of now: it is of that year, or of the one that ended a month ago.
 * @param on `YYYY-MM-DD`
 */
export function isReceiptOfNow(year: number, on: string): boolean {
  const [now, month] = [Number(on.slice(0, 4)), on.slice(5, 7)];
  return year === now || (year === now - 1 && month === "01");
}
