import type { DrawAnswer, Drawer, DrawQuestion } from "../../read/pages/drawer.js";
import type { PageCalls } from "../protocol.js";

/** Most seconds for one page, by the clock: nothing here tells a worker's processor time, and phones take their time. */
const PAGE_SECONDS = 20;
/** Most seconds that count between two looks at the watch: a device that slept meanwhile drew nothing either. */
const MOST_BETWEEN_LOOKS = 1;

/**
 * Makes drawers that ask workers of the page. These know nothing else, so that ending one costs no secret.
 * @param page starts and ends them
 * @param pdfium gives the WebAssembly of the reader
 */
export function drawerMaker(
  page: Pick<PageCalls, "startDrawer" | "endDrawer">,
  pdfium: () => Promise<Uint8Array>,
): () => Promise<Drawer> {
  let idle: Drawer | undefined;
  return async () => {
    const drawer =
      idle ??
      (await newDrawer(page, pdfium, (one) => {
        idle ??= one;
        return idle === one;
      }));
    idle = undefined;
    return drawer;
  };
}

/** Numbers drawers, whichever desk they are of. */
let last = 0;

/**
 * A drawer whose reader is there: no page pays for a slow start.
 * @param keep takes a drawer that waits, unless there is one
 */
async function newDrawer(
  page: Pick<PageCalls, "startDrawer" | "endDrawer">,
  pdfium: () => Promise<Uint8Array>,
  keep: (one: Drawer) => boolean,
): Promise<Drawer> {
  const name = ++last;
  const { port1: port, port2: end } = new MessageChannel();
  let tell: (answer: DrawAnswer | undefined) => void = () => {};
  let ended = false;
  let setReady = () => {};
  const ready = new Promise<void>((resolve) => {
    setReady = resolve;
  });
  const stop = () => {
    ended = true;
    port.close();
    setReady();
    tell(undefined);
  };
  // What it says first is that its reader is there.
  port.onmessage = () => {
    port.onmessage = ({ data }: MessageEvent<DrawAnswer>) => tell(data);
    setReady();
  };
  page.startDrawer(name, end).then(stop, stop);
  pdfium().then((bytes) => port.postMessage(bytes, [bytes.buffer as ArrayBuffer]), stop);
  const drawer: Drawer = {
    pageSeconds: PAGE_SECONDS,
    startWatch: () => {
      let [seconds, before] = [0, performance.now()];
      return () => {
        const now = performance.now();
        seconds += Math.min((now - before) / 1000, MOST_BETWEEN_LOOKS);
        before = now;
        return seconds;
      };
    },
    ask: (question: DrawQuestion) =>
      new Promise((resolve) => {
        tell = resolve;
        if (ended) tell(undefined);
        else port.postMessage(question);
      }),
    release: () => {
      if (ended || !keep(drawer)) drawer.end();
    },
    end: () => {
      if (!ended) void page.endDrawer(name);
      stop();
    },
  };
  await ready;
  return drawer;
}
