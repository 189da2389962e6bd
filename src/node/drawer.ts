import type { DrawAnswer, Drawer, DrawQuestion } from "../read/pages/drawer.js";
import { startWorker } from "./package-files.js";
import { startWatch } from "./watch.js";

/** Most processor time for one page, in seconds: a dense page, and one scanned to JPEG 2000, take one. */
const PAGE_SECONDS = 5;

/** One that waits for the next file. */
let idle: Drawer | undefined;

/** Begins to start a thread that draws PDFs, so that it waits when the first of them was read. */
export function prepareDrawer(): void {
  idle ??= newDrawer();
}

/** A thread that draws PDFs: the one that waits, else a new one. */
export function startDrawer(): Drawer {
  const drawer = idle ?? newDrawer();
  idle = undefined;
  return drawer;
}

function newDrawer(): Drawer {
  // Options of the main script, such as those of one given on the command line, are not for a file.
  const worker = startWorker("drawing-thread", { execArgv: [] });
  let tell: (answer: DrawAnswer | undefined) => void = () => {};
  let ended = false;
  const stop = () => {
    ended = true;
    tell(undefined);
  };
  worker.on("message", (answer: DrawAnswer) => tell(answer));
  worker.on("error", stop);
  worker.on("exit", stop);
  // It holds the program while it is asked, and not while it waits.
  worker.unref();
  const drawer: Drawer = {
    pageSeconds: PAGE_SECONDS,
    startWatch,
    ask: (question: DrawQuestion) =>
      new Promise((resolve) => {
        tell = (answer) => {
          worker.unref();
          resolve(answer);
        };
        if (ended) return tell(undefined);
        worker.ref();
        worker.postMessage(question);
      }),
    release: () => {
      if (idle) drawer.end();
      else if (!ended) idle = drawer;
    },
    end: () => void worker.terminate(),
  };
  return drawer;
}
