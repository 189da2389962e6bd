import { PageLines } from "../page-lines.js";
import type { Platform } from "../read/platform.js";
import type { SourceReading } from "../source-reading.js";
import { type FontOutlines, fontOfOutlines } from "./outline-font.js";
import type { Source } from "./sources.js";
import type { Mode, Progress } from "./views.js";

/** Lines of characters in pictures and PDFs whose codes were not enough. */
export class PrintedLines {
  private readonly lines: PageLines;
  /** Those that are read now. */
  private files: readonly Source[] = [];

  constructor(platform: Platform, outlines: FontOutlines, mode: Mode, tell: (progress: Progress) => void) {
    this.lines = new PageLines(platform, fontOfOutlines(outlines), {
      // Nothing here reads glyph by glyph what a program drew.
      drawnToo: true,
      untilOpen: mode === "recover",
      onPage: ({ source, ...progress }) => {
        const name = this.files.find(({ reading }) => reading.source === source)?.name ?? "";
        tell({ doing: "lines", name, ...progress });
      },
    });
  }

  /**
   * Reads the lines of the pages that need it and were not read before: seconds each.
   * @param others what was seen or typed
   */
  async read(files: readonly Source[], others: readonly Source[]): Promise<void> {
    this.files = files;
    await this.lines.readNeeded(readingsOf([...files, ...others]), async (one) => {
      const file = files.find(({ reading }) => reading === one)?.file;
      return file ? file.bytes() : new Uint8Array();
    });
  }

  /**
   * What the lines add, where codes are not enough: only what a payload's hash or a roster confirms.
   * @param others what was seen or typed
   * @returns new readings by the source's id; none of those that lines add nothing to
   */
  async add(files: readonly Source[], others: readonly Source[]): Promise<Map<number, SourceReading>> {
    const more = await this.lines.add(readingsOf([...files, ...others]));
    return new Map(
      files.flatMap(({ id, reading }) => {
        const lined = more.get(reading);
        return lined ? [[id, lined.reading]] : [];
      }),
    );
  }
}

function readingsOf(sources: readonly Source[]): SourceReading[] {
  return sources.map(({ reading }) => reading);
}
