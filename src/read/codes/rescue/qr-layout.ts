import type { CorrectionLevel } from "../sighting.js";
import { alignmentPatterns, BLOCK_COUNTS, CHECK_COUNTS, MASKS, versionBits } from "./qr-tables.js";

/** Bits of the format information, and of the version information of version 7 and up. */
const FORMAT_BITS = 15;
const VERSION_BITS = 18;
/** First version that says which it is. */
const FIRST_VERSION_INFO = 7;

/** What a symbol of one version is made of, whatever it says. @see ISO/IEC 18004, 6.3 */
export interface SymbolFrame {
  readonly version: number;
  /** Modules a side. */
  readonly size: number;
  /** `size²` values: 1 dark and −1 light in every symbol of this version, 0 where symbols differ. */
  readonly fixed: Int8Array;
  /** Modules of each bit of the format information, highest bit first: each stands twice. */
  readonly format: readonly (readonly [number, number])[];
  /** Modules that carry codewords, in their order. */
  readonly data: Int32Array;
  /** Middles of alignment patterns, as row and column. */
  readonly alignments: readonly (readonly [number, number])[];
}

/** One block: which codewords are its symbols, data first. */
export interface Block {
  readonly codewords: readonly number[];
  readonly checks: number;
}

const frames = new Map<number, SymbolFrame>();

/** @param version 1 to 40 */
export function frameOf(version: number): SymbolFrame {
  const known = frames.get(version);
  if (known) return known;
  const frame = buildFrame(version);
  frames.set(version, frame);
  return frame;
}

function buildFrame(version: number): SymbolFrame {
  const size = 17 + 4 * version;
  const fixed = new Int8Array(size * size);
  const taken = new Uint8Array(size * size);
  const set = (row: number, column: number, dark: boolean) => {
    if (row < 0 || column < 0 || row >= size || column >= size) return;
    fixed[row * size + column] = dark ? 1 : -1;
    taken[row * size + column] = 1;
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  const alignments = alignmentPlaces(version, size);
  for (const [row, column] of alignments) rings(row, column, 2, (ring) => ring !== 1, set);
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const) {
    rings(row, column, 4, (ring) => ring !== 2 && ring !== 4, set);
  }
  set(size - 8, 8, true);
  const format = Array.from({ length: FORMAT_BITS }, (_, bit) => formatPlaces(bit, size));
  for (const place of format.flat()) taken[place] = 1;
  if (version >= FIRST_VERSION_INFO) {
    const bits = versionBits(version);
    for (let i = 0; i < VERSION_BITS; i++) {
      const [near, far] = [Math.floor(i / 3), size - 11 + (i % 3)];
      set(near, far, ((bits >> i) & 1) === 1);
      set(far, near, ((bits >> i) & 1) === 1);
    }
  }
  return { version, size, fixed, format, data: dataOrder(size, taken), alignments };
}

function alignmentPlaces(version: number, size: number): [number, number][] {
  const places = alignmentPatterns(version);
  const corner = (row: number, column: number) =>
    (row === 6 && (column === 6 || column === size - 7)) || (row === size - 7 && column === 6);
  return places.flatMap((row) =>
    places.flatMap((column): [number, number][] => (corner(row, column) ? [] : [[row, column]])),
  );
}

function rings(
  row: number,
  column: number,
  reach: number,
  dark: (ring: number) => boolean,
  set: (row: number, column: number, dark: boolean) => void,
): void {
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) set(row + y, column + x, dark(Math.max(Math.abs(x), Math.abs(y))));
  }
}

/** Where one bit of the format information stands; bit 0 is the highest. @see ISO/IEC 18004, figure 25 */
function formatPlaces(bit: number, size: number): [number, number] {
  const at = (row: number, column: number) => row * size + column;
  const column = bit < 6 ? bit : bit === 6 ? 7 : 8;
  const row = bit < 8 ? 8 : bit === 8 ? 7 : 14 - bit;
  const first = at(row, column);
  return [first, bit < 7 ? at(size - 1 - bit, 8) : at(8, size - FORMAT_BITS + bit)];
}

/** Two columns at a time from the right, upwards and downwards in turn, past the column of the timing pattern. */
function dataOrder(size: number, taken: Uint8Array): Int32Array {
  const order: number[] = [];
  let up = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right--;
    for (let i = 0; i < size; i++) {
      const row = up ? size - 1 - i : i;
      for (const column of [right, right - 1]) {
        if (taken[row * size + column] === 0) order.push(row * size + column);
      }
    }
    up = !up;
  }
  return Int32Array.from(order);
}

/** How a symbol's codewords are dealt out to its blocks. @see ISO/IEC 18004, 7.6 */
export function blocksOf(version: number, level: CorrectionLevel): Block[] {
  const checks = CHECK_COUNTS[level][version - 1] as number;
  const count = BLOCK_COUNTS[level][version - 1] as number;
  const codewords = Math.floor(frameOf(version).data.length / 8);
  const shortLength = Math.floor(codewords / count) - checks;
  const short = count - (codewords % count);
  return Array.from({ length: count }, (_, block) => {
    const data = shortLength + (block < short ? 0 : 1);
    const own = Array.from({ length: data }, (_, i) =>
      i < shortLength ? i * count + block : shortLength * count + block - short,
    );
    const checksAt = codewords - checks * count;
    return { checks, codewords: [...own, ...Array.from({ length: checks }, (_, i) => checksAt + i * count + block)] };
  });
}

/** Whether a mask turns a module over. @param mask 0 to 7 */
export function isMasked(mask: number, row: number, column: number): boolean {
  return MASKS[mask]?.(row, column) === 0;
}
