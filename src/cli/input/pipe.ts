import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { EscrowError } from "../../error.js";

/** How long a pipe may have no writer before anything came of it, in milliseconds, and how often that is looked at. */
const WAIT_MS = 10_000;
const LOOK_MS = 20;
const CHUNK_BYTES = 65_536;

/**
 * What is written into a named pipe, until its last writer is gone. Opening one the usual way waits for a writer for
 * ever. A writer that is there may think as long as it likes: it may wait for a passphrase.
 * @param waitMs how long a writer is waited for
 * @throws EscrowError `pipe-silent` where none comes
 */
export async function* pipeChunks(path: string, waitMs = WAIT_MS): AsyncGenerator<Uint8Array, void, void> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    let began = false;
    for (let waited = 0; ; ) {
      const chunk = new Uint8Array(CHUNK_BYTES);
      const length = await file.read(chunk, 0, CHUNK_BYTES, null).then(
        ({ bytesRead }) => bytesRead,
        (error: NodeJS.ErrnoException) => {
          if (error.code !== "EAGAIN") throw error;
          return undefined; // There is a writer, and it has written nothing more yet.
        },
      );
      if (length) {
        began = true;
        yield chunk.subarray(0, length);
        continue;
      }
      if (length === 0 && began) return;
      if (length === 0 && waited >= waitMs) throw new EscrowError("pipe-silent", { seconds: waitMs / 1_000 });
      waited += length === 0 ? LOOK_MS : 0;
      await pause(LOOK_MS);
    }
  } finally {
    await file.close();
  }
}
