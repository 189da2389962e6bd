import { concatBytes, equalBytes, sha256 } from "../bytes.js";
import type { Point } from "./polynomial.js";
import { checkThreshold, MAX_SHARES } from "./threshold.js";

/** Bytes of a commitment to one share. */
const COMMITMENT_BYTES = 8;
/** Version that commitments are made under: the document's. */
const VERSION = 0;

/** How many shares open a set, how many there are, and a commitment to each: part of every document of the set. */
export interface Roster {
  /** How many shares open the set. */
  readonly k: number;
  /** How many shares there are. */
  readonly n: number;
  /** n times 8 bytes: the beginning of SHA-256(version ‖ k ‖ n ‖ x ‖ y). */
  readonly commitments: readonly Uint8Array[];
}

/** The roster of freshly split points, x = 1 … n in order. */
export async function makeRoster(points: readonly Point[], k: number): Promise<Roster> {
  const n = points.length;
  checkThreshold(k, n);
  return { k, n, commitments: await Promise.all(points.map((point) => commit(point, k, n))) };
}

/** Whether a point is the share that a roster commits to. */
export async function isInRoster(point: Point, { k, n, commitments }: Roster): Promise<boolean> {
  const commitment = commitments[point.x - 1];
  return commitment !== undefined && equalBytes(commitment, await commit(point, k, n));
}

async function commit({ x, y }: Point, k: number, n: number): Promise<Uint8Array> {
  return (await sha256(concatBytes(Uint8Array.of(VERSION, k, n, x), y))).slice(0, COMMITMENT_BYTES);
}

/** Bytes of an encoded roster for n shares. */
export function rosterBytes(n: number): number {
  return 1 + n * COMMITMENT_BYTES;
}

/** Roster → one byte of k − 1 and n − 1, then the commitments. */
export function encodeRoster({ k, n, commitments }: Roster): Uint8Array {
  checkThreshold(k, n);
  return concatBytes(Uint8Array.of(encodeThreshold(k, n)), ...commitments);
}

/** Bytes → roster; nothing when they are too few or k and n impossible. */
export function decodeRoster(bytes: Uint8Array): Roster | undefined {
  const threshold = decodeThreshold(bytes[0] ?? 0);
  if (!threshold || bytes.length < rosterBytes(threshold.n)) return undefined;
  const commitments = Array.from({ length: threshold.n }, (_, i) =>
    bytes.slice(1 + i * COMMITMENT_BYTES, 1 + (i + 1) * COMMITMENT_BYTES),
  );
  return { ...threshold, commitments };
}

/** How many shares a set has, and how many of them open it. */
export interface Threshold {
  /** How many shares open the set, 2 to n. */
  readonly k: number;
  /** How many shares there are, at most 16. */
  readonly n: number;
}

/** k and n in one byte: k − 1 in the upper four bits, n − 1 in the lower. */
export function encodeThreshold(k: number, n: number): number {
  return ((k - 1) << 4) | (n - 1);
}

/** k and n of a byte; nothing unless 2 ≤ k ≤ n ≤ 16. */
export function decodeThreshold(byte: number): Threshold | undefined {
  const k = (byte >> 4) + 1;
  const n = (byte & 15) + 1;
  return k >= 2 && k <= n && n <= MAX_SHARES ? { k, n } : undefined;
}
