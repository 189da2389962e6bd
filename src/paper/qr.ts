import qrcode from "qrcode";

/** A QR symbol without its quiet zone. @see ISO/IEC 18004 */
export interface QrSymbol {
  /** Modules a side: 21 to 177. */
  readonly size: number;
  /** `size × size` values, 1 for dark. */
  readonly modules: Uint8Array;
  readonly level: QrLevel;
}

/** Error correction levels, the strongest first: about 30, 25, 15 and 7 % of codewords. */
export const QR_LEVELS = ["H", "Q", "M", "L"] as const;
/** One error correction level. */
export type QrLevel = (typeof QR_LEVELS)[number];

/** Light modules that must surround a symbol. @see ISO/IEC 18004, 6.3.8 */
export const QUIET_MODULES = 4;
/** Smallest module that a higher level may cost; below it, less correction reads better. */
const COMFORTABLE_MODULE_MM = 0.8;
/** A search over all eight masks costs ten times as much and readers do not need it. */
const MASK_PATTERN = 3;

/**
 * Text → symbol with the most correction whose modules stay comfortably large at a given size.
 * @param text any text that fits a symbol at level L
 * @param sizeMm side of the printed symbol, without quiet zone
 * @throws RangeError when the text fits no symbol
 */
export function encodeQr(text: string, sizeMm: number): QrSymbol {
  for (const level of QR_LEVELS) {
    const symbol = symbolAt(text, level);
    if (symbol && (level === "L" || sizeMm / symbol.size >= COMFORTABLE_MODULE_MM)) return symbol;
  }
  throw new RangeError("text does not fit a QR symbol");
}

function symbolAt(text: string, level: QrLevel): QrSymbol | undefined {
  try {
    const { modules } = qrcode.create(text, { errorCorrectionLevel: level, maskPattern: MASK_PATTERN });
    return { size: modules.size, modules: Uint8Array.from(modules.data), level };
  } catch {
    // The package says only by an exception that a text is too long for a level.
    return undefined;
  }
}

/** One run of dark modules in a row, in modules from the symbol's top left corner. */
export interface Run {
  readonly x: number;
  readonly y: number;
  readonly length: number;
}

/** A symbol's dark modules as horizontal runs: one rectangle a run leaves no seams between modules. */
export function runsOf({ size, modules }: QrSymbol): Run[] {
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
