import { EscrowError } from "../../error.js";

/** A row of a table. */
export interface CsvRow {
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** The value under a heading, blanks around it cut off; `""` where there is no such heading or the row is short. */
  get(heading: string): string;
  /** All values as they stand, also those beyond the last heading. */
  readonly cells: readonly string[];
  /** Whether there are as many values as headings: else they may stand in the wrong columns. */
  readonly even: boolean;
}

/** A table with headings. */
export interface CsvTable {
  /** In lower case, without blanks around them, in their order. */
  readonly headings: readonly string[];
  /** The first line as it stands: in tables without headings it is a row. */
  readonly first: Pick<CsvRow, "line" | "cells">;
  /** Rows below the headings, a list of cells each. */
  readonly rows: readonly CsvRow[];
  /** Line on which a quotation begins that never ends: what follows cannot be told apart. */
  readonly openQuoteLine: number | undefined;
}

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

const LINE_END = /\r\n|\r|\n/u;

/** Most rows: more than anybody has passwords. */
const MAX_ROWS = 200_000;
/** Most columns: tables of other programs have about twenty. */
const MAX_COLUMNS = 200;

/**
 * The headings of a text's first line, in lower case, by the separator that occurs in it most often; for telling tables
 * apart without reading them. Empty where the line is no row of headings.
 */
export function csvHeadings(text: string): string[] {
  const first = headingsLine(text);
  if (first.length > 10_000) return [];
  const [row] = splitRows(first, separatorOf(first)).rows;
  return (row?.cells ?? []).map((cell) => cell.trim().toLowerCase());
}

/**
 * Reads a table of values separated by commas, semicolons or tabs (told by the first line), with quoted values that may
 * hold separators, doubled quotes and line breaks. Rows may be longer or shorter than the headings. Blank lines before
 * these, and Excel's `sep=,`, do not count.
 * @throws EscrowError `csv-broken` for more columns than any table has, `source-too-many` for more rows
 * @see RFC 4180
 */
export function parseCsv(text: string): CsvTable {
  const headings = csvHeadings(text);
  const before = text.slice(0, headingsStart(text));
  const table = text.slice(before.length);
  const firstLine = before.split(LINE_END).length;
  const { rows, openQuoteLine } = splitRows(table, separatorOf(headingsLine(text)), firstLine);
  const columns = new Map<string, number>();
  for (const [i, heading] of headings.entries()) if (!columns.has(heading)) columns.set(heading, i);
  const filled = rows.slice(1).filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  return {
    headings,
    first: rows[0] ?? { line: firstLine, cells: [] },
    openQuoteLine,
    rows: filled.map(({ line, cells }) => ({
      line,
      get: (heading) => cells[columns.get(heading) ?? -1]?.trim() ?? "",
      cells,
      even: cells.length === headings.length,
    })),
  };
}

/** Where the line of headings begins. */
export function headingsStart(text: string): number {
  // Line by line: one expression for all of them overflows on millions.
  const line = /[^\S\r\n]*(?:sep=[,;\t])?(?:\r\n|\r|\n)/iuy;
  let start = 0;
  while (line.test(text)) start = line.lastIndex;
  return start;
}

function headingsLine(text: string): string {
  const [line = ""] = text.slice(headingsStart(text)).split(/[\r\n]/u, 1);
  return line;
}

function separatorOf(line: string): string {
  const count = (separator: string) => line.split(separator).length;
  return [",", ";", "\t"].reduce((best, each) => (count(each) > count(best) ? each : best));
}

function splitRows(
  text: string,
  separator: string,
  firstLine = 1,
): { rows: Cells[]; openQuoteLine: number | undefined } {
  const rows: Cells[] = [];
  let cells: string[] = [];
  let line = firstLine;
  let rowLine = firstLine;
  let at = 0;
  let openQuoteLine: number | undefined;
  const plain = new RegExp(`[^${separator}\\r\\n]*`, "uy");
  while (at < text.length) {
    let cell = "";
    const quoteLine = line;
    if (text.charAt(at) === '"') {
      const quoted = quotedEnd(text, at);
      if (quoted === undefined) openQuoteLine = quoteLine;
      const end = quoted ?? text.length;
      cell = text.slice(at + 1, end).replace(/""/gu, '"');
      line += cell.match(/\r\n|\r|\n/gu)?.length ?? 0;
      at = quoted === undefined ? end : end + 1;
    }
    plain.lastIndex = at;
    const rest = plain.exec(text)?.[0] ?? "";
    cell += rest;
    at += rest.length;
    cells.push(cell);
    if (cells.length > MAX_COLUMNS) throw new EscrowError("csv-broken", { line });
    if (text.charAt(at) === separator) {
      at++;
      if (at < text.length) continue;
      cells.push("");
    } else if (at < text.length) {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      line++;
    }
    if (rows.length > MAX_ROWS) throw new EscrowError("source-too-many", { most: MAX_ROWS });
    rows.push({ line: rowLine, cells });
    cells = [];
    rowLine = line;
  }
  return { rows, openQuoteLine };
}

/** Where a quotation that begins at a place ends; `undefined` where it does not. */
function quotedEnd(text: string, start: number): number | undefined {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    if (text.charAt(quote + 1) !== '"') return quote;
    at = quote + 2;
  }
}
