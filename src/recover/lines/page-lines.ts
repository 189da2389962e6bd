import { sha256 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import type { LineReading } from "../../paper/line.js";
import { fileKind } from "../../read/file-kind.js";
import { readPictureLines } from "../../read/lines/picture-lines.js";
import { drawPdf } from "../../read/pages/drawn-pages.js";
import { PageTime } from "../../read/pages/page-time.js";
import { picturePages } from "../../read/pictures/picture-pages.js";
import type { Raster } from "../../read/pixels/raster.js";
import type { Platform } from "../../read/platform.js";
import type { ParsedFont } from "../../sheet/fonts.js";
import type { PageState } from "../page-states.js";
import { findSets } from "../sets.js";
import type { PageFacts, SourceReading } from "../source-reading.js";
import { isFrontPage } from "./foot-words.js";
import { isAllOpen, maybeOpenSheets, picturesInNeed, type ReadTogether, togetherOf } from "./lines-needed.js";
import { gatherPictureLines, type PictureLines, withPictureLines } from "./photographed-lines.js";

// One rule for every page that is a picture, a photo as much as a scan in a PDF, on the command line and in the
// recovery page: where its codes left something open, its lines are read; page by page, until nothing more can come.

/** Most pages in a row, of all files, that bear no mark of a sheet and show no lines of one. */
const MOST_FOREIGN = 12;
/**
 * Pages of one file in a row that bear a mark and are read to their end, however long a slow machine takes: a front has
 * no lines, its back has.
 */
const LEAST_FRUITLESS = 2;

/** How pages are looked at. */
interface PageLinesOptions {
  /** Whether pages of PDFs that a program drew are read as pictures too: where nothing else reads their lines. */
  readonly drawnToo?: boolean;
  /** Whether to stop once everything that was found can be opened: it is to be recovered, not checked. */
  readonly untilOpen?: boolean;
}

/** How far the reading of lines has come. */
export interface LineProgress {
  /** Name of the source that is read. */
  readonly source: string;
  /** Page of the source that is read next, from 1, and how many it has. */
  readonly page: number;
  /** Pages that are done. */
  readonly pages: number;
  /** Pages of all sources that are done with, and all that may need it. */
  readonly done: number;
  /** Pages to do. */
  readonly total: number;
}

/** What a source gave, with what lines add. */
interface LinedReading {
  readonly reading: SourceReading;
  /** Its pages, as they were read, whose lines are of what came back. */
  readonly facts: readonly PageFacts[];
}

/** Lines of characters on pages that are pictures, where codes were not enough. Each page is read once. */
export class PageLines {
  /** Pages without a mark of a sheet that were looked at in a row, and had no lines of one. */
  private foreign = 0;
  /** Pictures that showed no lines: many pages may show one. */
  private readonly fruitless = new Set<string>();
  /** By what the codes of their source say, and page; column by column. Nothing of them is settled. */
  private readonly read = new WeakMap<SourceReading, Map<number, readonly (readonly LineReading[])[]>>();

  /** @param font of the lines */
  constructor(
    private readonly platform: Platform,
    private readonly font: ParsedFont,
    private readonly options: PageLinesOptions = {},
  ) {}

  /**
   * Reads the lines of the pages that need it and were not read before: seconds each.
   * @param sources what their codes say
   * @param bytesOf gives the file of a picture
   * @param states what became of the pages, where their feet were read
   * @param onPage called before each page
   */
  async readNeeded(
    sources: readonly SourceReading[],
    bytesOf: (one: SourceReading) => Uint8Array | Promise<Uint8Array>,
    states?: readonly PageState[],
    onPage: (progress: LineProgress) => void = () => {},
  ): Promise<void> {
    const byCodes = await this.together(sources, states);
    const completed = async () => {
      const more = await this.add(sources, states);
      return this.together(
        sources.map((one) => more.get(one)?.reading ?? one),
        states,
      );
    };
    let now = await completed();
    // Files whose time is used up: only pages that may be a sheet's are read still.
    const late = new Set<SourceReading>();
    const isOpen = (one: SourceReading) => {
      const opened = this.options.untilOpen && isAllOpen(sources, now.sets);
      const apart = opened ? maybeOpenSheets(one, now) : undefined;
      const known = this.read.get(one);
      const crowded = new Set(one.pages.filter((facts) => facts.crowded).map(({ page }) => page));
      const [first, still] = [this.pagesOf(one, byCodes), this.pagesOf(one, now)];
      // What lines of other pages gave may be what a page's codes lacked; one that gave nothing may be of any sheet.
      return (page: number) =>
        !known?.has(page) &&
        !(isForeign(one, page) && (late.has(one) || this.foreign >= MOST_FOREIGN)) &&
        !crowded.has(page) &&
        (apart?.has(page) ?? true) &&
        (still.includes(page) || (first.includes(page) && !gaveCodes(one, page)));
    };
    const stateOf = (one: SourceReading, page: number) =>
      states?.find((other) => other.source === one.source && other.page === page);
    const isForeign = (one: SourceReading, page: number) => stateOf(one, page)?.state === "foreign";
    const mayLackLines = (one: SourceReading, page: number) => {
      const { state = "", foot } = stateOf(one, page) ?? {};
      return ["back", "foreign"].includes(state) || (foot !== undefined && isFrontPage(foot));
    };
    const openPages = (one: SourceReading) => one.pages.map(({ page }) => page).filter(isOpen(one));
    let done = 0;
    // Pages that have none by their foot, or show no sheet, come last: most often all is open by then. Lines that were
    // found may ask for those of a page that was passed over: another part of their document.
    for (let [before, last] = [-1, states === undefined]; before < done || !last; ) {
      last ||= before === done;
      before = done;
      for (const one of sources) {
        const time = this.timeOf(one);
        if (time && time.left <= 0) late.add(one);
        const pages = openPages(one).filter((page) => last || !mayLackLines(one, page));
        if (pages.length === 0) continue;
        const known = this.read.get(one) ?? new Map<number, readonly (readonly LineReading[])[]>();
        this.read.set(one, known);
        const leave = () => {
          for (const page of openPages(one)) known.set(page, []);
        };
        let fruitless = 0;
        const isUsedUp = () => time !== undefined && fruitless >= LEAST_FRUITLESS && time.isUsedUp;
        try {
          for await (const { page, raster } of this.pictures(one, pages, bytesOf)) {
            if (!isOpen(one)(page)) continue;
            const total = done + sources.reduce((sum, other) => sum + openPages(other).length, 0);
            onPage({ source: one.source, page, pages: one.pages.length, done, total });
            const foreign = isForeign(one, page);
            const isLate = () => isUsedUp() || (foreign && time !== undefined && time.left <= 0);
            const columns = await this.linesOf(raster, isLate);
            known.set(page, columns);
            done++;
            fruitless = columns.length > 0 ? 0 : fruitless + 1;
            if (foreign) this.foreign = columns.length > 0 ? 0 : this.foreign + 1;
            if (columns.length > 0) time?.foundLines();
            if (isUsedUp()) leave();
            else if (columns.length > 0) now = await completed();
            if (time && time.left <= 0) late.add(one);
            if ((foreign && late.has(one)) || openPages(one).length === 0) break;
          }
        } catch (error) {
          // What was said of its codes stands.
          if (!(error instanceof EscrowError)) throw error;
          leave();
        }
      }
    }
  }

  /**
   * What the lines add, where codes are not enough: only what a payload's hash or a roster confirms.
   * @param sources what their codes say
   * @param states as in `readNeeded`
   * @returns by those of their codes; none of those that lines add nothing to
   */
  async add(
    sources: readonly SourceReading[],
    states?: readonly PageState[],
  ): Promise<Map<SourceReading, LinedReading>> {
    const byCodes = await this.together(sources, states);
    const pictures = sources.flatMap((one) => this.picturesOf(one, byCodes));
    const found = await gatherPictureLines(pictures);
    const more = new Map<SourceReading, LinedReading>();
    for (const one of sources) {
      const reading = withPictureLines(one, found);
      if (!reading) continue;
      const pages = new Set(found.pages.filter(({ source }) => source === one.source).map(({ page }) => page));
      more.set(one, { reading, facts: one.pages.filter(({ page }) => pages.has(page)) });
    }
    return more;
  }

  /** Pages of sources on which lines of sheets were seen, whether or not they are of what came back. */
  shown(sources: readonly SourceReading[]): PageFacts[] {
    return sources.flatMap((one) => {
      const known = this.read.get(one);
      return one.pages.filter(({ page }) => (known?.get(page)?.length ?? 0) > 0);
    });
  }

  /** Lines of a source that were read, as far as they are needed. */
  private picturesOf(one: SourceReading, together: ReadTogether): PictureLines[] {
    const known = this.read.get(one);
    if (!known) return [];
    const { source } = one;
    const needed = this.pagesOf(one, together);
    const pages = [...known].filter(([page]) => needed.includes(page) || !gaveCodes(one, page));
    const pictures = pages.flatMap(([page, columns]) => (columns.length > 0 ? [{ source, page, columns }] : []));
    if (pictures.length === 0 || one.lines.length === 0) return pictures;
    // What a program drew on other pages of the file, or on these, goes on in them.
    return [...pictures, { source, columns: one.lines.map(({ readings }) => readings) }];
  }

  private async together(
    sources: readonly SourceReading[],
    states: readonly PageState[] | undefined,
  ): Promise<ReadTogether> {
    const { sets } = await findSets(
      sources.flatMap(({ records }) => records),
      sources.flatMap(({ lines }) => lines),
    );
    const [sheets, keeps] = [sources.flatMap((one) => one.sheets), sources.flatMap((one) => one.keeps)];
    const recovery = sources.flatMap((one) => one.recovery ?? []);
    return togetherOf({ sheets, keeps, recovery, sets }, states, !this.options.untilOpen);
  }

  private async linesOf(raster: Raster, isLate: () => boolean): Promise<LineReading[][]> {
    const { width, height, data } = raster;
    const picture = `${width} ${height} ${await sha256(data)}`;
    if (this.fruitless.has(picture)) return [];
    const columns = readPictureLines(raster, this.font, isLate);
    if (columns.length === 0 && !isLate()) this.fruitless.add(picture);
    return columns;
  }

  /** The time of a file of several pages; of a single one nothing waits. */
  private timeOf({ pdf, pages }: SourceReading): PageTime | undefined {
    return pdf && pages.length + pdf.lost > 1 ? PageTime.of(pdf.bytes, this.platform) : undefined;
  }

  private pagesOf(one: SourceReading, together: ReadTogether): number[] {
    return picturesInNeed(one, together, this.options.drawnToo);
  }

  private async *pictures(
    one: SourceReading,
    pages: readonly number[],
    bytesOf: (one: SourceReading) => Uint8Array | Promise<Uint8Array>,
  ): AsyncGenerator<{ readonly page: number; readonly raster: Raster }> {
    if (pages.length === 0) return;
    if (one.pdf && fileKind(one.pdf.bytes) === "pdf") {
      for await (const page of drawPdf(one.pdf.bytes, this.platform, { scansAsTheyAre: true, only: pages })) {
        // What is lost was named when its codes were read.
        if (!("fault" in page)) yield page;
      }
    } else {
      // Its time is looked at page by page, and longer than that of its codes.
      for await (const page of picturePages(one.pdf?.bytes ?? (await bytesOf(one)), this.platform, undefined, pages)) {
        if (!("fault" in page)) yield page;
      }
    }
  }
}

/** Whether a page's codes gave something of a sheet. */
function gaveCodes({ records, keeps, recovery = [], sheets }: SourceReading, page: number): boolean {
  return [...records, ...keeps, ...recovery, ...sheets.flatMap(({ codes }) => codes)].some((one) => one.page === page);
}
