import { parentPort } from "node:worker_threads";
import { readPeerCase } from "./peers.mjs";
import { readCase } from "./read-case.mjs";

// A thread that reads cases, one after the other, and tells what became of each.

parentPort?.on("message", async (one) => {
  const start = performance.now();
  const result = one.reader === "paper-escrow" ? await readCase(one) : { read: await readPeerCase(one, one.reader) };
  parentPort?.postMessage({ ...one, ...result, seconds: Math.round(performance.now() - start) / 1000 });
});
