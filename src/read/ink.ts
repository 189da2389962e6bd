import type { Font } from "@cantoo/fontkit";
import { drawGlyph, type GlyphInk } from "./outline.js";
import type { Raster } from "./raster.js";

/** Where a character must stand in a raster. */
export interface PlacedGlyph {
  readonly font: Font;
  readonly character: string;
  /** Pen position. */
  readonly xPx: number;
  readonly baselinePx: number;
  /** Size of the em square. */
  readonly emPx: number;
}

/** Places within a pixel that references are drawn for: finer ones look the same. */
const FRACTIONS = 4;
/** How far around its place a character is looked for, in pixels: renderers round differently. */
const SLACK_PX = 1;
/** Ink of less than this many pixels says nothing. */
const LEAST_INK = 0.5;

/** References drawn from raw fonts, kept for a run. */
export class InkReferences {
  private readonly kept = new Map<Font, Map<string, GlyphInk | undefined>>();

  /** The reference of a character at its place within a pixel. */
  of({ font, character, xPx, baselinePx, emPx }: PlacedGlyph): { ink: GlyphInk | undefined; x: number; y: number } {
    const place = (value: number) => Math.round(value * FRACTIONS) / FRACTIONS;
    const x = Math.floor(place(xPx));
    const y = Math.floor(place(baselinePx));
    const fractions = [place(xPx) - x, place(baselinePx) - y] as const;
    const key = `${character} ${emPx.toFixed(2)} ${fractions.join(" ")}`;
    const ofFont = this.kept.get(font) ?? new Map<string, GlyphInk | undefined>();
    this.kept.set(font, ofFont);
    if (!ofFont.has(key)) ofFont.set(key, drawGlyph(font, character, emPx, ...fractions));
    return { ink: ofFont.get(key), x, y };
  }
}

/**
 * Normalised correlation of a raster's darkness with a reference's ink, the best of a few pixel offsets.
 * @param box pixels around the pen that belong to the character; its whole ink counts against it
 * @returns −1 to 1; 0 where the raster has no contrast there
 */
export function correlation(
  raster: Raster,
  { ink, x, y }: { readonly ink: GlyphInk; readonly x: number; readonly y: number },
  box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): number {
  let best = 0;
  for (let dy = -SLACK_PX; dy <= SLACK_PX; dy++) {
    for (let dx = -SLACK_PX; dx <= SLACK_PX; dx++) best = Math.max(best, correlate(raster, ink, x + dx, y + dy, box));
  }
  return best;
}

function correlate(
  raster: Raster,
  ink: GlyphInk,
  x: number,
  y: number,
  box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): number {
  let count = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let row = box.top; row < box.bottom; row++) {
    const py = y + row;
    if (py < 0 || py >= raster.height) continue;
    const inkRow = row + ink.topPx;
    for (let column = box.left; column < box.right; column++) {
      const px = x + column;
      if (px < 0 || px >= raster.width) continue;
      const inkColumn = column - ink.leftPx;
      const inside = inkRow >= 0 && inkRow < ink.height && inkColumn >= 0 && inkColumn < ink.width;
      const a = inside ? (ink.coverage[inkRow * ink.width + inkColumn] ?? 0) : 0;
      const b = 1 - (raster.data[py * raster.width + px] ?? 255) / 255;
      count++;
      sumA += a;
      sumB += b;
      sumAA += a * a;
      sumBB += b * b;
      sumAB += a * b;
    }
  }
  const varianceA = count * sumAA - sumA * sumA;
  const varianceB = count * sumBB - sumB * sumB;
  // Noise of a scan must not look like a pattern: a character's own contrast is far above this.
  if (varianceA <= 0 || varianceB / (count * count) < 1e-4) return 0;
  return (count * sumAB - sumA * sumB) / Math.sqrt(varianceA * varianceB);
}

/** Least correlation of a character that is drawn as it should be: the neighbours' ink costs a little. */
const LEAST_CORRELATION = 0.72;

/**
 * Whether characters stand in a raster as the raw font draws them: a font can be embedded so that its text is
 * found by every program and seen by no eye.
 */
export function createInkChecker(): InkChecker {
  const references = new InkReferences();
  return {
    isDrawn(raster, glyph) {
      const { ink, x, y } = references.of(glyph);
      if (!ink || ink.coverage.reduce((sum, value) => sum + value, 0) < LEAST_INK) return true;
      const box = { left: ink.leftPx, right: ink.leftPx + ink.width, top: -ink.topPx, bottom: ink.height - ink.topPx };
      return correlation(raster, { ink, x, y }, grown(box)) >= LEAST_CORRELATION;
    },
  };
}

/** A pixel of surroundings, so that even a solid bar has something to be told from. */
function grown(box: { left: number; right: number; top: number; bottom: number }): typeof box {
  return { left: box.left - 1, right: box.right + 1, top: box.top - 1, bottom: box.bottom + 1 };
}

/** See `createInkChecker`. */
export interface InkChecker {
  isDrawn(raster: Raster, glyph: PlacedGlyph): boolean;
}
