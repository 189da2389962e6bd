import { EscrowError } from "../../error.js";
import { type Collector, isOtpText } from "../collector.js";
import type { CsvRow, CsvTable } from "../formats/csv.js";
import { otpTextsIn } from "../otp-texts.js";

/** Headings, in lower case, under which a table has what is wanted; the first that is filled counts. */
interface PasswordColumns {
  /** Key URIs, `steam://` or bare keys. */
  readonly otp: readonly string[];
  readonly title: readonly string[];
  readonly user: readonly string[];
}

/**
 * Reads a password manager's table: one authenticator a row, in rows that have one. A row whose values do not fit the
 * headings, for a program that wrote commas without quotes, is searched for a Key URI alone.
 */
export function readPasswordTable(table: CsvTable, columns: PasswordColumns, collector: Collector): void {
  for (const row of table.rows) {
    const place = { line: row.line };
    const names = { issuer: firstFilled(row, columns.title), account: firstFilled(row, columns.user) };
    // What stands under another heading may be a secret, and is no name.
    const trusted = isAligned(row, columns.otp) ? names : {};
    for (const text of otpTexts(row, columns.otp)) collector.addStoredText(place, text, trusted);
    if (isLost(row, columns.otp)) collector.skip(place, new EscrowError("csv-row"));
  }
  reportUneven(table, columns.otp, collector);
  reportOpenQuote(table, collector);
}

/**
 * Says of how many rows the values do not fit the headings, and nothing but Key URIs was taken.
 * @throws EscrowError `csv-row` where no row fits and none has one
 */
export function reportUneven({ rows }: CsvTable, columns: readonly string[], collector: Collector): void {
  const uneven = rows.filter((row) => !isAligned(row, columns)).length;
  const [first] = rows;
  if (first !== undefined && uneven === rows.length && rows.every((row) => otpTexts(row, columns).length === 0)) {
    throw new EscrowError("csv-row", { line: first.line });
  }
  if (uneven > 0) collector.warn({}, "rows-uneven", { rows: uneven });
}

/** Whether the columns of a row are those of the headings: by their number, or by a Key URI where one belongs. */
export function isAligned(row: CsvRow, columns: readonly string[]): boolean {
  return row.even || isOtpText(firstFilled(row, columns));
}

/** Whether something stands where an authenticator belongs, in a row where that says nothing. */
export function isLost(row: CsvRow, columns: readonly string[]): boolean {
  return !isAligned(row, columns) && firstFilled(row, columns) !== "" && otpTexts(row, columns).length === 0;
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
 * What a row has of authenticators: the value in the column for them, and Key URIs in others. Where the columns may have
 * shifted, only a Key URI tells what it is.
 */
export function otpTexts(row: CsvRow, columns: readonly string[]): string[] {
  const stored = firstFilled(row, columns);
  const uris = row.cells.flatMap(otpTextsIn);
  const held = uris.some((uri) => uri.includes(stored) || stored.includes(uri));
  const known = stored === "" || !isAligned(row, columns) || held;
  return [...new Set(known ? uris : [stored, ...uris])];
}
