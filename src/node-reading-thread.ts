import { type MessagePort, parentPort } from "node:worker_threads";
import { nodePlatform } from "./node-platform.js";
import type { CodeAnswer, PageAnswer, ThreadQuestion } from "./node-reading-threads.js";
import { type FoundCode, type ReadCodesOptions, readCodes } from "./read/codes.js";
import { preparePdfium, rasterisePdf } from "./read/pdf.js";
import type { Raster } from "./read/raster.js";
import { prepareZxing } from "./read/zxing-reader.js";

// A thread that reads codes, one picture after the other, and draws PDF pages when they are asked for.

prepareZxing(nodePlatform);
let last = Promise.resolve();
parentPort?.on("message", (question: ThreadQuestion) => {
  if (question === "prepare") preparePdfium(nodePlatform);
  else if ("pdf" in question) givePages(question.pdf, question.pages);
  else {
    const { number, raster, options } = question;
    last = last.then(async () => {
      const codes = await tryRead(raster, options);
      parentPort?.postMessage({ number, codes } satisfies CodeAnswer);
    });
  }
});

/** Nothing where it fails: it is asked again where errors are seen. */
async function tryRead(raster: Raster, options: ReadCodesOptions): Promise<FoundCode[] | undefined> {
  try {
    return await readCodes(raster, nodePlatform, options);
  } catch {
    return undefined;
  }
}

function givePages(pdf: Uint8Array, port: MessagePort): void {
  const pages = rasterisePdf(pdf, nodePlatform);
  let next = Promise.resolve();
  port.on("message", () => {
    next = next.then(async () => {
      // Likewise.
      const page: PageAnswer = (await pages.next().catch(() => undefined))?.value ?? undefined;
      port.postMessage(page, page ? [page.raster.data.buffer as ArrayBuffer] : []);
    });
  });
  port.on("close", () => pages.return());
}
