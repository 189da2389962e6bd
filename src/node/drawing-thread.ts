import { parentPort } from "node:worker_threads";
import { type DrawQuestion, drawingDesk } from "../read/pages/drawer.js";
import { preparePdfium } from "../read/pages/pdf.js";
import { nodePlatform } from "./platform.js";

// A thread that draws PDFs, and may be ended at any time.

void preparePdfium(nodePlatform);
const answer = drawingDesk(nodePlatform);
parentPort?.on("message", async (question: DrawQuestion) => {
  const given = await answer(question);
  parentPort?.postMessage(given, "raster" in given ? [given.raster.data.buffer as ArrayBuffer] : []);
});
