/** A QR symbol without its quiet zone. @see ISO/IEC 18004 */
export interface QrSymbol {
  /** Modules a side: 21 to 177. */
  readonly size: number;
  /** `size × size` values, 1 for dark. */
  readonly modules: Uint8Array;
  /** How much of it may be damaged. */
  readonly level: QrLevel;
}

/** Error correction levels, the strongest first: about 30, 25, 15 and 7 % of codewords. */
export const QR_LEVELS = ["H", "Q", "M", "L"] as const;
/** One error correction level. */
export type QrLevel = (typeof QR_LEVELS)[number];

/** Light modules that must surround a symbol. @see ISO/IEC 18004, 6.3.8 */
export const QUIET_MODULES = 4;

/** One run of dark modules in a row, in modules from the symbol's top left corner. */
export interface Run {
  readonly x: number;
  readonly y: number;
  readonly length: number;
}

/** A symbol's dark modules as horizontal runs: one rectangle a run leaves no seams between modules. */
export function runsOf({ size, modules }: Pick<QrSymbol, "size" | "modules">): Run[] {
  const runs: Run[] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; ) {
      const start = x;
      while (x < size && modules[y * size + x] === 1) x++;
      if (x > start) runs.push({ x: start, y, length: x - start });
      else x++;
    }
  }
  return runs;
}
