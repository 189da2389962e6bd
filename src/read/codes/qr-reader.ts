import { type Raster, toRgba } from "../pixels/raster.js";
import type { Corners, CorrectionLevel, ReadSighting } from "./sighting.js";

/**
 * How many ways of sampling a symbol are tried; each costs about as much as the first. They are counted and not timed, so
 * that what is read does not depend on how busy the machine is: pictures of up to 1,200 finder patterns, of noise and of
 * stripes took 2.5 s at most, and a picture with more of them comes no further than the first look.
 */
const EFFORT = 16;

/** Masks the level's two bits in the format information. @see ISO/IEC 18004, 7.9.1 */
const LEVELS: readonly CorrectionLevel[] = ["M", "L", "H", "Q"];
const FORMAT_MASK_LEVEL = 0b10;

/**
 * The first QR code that the `qr` package reads: another decoder, which reads some that zxing does not.
 * It does not tell how much error correction was left, so none is claimed.
 */
export async function readWithQr(raster: Raster): Promise<ReadSighting[]> {
  const { decodeQR } = await import("qr/decode.js");
  let corners: Corners | undefined;
  let symbol: { version: number; level: CorrectionLevel } | undefined;
  let text: string;
  try {
    text = decodeQR(toRgba(raster), {
      effort: EFFORT,
      timeLimit: Number.POSITIVE_INFINITY,
      pointsOnDetect: ({ bounds }) => {
        corners = bounds;
      },
      imageOnResult: (modules) => {
        symbol = describe(modules);
      },
    });
  } catch {
    // It throws for "none found", and for every kind of damage alike.
    return [];
  }
  return corners && symbol ? [{ valid: true, text, corners, unusedCorrection: 0, ...symbol }] : [];
}

/** Version and level from the modules themselves: one pixel a module. */
function describe(modules: { width: number; data: Uint8Array | Uint8ClampedArray }) {
  const dark = (x: number, y: number) => ((modules.data[(y * modules.width + x) * 4] ?? 255) < 128 ? 1 : 0);
  const bits = ((dark(0, 8) << 1) | dark(1, 8)) ^ FORMAT_MASK_LEVEL;
  return { version: (modules.width - 17) / 4, level: LEVELS[bits] as CorrectionLevel };
}
