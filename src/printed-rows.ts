import type { Account } from "./account/account.js";
import { formatOtpauth, parseOtpauth } from "./account/otpauth-uri.js";
import { EscrowError } from "./error.js";
import { parseLine } from "./paper/line.js";
import { decodeOpenLines, lineSets } from "./paper/open-lines.js";
import type { FoundLine } from "./read/found-lines.js";

/** What a page of a PDF has in typed characters, read by glyph. */
export interface PrintedRows {
  readonly page: number;
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
    const drawn = rows.filter(({ correlation, text }) => correlation >= DRAWN && !text.includes("?"));
    const isLine = (row: FoundLine) => parseLine(row.text) !== undefined;
    for (const set of lineSets(inColumns(drawn.filter(isLine)).map(({ text }) => text))) {
      const account = await accountOf(set);
      if (account) accounts.push({ page, account });
    }
    for (const key of keysOf(drawn.filter((row) => !isLine(row) && KEY_ROW.test(row.text)))) keys.push({ page, key });
  }
  return { accounts, keys };
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
