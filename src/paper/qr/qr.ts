import qrcode from "qrcode/lib/core/qrcode.js";
import { segmentsOf } from "./qr-segments.js";
import { QR_LEVELS, type QrLevel, type QrSymbol } from "./qr-symbol.js";

export { QR_LEVELS, type QrLevel, type QrSymbol, QUIET_MODULES, type Run, runsOf } from "./qr-symbol.js";

/** Smallest module that a higher level may cost; below it, less correction reads better. */
const COMFORTABLE_MODULE_MM = 0.8;
/** A search over all eight masks costs ten times as much and readers do not need it. */
const MASK_PATTERN = 3;
/** What codes hold, names of accounts as well: they are percent-encoded. */
const ASCII = /^[\0-\x7f]+$/u;

/**
 * Text → symbol with the most correction whose modules stay comfortably large at a given size.
 * @param text any text that fits a symbol at level L
 * @param sizeMm side of the printed symbol, without quiet zone
 * @param moduleMm smallest module that a higher level may cost
 * @throws RangeError when the text fits no symbol
 */
export function encodeQr(text: string, sizeMm: number, moduleMm = COMFORTABLE_MODULE_MM): QrSymbol {
  for (const level of QR_LEVELS) {
    const symbol = symbolAt(text, level);
    if (symbol && (level === "L" || sizeMm / symbol.size >= moduleMm)) return symbol;
  }
  throw new RangeError("text does not fit a QR symbol");
}

function symbolAt(text: string, level: QrLevel): QrSymbol | undefined {
  try {
    const data = ASCII.test(text) ? segmentsOf(text, level) : text;
    const { modules } = qrcode.create(data, { errorCorrectionLevel: level, maskPattern: MASK_PATTERN });
    return { size: modules.size, modules: Uint8Array.from(modules.data), level };
  } catch {
    // The package says only by an exception that a text is too long for a level.
    return undefined;
  }
}
