import type { DrawAnswer, Drawer, DrawQuestion } from "../read/drawer.js";
import type { DrawStart } from "./protocol.js";

/** Most seconds for one page, by the clock: nothing here tells a worker's processor time, and phones take their time. */
const PAGE_SECONDS = 20;

/**
 * Makes workers that draw PDFs. They know nothing else, so that ending one costs no secret.
 * @param script text of the worker's script, from the page's own bytes
 * @param pdfium gives the WebAssembly of the reader
 */
export function drawerMaker(script: string, pdfium: () => Promise<Uint8Array>): () => Promise<Drawer> {
  let idle: Drawer | undefined;
  return async () => {
    const drawer =
      idle ??
      newDrawer(script, pdfium, (one) => {
        idle ??= one;
        return idle === one;
      });
    idle = undefined;
    return drawer;
  };
}

/** @param keep takes a drawer that waits, unless there is one */
function newDrawer(script: string, pdfium: () => Promise<Uint8Array>, keep: (one: Drawer) => boolean): Drawer {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(url);
  let tell: (answer: DrawAnswer | undefined) => void = () => {};
  let ended = false;
  worker.onmessage = ({ data }: MessageEvent<DrawAnswer>) => tell(data);
  worker.onerror = (event) => {
    event.preventDefault();
    ended = true;
    tell(undefined);
  };
  const started = pdfium().then((bytes) => {
    const start: DrawStart = { pdfium: bytes };
    worker.postMessage(start);
  });
  const drawer: Drawer = {
    pageSeconds: PAGE_SECONDS,
    startWatch: () => {
      const begun = performance.now();
      return () => (performance.now() - begun) / 1000;
    },
    ask: async (question: DrawQuestion) => {
      await started;
      return new Promise((resolve) => {
        tell = (answer) => {
          // It has its script by then: an address that stays valid would keep it.
          URL.revokeObjectURL(url);
          resolve(answer);
        };
        if (ended) tell(undefined);
        else worker.postMessage(question);
      });
    },
    release: () => {
      if (ended || !keep(drawer)) drawer.end();
    },
    end: () => {
      ended = true;
      URL.revokeObjectURL(url);
      worker.terminate();
    },
  };
  return drawer;
}
