import { EscrowError } from "../error.js";
import type { LineReading } from "../paper/line.js";
import { gatherPictureLines, withPictureLines } from "../picture-sheets.js";
import { rasterisePdf } from "../read/pdf.js";
import { readPictureLines } from "../read/picture-lines.js";
import type { Platform } from "../read/platform.js";
import type { Raster } from "../read/raster.js";
import type { ParsedFont } from "../sheet/fonts.js";
import { needsPictureLines, type Reading, togetherOf } from "../sheet-reading.js";
import type { SourceReading } from "../source-reading.js";
import { type FontOutlines, fontOfOutlines } from "./outline-font.js";
import { keyOf, type Source } from "./sources.js";
import type { Progress } from "./views.js";

/** Most pages of one PDF whose lines are read: seconds each, and no sheet has more. */
const MOST_PAGES = 12;

/** Lines of characters in pictures and PDFs whose codes were not enough. */
export class PrintedLines {
  /** Lines by source, column by column: each picture is read once. Nothing of them is settled. */
  private readonly columns = new Map<number, readonly (readonly LineReading[])[]>();

  private readonly font: ParsedFont;

  constructor(
    private readonly platform: Platform,
    outlines: FontOutlines,
    private readonly tell: (progress: Progress) => void,
  ) {
    this.font = fontOfOutlines(outlines);
  }

  /**
   * Reads the lines of those that need it and were not read before: seconds each.
   * @param reading what the codes of all sources say together
   */
  async read(files: readonly Source[], reading: Reading): Promise<void> {
    for (const source of files) {
      const { id } = source;
      if (this.columns.has(id) || !needsPictureLines(source.reading, togetherOf(reading))) continue;
      this.columns.set(id, await this.columnsOf(source));
    }
  }

  /**
   * What the lines add, where codes are not enough: only what a payload's hash or a roster confirms.
   * @param reading what the codes of all sources say together
   * @returns new readings by the source's id; none of those that lines add nothing to
   */
  async add(files: readonly Source[], reading: Reading): Promise<Map<number, SourceReading>> {
    const pictures = files.flatMap((file) => {
      const columns = needsPictureLines(file.reading, togetherOf(reading)) ? this.columns.get(file.id) : undefined;
      return columns ? [{ source: keyOf(file.id), columns }] : [];
    });
    const found = await gatherPictureLines(pictures);
    const more = new Map<number, SourceReading>();
    for (const { id, reading: one } of files) {
      const lined = withPictureLines(one, found);
      if (lined) more.set(id, lined);
    }
    return more;
  }

  /** Forgets the lines of a source. */
  remove(id: number): void {
    this.columns.delete(id);
  }

  private async columnsOf({ name, file, reading: { pdf } }: Source): Promise<LineReading[][]> {
    const read = (raster: Raster, page: number, pages: number) => {
      this.tell({ doing: "lines", name, page, pages });
      return readPictureLines(raster, this.font);
    };
    try {
      if (!pdf) return file ? read(await this.platform.decodePicture(await file.bytes()), 1, 1) : [];
      const columns: LineReading[][] = [];
      for await (const { page, pages, raster } of rasterisePdf(pdf.bytes, this.platform, { scansAsTheyAre: true })) {
        if (page > MOST_PAGES) break;
        columns.push(...read(raster, page, Math.min(pages, MOST_PAGES)));
      }
      return columns;
    } catch (error) {
      // What was said of its codes stands.
      if (error instanceof EscrowError) return [];
      throw error;
    }
  }
}
