import * as fontkit from "@cantoo/fontkit";
import { type Face, MM_PER_PT } from "./box.js";

/** The raw font files of a sheet, TrueType. */
export type FontFiles = Readonly<Record<Face, Uint8Array>>;

/** A font as fontkit parses it, as far as sheets need it. */
export type ParsedFont = fontkit.Font;

/** Parsed fonts with what layout asks of them. One parse serves a whole run. */
export interface Fonts {
  /** The files that they were parsed from. */
  readonly files: FontFiles;
  /** The fonts, as the parser gives them. */
  readonly parsed: Readonly<Record<Face, ParsedFont>>;
  /** Width of a text in mm, glyph by glyph: no kerning, no ligatures. */
  width(text: string, face: Face, pt: number): number;
  /** Whether a face has a glyph for a character. */
  has(character: string, face: Face): boolean;
}

/**
 * Parses one font.
 * @param file TrueType
 * @throws TypeError when it is none
 */
export function parseFont(file: Uint8Array): ParsedFont {
  const font = fontkit.create(file);
  if (!font || !("glyphForCodePoint" in font)) throw new TypeError("a font that cannot be read");
  return font;
}

/**
 * Parses the fonts of a sheet.
 * @param files TrueType files; JetBrains Mono and Noto Sans JP in the program
 */
export function parseFonts(files: FontFiles): Fonts {
  const parsed = { mono: parseFont(files.mono), text: parseFont(files.text), bold: parseFont(files.bold) };
  const advances = {
    mono: new Map<number, number>(),
    text: new Map<number, number>(),
    bold: new Map<number, number>(),
  };
  const glyphs = {
    mono: new Map<string, boolean>(),
    text: new Map<string, boolean>(),
    bold: new Map<string, boolean>(),
  };
  const advance = (codePoint: number, face: Face): number => {
    const font = parsed[face];
    const value = (font.glyphForCodePoint(codePoint)?.advanceWidth ?? 0) / font.unitsPerEm;
    advances[face].set(codePoint, value);
    return value;
  };
  return {
    files,
    parsed,
    width: (text, face, pt) => {
      const known = advances[face];
      let sum = 0;
      for (let i = 0; i < text.length; i++) {
        const codePoint = text.codePointAt(i) ?? 0;
        if (codePoint > 0xffff) i++;
        sum += known.get(codePoint) ?? advance(codePoint, face);
      }
      return sum * pt * MM_PER_PT;
    },
    has: (character, face) => {
      const known = glyphs[face].get(character) ?? parsed[face].hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
      glyphs[face].set(character, known);
      return known;
    },
  };
}

/** Control, escape and direction-changing characters and selectors of glyph variants: never printed, whatever an app stored. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}]/gu;
/** A character with its marks, as some systems store accents and voiced kana. */
const MARKED = /\P{M}\p{M}+/gu;

/**
 * A user's text as it can be printed: unprintable characters taken out, those that no font has written
 * as `[U+1F419]`, and so are marks that belong to no character of their own: glyphs are set one by one.
 * @returns the text and the characters that had to be written so
 */
export function printable(text: string, face: Face, fonts: Fonts): { text: string; missing: string[] } {
  const missing: string[] = [];
  const composed = text.replace(UNPRINTABLE, "").replace(MARKED, (marked) => marked.normalize("NFC"));
  const shown = [...composed].map((character) => {
    if (/\s/u.test(character)) return " ";
    if (!/\p{M}/u.test(character) && fonts.has(character, face)) return character;
    missing.push(character);
    const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `[U+${hex}]`;
  });
  return { text: shown.join(""), missing };
}
