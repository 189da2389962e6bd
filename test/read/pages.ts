import { createRequire } from "node:module";
import type { Raster } from "../../src/read/raster.js";

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
