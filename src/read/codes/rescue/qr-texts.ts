import type { Raster } from "../../pixels/raster.js";
import type { Platform } from "../../platform.js";
import type { FoundCode } from "../found-code.js";
import { readWithZxing } from "../zxing-reader.js";
import { completeRemain, type Remain, type Remains } from "./qr-remains.js";
import { type Rescue, rescueSymbols } from "./qr-rescue.js";
import type { RescueBudget } from "./rescue-budget.js";

/** Pixels a module, and light modules around, of a symbol that is drawn again. */
const MODULE_PIXELS = 4;
const QUIET_MODULES = 4;

/**
 * Texts of symbols that were worked out: each is drawn again without its damage, and read as any other.
 * @param found what was read already
 * @param remains what is left of codes that may be the same, in this picture and in others: added to
 * @param maxSide longest side in pixels of the picture that is looked at
 * @param budget spent as symbols are tried
 * @returns also whether a larger picture may show more, and whether a symbol was seen where it is
 */
export async function rescueCodes(
  raster: Raster,
  platform: Platform,
  found: readonly FoundCode[],
  remains: Remains,
  maxSide: number,
  budget: RescueBudget,
): Promise<{ readonly codes: FoundCode[] } & Pick<Rescue, "promising" | "placed">> {
  const codes: FoundCode[] = [];
  const { symbols, promising, placed } = rescueSymbols(raster, found, remains, maxSide, budget);
  for (const { modules, corners, unusedCorrection } of symbols) {
    const [reading] = await readWithZxing(drawn(modules), platform, "drawn");
    if (!reading?.valid) continue;
    const { text, version, level } = reading;
    codes.push({ text, corners, unusedCorrection, version, level, pass: "rescue" });
  }
  return { codes, promising, placed };
}

/**
 * Texts of symbols that were left on one page and are complete with what is left of others.
 * @param left what each of them left
 */
export async function completeTexts(
  left: readonly Remain[],
  others: readonly Remain[],
  platform: Platform,
): Promise<{ readonly text: string; readonly unusedCorrection: number }[]> {
  const texts = new Map<string, { text: string; unusedCorrection: number }>();
  for (const one of left) {
    const symbol = completeRemain(one, others);
    if (!symbol) continue;
    const [reading] = await readWithZxing(drawn(symbol.modules), platform, "drawn");
    if (!reading?.valid) continue;
    texts.set(reading.text, { text: reading.text, unusedCorrection: symbol.unusedCorrection });
  }
  return [...texts.values()];
}

function drawn(modules: Uint8Array): Raster {
  const size = Math.sqrt(modules.length);
  const width = (size + 2 * QUIET_MODULES) * MODULE_PIXELS;
  const data = new Uint8Array(width * width).fill(255);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const row = Math.floor(y / MODULE_PIXELS) - QUIET_MODULES;
      const column = Math.floor(x / MODULE_PIXELS) - QUIET_MODULES;
      if (row < 0 || column < 0 || row >= size || column >= size) continue;
      if (modules[row * size + column] === 1) data[y * width + x] = 0;
    }
  }
  return { width, height: width, data };
}
