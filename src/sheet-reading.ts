import { type FootReading, type FootWords, readFoot } from "./foot-words.js";
import type { FoundSet } from "./found-set.js";
import type { SourceInput } from "./import/source.js";

import { pagesInNeed, picturesInNeed, type ReadTogether, togetherOf } from "./lines-needed.js";
import { type Problem, readOpenCodes, type SheetReading, type SourceNote } from "./open-reading.js";
import type { LinedReading, LineProgress, PageLinesOptions } from "./page-lines.js";
import { type PageState, statesOf } from "./page-states.js";
import { type PrintedRows, printedSetLines, readPrinted } from "./printed-rows.js";
import { drawPdf } from "./read/drawn-pages.js";
import { findLines } from "./read/found-lines.js";
import { glyphReaderOf } from "./read/glyphs.js";
import { PDF_DPI } from "./read/pdf.js";
import type { Platform } from "./read/platform.js";
import type { Remains } from "./read/qr-remains.js";
import { findSets } from "./recover.js";
import type { ParsedFont } from "./sheet/fonts.js";
import {
  type KeepReading,
  type PageFacts,
  type RecordReading,
  readSource,
  type SourceReading,
  withFault,
} from "./source-reading.js";

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
  /** PDFs and pictures whose codes were not enough, so that the lines printed beside them were read. */
  readonly byLines: readonly string[];
  /** Every page and picture that was given, with what became of it; none of text. */
  readonly pages?: readonly PageState[];
  /** The same as they were read. */
  readonly facts?: readonly PageFacts[];
  /** What is worth saying about texts that were read. */
  readonly notes: readonly SourceNote[];
}

/** Share of used-up error correction above which a sheet should be printed again. */
export const PRINT_AGAIN_ABOVE = 0.5;

/** How sheets are read. */
export interface ReadSheetsOptions {
  /** Called for each page that was read, and before each picture. */
  readonly onPage?: (source: string, page: number, pages: number) => void;
  /** Called before the lines of each page that is a picture are read, seconds each. */
  readonly onLines?: (progress: LineProgress) => void;
  /** The font of keys and check lines: with it those of a PDF that a program drew are read too. */
  readonly typedFont?: () => Promise<ParsedFont>;
  /** The same font: with it check lines of scans and photos are read where codes are not enough, seconds a picture. */
  readonly lineFont?: () => Promise<ParsedFont>;
  /** What the feet of pages say: without it a page with a sheet's printing and no code is unread, whichever it is. */
  readonly footWords?: () => Promise<FootWords>;
  /**
   * `compared`, the usual: of every PDF, and compared with its codes; `needed`: only where codes are not enough, and
   * until every set that was found can be opened.
   */
  readonly printedLines?: "compared" | "needed";
}

/**
 * Reads sheets of every kind from PDFs, pictures and typed text, several sheets in one and several of each.
 * What cannot be read is named among the problems; nothing is thrown for it.
 */
export async function readSheets(
  inputs: readonly SourceInput[],
  platform: Platform,
  {
    onPage = () => {},
    onLines = () => {},
    typedFont,
    lineFont,
    footWords,
    printedLines = "compared",
  }: ReadSheetsOptions = {},
): Promise<Reading> {
  let font: Promise<ParsedFont> | undefined;
  const fontOnce = typedFont && (() => (font ??= typedFont()));
  const read: SourceReading[] = [];
  const remains: Remains = [];
  for (const input of inputs) {
    const compared = printedLines === "compared" ? fontOnce : undefined;
    const onEach = (page: number, pages: number) => onPage(input.name, page, pages);
    read.push(await readSource(input, platform, compared, onEach, remains));
  }
  const first = await gatherReading(read);
  const feet = await readFeet(first.facts ?? [], footWords);
  const together = togetherOf(first, footWords && statesOf(first.facts ?? [], new Set(), feet));
  const byLines: string[] = [];
  const lined = new Set<PageFacts>();
  for (const [i, one] of read.entries()) {
    if (!fontOnce || !needsPdfLines(one, together)) continue;
    const more = await withLines(one, platform, fontOnce);
    if (!more) continue;
    read[i] = more;
    byLines.push(one.source);
    // Which of a drawn file's pages they stand on makes no difference: all of it is there.
    for (const page of one.pages) if (page.exact && page.codes.length === 0) lined.add(page);
  }
  if (lineFont) {
    const options = {
      ...(together.pages ? { states: together.pages } : {}),
      untilOpen: printedLines === "needed",
      onPage: onLines,
    };
    for (const { reading, facts } of await addPageLines(read, inputs, platform, lineFont, options)) {
      byLines.push(reading.source);
      for (const one of facts) lined.add(one);
    }
  }
  const whole = read.map(withFault);
  const same = byLines.length === 0 && whole.every((one, i) => one === read[i]);
  const reading = same ? first : await gatherReading(whole, [...new Set(byLines)]);
  return { ...reading, pages: statesOf(reading.facts ?? [], lined, feet) };
}

/** What the feet of pages say, where it is known how to read them. */
export async function readFeet(
  facts: readonly PageFacts[],
  footWords: ReadSheetsOptions["footWords"],
): Promise<Map<PageFacts, FootReading>> {
  const feet = new Map<PageFacts, FootReading>();
  for (const one of facts) {
    const foot = one.look?.foot;
    const read = foot && footWords ? readFoot(foot, await footWords()) : undefined;
    if (read) feet.set(one, read);
  }
  return feet;
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
    facts: read.flatMap((one) => one.pages),
    notes: read.flatMap(({ notes = [] }) => notes),
  };
}

/** Whether a PDF's codes left something open that the lines drawn in it may give. */
function needsPdfLines(one: SourceReading, together: ReadTogether): boolean {
  return one.pdf !== undefined && (one.pdf.codes === 0 || pagesInNeed(one, together).length > 0);
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

/** Reads check lines on the pages that are pictures and need them, into what was read of their sources. */
async function addPageLines(
  read: SourceReading[],
  inputs: readonly SourceInput[],
  platform: Platform,
  lineFont: () => Promise<ParsedFont>,
  options: PageLinesOptions,
): Promise<LinedReading[]> {
  const together = togetherOf(await gatherReading(read), options.states);
  if (!read.some((one) => picturesInNeed(one, together).length > 0)) return [];
  // Seldom needed, and more than a tenth of all reading code.
  const { PageLines } = await import("./page-lines.js");
  const lines = new PageLines(platform, await lineFont(), options);
  await lines.readNeeded(read, (one) => inputs[read.indexOf(one)]?.bytes ?? new Uint8Array());
  const more = await lines.add(read);
  for (const [i, one] of read.entries()) read[i] = more.get(one)?.reading ?? one;
  return [...more.values()];
}

async function readRows(
  bytes: Uint8Array,
  platform: Platform,
  typedFont: () => Promise<ParsedFont>,
): Promise<PrintedRows[]> {
  const printed: PrintedRows[] = [];
  for await (const drawn of drawPdf(bytes, platform)) {
    // What is lost was named when its codes were read.
    if ("fault" in drawn) continue;
    const { page, raster } = drawn;
    printed.push({ page, rows: findLines(raster, glyphReaderOf(await typedFont()), { dpi: PDF_DPI }) });
  }
  return printed;
}
