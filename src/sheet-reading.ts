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
import { findLines } from "./read/found-lines.js";
import { createGlyphReader, type GlyphReader } from "./read/glyphs.js";
import { rasterisePdf } from "./read/pdf.js";
import type { Platform } from "./read/platform.js";
import type { Raster } from "./read/raster.js";
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

/** Everything that was read, before it is compared with anything. */
export interface Reading {
  /** Open sheets. */
  readonly sheets: readonly SheetReading[];
  /** Sealed and share sheets, by set, each checked as far as it goes. */
  readonly sets: readonly FoundSet[];
  /** The codes of those sets. */
  readonly records: readonly RecordReading[];
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

/** What one source gave, before it is put together with others. */
export interface SourceReading {
  readonly sheets: readonly SheetReading[];
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
  let reader: Promise<GlyphReader> | undefined;
  const readerOf = typedFont && (() => (reader ??= typedFont().then(createGlyphReader)));
  const read: SourceReading[] = [];
  for (const input of inputs) {
    read.push(await readSheet(input, platform, readerOf, (page, pages) => onPage(input.name, page, pages)));
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
    records,
    problems: [...read.flatMap((one) => one.problems), ...found.problems, ...found.sets.flatMap((set) => set.problems)],
  };
}

/**
 * Reads one source. What cannot be read is named among the problems; nothing is thrown for it.
 * @param readerOf reads printed characters too, where it is given
 */
export async function readSheet(
  input: SourceInput,
  platform: Platform,
  readerOf?: () => Promise<GlyphReader>,
  onPage: (page: number, pages: number) => void = () => {},
): Promise<SourceReading> {
  try {
    return await readInput(input, platform, readerOf, onPage);
  } catch (error) {
    return { sheets: [], records: [], lines: [], problems: [problemOf(input.name, error)] };
  }
}

async function readInput(
  input: SourceInput,
  platform: Platform,
  readerOf: (() => Promise<GlyphReader>) | undefined,
  onPage: (page: number, pages: number) => void,
): Promise<SourceReading> {
  const { kind, text } = inspectContent(input);
  if (text !== undefined) return readTypedText(input.name, text);
  if (kind === undefined) throw new EscrowError("sheet-unknown");
  const found: FoundText[] = [];
  const printed: PrintedRows[] = [];
  for await (const { page, pages, raster, exact } of rastersOf(input.bytes, kind === "pdf", platform)) {
    onPage(page, pages);
    for (const code of await readCodes(raster, platform, { exact })) {
      found.push({ page, text: code.text, usedCorrection: 1 - code.unusedCorrection });
    }
    if (readerOf && kind === "pdf") printed.push({ page, rows: findLines(raster, await readerOf(), { dpi: PDF_DPI }) });
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
  const { records, open, problems } = sortTexts(source, found);
  if (open.length === 0 && printed.accounts.length === 0) return { sheets: [], records, lines: [], problems };
  const sheets = readOpenCodes(source, origin, open, printed);
  return { sheets: sheets.sheets, records, lines: [], problems: [...problems, ...sheets.problems] };
}

async function* rastersOf(
  bytes: Uint8Array,
  isPdf: boolean,
  platform: Platform,
): AsyncGenerator<{ page: number; pages: number; raster: Raster; exact: boolean }> {
  if (isPdf) yield* rasterisePdf(bytes, platform, { dpi: PDF_DPI });
  else yield { page: 1, pages: 1, raster: await platform.decodePicture(bytes), exact: false };
}

/** QR texts by what they are: records of sets, or texts of open sheets. */
function sortTexts(
  source: string,
  found: readonly FoundText[],
): { records: RecordReading[]; open: FoundText[]; problems: Problem[] } {
  const records: RecordReading[] = [];
  const open: FoundText[] = [];
  const problems: Problem[] = [];
  for (const one of found) {
    const { page, text, usedCorrection } = one;
    const reading = parseRecord(text);
    if (reading.status === "record") records.push({ source, page, usedCorrection, record: reading.record });
    else if (reading.status === "foreign") open.push(one);
    else
      problems.push({ source, code: reading.status === "broken" ? "record-broken" : "record-version", data: { page } });
  }
  return { records, open, problems };
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
  return { sheets: open.sheets, records: [], lines, problems };
}
