import type { Account } from "../../account/account.js";
import { encodeBase32 } from "../../account/base32.js";
import { formatOtpauth, parseOtpauth } from "../../account/otpauth-uri.js";
import { EscrowError } from "../../error.js";
import { type LineKind, type LineReading, parseLine } from "../../paper/line.js";
import { decodeOpenLines, lineSets } from "../../paper/open-lines.js";
import type { FoundLine } from "../../read/glyphs/found-lines.js";
import { formatSetId } from "../../share/set-id.js";
import { SET_ID_BYTES } from "../../share/share.js";

/** What a page of a PDF has in typed characters, read by glyph. */
export interface PrintedRows {
  /** Page of the PDF, from 1. */
  readonly page: number;
  /** Its rows of text, from the top. */
  readonly rows: readonly FoundLine[];
}

/** What printed keys and check lines say beside the codes. */
export interface PrintedText {
  /** Accounts that complete check lines give. */
  readonly accounts: readonly { readonly page: number; readonly account: Account }[];
  /** Keys as printed, rows joined, without blanks. */
  readonly keys: readonly { readonly page: number; readonly key: string }[];
}

/** Mean correlation of a row drawn by a program; scans stay below, and a blurred character proves nothing. */
const DRAWN = 0.97;
/** The same of a set's number: its hyphens, of which none is read, lower the mean. Measured, 0.909. */
const DRAWN_SET_NUMBER = 0.9;
/** A set's number, each hyphen read as an unclear character. */
const SET_NUMBER_ROW = /^[A-Z2-7]{4}(?:\?[A-Z2-7]{4}){3}$/u;
/** Rows of one key follow each other within this many em. */
const NEXT_ROW_EM = 2;
/** A key's row: groups of four, the last may be shorter. */
const KEY_ROW = /^(?:[A-Z2-7]{4} )*[A-Z2-7]{1,4}$/u;

/**
 * Keys and check lines of a PDF that was drawn by a program. What is not clear to the last character is left out: it
 * is no evidence against the codes.
 */
export async function readPrinted(pages: readonly PrintedRows[]): Promise<PrintedText> {
  const accounts: { page: number; account: Account }[] = [];
  const keys: { page: number; key: string }[] = [];
  for (const { page, rows } of pages) {
    const drawn = drawnRows(rows);
    const isLine = (row: FoundLine) => parseLine(row.text) !== undefined;
    const open = drawn.filter(({ text }) => kindOf(parseLine(text)) === "T");
    for (const set of lineSets(inColumns(open).map(({ text }) => text))) {
      const account = await accountOf(set);
      if (account) accounts.push({ page, account });
    }
    for (const key of keysOf(drawn.filter((row) => !isLine(row) && KEY_ROW.test(row.text)))) keys.push({ page, key });
  }
  return { accounts, keys };
}

/**
 * Lines of sealed and share sheets of a PDF that was drawn by a program, as far as they are clear to the last
 * character, by payload: those of a document go on from page to page.
 * @returns one list for each heading, its line among them
 */
export function printedSetLines(pages: readonly PrintedRows[]): LineReading[][] {
  const sets = new Map<string, LineReading[]>();
  const current = new Map<string, LineReading[]>();
  // A page may begin with lines whose heading stands at their end.
  const early: { kind: string; reading: LineReading }[] = [];
  for (const { rows } of pages) {
    for (const { text } of inColumns(drawnRows(rows))) {
      const reading = parseLine(text);
      const kind = kindOf(reading);
      if (reading?.status !== "good" || kind === undefined || kind === "T") continue;
      if (reading.line.number === 0) {
        const key = `${kind} ${encodeBase32(reading.line.bytes)}`;
        const set = sets.get(key) ?? [];
        sets.set(key, set);
        current.set(kind, set);
      }
      const set = current.get(kind);
      if (set) set.push(reading);
      else early.push({ kind, reading });
    }
  }
  for (const { kind, reading } of early) [...sets].find(([key]) => key.startsWith(kind))?.[1].push(reading);
  return [...sets.values()];
}

/**
 * Numbers of sets in large type that are not those of the codes beside them: of the page's own codes, or of the file's
 * where the page has none. Only what is clear to the last character counts, in a PDF that a program drew.
 * @param records codes of sets, and the page of each
 */
export function foreignSetNumbers(
  pages: readonly PrintedRows[],
  records: readonly { readonly page: number; readonly record: { readonly bytes: Uint8Array } }[],
): { page: number; printed: string; set: string }[] {
  const numbers = records.map(({ page, record }) => ({
    page,
    set: formatSetId(record.bytes.subarray(0, SET_ID_BYTES)),
  }));
  return pages.flatMap(({ page, rows }) => {
    const own = numbers.filter((one) => one.page === page);
    const sets = [...new Set((own.length > 0 ? own : numbers).map(({ set }) => set))];
    if (sets.length === 0) return [];
    return rows.flatMap(({ text, correlation }) => {
      if (correlation < DRAWN_SET_NUMBER || !SET_NUMBER_ROW.test(text)) return [];
      const printed = text.replaceAll("?", "-");
      return sets.includes(printed) ? [] : [{ page, printed, set: sets.join(", ") }];
    });
  });
}

/** Rows that a program drew, clear to the last character. */
function drawnRows(rows: readonly FoundLine[]): FoundLine[] {
  return rows.filter(({ correlation, text }) => correlation >= DRAWN && !text.includes("?"));
}

function kindOf(reading: LineReading | undefined): LineKind | undefined {
  return reading?.status === "unreadable" ? reading.kind : reading?.line.kind;
}

async function accountOf(lines: readonly string[]): Promise<Account | undefined> {
  const readings = lines.flatMap((line) => parseLine(line) ?? []);
  if (readings.some(({ status }) => status !== "good")) return undefined;
  try {
    return parseOtpauth((await decodeOpenLines(readings)).uri).account;
  } catch (error) {
    if (error instanceof EscrowError) return undefined;
    throw error;
  }
}

/** Check lines in the order in which they are printed: down one column, then the next. */
function inColumns(rows: readonly FoundLine[]): FoundLine[] {
  return [...rows].sort((a, b) => (Math.abs(a.xPx - b.xPx) > a.emPx ? a.xPx - b.xPx : a.baselinePx - b.baselinePx));
}

/** Rows of one place and size, one below the other, are one key. */
function keysOf(rows: readonly FoundLine[]): string[] {
  const keys: { last: FoundLine; key: string }[] = [];
  for (const row of [...rows].sort((a, b) => a.baselinePx - b.baselinePx)) {
    const above = keys.find(({ last }) => {
      const stepEm = (row.baselinePx - last.baselinePx) / row.emPx;
      return Math.abs(last.xPx - row.xPx) < row.emPx / 2 && stepEm > 0.5 && stepEm < NEXT_ROW_EM;
    });
    const text = row.text.replaceAll(" ", "");
    if (above) {
      above.key += text;
      above.last = row;
    } else keys.push({ last: row, key: text });
  }
  return keys.map(({ key }) => key);
}

/**
 * What of the printed text contradicts the accounts that the codes gave.
 * @param accounts by the page of the code that gave them
 */
export function contradictions(
  printed: PrintedText,
  accounts: readonly { readonly page: number; readonly account: Account }[],
): { code: "sheet-key-differs" | "sheet-lines-differ"; page: number }[] {
  const uris = new Set(accounts.map(({ account }) => formatOtpauth(account)));
  const lines = printed.accounts.filter(({ account }) => !uris.has(formatOtpauth(account)));
  const keys = printed.keys.filter(({ page, key }) => {
    const secrets = accounts.filter((one) => one.page === page).map(({ account }) => account.secret);
    // Only a text as long as a key of that page is one: other words in capitals may be set in this font.
    return secrets.some((secret) => secret.length === key.length) && !secrets.includes(key);
  });
  return [
    ...lines.map(({ page }) => ({ code: "sheet-lines-differ" as const, page })),
    ...keys.map(({ page }) => ({ code: "sheet-key-differs" as const, page })),
  ];
}
