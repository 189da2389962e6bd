import { EscrowError } from "../../error.js";
import type { Platform } from "../platform.js";
import type { DrawAnswer, Drawer } from "./drawer.js";
import { type PdfPage, type RasteriseOptions, rasterisePdf } from "./pdf.js";

/** A page that could not be drawn: it is set aside, and the others stay. */
export interface LostPage {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** `pdf-page-slow`, `pdf-unreadable`, `pdf-too-large`; `pdf-slow` for this page and all after it. Its data name the page. */
  readonly fault: EscrowError;
}

/** Seconds that all pages of a file may take to draw, and those that each of them adds: a dense scan takes half of that. */
const [FILE_SECONDS, SECONDS_EACH] = [10, 1];
/** Pages set aside before the rest of a file is: the first may take its whole time, each after it a quarter of the one before. */
const MOST_LOST = 4;
/** Least that a page has then, in seconds: a dense scan takes half of that. */
const LEAST_SECONDS = 2;
/** How often the watch is looked at. */
const LOOK_MS = 100;

/** What earlier looks at a file could not draw: no look waits for that again. */
interface Lost {
  readonly pages: Map<number, EscrowError>;
  /** The first page of those that there was no time for. */
  from: number;
}

const lostPages = new WeakMap<Uint8Array, Lost>();

/**
 * Draws a PDF of unknown making page by page, as `rasterisePdf` does, with a bound on the time of a page and of the file
 * where the platform has a drawer. Pages that cannot be drawn come as such, in their place.
 * @param bytes the same array for each look at a file: what one look had to give up, no other tries again
 * @throws EscrowError `pdf-unreadable`, `pdf-encrypted`, `pdf-too-large`, `pdf-slow` where the file cannot be opened
 */
export async function* drawPdf(
  bytes: Uint8Array,
  platform: Platform,
  options: RasteriseOptions = {},
): AsyncGenerator<PdfPage | LostPage, void, void> {
  if (!platform.startDrawer) {
    yield* rasterisePdf(bytes, platform, options);
    return;
  }
  const lost = lostPages.get(bytes) ?? { pages: new Map<number, EscrowError>(), from: Number.POSITIVE_INFINITY };
  lostPages.set(bytes, lost);
  if (lost.from === 0) throw new EscrowError("pdf-slow", { seconds: FILE_SECONDS });
  const file = new DrawnFile(bytes, platform.startDrawer, options);
  try {
    const pages = await file.open().catch((error: unknown) => {
      if (error instanceof EscrowError && error.code === "pdf-slow") lost.from = 0;
      throw error;
    });
    const most = FILE_SECONDS + pages * SECONDS_EACH;
    for (let page = 1; page <= pages; page++) {
      if (options.only && !options.only.includes(page)) continue;
      if (page >= lost.from || file.seconds > most) {
        lost.from = Math.min(lost.from, page);
        yield { page, pages, fault: new EscrowError("pdf-slow", { page, seconds: most }) };
        return;
      }
      const known = lost.pages.get(page);
      const drawn = known ?? (await file.draw(page));
      if (!(drawn instanceof EscrowError)) yield drawn;
      else {
        lost.pages.set(page, drawn);
        if (lost.pages.size === MOST_LOST) lost.from = page + 1;
        yield { page, pages, fault: drawn };
      }
    }
  } finally {
    file.close();
  }
}

/** One file in a drawer, and in another where the first had to be ended. */
class DrawnFile {
  /** Seconds of work so far. */
  seconds = 0;
  private drawer: Drawer | undefined;
  /** Pages that took all their time. */
  private late = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: () => Promise<Drawer>,
    private readonly options: RasteriseOptions,
  ) {}

  /** @returns how many pages it has */
  async open(): Promise<number> {
    this.drawer = await this.start();
    const answer = await this.ask(this.drawer, { pdf: this.bytes, options: this.options });
    if (answer === "late") throw new EscrowError("pdf-slow", { seconds: FILE_SECONDS });
    if (!answer || !("pages" in answer)) throw faultOf(answer);
    return answer.pages;
  }

  /** Whatever a page does to the drawer, the next one gets one in order. */
  async draw(page: number): Promise<PdfPage | EscrowError> {
    try {
      if (!this.drawer) await this.open();
      const drawer = this.drawer as Drawer;
      const seconds = Math.max(Math.min(LEAST_SECONDS, drawer.pageSeconds), drawer.pageSeconds / 4 ** this.late);
      const answer = await this.ask(drawer, { page }, seconds);
      if (answer === "late") {
        this.late++;
        return new EscrowError("pdf-page-slow", { page, seconds });
      }
      if (!answer || !("raster" in answer)) throw faultOf(answer);
      return answer;
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      // A trap leaves the file closed in there.
      this.end();
      return new EscrowError(error.code, { ...error.data, page });
    }
  }

  close(): void {
    this.drawer?.release();
    this.drawer = undefined;
  }

  private end(): void {
    this.drawer?.end();
    this.drawer = undefined;
  }

  /** A drawer that is late, or ended by itself, is not asked again. */
  private async ask(
    drawer: Drawer,
    question: Parameters<Drawer["ask"]>[0],
    most = drawer.pageSeconds,
  ): Promise<DrawAnswer | undefined | "late"> {
    const seconds = drawer.startWatch();
    const answer = await inTime(drawer.ask(question), seconds, most);
    this.seconds += seconds();
    if (answer === "late" || answer === undefined) this.end();
    return answer;
  }
}

function faultOf(answer: DrawAnswer | undefined): EscrowError {
  if (!answer || !("fault" in answer)) return new EscrowError("pdf-unreadable");
  return new EscrowError(answer.fault.code, answer.fault.data);
}

/** An answer, or that there is none in so many seconds. */
async function inTime<T>(answer: Promise<T>, seconds: () => number, most: number): Promise<T | "late"> {
  let timer: ReturnType<typeof setInterval> | undefined;
  const late = new Promise<"late">((resolve) => {
    let looks = 0;
    timer = setInterval(() => {
      // Where this thread was busy itself, an answer that is there is told between two looks.
      if (seconds() >= most && ++looks > 1) resolve("late");
    }, LOOK_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearInterval(timer);
  }
}
