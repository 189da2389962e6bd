import { sha256 } from "../../bytes.js";
import type { Migration } from "./migration-uri.js";

/** One QR code of a Google Authenticator export that takes several. */
export interface BatchPart {
  /** Name of the source in which it was seen. */
  readonly source: string;
  /** Names the export; version 2 has none. */
  readonly id: number | undefined;
  /** How many QR codes the export has. */
  readonly size: number;
  /** From 0. */
  readonly index: number;
  /** Hexadecimal, tells two exports of the same size apart; nothing can be read from it. */
  readonly digest: string;
}

/** QR codes of an export that no source holds. */
export interface MissingParts {
  /** How many QR codes the export has. */
  readonly size: number;
  /** The missing ones, from 1, as the app counts them on its screen. */
  readonly parts: readonly number[];
  /** Names of the sources in which the other ones were seen, each once. */
  readonly sources: readonly string[];
}

/** The part that a QR code is of its export; `undefined` where it is the whole. */
export async function batchPart(
  { size, index, id, payload }: Migration,
  source: string,
): Promise<BatchPart | undefined> {
  if (size === 1) return undefined;
  const digest = (await sha256(payload)).slice(0, 8);
  return { source, id, size, index, digest: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}

/**
 * What is missing of exports seen in parts, over as many sources as one likes. Parts belong together by the export's
 * number, or where there is none by their count; the same QR code seen twice counts once. Where such a part occurs in
 * several versions, so many exports are expected.
 */
export function missingParts(parts: readonly BatchPart[]): MissingParts[] {
  const exports = new Map<string, BatchPart[]>();
  for (const part of parts) {
    const key = `${part.id} ${part.size}`;
    const seen = exports.get(key);
    if (seen === undefined) exports.set(key, [part]);
    else seen.push(part);
  }
  return [...exports.values()].flatMap((seen) => {
    const size = seen[0]?.size ?? 0;
    const versions = Array.from({ length: size }, () => new Set<string>());
    for (const { index, digest } of seen) versions[index]?.add(digest);
    const copies = Math.max(...versions.map((digests) => digests.size));
    const missing = versions.flatMap((digests, index) => (digests.size < copies ? [index + 1] : []));
    if (missing.length === 0) return [];
    return [{ size, parts: missing, sources: [...new Set(seen.map(({ source }) => source))] }];
  });
}
