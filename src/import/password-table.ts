import { EscrowError } from "../error.js";
import { type Collector, isOtpText } from "./collector.js";
import type { CsvRow, CsvTable } from "./csv.js";

/** Headings, in lower case, under which a table has what is wanted; the first that is filled counts. */
export interface PasswordColumns {
  /** Key URIs, `steam://` or bare keys. */
  readonly otp: readonly string[];
  readonly title: readonly string[];
  readonly user: readonly string[];
}

/**
 * Reads a password manager's table: one authenticator a row, in rows that have one. A row whose columns do not fit the
 * headings, for a program that wrote commas without quotes, is searched for a Key URI.
 */
export function readPasswordTable(table: CsvTable, columns: PasswordColumns, collector: Collector): void {
  for (const row of table.rows) {
    const text = otpOf(row, columns);
    if (text === "") continue;
    collector.addStoredText({ line: row.line }, text, {
      issuer: firstFilled(row, columns.title),
      account: firstFilled(row, columns.user),
    });
  }
  reportOpenQuote(table, collector);
}

/** Says where a table ends in a quotation that is never closed: rows may be lost in it. */
export function reportOpenQuote({ openQuoteLine: line }: CsvTable, collector: Collector): void {
  if (line !== undefined) collector.skip({ line }, new EscrowError("csv-broken", { line }));
}

/** The first value that is filled under one of several headings; `""` where none is. */
export function firstFilled(row: CsvRow, headings: readonly string[]): string {
  return headings.map((heading) => row.get(heading)).find((value) => value !== "") ?? "";
}

function otpOf(row: CsvRow, { otp }: PasswordColumns): string {
  const stored = firstFilled(row, otp);
  if (isOtpText(stored)) return stored;
  return row.cells.find((cell) => isOtpText(cell.trim())) ?? stored;
}
