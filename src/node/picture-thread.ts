import { parentPort } from "node:worker_threads";
import { EscrowError } from "../error.js";
import { decodeHeic, type HeicAnswer } from "./heic.js";

// A thread that decodes one HEIC picture, and may be ended at any time.

parentPort?.once("message", async (bytes: Uint8Array) => {
  const answer: HeicAnswer = await decodeHeic(bytes).catch((error: unknown) => {
    const { code, data } = error instanceof EscrowError ? error : new EscrowError("picture-unreadable");
    return { fault: { code, data } };
  });
  parentPort?.postMessage(answer, "fault" in answer ? [] : [answer.data.buffer as ArrayBuffer]);
});
