import { type MessagePort, parentPort } from "node:worker_threads";
import { readCodes } from "../read/codes/codes.js";
import { prepareZxing } from "../read/codes/zxing-reader.js";
import { preparePdfium, rasterisePdf } from "../read/pages/pdf.js";
import { nodePlatform } from "./platform.js";
import type { CodeAnswer, CodeQuestion, PageAnswer, ThreadQuestion } from "./reading-threads.js";

// A thread that reads codes, one picture after the other, and draws PDF pages when they are asked for.

prepareZxing(nodePlatform);
let last = Promise.resolve();
parentPort?.on("message", (question: ThreadQuestion) => {
  if (question === "prepare") void preparePdfium(nodePlatform);
  else if ("pdf" in question) givePages(question.pdf, question.pages);
  else {
    last = last.then(async () => {
      const answer: CodeAnswer = { number: question.number, sight: await tryRead(question) };
      parentPort?.postMessage(answer);
    });
  }
});

/** Nothing where it fails: it is asked again where errors are seen. */
async function tryRead({ raster, options, whole }: CodeQuestion): Promise<CodeAnswer["sight"]> {
  try {
    if (whole) return await (await import("../read/pages/page-sight.js")).sightPage(raster, nodePlatform, options);
    const { exact = false } = options;
    return { codes: await readCodes(raster, nodePlatform, options), qualities: [], unread: 0, exact };
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
