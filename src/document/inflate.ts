import { Gunzip, Inflate } from "fflate";
import { concatBytes } from "../bytes.js";
import { EscrowError } from "../error.js";
import { crc32 } from "../paper/frame.js";

/** Bytes of compressed data handed over at a time: how far beyond the limit inflating can run, times 1032. */
const STEP_BYTES = 256;

/** Bytes at the end of gzip data: CRC-32 and length of what comes out, little-endian. */
const TRAILER_BYTES = 8;

/**
 * Inflates one gzip member, counting while it grows.
 * @param limit most bytes that may come out
 * @throws EscrowError `document-inflates` beyond the limit, `document-text` for broken data or bytes after it
 */
export function inflate(bytes: Uint8Array, limit: number): Uint8Array {
  const text = inflateWith(Gunzip, bytes, limit);
  if (bytes.length < TRAILER_BYTES) throw new EscrowError("document-text");
  // fflate passes over the trailer, and over bytes that follow it.
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - TRAILER_BYTES, TRAILER_BYTES);
  if (trailer.getUint32(0, true) !== crc32(text) || trailer.getUint32(4, true) !== text.length) {
    throw new EscrowError("document-text");
  }
  return text;
}

/**
 * Inflates raw DEFLATE data, counting while it grows.
 * @param limit most bytes that may come out
 * @throws EscrowError `document-inflates` beyond the limit, `document-text` for broken data
 * @see RFC 1951
 */
export function inflateRaw(bytes: Uint8Array, limit: number): Uint8Array {
  return inflateWith(Inflate, bytes, limit);
}

function inflateWith(Inflater: typeof Gunzip | typeof Inflate, bytes: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  const inflater = new Inflater((part, final) => {
    length += part.length;
    ended = final;
    if (length <= limit) parts.push(part.slice());
  });
  try {
    for (let at = 0; at < bytes.length && length <= limit; at += STEP_BYTES) {
      inflater.push(bytes.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= bytes.length);
    }
  } catch {
    throw new EscrowError("document-text");
  }
  if (length > limit) throw new EscrowError("document-inflates", { limit });
  if (!ended) throw new EscrowError("document-text");
  return concatBytes(...parts);
}
