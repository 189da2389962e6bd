import { type FoundSet, goodShares } from "./found-set.js";
import type { SourceInput } from "./import/source.js";
import { type Problem, readOpenCodes, type SheetReading } from "./open-reading.js";
import { type PrintedRows, printedSetLines, readPrinted } from "./printed-rows.js";
import { findLines } from "./read/found-lines.js";
import { glyphReaderOf } from "./read/glyphs.js";
import { PDF_DPI, rasterisePdf } from "./read/pdf.js";
import type { Platform } from "./read/platform.js";
import { findSets } from "./recover.js";
import { recordsOf } from "./set-records.js";
import type { ParsedFont } from "./sheet/fonts.js";
import { type KeepReading, type RecordReading, readSource, type SourceReading, withFault } from "./source-reading.js";

/** Everything that was read, before it is compared with anything. */
export interface Reading {
  /** Open sheets. */
  readonly sheets: readonly SheetReading[];
  /** Sealed and share sheets, by set, each checked as far as it goes. */
  readonly sets: readonly FoundSet[];
  /** Secrets that sheets of their own keep. */
  readonly keeps: readonly KeepReading[];
  /** The codes of those sets. */
  readonly records: readonly RecordReading[];
  readonly problems: readonly Problem[];
  /** PDFs whose codes were not enough, so that the lines printed beside them were read. */
  readonly byLines: readonly string[];
}

/** Share of used-up error correction above which a sheet should be printed again. */
export const PRINT_AGAIN_ABOVE = 0.5;

/** How sheets are read. */
export interface ReadSheetsOptions {
  /** Called for each page that was read, and before each picture. */
  readonly onPage?: (source: string, page: number, pages: number) => void;
  /** The font of keys and check lines: with it those of a PDF that a program drew are read too. */
  readonly typedFont?: () => Promise<ParsedFont>;
  /** `compared`, the usual: of every PDF, and compared with its codes; `needed`: only where codes are not enough. */
  readonly printedLines?: "compared" | "needed";
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
  let font: Promise<ParsedFont> | undefined;
  const fontOnce = typedFont && (() => (font ??= typedFont()));
  const read: SourceReading[] = [];
  for (const input of inputs) {
    const compared = printedLines === "compared" ? fontOnce : undefined;
    read.push(await readSource(input, platform, compared, (page, pages) => onPage(input.name, page, pages)));
  }
  const first = await gatherReading(read);
  const byLines: string[] = [];
  for (const [i, one] of read.entries()) {
    if (!fontOnce || !needsLines(one, first.sets)) continue;
    const more = await withLines(one, platform, fontOnce);
    if (!more) continue;
    read[i] = more;
    byLines.push(one.source);
  }
  const whole = read.map(withFault);
  const same = byLines.length === 0 && whole.every((one, i) => one === read[i]);
  return same ? first : gatherReading(whole, byLines);
}

/**
 * Puts together what sources gave, in any order: sets are found among all of them.
 * @param byLines names of those whose lines were read because their codes were not enough
 */
export async function gatherReading(read: readonly SourceReading[], byLines: readonly string[] = []): Promise<Reading> {
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
    byLines,
  };
}

/** Whether a PDF's codes left something open that its lines may give: a document, or the share of its own sheet. */
function needsLines({ pdf, records }: SourceReading, sets: readonly FoundSet[]): boolean {
  if (pdf === undefined) return false;
  if (pdf.codes === 0) return true;
  return sets.some((set) => {
    const own = recordsOf(set, records);
    if (own.length === 0) return false;
    const fewShares = set.k !== undefined && goodShares(set).length < set.k;
    return !set.document || (fewShares && own.every(({ record }) => record.kind !== "share"));
  });
}

/** What a PDF gives with its lines; nothing where they add nothing. */
async function withLines(
  one: SourceReading,
  platform: Platform,
  typedFont: () => Promise<ParsedFont>,
): Promise<SourceReading | undefined> {
  const { source, pdf } = one;
  if (!pdf) return undefined;
  const rows = pdf.rows ?? (await readRows(pdf.bytes, platform, typedFont));
  const lines = printedSetLines(rows).map((readings) => ({ source, readings }));
  const open = pdf.codes === 0 && one.sheets.length === 0 ? await readPrinted(rows) : undefined;
  const sheets = open ? readOpenCodes(source, "pdf", [], open).sheets : [];
  if (lines.length + sheets.length === 0) return undefined;
  return { ...one, sheets: [...one.sheets, ...sheets], lines: [...one.lines, ...lines] };
}

async function readRows(
  bytes: Uint8Array,
  platform: Platform,
  typedFont: () => Promise<ParsedFont>,
): Promise<PrintedRows[]> {
  const printed: PrintedRows[] = [];
  for await (const { page, raster } of rasterisePdf(bytes, platform)) {
    printed.push({ page, rows: findLines(raster, glyphReaderOf(await typedFont()), { dpi: PDF_DPI }) });
  }
  return printed;
}
