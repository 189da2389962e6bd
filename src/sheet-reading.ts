import { EscrowError } from "./error.js";
import { type FoundLines, type FoundRecord, type FoundSet, goodShares } from "./found-set.js";
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
import { type PrintedRows, printedSetLines, readPrinted } from "./printed-rows.js";
import { readCodes } from "./read/codes.js";
import { findLines } from "./read/found-lines.js";
import { createGlyphReader, type GlyphReader } from "./read/glyphs.js";
import { rasterisePdf } from "./read/pdf.js";
import type { Platform } from "./read/platform.js";
import type { Raster } from "./read/raster.js";
import { parseTyped } from "./read/typed.js";
import { findSets } from "./recover.js";
import { recordsOf } from "./set-records.js";
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
  /** PDFs whose codes were not enough, so that the lines printed beside them were read. */
  readonly byLines: readonly string[];
}

/** Share of used-up error correction above which a sheet should be printed again. */
export const PRINT_AGAIN_ABOVE = 0.5;

/** Resolution that pages of a PDF are read at. */
const PDF_DPI = 200;

/** How sheets are read. */
export interface ReadSheetsOptions {
  /** Called before each page or picture is read. */
  readonly onPage?: (source: string, page: number, pages: number) => void;
  /** The font of keys and check lines: with it those of a PDF that a program drew are read too. */
  readonly typedFont?: () => Promise<ParsedFont>;
  /** `compared`, the usual: of every PDF, and compared with its codes; `needed`: only where codes are not enough. */
  readonly printedLines?: "compared" | "needed";
}

/** What one source gave. */
interface SourceReading {
  readonly input: SourceInput;
  /** How many codes were read; nothing where it is no PDF. */
  readonly pdfCodes?: number;
  /** What it has in typed characters, where that was looked for. */
  readonly rows?: readonly PrintedRows[];
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
  { onPage = () => {}, typedFont, printedLines = "compared" }: ReadSheetsOptions = {},
): Promise<Reading> {
  let reader: Promise<GlyphReader> | undefined;
  const readerOf = typedFont && (() => (reader ??= typedFont().then(createGlyphReader)));
  const read: SourceReading[] = [];
  for (const input of inputs) {
    try {
      const rowReader = printedLines === "compared" ? readerOf : undefined;
      read.push(await readInput(input, platform, rowReader, (page, pages) => onPage(input.name, page, pages)));
    } catch (error) {
      read.push({ input, sheets: [], records: [], lines: [], problems: [problemOf(input.name, error)] });
    }
  }
  const setsOf = () =>
    findSets(
      read.flatMap((one) => one.records),
      read.flatMap((one) => one.lines),
    );
  let found = await setsOf();
  const byLines: string[] = [];
  for (const [i, one] of read.entries()) {
    if (!readerOf || !needsLines(one, found.sets)) continue;
    const rows = one.rows ?? (await readRows(one.input, platform, readerOf));
    const more = await withRows(one, rows);
    if (!more) continue;
    read[i] = more;
    byLines.push(one.input.name);
  }
  if (byLines.length > 0) found = await setsOf();
  const unread = read.filter(({ pdfCodes, sheets, lines }) => pdfCodes === 0 && sheets.length + lines.length === 0);
  return {
    sheets: read.flatMap((one) => one.sheets),
    sets: found.sets,
    records: read.flatMap((one) => one.records),
    problems: [
      ...read.flatMap((one) => one.problems),
      ...unread.map(({ input }) => problemOf(input.name, new EscrowError("sheet-no-code"))),
      ...found.problems,
      ...found.sets.flatMap((set) => set.problems),
    ],
    byLines,
  };
}

/** Whether a PDF's codes left something open that its lines may give: a document, or the share of its own sheet. */
function needsLines({ pdfCodes, records }: SourceReading, sets: readonly FoundSet[]): boolean {
  if (pdfCodes === undefined) return false;
  if (pdfCodes === 0) return true;
  return sets.some((set) => {
    const own = recordsOf(set, records);
    if (own.length === 0) return false;
    const fewShares = set.k !== undefined && goodShares(set).length < set.k;
    return !set.document || (fewShares && own.every(({ record }) => record.kind !== "share"));
  });
}

async function readRows(
  { bytes }: SourceInput,
  platform: Platform,
  readerOf: () => Promise<GlyphReader>,
): Promise<PrintedRows[]> {
  const printed: PrintedRows[] = [];
  for await (const { page, raster } of rasterisePdf(bytes, platform, { dpi: PDF_DPI })) {
    printed.push({ page, rows: findLines(raster, await readerOf(), { dpi: PDF_DPI }) });
  }
  return printed;
}

/** What a PDF gives with its lines; nothing where they add nothing. */
async function withRows(one: SourceReading, rows: readonly PrintedRows[]): Promise<SourceReading | undefined> {
  const { name: source } = one.input;
  const lines = printedSetLines(rows).map((readings) => ({ source, readings }));
  const open = one.pdfCodes === 0 && one.sheets.length === 0 ? await readPrinted(rows) : undefined;
  const sheets = open ? readOpenCodes(source, "pdf", [], open).sheets : [];
  if (lines.length + sheets.length === 0) return undefined;
  return { ...one, sheets: [...one.sheets, ...sheets], lines: [...one.lines, ...lines] };
}

async function readInput(
  input: SourceInput,
  platform: Platform,
  readerOf: (() => Promise<GlyphReader>) | undefined,
  onPage: (page: number, pages: number) => void,
): Promise<SourceReading> {
  const { kind, text } = inspectContent(input);
  if (text !== undefined) return { input, ...(await readTypedText(input.name, text)) };
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
  if (found.length === 0 && kind !== "pdf") throw new EscrowError("sheet-no-code");
  const typed = await readPrinted(printed);
  const { records, open, problems } = sortTexts(input.name, found);
  const pdf = kind === "pdf" ? { pdfCodes: found.length, ...(readerOf ? { rows: printed } : {}) } : {};
  const read = { input, ...pdf, records, lines: [] };
  if (open.length === 0 && typed.accounts.length === 0) return { ...read, sheets: [], problems };
  const sheets = readOpenCodes(input.name, kind === "pdf" ? "pdf" : "picture", open, typed);
  return { ...read, sheets: sheets.sheets, problems: [...problems, ...sheets.problems] };
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

async function readTypedText(source: string, text: string): Promise<Omit<SourceReading, "input">> {
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
