import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { nodePlatform } from "./node-platform.js";
import { type FoundCode, type ReadCodesOptions, readCodes } from "./read/codes.js";
import type { Platform } from "./read/platform.js";
import type { Raster } from "./read/raster.js";

/** What a thread is asked. */
export interface CodeQuestion {
  readonly number: number;
  readonly raster: Raster;
  readonly options: ReadCodesOptions;
}

/** What a thread answers. */
export interface CodeAnswer {
  readonly number: number;
  /** Nothing where the thread could not do it. */
  readonly codes: readonly FoundCode[] | undefined;
}

/** Most threads beside the main one, which draws the pages that they read. */
const MOST_THREADS = 7;

interface Thread {
  readonly worker: Worker;
  /** Told what is answered, or nothing where the thread ended. */
  readonly open: Map<number, (codes: readonly FoundCode[] | undefined) => void>;
}

let threads: Set<Thread> | undefined;
let lastNumber = 0;

const count = Math.min(availableParallelism() - 1, MOST_THREADS);

/** Node's platform with a thread for each further core, started when there is much to read. */
export const threadedPlatform: Platform =
  count === 0 ? nodePlatform : { ...nodePlatform, helpers: { count, readCodes: ask } };

function startThread(): Thread {
  const worker = new Worker(new URL("./node-code-thread.js", import.meta.url));
  const thread: Thread = { worker, open: new Map() };
  // The program may end while a thread waits, but not while it works.
  worker.unref();
  worker.on("message", ({ number, codes }: CodeAnswer) => {
    thread.open.get(number)?.(codes);
    thread.open.delete(number);
    if (thread.open.size === 0) worker.unref();
  });
  worker.on("error", () => {
    threads?.delete(thread);
    for (const tell of thread.open.values()) tell(undefined);
  });
  return thread;
}

/** The least busy thread's answer; where there is none, the work is done here. */
async function ask(raster: Raster, options: ReadCodesOptions): Promise<FoundCode[]> {
  threads ??= new Set(Array.from({ length: count }, startThread));
  const [first, ...others] = threads;
  const thread = others.reduce((least, one) => (least && one.open.size < least.open.size ? one : least), first);
  const codes = thread && (await askThread(thread, raster, options));
  return codes ? [...codes] : readCodes(raster, nodePlatform, options);
}

function askThread({ worker, open }: Thread, raster: Raster, options: ReadCodesOptions) {
  const question: CodeQuestion = { number: ++lastNumber, raster, options };
  return new Promise<readonly FoundCode[] | undefined>((resolve) => {
    open.set(question.number, resolve);
    worker.ref();
    worker.postMessage(question);
  });
}
