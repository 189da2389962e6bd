import type { Font } from "@cantoo/fontkit";
import type { Raster } from "../pixels/raster.js";
import {
  FRACTIONS,
  InkReferences,
  type Look,
  looksAt,
  madeOnce,
  NOISE_VARIANCE,
  onWholePixel,
  type Patch,
  type PatchBox,
  type PenPart,
  WHOLE_PIXEL,
} from "./ink.js";

/** Where a character must stand in a raster. */
interface PlacedGlyph {
  readonly font: Font;
  readonly character: string;
  /** Pen position. */
  readonly xPx: number;
  readonly baselinePx: number;
  /** Size of the em square. */
  readonly emPx: number;
}

/**
 * Least correlation of a character that is drawn as it should be. Neighbours' ink costs: of all 17,000 characters of
 * the fonts, `ĩ` between others like it came lowest, with 0.68 at 8 pt.
 */
const LEAST_CORRELATION = 0.6;

/** See `createInkChecker`. */
interface InkChecker {
  /** Draws what a character is compared with, ahead of time. */
  prepare(glyph: Pick<PlacedGlyph, "font" | "character" | "emPx">): void;
  isDrawn(raster: Raster, glyph: PlacedGlyph): boolean;
}

/**
 * Tells whether characters stand in a raster as the raw font draws them: a font can be embedded so that its text
 * is found by every program and seen by no eye.
 */
export function createInkChecker(): InkChecker {
  const references = new InkReferences();
  // By size, then by character: thousands are asked for, and few differ.
  const shapes = new WeakMap<Font, Map<number, Map<string, Shape | undefined>>>();
  const shapeFor = (font: Font, character: string, emPx: number) => {
    const ofFont = shapes.get(font) ?? new Map<number, Map<string, Shape | undefined>>();
    shapes.set(font, ofFont);
    const ofSize = madeOnce(ofFont, emPx, () => new Map<string, Shape | undefined>());
    return madeOnce(ofSize, character, () => shapeOf(references, font, character, emPx));
  };
  return {
    prepare({ font, character, emPx }) {
      shapeFor(font, character, emPx)?.patch(WHOLE_PIXEL);
    },
    isDrawn(raster, { font, character, xPx, baselinePx, emPx }) {
      const shape = shapeFor(font, character, emPx);
      if (!shape) return true;
      const isAt = (look: Look) => resemblance(raster, look, shape.box, shape.patch(look)) >= LEAST_CORRELATION;
      // Nearly all stand where the first look is.
      if (isAt(onWholePixel(xPx, baselinePx))) return true;
      for (const look of looksAt(xPx, baselinePx)) if (isAt(look)) return true;
      return false;
    },
  };
}

/** A character in one size: the box that it fills, and its ink there for each place within a pixel. */
interface Shape {
  readonly box: PatchBox;
  patch(part: PenPart): Patch | undefined;
}

function shapeOf(references: InkReferences, font: Font, character: string, emPx: number): Shape | undefined {
  const ink = references.ink(font, character, emPx, 0, 0);
  if (!ink) return undefined;
  // A pixel of surroundings, so that even a solid bar has something to be told from.
  const box = {
    left: ink.leftPx - 1,
    right: ink.leftPx + ink.width + 1,
    top: -ink.topPx - 1,
    bottom: ink.height - ink.topPx + 1,
  };
  const patches: (readonly (Patch | undefined)[])[] = [];
  const patch = (part: PenPart) => {
    const index = (part.xPart * FRACTIONS + part.yPart) * FRACTIONS;
    patches[index] ??= references.patches(font, character, emPx, part, box);
    return patches[index]?.[0];
  };
  return { box, patch };
}

/** Correlation of a raster's pixels with a reference, in one pass: of the thousands of characters of a set each is looked at once. */
function resemblance(raster: Raster, { x, y }: Look, box: PatchBox, reference: Patch | undefined): number {
  if (!reference) return 0;
  const width = box.right - box.left;
  let [sum, squares, product] = [0, 0, 0];
  const first = Math.max(box.left, -x);
  const last = Math.min(box.right, raster.width - x);
  for (let row = Math.max(box.top, -y); row < Math.min(box.bottom, raster.height - y); row++) {
    const from = (y + row) * raster.width + x;
    const to = (row - box.top) * width - box.left;
    for (let column = first; column < last; column++) {
      const dark = 255 - (raster.data[from + column] ?? 255);
      sum += dark;
      squares += dark * dark;
      product += dark * (reference[to + column] ?? 0);
    }
  }
  const spread = squares - (sum * sum) / reference.length;
  // The reference's mean is 0, so that the raster's own need not be subtracted.
  return spread < NOISE_VARIANCE * 255 ** 2 * reference.length ? 0 : product / Math.sqrt(spread);
}
