/**
 * The erasure code of lines and frames, in evaluation form over GF(2⁸), polynomial 0x11D: byte j of
 * item i is f_j(i), where f_j has degree < m and passes through the m data items at x = 0 … m − 1.
 * Any m of the items give all of them back. @see FORMAT.md, "Parity"
 */

/** Field polynomial x⁸ + x⁴ + x³ + x² + 1. */
const FIELD_POLYNOMIAL = 0x11d;
/** Most items, data and parity together: the field has so many places. */
export const MAX_ITEMS = 256;

const EXP = new Uint8Array(510);
const LOG = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  EXP[i] = value;
  EXP[i + 255] = value;
  LOG[value] = i;
  value <<= 1;
  if (value & 256) value ^= FIELD_POLYNOMIAL;
}

/** Lagrange weights of the known places for the value at `target`. */
function weights(known: readonly number[], target: number): number[] {
  return known.map((x) => {
    let log = 0;
    for (const other of known) {
      if (other === x) continue;
      log += (LOG[target ^ other] as number) + 255 - (LOG[x ^ other] as number);
    }
    return EXP[log % 255] as number;
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
    const logWeight = LOG[weight] as number;
    items[i]?.forEach((byte, j) => {
      if (byte !== 0) result[j] = (result[j] as number) ^ (EXP[logWeight + (LOG[byte] as number)] as number);
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
