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
    const names = { issuer: firstFilled(row, columns.title), account: firstFilled(row, columns.user) };
    for (const text of otpTexts(row, table, columns.otp)) collector.addStoredText({ line: row.line }, text, names);
  }
  reportOpenQuote(table, collector);
}

/** Says where a table ends in a quotation that is never closed: rows may be lost in it. */
export function reportOpenQuote({ openQuoteLine: line }: CsvTable, collector: Collector): void {
  if (line !== undefined) collector.skip({ line }, new EscrowError("csv-broken", { line }));
}

/** The first value that is filled under one of several headings; `""` where none is. */
export function firstFilled({ get }: CsvRow, headings: readonly string[]): string {
  return headings.map(get).find((value) => value !== "") ?? "";
}

/**
 * What a row has of authenticators: the value in the column for them, and Key URIs in others. Where values stand beyond
 * the last heading, the columns may have shifted, and only a Key URI tells what it is.
 */
export function otpTexts(row: CsvRow, { headings }: CsvTable, columns: readonly string[]): string[] {
  const stored = firstFilled(row, columns);
  const { cells } = row;
  const uris = cells.map((cell) => cell.trim()).filter(isOtpText);
  const shifted = cells.length > headings.length && uris.length > 0;
  const known = stored === "" || shifted || uris.some((uri) => uri.includes(stored));
  return [...new Set(known ? uris : [stored, ...uris])];
}
