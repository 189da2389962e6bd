import { parseLine } from "../../paper/line.js";
import { findLines } from "../../read/glyphs/found-lines.js";
import { glyphReaderOf } from "../../read/glyphs/glyphs.js";
import { drawPdf } from "../../read/pages/drawn-pages.js";
import { PageTime } from "../../read/pages/page-time.js";
import type { Platform } from "../../read/platform.js";
import type { ParsedFont } from "../../sheet/fonts.js";
import { readOpenCodes } from "../open-codes.js";
import type { SourceReading } from "../source-reading.js";
import { type PrintedRows, printedSetLines, readPrinted } from "./drawn-text.js";
import { pagesInNeed, type ReadTogether } from "./lines-needed.js";

/** Whether a PDF's codes left something open that the lines a program drew in it may give: scans have their own reader. */
export function needsDrawnLines(one: SourceReading, together: ReadTogether): boolean {
  if (!one.pdf || drawnPages(one).length === 0) return false;
  return one.pdf.codes === 0 || pagesInNeed(one, together).length > 0;
}

/** Of 51 lines of 7 pt on one page two had a character that was not clear at 200 dpi, none at 300. */
const LINES_DPI = 300;

/** Pages in a row that show no line of a sheet and are read, however long a slow machine takes: two leaves. */
const LEAST_FRUITLESS = 4;

/** Share of the rows of a page that are lines of a sheet: of rows of groups that chance made, one in 32 is at most. */
const LEAST_LINES = 1 / 8;

/** Numbers of the pages that a program drew. */
function drawnPages({ pages }: SourceReading): number[] {
  return pages.filter(({ exact }) => exact).map(({ page }) => page);
}

/**
 * What a PDF gives with the lines that a program drew in it.
 * @returns the same reading where they add nothing
 */
export async function withDrawnLines(
  one: SourceReading,
  platform: Platform,
  typedFont: () => Promise<ParsedFont>,
): Promise<SourceReading> {
  const { source, pdf } = one;
  if (!pdf) return one;
  const drawn = drawnPages(one);
  const fine = await readRows(pdf.bytes, drawn, platform, typedFont);
  const rows = pdf.rows?.filter(({ page }) => drawn.includes(page)) ?? fine;
  const lines = printedSetLines(fine).map((readings) => ({ source, readings }));
  const open = pdf.codes === 0 && one.sheets.length === 0 ? await readPrinted(rows) : undefined;
  const sheets = open ? readOpenCodes(source, "pdf", [], open).sheets : [];
  if (lines.length + sheets.length === 0) return one;
  return { ...one, sheets: [...one.sheets, ...sheets], lines: [...one.lines, ...lines] };
}

async function readRows(
  bytes: Uint8Array,
  only: readonly number[],
  platform: Platform,
  typedFont: () => Promise<ParsedFont>,
): Promise<PrintedRows[]> {
  const printed: PrintedRows[] = [];
  const time = PageTime.of(bytes, platform);
  let fruitless = 0;
  for await (const drawn of drawPdf(bytes, platform, { only, dpi: LINES_DPI })) {
    // What is lost was named when its codes were read.
    if ("fault" in drawn) continue;
    const { page, raster, dpi } = drawn;
    const rows = findLines(raster, glyphReaderOf(await typedFont()), { dpi });
    printed.push({ page, rows });
    const lines = rows.filter(({ text }) => parseLine(text) !== undefined);
    const isFruitless = lines.length <= LEAST_LINES * rows.length;
    fruitless = isFruitless ? fruitless + 1 : 0;
    if (!isFruitless) time.foundLines();
    else if (fruitless >= LEAST_FRUITLESS && time.isUsedUp) break;
  }
  return printed;
}
