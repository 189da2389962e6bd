import { parentPort } from "node:worker_threads";
import { nodePlatform } from "./node-platform.js";
import { type DrawQuestion, drawingDesk } from "./read/drawer.js";
import { preparePdfium } from "./read/pdf.js";

// A thread that draws PDFs, and may be ended at any time.

void preparePdfium(nodePlatform);
const answer = drawingDesk(nodePlatform);
parentPort?.on("message", async (question: DrawQuestion) => {
  const given = await answer(question);
  parentPort?.postMessage(given, "raster" in given ? [given.raster.data.buffer as ArrayBuffer] : []);
});
