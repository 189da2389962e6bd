import type { Font } from "@cantoo/fontkit";
import type { Raster } from "../pixels/raster.js";
import { drawGlyph, type GlyphInk } from "./outline.js";

/** Places within a pixel that references are drawn for: finer ones look the same. */
export const FRACTIONS = 4;
/** Variance of darkness, 0 to 1, that noise has too. */
export const NOISE_VARIANCE = 1e-4;

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
  private readonly glyphs = new WeakMap<Font, Map<string, GlyphInk | undefined>>();
  private readonly patchSets = new WeakMap<Font, Map<string, readonly (Patch | undefined)[]>>();

  /** A character's ink with its pen at a place within a pixel. */
  ink(font: Font, character: string, emPx: number, x: number, y: number): GlyphInk | undefined {
    return keep(this.glyphs, font, `${character} ${emPx} ${x} ${y}`, () => drawGlyph(font, character, emPx, x, y));
  }

  /** The ink of each of some characters as it fills a box. */
  patches(
    font: Font,
    characters: string,
    emPx: number,
    { xPart, yPart }: PenPart,
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

function keep<T>(cache: WeakMap<Font, Map<string, T>>, font: Font, key: string, make: () => T): T {
  const ofFont = cache.get(font) ?? new Map<string, T>();
  cache.set(font, ofFont);
  return madeOnce(ofFont, key, make);
}

/** What a map holds for a key, made where it holds nothing yet. */
export function madeOnce<K, T>(map: Map<K, T>, key: K, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined || map.has(key)) return known as T;
  const made = make();
  map.set(key, made);
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

/** The pixels of a box around a pen position; nothing where there is no contrast. */
export function patchOfRaster(raster: Raster, { x, y }: Look, box: PatchBox): Patch | undefined {
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

/** How references are laid over a place: the pixel that the pen stands in, and where within it. */
export interface Look extends PenPart {
  readonly x: number;
  readonly y: number;
}

/** Where within a pixel a pen stands, in quarters: 0, 0.25, 0.5, 0.75. */
export interface PenPart {
  readonly xPart: number;
  readonly yPart: number;
}

/** A pen on a whole pixel. */
export const WHOLE_PIXEL: PenPart = { xPart: 0, yPart: 0 };

/** The likeliest way to look: renderers put pens on whole pixels. */
export function onWholePixel(xPx: number, baselinePx: number): Look {
  return { x: Math.round(xPx), y: Math.round(baselinePx), ...WHOLE_PIXEL };
}

/**
 * Ways to look at one place of a raster, the likeliest first: with the pen on a whole pixel, as renderers put it, then where
 * it belongs to a quarter of a pixel, as in a scan; each also up to a pixel beside.
 * @param wholePixels the raster was drawn by a renderer: no second kind of look
 */
export function* looksAt(xPx: number, baselinePx: number, wholePixels = false): Generator<Look> {
  const quarter = (value: number) => Math.round(value * FRACTIONS) / FRACTIONS;
  const [xPart, yPart] = [
    quarter(xPx) - Math.floor(quarter(xPx)),
    quarter(baselinePx) - Math.floor(quarter(baselinePx)),
  ];
  const whole = onWholePixel(xPx, baselinePx);
  const exact = { x: Math.floor(quarter(xPx)), y: Math.floor(quarter(baselinePx)), xPart, yPart };
  for (const { x, y, ...part } of wholePixels || (xPart === 0 && yPart === 0) ? [whole] : [whole, exact]) {
    for (const { dx, dy } of OFFSETS) yield { x: x + dx, y: y + dy, ...part };
  }
}

/** One character a byte, whatever the byte. */
const bytesAsText = new TextDecoder("latin1");

/**
 * The pixels that `looksAt` goes over where a renderer put the pen on whole ones, as a key: equal keys look the same.
 * Beyond the edge of the raster all is white.
 */
export function pixelKey(raster: Raster, xPx: number, baselinePx: number, box: PatchBox): string {
  const left = Math.round(xPx) + box.left - 1;
  const top = Math.round(baselinePx) + box.top - 1;
  const width = box.right - box.left + 2;
  const height = box.bottom - box.top + 2;
  const pixels = new Uint8Array(width * height).fill(255);
  const from = Math.max(0, left);
  const to = Math.min(raster.width, left + width);
  for (let row = Math.max(0, top); from < to && row < Math.min(raster.height, top + height); row++) {
    const inside = raster.data.subarray(row * raster.width + from, row * raster.width + to);
    pixels.set(inside, (row - top) * width + from - left);
  }
  return bytesAsText.decode(pixels);
}

/** Normalised correlation of two patches of one box, −1 to 1. */
export function correlate(a: Patch, b: Patch): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
