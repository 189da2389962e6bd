import { availableParallelism } from "node:os";
import { MessageChannel, type MessagePort, type Worker } from "node:worker_threads";
import { type ReadCodesOptions, readCodes } from "../read/codes/codes.js";
import type { FoundCode } from "../read/codes/found-code.js";
import type { PageSight, SightOptions } from "../read/pages/page-sight.js";
import { type PdfPage, rasterisePdf } from "../read/pages/pdf.js";
import type { Raster } from "../read/pixels/raster.js";
import type { Platform } from "../read/platform.js";
import { startWorker } from "./package-files.js";
import { boundedPlatform, nodePlatform, threadsAllowed } from "./platform.js";

/** What a thread is asked: the codes of a picture, the pages of a PDF one by one, or to be ready to draw one soon. */
export type ThreadQuestion = CodeQuestion | PageQuestion | "prepare";

/** A picture to be read. */
export interface CodeQuestion {
  readonly number: number;
  readonly raster: Raster;
  readonly options: SightOptions;
  /** Whether it is a whole page, of which all is wanted that it shows, or codes are enough. */
  readonly whole: boolean;
}

interface PageQuestion {
  readonly pdf: Uint8Array;
  /** Where each page is asked for and given; closed when no more are wanted. */
  readonly pages: MessagePort;
}

/** What a thread answers to a picture. */
export interface CodeAnswer {
  readonly number: number;
  /** Nothing where the thread could not do it. */
  readonly sight: PageSight | undefined;
}

/** What a thread answers to each question for a page: nothing after the last one, and where it could not draw it. */
export type PageAnswer = PdfPage | undefined;

/** Most threads beside the main one. */
const MOST_THREADS = 7;

/** Pages that are drawn before they are needed: one to be read while the next is drawn. */
const PAGES_AHEAD = 2;

interface Thread {
  readonly worker: Worker;
  /** Told what is answered, or nothing where the thread ended. */
  readonly open: Map<number, (sight: PageSight | undefined) => void>;
  /** How many PDF files it draws. */
  drawing: number;
}

const threads = new Set<Thread>();
let lastNumber = 0;

const count = threadsAllowed ? Math.min(availableParallelism() - 1, MOST_THREADS) : 0;

/** Node's platform with a thread that draws and one for each further core, started when there is something to read. */
export const threadedPlatform: Platform =
  count === 0
    ? boundedPlatform
    : { ...boundedPlatform, helpers: { count, readCodes: askCodes, sightPage: askSight, drawPages } };

/** Begins to start what reading back a PDF takes, so that it is there when the PDF is. */
export function prepareThreads(): void {
  // One draws; where there is another, it reads.
  while (threads.size < Math.min(count, 2)) startThread();
  const question: ThreadQuestion = "prepare";
  if (count > 0) freeThread().worker.postMessage(question);
}

function startThread(): Thread {
  // Options of the main script, such as those of one given on the command line, are not for a file.
  const worker = startWorker("reading-thread", { execArgv: [] });
  const thread: Thread = { worker, open: new Map(), drawing: 0 };
  worker.on("message", ({ number, sight }: CodeAnswer) => {
    thread.open.get(number)?.(sight);
    thread.open.delete(number);
    if (thread.open.size === 0) worker.unref();
  });
  worker.on("error", () => {
    threads.delete(thread);
    for (const tell of thread.open.values()) tell(undefined);
  });
  // The program may end while a thread waits, but not while it works. Listening has held it.
  worker.unref();
  threads.add(thread);
  return thread;
}

/** A thread that has nothing to do, else a new one, else the least busy. */
function freeThread(): Thread {
  const work = ({ open, drawing }: Thread) => open.size + drawing;
  const [first = startThread(), ...others] = threads;
  const least = others.reduce((best, one) => (work(one) < work(best) ? one : best), first);
  return work(least) > 0 && threads.size < count ? startThread() : least;
}

/** A thread's answer; where there is none, the work is done here. */
async function askCodes(raster: Raster, options: ReadCodesOptions): Promise<FoundCode[]> {
  const sight = await askThread(freeThread(), raster, options, false);
  return sight ? [...sight.codes] : readCodes(raster, nodePlatform, options);
}

/** Likewise. */
async function askSight(raster: Raster, options: SightOptions): Promise<PageSight> {
  const seen = await askThread(freeThread(), raster, options, true);
  return seen ?? (await import("../read/pages/page-sight.js")).sightPage(raster, nodePlatform, options);
}

function askThread({ worker, open }: Thread, raster: Raster, options: SightOptions, whole: boolean) {
  const question: ThreadQuestion = { number: ++lastNumber, raster, options, whole };
  return new Promise<PageSight | undefined>((resolve) => {
    open.set(question.number, resolve);
    worker.ref();
    worker.postMessage(question);
  });
}

/** The pages of a PDF as a thread draws them; those that it cannot give are drawn here. */
async function* drawPages(pdf: Uint8Array): AsyncGenerator<PdfPage, void, void> {
  const thread = freeThread();
  const { port1: port, port2: pages } = new MessageChannel();
  thread.drawing++;
  let given = 0;
  try {
    const question: ThreadQuestion = { pdf, pages };
    thread.worker.postMessage(question, [pages]);
    const answers = askPages(port);
    for await (const page of answers) {
      yield page;
      given = page.page;
      if (page.page === page.pages) return;
    }
  } finally {
    thread.drawing--;
    port.close();
  }
  for await (const page of rasterisePdf(pdf, nodePlatform)) if (page.page > given) yield page;
}

/** Every answer in turn, until there is none. */
async function* askPages(port: MessagePort): AsyncGenerator<PdfPage, void, void> {
  const waiting: ((page: PageAnswer) => void)[] = [];
  port.on("message", (page: PageAnswer) => waiting.shift()?.(page));
  // A thread that ends closes it.
  port.on("close", () => {
    for (const tell of waiting) tell(undefined);
  });
  const next = () =>
    new Promise<PageAnswer>((resolve) => {
      waiting.push(resolve);
      port.postMessage(undefined);
    });
  const asked = Array.from({ length: PAGES_AHEAD }, next);
  for (let page = await asked.shift(); page; page = await asked.shift()) {
    asked.push(next());
    yield page;
  }
}
