import { EscrowError } from "../../error.js";
import type { Platform } from "../platform.js";
import type { DrawAnswer, Drawer } from "./drawer.js";
import type { PageTime } from "./page-time.js";
import { type PdfPage, type RasteriseOptions, rasterisePdf } from "./pdf.js";

/** A page that could not be drawn: it is set aside, and the others stay. */
export interface LostPage {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** `pdf-page-slow`, `pdf-unreadable`, `pdf-too-large`; `pdf-slow` for this page and all after it. Its data name the page. */
  readonly fault: EscrowError;
}

/** What all pages of a file may take to draw, and what each of them adds, in times of what one may: a dense scan takes half of the latter. */
const [FILE_TIMES, TIMES_EACH] = [1, 1 / 5];
/** Bytes of a file for each page that adds time: a scan has tens of thousands for each; ours has 3 kB, and is drawn at once. */
const BYTES_EACH = 4096;
/** Pages set aside before the rest of a file is, and how many of them may be those that took all their time. */
const [MOST_LOST, MOST_LATE] = [4, 2];
/** What a page has at least, after one that took all its time or where little is left, likewise. */
const LEAST_TIMES = 2 / 5;
/** How often the watch is looked at. */
const LOOK_MS = 100;

/** What earlier looks at a file could not draw: no look waits for that again. */
interface Lost {
  readonly pages: Map<number, EscrowError>;
  /** The first page of those that there was no time for. */
  from: number;
  /** Why it could not be opened at all. */
  closed?: EscrowError;
}

const lostPages = new WeakMap<Uint8Array, Lost>();

/**
 * Draws a PDF of unknown making page by page, as `rasterisePdf` does, with a bound on the time of a page and of the file
 * where the platform has a drawer. Pages that cannot be drawn come as such, in their place.
 * @param bytes the same array for each look at a file: what one look had to give up, no other tries again
 * @param time what is left for all that is done with the file
 * @throws EscrowError `pdf-unreadable`, `pdf-encrypted`, `pdf-too-large`, `pdf-slow` where the file cannot be opened
 */
export async function* drawPdf(
  bytes: Uint8Array,
  platform: Platform,
  options: RasteriseOptions = {},
  time?: PageTime,
): AsyncGenerator<PdfPage | LostPage, void, void> {
  if (!platform.startDrawer) {
    yield* rasterisePdf(bytes, platform, options);
    return;
  }
  const lost: Lost = lostPages.get(bytes) ?? { pages: new Map<number, EscrowError>(), from: Number.POSITIVE_INFINITY };
  lostPages.set(bytes, lost);
  if (lost.closed) throw lost.closed;
  const file = new DrawnFile(bytes, platform.startDrawer, options, time);
  try {
    const pages = await file.open().catch((error: unknown) => {
      if (error instanceof EscrowError && error.code === "pdf-slow") lost.closed = error;
      throw error;
    });
    for (let page = 1; page <= pages; page++) {
      if (options.only && !options.only.includes(page)) continue;
      const known = lost.pages.get(page);
      if (page >= lost.from || (!known && file.left <= 0)) {
        lost.from = Math.min(lost.from, page);
        yield { page, pages, fault: new EscrowError("pdf-slow", { page, seconds: file.most }) };
        return;
      }
      const drawn = known ?? (await file.draw(page));
      if (!(drawn instanceof EscrowError)) yield drawn;
      else {
        lost.pages.set(page, drawn);
        if (!known && (lost.pages.size >= MOST_LOST || lateOf(lost) >= MOST_LATE)) lost.from = page + 1;
        yield { page, pages, fault: drawn };
      }
    }
  } finally {
    file.close();
  }
}

/** Pages that took all their time. */
function lateOf({ pages }: Lost): number {
  return [...pages.values()].filter(({ code }) => code === "pdf-page-slow").length;
}

/** One file in a drawer, and in another where the first had to be ended. */
class DrawnFile {
  /** Seconds that it may take; pages that took all their time do not count, there are no more than two. */
  most = 0;
  private seconds = 0;
  private drawer: Drawer | undefined;
  /** Whether a page took all its time. */
  private late = false;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: () => Promise<Drawer>,
    private readonly options: RasteriseOptions,
    private readonly time: PageTime | undefined,
  ) {}

  /** Seconds that are left. */
  get left(): number {
    return this.most - this.seconds;
  }

  /** @returns how many pages it has */
  async open(): Promise<number> {
    this.drawer = await this.start();
    const { pageSeconds } = this.drawer;
    const answer = await this.ask(this.drawer, { pdf: this.bytes, options: this.options });
    if (answer === "late") throw new EscrowError("pdf-slow", { seconds: pageSeconds });
    if (!answer || !("pages" in answer)) throw faultOf(answer);
    const { pages } = answer;
    const worth = Math.min(pages, Math.ceil(this.bytes.length / BYTES_EACH));
    this.most = pageSeconds * (FILE_TIMES + TIMES_EACH * worth);
    return pages;
  }

  /** Whatever a page does to the drawer, the next one gets one in order. */
  async draw(page: number): Promise<PdfPage | EscrowError> {
    try {
      if (!this.drawer) await this.open();
      const drawer = this.drawer as Drawer;
      const least = LEAST_TIMES * drawer.pageSeconds;
      const left = Math.min(this.left, this.time?.left ?? this.left);
      const seconds = this.late ? least : Math.max(least, Math.min(drawer.pageSeconds, left));
      const answer = await this.ask(drawer, { page }, seconds);
      if (answer === "late") {
        this.late = true;
        return new EscrowError("pdf-page-slow", { page, seconds: Math.ceil(seconds) });
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
    if (answer !== "late") this.seconds += seconds();
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
