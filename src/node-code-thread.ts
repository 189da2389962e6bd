import { parentPort } from "node:worker_threads";
import type { CodeAnswer, CodeQuestion } from "./node-code-threads.js";
import { nodePlatform } from "./node-platform.js";
import { readCodes } from "./read/codes.js";
import { prepareZxing } from "./read/zxing-reader.js";

// A thread that reads codes, one picture after the other.

prepareZxing(nodePlatform);
let last = Promise.resolve();
parentPort?.on("message", (question: CodeQuestion) => {
  last = last.then(() => answer(question));
});

async function answer({ number, raster, options }: CodeQuestion): Promise<void> {
  const tell = (codes: CodeAnswer["codes"]) => parentPort?.postMessage({ number, codes } satisfies CodeAnswer);
  try {
    tell(await readCodes(raster, nodePlatform, options));
  } catch {
    // Asked again where errors are seen.
    tell(undefined);
  }
}
