/** Side of a tile whose autocorrelation is taken, in pixels. */
export const TILE = 128;

const PIXELS = TILE * TILE;

/**
 * How two tiles resemble themselves moved by each lag, 1 at lag 0. The tiles' edges fade out, so that they are no pattern.
 * Both together cost what one would: one is the real, the other the imaginary part of what is transformed.
 * @param a `TILE × TILE`, row by row; as `b`
 * @returns of each the same shape; lag (x, y) stands at `((y + TILE) % TILE) · TILE + (x + TILE) % TILE`; nothing for an
 *   even tile
 */
export function autocorrelations(a: Float32Array, b: Float32Array): (Float32Array | undefined)[] {
  const [real, imaginary] = [faded(a), faded(b)];
  transform(real, imaginary);
  // Of real tiles, the spectrum at -k is the conjugate of that at k: so the two are told apart.
  for (let i = 0; i < PIXELS; i++) {
    const j = ((TILE - (i >> 7)) % TILE) * TILE + ((TILE - (i & (TILE - 1))) % TILE);
    if (j < i) continue;
    const ri = real[i] as number;
    const rj = real[j] as number;
    const mi = imaginary[i] as number;
    const mj = imaginary[j] as number;
    const ofA = ((ri + rj) * (ri + rj) + (mi - mj) * (mi - mj)) / 4;
    const ofB = ((mi + mj) * (mi + mj) + (rj - ri) * (rj - ri)) / 4;
    real[i] = ofA;
    real[j] = ofA;
    imaginary[i] = ofB;
    imaginary[j] = ofB;
  }
  // The spectrum of an autocorrelation is real and even, and so is what it is transformed to, forwards as back.
  transform(real, imaginary);
  return [normed(real), normed(imaginary)];
}

function faded(values: Float32Array): Float32Array {
  let sum = 0;
  for (let i = 0; i < PIXELS; i++) sum += values[i] as number;
  const mean = sum / PIXELS;
  const result = new Float32Array(PIXELS);
  for (let y = 0, i = 0; y < TILE; y++) {
    for (let x = 0; x < TILE; x++, i++) {
      result[i] = ((values[i] as number) - mean) * (WINDOW[x] as number) * (WINDOW[y] as number);
    }
  }
  return result;
}

function normed(values: Float32Array): Float32Array | undefined {
  const whole = values[0] as number;
  if (!(whole > 0)) return undefined;
  for (let i = 0; i < PIXELS; i++) values[i] = (values[i] as number) / whole;
  return values;
}

const WINDOW = Float32Array.from({ length: TILE }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / TILE) ** 0.5);
const COSINES = Float32Array.from({ length: TILE / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / TILE));
const SINES = Float32Array.from({ length: TILE / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / TILE));
/** Each place of a line with its bits in reverse. */
const REVERSED = Uint8Array.from({ length: TILE }, (_, i) =>
  Number.parseInt([...i.toString(2).padStart(7, "0")].reverse().join(""), 2),
);

/** Fourier transform of a tile in place, rows and columns changing places. */
function transform(real: Float32Array, imaginary: Float32Array): void {
  for (let from = 0; from < PIXELS; from += TILE) transformLine(real, imaginary, from);
  // Columns as rows: numbers that stand together are read together.
  transpose(real);
  transpose(imaginary);
  for (let from = 0; from < PIXELS; from += TILE) transformLine(real, imaginary, from);
}

function transpose(values: Float32Array): void {
  for (let y = 0; y < TILE; y++) {
    for (let x = 0; x < y; x++) swap(values, y * TILE + x, x * TILE + y);
  }
}

/** Cooley and Tukey's, in place, of `TILE` numbers. */
function transformLine(real: Float32Array, imaginary: Float32Array, from: number): void {
  for (let i = 1; i < TILE; i++) {
    const j = REVERSED[i] as number;
    if (i < j) {
      swap(real, from + i, from + j);
      swap(imaginary, from + i, from + j);
    }
  }
  for (let half = 1; half < TILE; half *= 2) {
    const stride = TILE / 2 / half;
    for (let start = from; start < from + TILE; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const a = start + k;
        const b = a + half;
        const cos = COSINES[k * stride] as number;
        const sin = SINES[k * stride] as number;
        const rb = real[b] as number;
        const mb = imaginary[b] as number;
        const ra = real[a] as number;
        const ma = imaginary[a] as number;
        const x = rb * cos - mb * sin;
        const y = rb * sin + mb * cos;
        real[b] = ra - x;
        imaginary[b] = ma - y;
        real[a] = ra + x;
        imaginary[a] = ma + y;
      }
    }
  }
}

function swap(values: Float32Array, i: number, j: number): void {
  const value = values[i] as number;
  values[i] = values[j] as number;
  values[j] = value;
}
