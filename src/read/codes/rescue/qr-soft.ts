import type { SymbolFrame } from "./qr-layout.js";

/** Modules of quiet zone that are sampled around a symbol. */
export const RIM = 2;
// Measured on 101 symbols rescued on 41 pages that the damage simulator spoilt (grades bad and wrecked), 294,000 modules.
// None of these values decides alone: where a range is named, as many symbols come back from its one end to the other, give
// or take one.

/** Half the side of the surroundings that a module is compared with, in modules: 2 to 8. */
const REACH = 4;
/**
 * Where the contrast is less than this share of the usual one, nothing is read: there 51 % of the modules were read right,
 * as by chance, and 87 % where it was a quarter to a half. 0 to 0.5.
 */
const LEAST_CONTRAST = 0.12;
/** Neighbours that differ by less, of 2 between light and dark, look the same: 0 to 0.8; how much is then believed: 0 to 1. */
const PLAIN_BELOW = 0.4;
const PLAIN_TRUST = 0.1;
/** Keeps the fit steady where little is known: 0.01 to 100. */
const RIDGE = 2;

/** Mean grey of each module of a symbol and of `RIM` modules around it, row by row; NaN outside the picture. */
export type ModuleGreys = Float32Array;

/**
 * How likely each module is dark. Greys are compared with their surroundings, then freed of what neighbours add to them
 * by blur: how much, the modules that are known tell.
 * @param known 1 dark, −1 light, 0 not known; fixed modules at least
 * @returns log likelihood ratios: above 0 dark, 0 where nothing can be seen
 */
export function softModules({ size }: SymbolFrame, greys: ModuleGreys, known: Int8Array): Float32Array {
  const wide = size + 2 * RIM;
  const { level, contrast } = normalise(greys, wide);
  const usual = median(contrast.filter((value) => value > 0));
  const weights = mixOf(level, contrast, usual, known, size);
  const values = new Float32Array(size * size);
  let [squares, count] = [0, 0];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = (row + RIM) * wide + column + RIM;
      if (!((contrast[at] as number) > LEAST_CONTRAST * usual)) continue;
      let value = weights[9] as number;
      for (let k = 0; k < 9; k++) value += (weights[k] as number) * (level[neighbour(at, k, wide)] as number);
      values[row * size + column] = value;
      const truth = known[row * size + column] as number;
      if (truth !== 0) {
        squares += Math.min(4, (value - truth) ** 2) * Math.min(1, (contrast[at] as number) / usual) ** 2;
        count++;
      }
    }
  }
  const noise = 0.02 + squares / Math.max(1, count);
  return values.map((value, i) => {
    const at = (Math.floor(i / size) + RIM) * wide + (i % size) + RIM;
    const share = Math.min(1, (contrast[at] as number) / usual);
    return value === 0 ? 0 : (2 * value * share ** 2 * (isPlain(level, at, wide) ? PLAIN_TRUST : 1)) / noise;
  });
}

/** Whether a module and its eight neighbours look the same: one in 256 does in print, all do under a blot. */
function isPlain(level: Float32Array, at: number, wide: number): boolean {
  let [least, most] = [2, -2];
  for (let k = 0; k < 9; k++) {
    const value = level[neighbour(at, k, wide)] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most - least < PLAIN_BELOW;
}

const neighbour = (at: number, k: number, wide: number) => at + (Math.floor(k / 3) - 1) * wide + (k % 3) - 1;

/** Greys as −1, the lightest around, to 1, the darkest, and how far these lie apart. */
function normalise(greys: ModuleGreys, wide: number) {
  const level = new Float32Array(greys.length);
  const contrast = new Float32Array(greys.length);
  const around = new Float32Array((2 * REACH + 2) ** 2);
  // Four modules share their surroundings.
  for (let row = 0; row < wide; row += 2) {
    for (let column = 0; column < wide; column += 2) {
      let count = 0;
      for (let y = Math.max(0, row - REACH); y <= Math.min(wide - 1, row + REACH + 1); y++) {
        for (let x = Math.max(0, column - REACH); x <= Math.min(wide - 1, column + REACH + 1); x++) {
          const grey = greys[y * wide + x] as number;
          if (!Number.isNaN(grey)) around[count++] = grey;
        }
      }
      if (count < 9) continue;
      const sorted = around.subarray(0, count).sort();
      const dark = sorted[Math.floor(count * 0.15)] as number;
      const light = sorted[Math.floor(count * 0.85)] as number;
      if (light <= dark) continue;
      for (let y = row; y < Math.min(wide, row + 2); y++) {
        for (let x = column; x < Math.min(wide, column + 2); x++) {
          const grey = greys[y * wide + x] as number;
          if (Number.isNaN(grey)) continue;
          contrast[y * wide + x] = light - dark;
          level[y * wide + x] = Math.max(-2, Math.min(2, (light + dark - 2 * grey) / (light - dark)));
        }
      }
    }
  }
  return { level, contrast };
}

/** Least squares: which mix of a module and its eight neighbours comes nearest to the known modules. */
function mixOf(
  level: Float32Array,
  contrast: Float32Array,
  usual: number,
  known: Int8Array,
  size: number,
): Float64Array {
  const wide = size + 2 * RIM;
  const rows = Array.from({ length: 10 }, (_, i) => {
    const row = new Float64Array(11);
    row[i] = RIDGE;
    // Where nothing is known the module itself is the best guess.
    if (i === 4) row[10] = RIDGE;
    return row;
  });
  const values = new Float64Array(11);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const truth = known[row * size + column] as number;
      const at = (row + RIM) * wide + column + RIM;
      if (truth === 0 || !((contrast[at] as number) > 2 * LEAST_CONTRAST * usual)) continue;
      for (let k = 0; k < 9; k++) values[k] = level[neighbour(at, k, wide)] as number;
      // A known module that reads as its opposite is under a blot: it says nothing of blur.
      if ((values[4] as number) * truth < -0.5) continue;
      values[9] = 1;
      values[10] = truth;
      for (let i = 0; i < 10; i++) {
        const own = rows[i] as Float64Array;
        for (let j = 0; j < 11; j++) own[j] = (own[j] as number) + (values[i] as number) * (values[j] as number);
      }
    }
  }
  return solve(rows);
}

/** Gauss without a search for pivots: the ridge keeps them all away from 0. */
function solve(rows: Float64Array[]): Float64Array {
  const last = rows.length;
  rows.forEach((row, pivot) => {
    const lead = row[pivot] as number;
    for (let i = pivot; i <= last; i++) row[i] = (row[i] as number) / lead;
    for (const other of rows) {
      const share = other[pivot] as number;
      if (other === row || share === 0) continue;
      for (let i = pivot; i <= last; i++) other[i] = (other[i] as number) - share * (row[i] as number);
    }
  });
  return Float64Array.from(rows, (row) => row[last] as number);
}

function median(values: Float32Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0;
}
