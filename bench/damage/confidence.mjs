/** 95 % of a normal distribution lie within so many σ. */
const Z = 1.96;

/**
 * What the true share may be, with 95 % confidence (Wilson's interval).
 * @param {number} good of `cases`, 1 or more
 * @returns {[number, number]} both ends, 0 to 1
 */
export function likelyShare(good, cases) {
  const share = good / cases;
  const over = 1 + (Z * Z) / cases;
  const middle = (share + (Z * Z) / (2 * cases)) / over;
  const reach = (Z / over) * Math.sqrt((share * (1 - share)) / cases + (Z * Z) / (4 * cases * cases));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}

/** A share of cases in words, never rounded up to 100: `99.4 %`. */
export function percent(good, cases) {
  return `${tenths(good / cases)} %`;
}

/** The same with its interval: `99.4 % (98.3–99.8)`. */
export function percentWithInterval(good, cases) {
  const [least, most] = likelyShare(good, cases);
  return `${percent(good, cases)} (${tenths(least)}–${tenths(most)})`;
}

/** A count; behind none, in what share it could happen yet with 95 % confidence: about three in as many cases. */
export function noneInWords(count, cases) {
  return count === 0 ? `0 (< ${(100 * (1 - 0.05 ** (1 / cases))).toPrecision(2)} %)` : String(count);
}

function tenths(share) {
  return (Math.floor(share * 1000 + 1e-9) / 10).toFixed(1).replace(/\.0$/, "");
}
