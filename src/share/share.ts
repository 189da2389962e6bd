import { concatBytes } from "../bytes.js";
import { EscrowError } from "../error.js";
import type { Point } from "./polynomial.js";
import { decodeThreshold, encodeThreshold } from "./roster.js";
import { SECRET_BYTES } from "./threshold.js";

/** Bytes of a set id: the beginning of the document's SHA-256. */
export const SET_ID_BYTES = 10;
/** Bytes of an encoded share: exactly three lines. */
const SHARE_BYTES = SET_ID_BYTES + 3 + SECRET_BYTES;

/** One share of a set, as its sheet carries it. Not yet checked against any roster. */
export interface Share {
  /** 10 bytes. */
  readonly setId: Uint8Array;
  /** How many shares open the set. */
  readonly k: number;
  /** How many shares there are. */
  readonly n: number;
  /** Its x and the 32 bytes that carry data. */
  readonly point: Point;
}

/** Share → 45 bytes: set id, k and n, x, y, reserved. @see FORMAT.md, "Share" */
export function encodeShare({ setId, k, n, point }: Share): Uint8Array {
  return concatBytes(setId, Uint8Array.of(encodeThreshold(k, n), point.x), point.y, Uint8Array.of(0));
}

/**
 * 45 bytes → share.
 * @throws EscrowError `share-length`, `share-threshold`, `share-index`, `share-reserved`
 */
export function decodeShare(bytes: Uint8Array): Share {
  if (bytes.length !== SHARE_BYTES) throw new EscrowError("share-length");
  const threshold = decodeThreshold(bytes[SET_ID_BYTES] ?? 0);
  if (!threshold) throw new EscrowError("share-threshold");
  const x = bytes[SET_ID_BYTES + 1] ?? 0;
  if (x < 1 || x > threshold.n) throw new EscrowError("share-index", { index: x, count: threshold.n });
  if (bytes[SHARE_BYTES - 1] !== 0) throw new EscrowError("share-reserved");
  const from = SET_ID_BYTES + 2;
  return { setId: bytes.slice(0, SET_ID_BYTES), ...threshold, point: { x, y: bytes.slice(from, from + SECRET_BYTES) } };
}
