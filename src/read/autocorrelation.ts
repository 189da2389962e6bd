/** Side of a tile whose autocorrelation is taken, in pixels. */
export const TILE = 128;

/**
 * How a tile resembles itself moved by each lag, 1 at lag 0. The tile's edges fade out, so that they are no pattern.
 * @param values `TILE × TILE`, row by row
 * @returns the same shape; lag (x, y) stands at `((y + TILE) % TILE) · TILE + (x + TILE) % TILE`; nothing for an even tile
 */
export function autocorrelation(values: Float32Array): Float32Array | undefined {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const real = new Float32Array(TILE * TILE);
  const imaginary = new Float32Array(TILE * TILE);
  for (let y = 0, i = 0; y < TILE; y++) {
    for (let x = 0; x < TILE; x++, i++) {
      real[i] = ((values[i] as number) - mean) * (WINDOW[x] as number) * (WINDOW[y] as number);
    }
  }
  transform(real, imaginary);
  for (let i = 0; i < real.length; i++) {
    real[i] = (real[i] as number) ** 2 + (imaginary[i] as number) ** 2;
    imaginary[i] = 0;
  }
  // The spectrum of an autocorrelation is real and even: forwards and back are the same up to a factor.
  transform(real, imaginary);
  const whole = real[0] as number;
  if (!(whole > 0)) return undefined;
  for (let i = 0; i < real.length; i++) real[i] = (real[i] as number) / whole;
  return real;
}

const WINDOW = Float32Array.from({ length: TILE }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / TILE) ** 0.5);
const COSINES = Float32Array.from({ length: TILE / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / TILE));
const SINES = Float32Array.from({ length: TILE / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / TILE));

/** Fourier transform of a tile in place: rows, then columns. */
function transform(real: Float32Array, imaginary: Float32Array): void {
  for (let line = 0; line < TILE; line++) transformLine(real, imaginary, line * TILE, 1);
  for (let line = 0; line < TILE; line++) transformLine(real, imaginary, line, TILE);
}

/** Cooley and Tukey's, in place, of the numbers at `from`, `from + step`, … */
function transformLine(real: Float32Array, imaginary: Float32Array, from: number, step: number): void {
  for (let i = 1, j = 0; i < TILE; i++) {
    let bit = TILE >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(real, from + i * step, from + j * step);
      swap(imaginary, from + i * step, from + j * step);
    }
  }
  for (let size = 2; size <= TILE; size *= 2) {
    const half = size / 2;
    const stride = TILE / size;
    for (let start = 0; start < TILE; start += size) {
      for (let k = 0; k < half; k++) {
        const a = from + (start + k) * step;
        const b = a + half * step;
        const [cos, sin] = [COSINES[k * stride] as number, SINES[k * stride] as number];
        const x = (real[b] as number) * cos - (imaginary[b] as number) * sin;
        const y = (real[b] as number) * sin + (imaginary[b] as number) * cos;
        real[b] = (real[a] as number) - x;
        imaginary[b] = (imaginary[a] as number) - y;
        real[a] = (real[a] as number) + x;
        imaginary[a] = (imaginary[a] as number) + y;
      }
    }
  }
}

function swap(values: Float32Array, i: number, j: number): void {
  const value = values[i] as number;
  values[i] = values[j] as number;
  values[j] = value;
}
