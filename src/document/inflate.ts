import { Gunzip } from "fflate";
import { concatBytes } from "../bytes.js";
import { EscrowError } from "../error.js";

/** Bytes of gzip data handed over at a time: how far beyond the limit inflating can run. */
const STEP_BYTES = 256;

/**
 * Inflates gzip data, counting while it grows.
 * @param limit most bytes that may come out
 * @throws EscrowError `document-inflates` beyond the limit, `document-text` for broken data
 */
export function inflate(bytes: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  const gunzip = new Gunzip((part, final) => {
    length += part.length;
    ended = final;
    if (length <= limit) parts.push(part.slice());
  });
  try {
    for (let at = 0; at < bytes.length && length <= limit; at += STEP_BYTES) {
      gunzip.push(bytes.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= bytes.length);
    }
  } catch {
    throw new EscrowError("document-text");
  }
  if (length > limit) throw new EscrowError("document-inflates", { limit });
  if (!ended) throw new EscrowError("document-text");
  return concatBytes(...parts);
}
