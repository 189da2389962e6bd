import type { ParsedFont } from "../sheet/fonts.js";

/** Outlines of the characters that stand in check lines, as the build takes them from the font. */
export interface FontOutlines {
  readonly unitsPerEm: number;
  /** By character. */
  readonly glyphs: Readonly<Record<string, GlyphOutline>>;
}

/** One character's width and contours, in units of the font. */
export interface GlyphOutline {
  readonly advanceWidth: number;
  readonly path: { readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[] };
}

/** The font of check lines, as far as reading pictures asks for it: a whole parser of fonts would be in its place. */
export function fontOfOutlines({ unitsPerEm, glyphs }: FontOutlines): ParsedFont {
  const glyphForCodePoint = (point: number) => glyphs[String.fromCodePoint(point)];
  return { unitsPerEm, glyphForCodePoint } as unknown as ParsedFont;
}
