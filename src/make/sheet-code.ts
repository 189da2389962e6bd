import { EscrowError } from "../error.js";
import { encodeQr, type QrSymbol } from "../paper/qr/qr.js";

/**
 * The symbol of a sheet's code.
 * @param name whose sheet it is
 * @throws EscrowError `code-does-not-fit`
 */
export function symbolOf(text: string, sizeMm: number, name: string): QrSymbol {
  try {
    return encodeQr(text, sizeMm);
  } catch (error) {
    if (error instanceof RangeError) throw new EscrowError("code-does-not-fit", { name });
    throw error;
  }
}
