import type { Language } from "../../language.js";
import type { ParsedFont } from "../../sheet/fonts.js";

/** Outlines of the characters that are read, as the build takes them from a font. */
interface FontOutlines {
  readonly unitsPerEm: number;
  /** By character. */
  readonly glyphs: Readonly<Record<string, GlyphOutline>>;
}

/** One character's width and contours, in units of the font. */
interface GlyphOutline {
  readonly advanceWidth: number;
  /** Where its ink begins and ends; an empty character has none. */
  readonly bbox: { readonly minX: number; readonly maxX: number };
  readonly path: { readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[] };
}

/** What the page knows of sheets' fonts. */
export interface PageFonts {
  /** That of check lines. */
  readonly lines: FontOutlines;
  /** That of the feet of pages, with the sentences that stand there. */
  readonly feet: { readonly font: FontOutlines; readonly languages: readonly Language[] };
}

/** A font of the page, as far as reading pictures asks for it: a whole parser of fonts would be in its place. */
export function fontOfOutlines({ unitsPerEm, glyphs }: FontOutlines): ParsedFont {
  const glyphForCodePoint = (point: number) => glyphs[String.fromCodePoint(point)];
  return { unitsPerEm, glyphForCodePoint } as unknown as ParsedFont;
}
