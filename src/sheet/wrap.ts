import { NOT_FIRST_CHARACTERS, NOT_LAST_CHARACTERS } from "../language.js";
import type { Face } from "./box.js";
import type { Fonts } from "./fonts.js";

/** Scripts written without blanks, between whose characters a line may break. */
const IDEOGRAPHIC = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/** None of these scripts has a character before it. */
const FIRST_IDEOGRAPHIC = "\u2e80";

function mayBreak(before: string, after: string): boolean {
  if (before !== " " && before < FIRST_IDEOGRAPHIC && after < FIRST_IDEOGRAPHIC) return false;
  if (NOT_FIRST_CHARACTERS.includes(after) || (before !== "" && NOT_LAST_CHARACTERS.includes(before))) return false;
  return before === " " || IDEOGRAPHIC.test(before) || IDEOGRAPHIC.test(after);
}

/** Pieces between which a line may break; a piece keeps its trailing blank. */
function pieces(text: string): string[] {
  const result: string[] = [];
  let previous = "";
  for (const character of text) {
    if (previous === "" || mayBreak(previous, character)) result.push(character);
    else result[result.length - 1] += character;
    previous = character;
  }
  return result;
}

/** Most texts whose lines are remembered: those of all templates, and room for names. */
const MAX_KNOWN_TEXTS = 1_000;

const known = new WeakMap<Fonts, Map<string, readonly string[]>>();

/**
 * Breaks a text into lines no wider than given; a word that is wider alone is broken anywhere.
 * @param widthMm at least one character wide
 */
export function wrap(text: string, face: Face, pt: number, widthMm: number, fonts: Fonts): readonly string[] {
  const ofFonts = known.get(fonts) ?? new Map<string, readonly string[]>();
  known.set(fonts, ofFonts);
  // Most sentences stand on every leaf of a run.
  const key = `${face} ${pt} ${widthMm} ${text}`;
  const lines = ofFonts.get(key) ?? linesOf(text, face, pt, widthMm, fonts);
  if (ofFonts.size < MAX_KNOWN_TEXTS) ofFonts.set(key, lines);
  return lines;
}

function linesOf(text: string, face: Face, pt: number, widthMm: number, fonts: Fonts): string[] {
  // Without kerning the width of a line is the sum of its characters'.
  const widthOf = (part: string) => fonts.width(part, face, pt);
  const lines: string[] = [];
  let line = "";
  let lineMm = 0;
  const add = (part: string) => {
    if (lineMm + widthOf(part.trimEnd()) > widthMm && line !== "") {
      lines.push(line.trimEnd());
      line = "";
      lineMm = 0;
    }
    line += part;
    lineMm += widthOf(part);
  };
  for (const piece of pieces(text)) {
    if (widthOf(piece.trimEnd()) <= widthMm) add(piece);
    else for (const character of piece) add(character);
  }
  lines.push(line.trimEnd());
  return lines;
}
