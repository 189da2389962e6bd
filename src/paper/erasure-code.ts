/**
 * The erasure code of lines and frames, in evaluation form over GF(2⁸), polynomial 0x11D: byte j of
 * item i is f_j(i), where f_j has degree < m and passes through the m data items at x = 0 … m − 1.
 * Any m of the items give all of them back. @see FORMAT.md, "Parity"
 */

import { EXP_256, LOG_256 } from "./field-256.js";

/** Most items, data and parity together: the field has so many places. */
export const MAX_ITEMS = 256;

/** Lagrange weights of the known places for the value at `target`. */
function weights(known: readonly number[], target: number): number[] {
  return known.map((x) => {
    let log = 0;
    for (const other of known) {
      if (other === x) continue;
      log += (LOG_256[target ^ other] as number) + 255 - (LOG_256[x ^ other] as number);
    }
    return EXP_256[log % 255] as number;
  });
}

/**
 * The item at one place, from any m others.
 * @param known m items of one length by place, 0 to 255
 * @param target place of the wanted item
 */
export function interpolate(known: ReadonlyMap<number, Uint8Array>, target: number): Uint8Array {
  const there = known.get(target);
  if (there) return there.slice();
  const places = [...known.keys()];
  const items = [...known.values()];
  const length = items[0]?.length ?? 0;
  if (places.length > MAX_ITEMS || items.some((item) => item.length !== length)) {
    throw new RangeError("items of one length at up to 256 places");
  }
  const result = new Uint8Array(length);
  weights(places, target).forEach((weight, i) => {
    const logWeight = LOG_256[weight] as number;
    items[i]?.forEach((byte, j) => {
      if (byte !== 0) result[j] = (result[j] as number) ^ (EXP_256[logWeight + (LOG_256[byte] as number)] as number);
    });
  });
  return result;
}

/**
 * Parity items of a block of data items.
 * @param data m items of one length
 * @param count how many parity items, at places m, m + 1, …
 */
export function parityItems(data: readonly Uint8Array[], count: number): Uint8Array[] {
  const known = new Map(data.map((item, place) => [place, item]));
  return Array.from({ length: count }, (_, i) => interpolate(known, data.length + i));
}
