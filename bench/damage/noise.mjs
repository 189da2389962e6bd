import { normalTable, seededRandom } from "./random.mjs";

/** Adds normal noise of σ grey levels in place. Each row takes another part of the table: no pattern is seen. */
export function addNoise(data, sigma, seed) {
  if (sigma < 0.05) return;
  const table = normalTable();
  const random = seededRandom(seed);
  for (let from = 0; from < data.length; from += 4096) {
    const start = Math.floor(random() * table.length);
    const end = Math.min(data.length, from + 4096);
    for (let i = from; i < end; i++) {
      const value = data[i] + sigma * table[(start + i - from) & (table.length - 1)] + 0.5;
      data[i] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}
