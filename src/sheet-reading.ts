import { type Keep, parseKeepLine } from "./document/plaintext.js";
import { EscrowError } from "./error.js";
import { inspectContent } from "./import/content.js";
import type { SourceInput } from "./import/source.js";
import {
  type FoundText,
  lineProblems,
  type Problem,
  problemOf,
  readOpenCodes,
  readTypedOpen,
  type SheetReading,
} from "./open-reading.js";
import { parseRecord } from "./paper/record.js";
import { type PrintedRows, type PrintedText, readPrinted } from "./printed-rows.js";
import { readCodes } from "./read/codes.js";
import { type PageReading, readPages } from "./read/pages.js";
import type { Platform } from "./read/platform.js";
import { parseTyped } from "./read/typed.js";
import { type FoundLines, type FoundRecord, type FoundSet, findSets } from "./recover.js";
import type { ParsedFont } from "./sheet/fonts.js";

/** A code of a sealed or share sheet as it was read. */
export interface RecordReading extends FoundRecord {
  /** Page of a PDF, from 1; 1 for a picture. */
  readonly page: number;
  /** Share of the code's error correction that damage has used up, 0 to 1. */
  readonly usedCorrection: number;
}

/** A secret that was kept as it is, as one code of its sheet says it. */
export interface KeepReading {
  readonly source: string;
  readonly origin: "pdf" | "picture";
  /** Page of a PDF, from 1; 1 for a picture. */
  readonly page: number;
  readonly keep: Keep;
  /** Share of the code's error correction that damage has used up, 0 to 1. */
  readonly usedCorrection: number;
}

/** Everything that was read, before it is compared with anything. */
export interface Reading {
  /** Open sheets. */
  readonly sheets: readonly SheetReading[];
  /** Sealed and share sheets, by set, each checked as far as it goes. */
  readonly sets: readonly FoundSet[];
  /** Sheets of secrets that are kept as they are. */
  readonly keeps: readonly KeepReading[];
  /** The codes of those sets. */
  readonly records: readonly RecordReading[];
  readonly problems: readonly Problem[];
}

/** Share of used-up error correction above which a sheet should be printed again. */
export const PRINT_AGAIN_ABOVE = 0.5;

/** How sheets are read. */
export interface ReadSheetsOptions {
  /** Called for each page that was read, and before each picture. */
  readonly onPage?: (source: string, page: number, pages: number) => void;
  /** The font of keys and check lines: with it those of a PDF are read too and compared with its codes. */
  readonly typedFont?: () => Promise<ParsedFont>;
}

/** What one source gave, before it is put together with others. */
export interface SourceReading {
  readonly sheets: readonly SheetReading[];
  readonly keeps: readonly KeepReading[];
  readonly records: readonly RecordReading[];
  readonly lines: readonly FoundLines[];
  readonly problems: readonly Problem[];
}

/**
 * Reads sheets of every kind from PDFs, pictures and typed text, several sheets in one and several of each.
 * What cannot be read is named among the problems; nothing is thrown for it.
 */
export async function readSheets(
  inputs: readonly SourceInput[],
  platform: Platform,
  { onPage = () => {}, typedFont }: ReadSheetsOptions = {},
): Promise<Reading> {
  let font: Promise<ParsedFont> | undefined;
  const fontOnce = typedFont && (() => (font ??= typedFont()));
  const read: SourceReading[] = [];
  for (const input of inputs) {
    read.push(await readSheet(input, platform, fontOnce, (page, pages) => onPage(input.name, page, pages)));
  }
  return gatherReading(read);
}

/** Puts together what sources gave, in any order: sets are found among all of them. */
export async function gatherReading(read: readonly SourceReading[]): Promise<Reading> {
  const records = read.flatMap((one) => one.records);
  const found = await findSets(
    records,
    read.flatMap((one) => one.lines),
  );
  return {
    sheets: read.flatMap((one) => one.sheets),
    sets: found.sets,
    keeps: read.flatMap((one) => one.keeps),
    records,
    problems: [...read.flatMap((one) => one.problems), ...found.problems, ...found.sets.flatMap((set) => set.problems)],
  };
}

/**
 * Reads one source. What cannot be read is named among the problems; nothing is thrown for it.
 * @param typedFont the font of keys and check lines, where those of PDFs are to be read too
 */
export async function readSheet(
  input: SourceInput,
  platform: Platform,
  typedFont?: () => Promise<ParsedFont>,
  onPage: (page: number, pages: number) => void = () => {},
): Promise<SourceReading> {
  try {
    return await readInput(input, platform, typedFont, onPage);
  } catch (error) {
    return { sheets: [], keeps: [], records: [], lines: [], problems: [problemOf(input.name, error)] };
  }
}

async function readInput(
  input: SourceInput,
  platform: Platform,
  typedFont: (() => Promise<ParsedFont>) | undefined,
  onPage: (page: number, pages: number) => void,
): Promise<SourceReading> {
  const { kind, text } = inspectContent(input);
  if (text !== undefined) return readTypedText(input.name, text);
  if (kind === undefined) throw new EscrowError("sheet-unknown");
  const found: FoundText[] = [];
  const printed: PrintedRows[] = [];
  const read = kind === "pdf" ? readPages(input.bytes, platform, typedFont) : readPicture(input.bytes, platform);
  if (kind !== "pdf") onPage(1, 1);
  for await (const { page, pages, codes, rows } of read) {
    if (kind === "pdf") onPage(page, pages);
    for (const code of codes) found.push({ page, text: code.text, usedCorrection: 1 - code.unusedCorrection });
    if (rows.length > 0) printed.push({ page, rows });
  }
  const typed = await readPrinted(printed);
  if (found.length === 0 && typed.accounts.length === 0) throw new EscrowError("sheet-no-code");
  return sortCodes(input.name, kind === "pdf" ? "pdf" : "picture", found, typed);
}

/** What the codes of one source say: records of sets, and open sheets. */
export function sortCodes(
  source: string,
  origin: "pdf" | "picture",
  found: readonly FoundText[],
  printed: PrintedText = { accounts: [], keys: [] },
): SourceReading {
  const { records, keeps, open, problems } = sortTexts({ source, origin }, found);
  if (open.length === 0 && printed.accounts.length === 0) return { sheets: [], keeps, records, lines: [], problems };
  const sheets = readOpenCodes(source, origin, open, printed);
  return { sheets: sheets.sheets, keeps, records, lines: [], problems: [...problems, ...sheets.problems] };
}

async function* readPicture(bytes: Uint8Array, platform: Platform): AsyncGenerator<PageReading> {
  const codes = await readCodes(await platform.decodePicture(bytes), platform);
  yield { page: 1, pages: 1, codes, rows: [] };
}

/** QR texts by what they are: records of sets, kept secrets, or texts of open sheets. */
function sortTexts(
  { source, origin }: Pick<KeepReading, "source" | "origin">,
  found: readonly FoundText[],
): { records: RecordReading[]; keeps: KeepReading[]; open: FoundText[]; problems: Problem[] } {
  const records: RecordReading[] = [];
  const keeps: KeepReading[] = [];
  const open: FoundText[] = [];
  const problems: Problem[] = [];
  for (const one of found) {
    const { page, text, usedCorrection } = one;
    const keep = parseKeepLine(text);
    if (keep !== undefined) {
      keeps.push({ source, origin, page, keep, usedCorrection });
      continue;
    }
    const reading = parseRecord(text);
    if (reading.status === "record") records.push({ source, page, usedCorrection, record: reading.record });
    else if (reading.status === "foreign") open.push(one);
    else
      problems.push({ source, code: reading.status === "broken" ? "record-broken" : "record-version", data: { page } });
  }
  return { records, keeps, open, problems };
}

async function readTypedText(source: string, text: string): Promise<SourceReading> {
  const typed = parseTyped(text);
  const open = await readTypedOpen(source, typed);
  const sets = typed.lineSets.filter(({ kind }) => kind !== "T");
  const lines = sets.map(({ lines: set }) => ({ source, readings: set.map(({ reading }) => reading) }));
  const problems = [...open.problems, ...sets.flatMap((set) => lineProblems(source, set.lines))];
  const nothing = problems.every(({ code }) => code === "typed-line-unknown" || code === "typed-key-missing");
  // A text in which no line, key or URI was found is not a badly typed sheet but another file.
  if (open.sheets.length === 0 && lines.length === 0 && nothing) throw new EscrowError("sheet-unknown");
  return { sheets: open.sheets, keeps: [], records: [], lines, problems };
}
