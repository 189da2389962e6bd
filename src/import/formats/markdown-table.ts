import { KEY_URI } from "../../showable.js";
import { MAX_LINES } from "../text.js";
import type { CsvTable } from "./csv.js";

/** The line under the headings of a table, without blanks around it. */
const RULE = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*){1,200}\|?$/u;

/**
 * The one table of a Markdown text, as a table of values separated by commas is read.
 * @returns `undefined` for a text with no table or several, whose columns may be others, and one with Key URIs beside it
 */
export function parseMarkdownTable(text: string): CsvTable | undefined {
  if (!/\|\s{0,9}:?-/u.test(text)) return undefined;
  if (hasMoreLines(text, MAX_LINES)) return undefined;
  const lines = text.split(/\r\n|\r|\n/u);
  const rules = lines.flatMap((line, i) => (line.length <= 4_000 && RULE.test(line.trim()) ? [i] : []));
  const [rule = 0, another] = rules;
  const heads = lines[rule - 1] ?? "";
  if (another !== undefined || !heads.includes("|")) return undefined;
  const first = { line: rule, cells: cellsOf(heads) };
  const headings = first.cells.map((cell) => cell.toLowerCase());
  const end = lines.findIndex((line, i) => i > rule && !line.includes("|"));
  const last = end < 0 ? lines.length : end;
  if ([...lines.slice(0, rule), ...lines.slice(last)].some((line) => KEY_URI.test(line))) return undefined;
  const rows = lines.slice(rule + 1, last).map((line, i) => {
    const cells = cellsOf(line);
    const get = (heading: string) => cells[headings.indexOf(heading)] ?? "";
    return { line: rule + 2 + i, cells, get, even: cells.length === headings.length };
  });
  return { headings, first, rows, openQuoteLine: undefined };
}

/** Whether a text has more lines than are taken apart: they are counted first. */
function hasMoreLines(text: string, most: number): boolean {
  let ends = 0;
  for (const _ of text.matchAll(/\r\n|\r|\n/gu)) {
    ends++;
    if (ends === most) return true;
  }
  return false;
}

/** The cells of a line, without back ticks around what they hold. */
function cellsOf(line: string): string[] {
  const cells = line
    .trim()
    .replaceAll("\\|", "\0")
    .replace(/^\||\|$/gu, "")
    .split("|");
  return cells.map((cell) =>
    cell
      .replaceAll("\0", "|")
      .trim()
      .replace(/^(`+)(.*)\1$/u, "$2")
      .trim(),
  );
}
