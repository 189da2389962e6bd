import { type Account, accountName, deriveSameCodes } from "./account/account.js";
import { testValue } from "./account/codes.js";
import { formatOtpauth, parseOtpauth } from "./account/otpauth-uri.js";
import { type ErrorCode, type ErrorData, EscrowError } from "./error.js";
import { inspectContent } from "./import/content.js";
import type { SourceInput } from "./import/source.js";
import { decodeOpenLines } from "./paper/open-lines.js";
import { contradictions, type PrintedRows, type PrintedText, readPrinted } from "./printed-rows.js";
import { type FoundCode, readCodes } from "./read/codes.js";
import { findLines } from "./read/found-lines.js";
import { createGlyphReader, type GlyphReader } from "./read/glyphs.js";
import { rasterisePdf } from "./read/pdf.js";
import type { Platform } from "./read/platform.js";
import type { Raster } from "./read/raster.js";
import { parseTyped, type TypedLine } from "./read/typed.js";
import type { ParsedFont } from "./sheet/fonts.js";

/** Where a sheet was read from. */
export type SheetOrigin = "pdf" | "picture" | "typed";

/** Something that is wrong or could not be read: data for a sentence under `errors`. */
export interface Problem {
  /** Name of the file. */
  readonly source: string;
  readonly code: ErrorCode;
  readonly data: ErrorData;
}

/** How one code of a sheet was read. */
export interface CodeReading {
  /** Page of a PDF, from 1; 1 for a picture. */
  readonly page: number;
  /** Share of the code's error correction that damage has used up, 0 to 1. */
  readonly usedCorrection: number;
}

/** One account as one source's paper says it. */
export interface SheetReading {
  readonly source: string;
  readonly origin: SheetOrigin;
  readonly account: Account;
  /** The QR codes that say so; none where it was typed. */
  readonly codes: readonly CodeReading[];
  /** Check lines that were typed with errors: `T3: place 5, read Q, meant 6`. */
  readonly corrected: readonly {
    readonly line: string;
    readonly place: number;
    readonly read: string;
    readonly meant: string;
  }[];
  /** Check lines that were missing or wrong and worked out from the others. */
  readonly rebuilt: readonly string[];
  /** Whether complete check lines gave it, their hash checked. */
  readonly byLines?: boolean;
  /** Whether the test value that was typed is the one that this key gives; nothing when none was typed. */
  readonly testValueRight?: boolean;
}

/** Everything that was read, before it is compared with anything. */
export interface Reading {
  readonly sheets: readonly SheetReading[];
  readonly problems: readonly Problem[];
}

/** Share of used-up error correction above which a sheet should be printed again. */
export const PRINT_AGAIN_ABOVE = 0.5;

/** Resolution that pages of a PDF are read at. */
const PDF_DPI = 200;

/** How sheets are read. */
export interface ReadSheetsOptions {
  /** Called before each page or picture is read. */
  readonly onPage?: (source: string, page: number, pages: number) => void;
  /** The font of keys and check lines: with it those of a PDF are read too and compared with its codes. */
  readonly typedFont?: () => Promise<ParsedFont>;
}

/**
 * Reads open sheets from PDFs, pictures and typed text, several sheets in one and several of each.
 * What cannot be read is named among the problems; nothing is thrown for it.
 */
export async function readSheets(
  inputs: readonly SourceInput[],
  platform: Platform,
  { onPage = () => {}, typedFont }: ReadSheetsOptions = {},
): Promise<Reading> {
  let reader: Promise<GlyphReader> | undefined;
  const readerOf = typedFont && (() => (reader ??= typedFont().then(createGlyphReader)));
  const sheets: SheetReading[] = [];
  const problems: Problem[] = [];
  for (const input of inputs) {
    try {
      const read = await readInput(input, platform, readerOf, (page, pages) => onPage(input.name, page, pages));
      sheets.push(...read.sheets);
      problems.push(...read.problems);
    } catch (error) {
      problems.push(problemOf(input.name, error));
    }
  }
  return { sheets, problems };
}

function problemOf(source: string, error: unknown, place: ErrorData = {}): Problem {
  if (!(error instanceof EscrowError)) throw error;
  return { source, code: error.code, data: { ...error.data, ...place } };
}

type OnPage = (page: number, pages: number) => void;

async function readInput(
  input: SourceInput,
  platform: Platform,
  readerOf: (() => Promise<GlyphReader>) | undefined,
  onPage: OnPage,
): Promise<Reading> {
  const { kind, text } = inspectContent(input);
  if (text !== undefined) return readTypedText(input.name, text);
  if (kind === undefined) throw new EscrowError("sheet-unknown");
  const found: { page: number; code: FoundCode }[] = [];
  const printed: PrintedRows[] = [];
  for await (const { page, pages, raster } of rastersOf(input.bytes, kind === "pdf", platform)) {
    onPage(page, pages);
    for (const code of await readCodes(raster, platform)) found.push({ page, code });
    if (readerOf && kind === "pdf") printed.push({ page, rows: findLines(raster, await readerOf(), { dpi: PDF_DPI }) });
  }
  const typed = await readPrinted(printed);
  if (found.length === 0 && typed.accounts.length === 0) throw new EscrowError("sheet-no-code");
  return readFound(input.name, kind === "pdf" ? "pdf" : "picture", found, typed);
}

async function* rastersOf(
  bytes: Uint8Array,
  isPdf: boolean,
  platform: Platform,
): AsyncGenerator<{ page: number; pages: number; raster: Raster }> {
  if (isPdf) yield* rasterisePdf(bytes, platform, { dpi: PDF_DPI });
  else yield { page: 1, pages: 1, raster: await platform.decodePicture(bytes) };
}

/** Codes of one account belong to one sheet; where no code is left, check lines make one. */
function readFound(
  source: string,
  origin: SheetOrigin,
  found: readonly { page: number; code: FoundCode }[],
  printed: PrintedText,
): Reading {
  const byUri = new Map<string, { account: Account; codes: CodeReading[] }>();
  const problems: Problem[] = [];
  for (const { page, code } of found) {
    try {
      const { account } = parseOtpauth(code.text);
      const uri = formatOtpauth(account);
      const sheet = byUri.get(uri) ?? { account, codes: [] };
      sheet.codes.push({ page, usedCorrection: 1 - code.unusedCorrection });
      byUri.set(uri, sheet);
    } catch (error) {
      problems.push(problemOf(source, error, { page }));
    }
  }
  const read = [...byUri.values()].flatMap(({ account, codes }) => codes.map(({ page }) => ({ page, account })));
  for (const { code, page } of found.length > 0 ? contradictions(printed, read) : []) {
    problems.push({ source, code, data: { page } });
  }
  if (found.length === 0) {
    for (const { account } of printed.accounts) byUri.set(formatOtpauth(account), { account, codes: [] });
  }
  const sheets = [...byUri.values()].map(({ account, codes }) => ({
    source,
    origin,
    account,
    codes,
    corrected: [],
    rebuilt: [],
  }));
  return { sheets, problems: [...problems, ...conflictsOf(source, sheets, printed)] };
}

/**
 * Two single codes of a PDF under one name that derive different codes: the two sides of one leaf, one of which is not
 * what was printed. Each beside its own key is a sheet by itself: a name may have two accounts.
 */
function conflictsOf(source: string, sheets: readonly SheetReading[], printed: PrintedText): Problem[] {
  const single = sheets.filter(({ origin, codes }) => origin === "pdf" && codes.length === 1);
  const alone = ({ account, codes }: SheetReading) =>
    printed.keys.some(({ page, key }) => page === codes[0]?.page && key === account.secret);
  const names = new Map<string, SheetReading>();
  return single.flatMap((sheet) => {
    const name = accountName(sheet.account);
    const other = names.get(name);
    names.set(name, sheet);
    if (!other || deriveSameCodes(other.account, sheet.account) || (alone(other) && alone(sheet))) return [];
    return [{ source, code: "sheet-codes-differ" as const, data: { name } }];
  });
}

async function readTypedText(source: string, text: string): Promise<Reading> {
  const typed = parseTyped(text);
  const sheets: SheetReading[] = [];
  const problems = typed.faults.map(({ place, error }) => problemOf(source, error, { line: place }));
  for (const { account, testValue: given } of typed.accounts) {
    const right = given === undefined ? undefined : given === testValue(account);
    sheets.push({
      source,
      origin: "typed",
      account,
      codes: [],
      corrected: [],
      rebuilt: [],
      ...(right === undefined ? {} : { testValueRight: right }),
    });
    if (right === false) problems.push({ source, code: "test-value-wrong", data: { name: accountName(account) } });
  }
  for (const set of typed.lineSets) {
    try {
      sheets.push(await readLineSet(source, set));
    } catch (error) {
      problems.push(...lineProblems(source, set), problemOf(source, error));
    }
  }
  const nothing = problems.every(({ code }) => code === "typed-line-unknown" || code === "typed-key-missing");
  // A text in which no line, key or URI was found is not a badly typed sheet but another file.
  if (sheets.length === 0 && nothing) throw new EscrowError("sheet-unknown");
  return { sheets, problems };
}

async function readLineSet(source: string, set: readonly TypedLine[]): Promise<SheetReading> {
  const { uri, result } = await decodeOpenLines(set.map(({ reading }) => reading));
  const label = (number: number) => `${result.kind}${number}`;
  return {
    source,
    origin: "typed",
    account: parseOtpauth(uri).account,
    codes: [],
    byLines: true,
    corrected: result.corrected.flatMap(({ number, corrections }) =>
      corrections.map((correction) => ({ line: label(number), ...correction })),
    ),
    rebuilt: result.rebuilt.map(label),
  };
}

/** Lines that cannot be read, where the others were not enough to do without them. */
function lineProblems(source: string, set: readonly TypedLine[]): Problem[] {
  return set.flatMap(({ place, reading }) => {
    if (reading.status !== "unreadable") return [];
    const { kind, number, reason, group } = reading;
    const code = reason === "check" ? "line-check" : group > 0 ? "line-group" : "line-length";
    return [{ source, code, data: { line: `${kind}${number}`, place, group } }] as const;
  });
}
