import { createRequire } from "node:module";
import type { Raster } from "../../../src/read/pixels/raster.js";

const qrcode = createRequire(import.meta.url)("qrcode") as typeof import("qrcode");

/** A QR code to draw, with its place on the page. */
export interface DrawnCode {
  text: string;
  version: number;
  level?: "L" | "M" | "Q" | "H";
  /** Side of the symbol without its quiet zone. */
  sideMm: number;
  xMm: number;
  yMm: number;
}

/** An A4 page with QR codes on it, anti-aliased, and some grey text-like bars around them. */
export function pageWithCodes(codes: readonly DrawnCode[], dpi: number): Raster {
  const perMm = dpi / 25.4;
  const width = Math.round(210 * perMm);
  const height = Math.round(297 * perMm);
  const data = new Uint8Array(width * height).fill(255);
  for (const code of codes) {
    const { modules } = qrcode.create(code.text, { version: code.version, errorCorrectionLevel: code.level ?? "M" });
    const module = (code.sideMm * perMm) / modules.size;
    for (let y = 0; y < modules.size; y++) {
      for (let x = 0; x < modules.size; x++) {
        if (!modules.get(y, x)) continue;
        darken(data, width, code.xMm * perMm + x * module, code.yMm * perMm + y * module, module, module);
      }
    }
  }
  for (let line = 0; line < 3; line++) {
    for (let word = 0; word < 14; word++) {
      const length = 4 + ((line * 7 + word * 3) % 8);
      darken(data, width, (20 + word * 12) * perMm, (276 + line * 6) * perMm, length * perMm, 0.4 * perMm);
    }
  }
  return { width, height, data };
}

/** Takes the share of each pixel that a black rectangle covers. */
function darken(data: Uint8Array, stride: number, x: number, y: number, width: number, height: number): void {
  for (let row = Math.floor(y); row < y + height; row++) {
    const high = Math.min(row + 1, y + height) - Math.max(row, y);
    for (let column = Math.floor(x); column < x + width; column++) {
      const wide = Math.min(column + 1, x + width) - Math.max(column, x);
      const at = row * stride + column;
      data[at] = Math.max(0, data[at]! - 255 * high * wide);
    }
  }
}

/** Bytes that a code of each version holds at level M. @see ISO/IEC 18004, table 7 */
const CAPACITY_M = [0, 14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287];

const LONG_URI =
  "otpauth://totp/Example%20Incorporated:alice%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DP" +
  "&issuer=Example%20Incorporated&algorithm=SHA256&digits=8&period=60&image=https%3A%2F%2Fexample.com%2Fa%2Flong" +
  "%2Fpath%2Fto%2Fa%2Fpicture%2Fthat%2Ffills%2Fthe%2Fcode%2Fto%2Fits%2Fcapacity%2Fand%2Fno%2Ffurther";

/** A text that fills a code of that version, 3 to 12, and ends in its number. */
export function textOfVersion(version: number): string {
  return LONG_URI.slice(0, CAPACITY_M[version]! - 2) + String(version).padStart(2, "0");
}

/** One code of each version from 3 to 12 on one page. */
export function codesOfAllVersions(sideMm: 45 | 60): DrawnCode[] {
  const columns = sideMm === 60 ? 3 : 4;
  return Array.from({ length: 10 }, (_, i) => ({
    text: textOfVersion(i + 3),
    version: i + 3,
    sideMm,
    xMm: 8 + (i % columns) * (sideMm + 6),
    yMm: 8 + Math.floor(i / columns) * (sideMm + 6),
  }));
}
