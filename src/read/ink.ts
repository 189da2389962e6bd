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
/** Variance of darkness, 0 to 1, that noise has too. */
const NOISE_VARIANCE = 1e-4;

/** Pixels around a pen position: columns from the pen's, rows from the baseline's. */
export interface PatchBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Darkness of a box, less its mean, of length 1: two patches correlate by their product. */
export type Patch = Float32Array;

/** References drawn from raw fonts, kept for a run. */
export class InkReferences {
  private readonly glyphs = new Map<Font, Map<string, GlyphInk | undefined>>();
  private readonly patchSets = new Map<Font, Map<string, readonly (Patch | undefined)[]>>();

  /** A character's ink with its pen at a place within a pixel. */
  ink(font: Font, character: string, emPx: number, x: number, y: number): GlyphInk | undefined {
    return keep(this.glyphs, font, `${character} ${emPx} ${x} ${y}`, () => drawGlyph(font, character, emPx, x, y));
  }

  /** The ink of each of some characters as it fills a box. */
  patches(
    font: Font,
    characters: string,
    emPx: number,
    { xPart, yPart }: Omit<Look, "patch">,
    box: PatchBox,
  ): readonly (Patch | undefined)[] {
    const key = `${characters} ${emPx} ${xPart} ${yPart} ${box.left} ${box.right} ${box.top} ${box.bottom}`;
    return keep(this.patchSets, font, key, () =>
      [...characters].map((character) => {
        const ink = this.ink(font, character, emPx, xPart, yPart);
        return ink && patchOfInk(ink, box);
      }),
    );
  }
}

function keep<T>(cache: Map<Font, Map<string, T>>, font: Font, key: string, make: () => T): T {
  const ofFont = cache.get(font) ?? new Map<string, T>();
  cache.set(font, ofFont);
  const kept = ofFont.get(key);
  if (kept !== undefined || ofFont.has(key)) return kept as T;
  const made = make();
  ofFont.set(key, made);
  return made;
}

/** Subtracts the mean and scales to length 1, in place; nothing where there is no contrast. */
function normalised(patch: Patch): Patch | undefined {
  const count = patch.length;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const value = patch[i] ?? 0;
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  const variance = squares / count - mean * mean;
  if (variance < NOISE_VARIANCE) return undefined;
  const length = Math.sqrt(variance * count);
  for (let i = 0; i < count; i++) patch[i] = ((patch[i] ?? 0) - mean) / length;
  return patch;
}

function patchOfInk(ink: GlyphInk, box: PatchBox): Patch | undefined {
  const width = box.right - box.left;
  const patch = new Float32Array(width * (box.bottom - box.top));
  for (let row = Math.max(box.top, -ink.topPx); row < Math.min(box.bottom, ink.height - ink.topPx); row++) {
    for (let column = Math.max(box.left, ink.leftPx); column < Math.min(box.right, ink.leftPx + ink.width); column++) {
      const coverage = ink.coverage[(row + ink.topPx) * ink.width + column - ink.leftPx] ?? 0;
      patch[(row - box.top) * width + column - box.left] = coverage;
    }
  }
  return normalised(patch);
}

function patchOfRaster(raster: Raster, x: number, y: number, box: PatchBox): Patch | undefined {
  const width = box.right - box.left;
  const patch = new Float32Array(width * (box.bottom - box.top));
  const lastColumn = Math.min(box.right, raster.width - x);
  for (let row = Math.max(box.top, -y); row < Math.min(box.bottom, raster.height - y); row++) {
    const from = (y + row) * raster.width + x;
    const to = (row - box.top) * width - box.left;
    for (let column = Math.max(box.left, -x); column < lastColumn; column++) {
      patch[to + column] = 255 - (raster.data[from + column] ?? 255);
    }
  }
  for (let i = 0; i < patch.length; i++) patch[i] = (patch[i] ?? 0) / 255;
  return normalised(patch);
}

/** Offsets of up to a pixel, the nearest first. */
const OFFSETS = [-1, 0, 1]
  .flatMap((dy) => [-1, 0, 1].map((dx) => ({ dx, dy })))
  .sort((a, b) => Math.hypot(a.dx, a.dy) - Math.hypot(b.dx, b.dy));

/** How references are laid over a place: a patch of the raster, and where within a pixel their pen stands. */
export interface Look {
  readonly patch: Patch;
  readonly xPart: number;
  readonly yPart: number;
}

/**
 * Looks at one place of a raster, the likeliest first: with the pen on a whole pixel, as renderers put it, then where
 * it belongs to a quarter of a pixel, as in a scan; each also up to a pixel beside.
 * @param wholePixels the raster was drawn by a renderer: no second kind of look
 */
export function* looksAt(
  raster: Raster,
  xPx: number,
  baselinePx: number,
  box: PatchBox,
  wholePixels = false,
): Generator<Look> {
  const quarter = (value: number) => Math.round(value * FRACTIONS) / FRACTIONS;
  const [xPart, yPart] = [
    quarter(xPx) - Math.floor(quarter(xPx)),
    quarter(baselinePx) - Math.floor(quarter(baselinePx)),
  ];
  const whole = { x: Math.round(xPx), y: Math.round(baselinePx), xPart: 0, yPart: 0 };
  const exact = { x: Math.floor(quarter(xPx)), y: Math.floor(quarter(baselinePx)), xPart, yPart };
  for (const { x, y, ...part } of wholePixels || (xPart === 0 && yPart === 0) ? [whole] : [whole, exact]) {
    for (const { dx, dy } of OFFSETS) {
      const patch = patchOfRaster(raster, x + dx, y + dy, box);
      if (patch) yield { patch, ...part };
    }
  }
}

/** Normalised correlation of two patches of one box, −1 to 1. */
export function correlate(a: Patch, b: Patch): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/**
 * Least correlation of a character that is drawn as it should be. Neighbours' ink costs: of all 17,000 characters of
 * the fonts, `ĩ` between others like it came lowest, with 0.68 at 8 pt.
 */
const LEAST_CORRELATION = 0.6;

/** See `createInkChecker`. */
export interface InkChecker {
  isDrawn(raster: Raster, glyph: PlacedGlyph): boolean;
}

/**
 * Tells whether characters stand in a raster as the raw font draws them: a font can be embedded so that its text
 * is found by every program and seen by no eye.
 */
export function createInkChecker(): InkChecker {
  const references = new InkReferences();
  return {
    isDrawn(raster, { font, character, xPx, baselinePx, emPx }) {
      const ink = references.ink(font, character, emPx, 0, 0);
      if (!ink) return true;
      // A pixel of surroundings, so that even a solid bar has something to be told from.
      const box = {
        left: ink.leftPx - 1,
        right: ink.leftPx + ink.width + 1,
        top: -ink.topPx - 1,
        bottom: ink.height - ink.topPx + 1,
      };
      for (const look of looksAt(raster, xPx, baselinePx, box)) {
        const [reference] = references.patches(font, character, emPx, look, box);
        if (reference && correlate(look.patch, reference) >= LEAST_CORRELATION) return true;
      }
      return false;
    },
  };
}
