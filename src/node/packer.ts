import { availableParallelism } from "node:os";
import { type Pack, packHere } from "../sheet/pdf/packed.js";
import { saveAllMemory } from "./engine.js";
import { startWorker } from "./package-files.js";
import { threadsAllowed } from "./platform.js";

interface Waiting {
  readonly resolve: (answer: readonly Uint8Array[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Packs in a thread, which ends with the program, and saves memory. Of what the thread was given nothing is held here:
 * texts that wait would no longer be young when they are let go.
 */
export function startPacker(): Pack {
  if (!threadsAllowed || availableParallelism() === 1) return packHere;
  // Options of the main script, such as those of one given on the command line, are not for a file.
  const worker = startWorker("packing-thread", { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 1 } });
  const open: Waiting[] = [];
  worker.on("message", (answer: readonly Uint8Array[]) => {
    open.shift()?.resolve(answer);
    if (open.length === 0) worker.unref();
  });
  worker.on("error", (error) => {
    for (const { reject } of open.splice(0)) reject(error);
  });
  // A new engine sets it back for all.
  worker.on("online", () => saveAllMemory());
  worker.unref();
  return (texts) =>
    new Promise((resolve, reject) => {
      open.push({ resolve, reject });
      worker.ref();
      worker.postMessage(texts);
    });
}
