import { normalTable, seededRandom } from "./random.mjs";

/** Pixels that take consecutive numbers of the table; the next ones begin elsewhere, so that no pattern is seen. */
const RUN = 4096;

/** Adds normal noise of σ grey levels in place. */
export function addNoise(data, sigma, seed) {
  if (sigma < 0.05) return;
  const levels = Int16Array.from(normalTable(), (value) => Math.round(value * sigma * 64));
  const random = seededRandom(seed);
  for (let from = 0; from < data.length; from += RUN) {
    const start = Math.floor(random() * (levels.length - RUN));
    const end = Math.min(data.length, from + RUN);
    for (let i = from, j = start; i < end; i++, j++) {
      const value = ((data[i] << 6) + levels[j] + 32) >> 6;
      data[i] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}
