import { parentPort } from "node:worker_threads";
import { packed } from "../sheet/pdf/packed.js";

// A thread that packs what is drawn into a PDF, while the next is drawn.

parentPort?.on("message", (texts: readonly string[]) => {
  const answer = texts.map(packed);
  parentPort?.postMessage(
    answer,
    answer.map(({ buffer }) => buffer as ArrayBuffer),
  );
});
