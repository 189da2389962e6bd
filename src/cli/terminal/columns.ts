import { NOT_FIRST_CHARACTERS, NOT_LAST_CHARACTERS } from "../../language.js";

/** Characters that take two columns of a terminal. @see Unicode Standard Annex #11 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Texts in which every character takes one column: nearly all, and told much sooner than each by itself. */
const NARROW = /^[ -~]*$/u;

/** What is one word to a reader, whatever a dictionary makes of it: スマートフォン. */
const KATAKANA = /^[\u30a1-\u30fa\u30fc].*[\u30a1-\u30fa\u30fc]$/u;
/** What ends a phrase: particles and endings. */
const ENDING = /^[\u3041-\u309f]+$/u;

/** A command to be typed, or words in back ticks: whoever copies it wants it whole. Then words; then all others. */
const PIECES =
  /\s*(?:`[^`]+`[^\s\u2e80-\u9fff\uff00-\uffef]*|paper-escrow [a-z][!-~… -]*|[\u2e80-\u9fff\uff00-\uffef]+|[^\s\u2e80-\u9fff\uff00-\uffef]+)|\s+$/gu;

/** Columns that a text takes on a terminal. */
export function columnsOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  return [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}

/**
 * Breaks a text into lines of at most so many columns: between words, also between those of Japanese, and not within a
 * command to be typed. What follows a line that begins with blanks begins with as many.
 */
export function wrapColumns(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) => (columnsOf(line) <= columns ? line : wrapLine(line, columns)))
    .join("\n");
}

function wrapLine(line: string, columns: number): string {
  const indent = /^ */u.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = "";
  for (const piece of piecesOf(line, columns - indent.length)) {
    if (current === "" || columnsOf(current + piece) <= columns) current += piece;
    else {
      lines.push(current.trimEnd());
      current = indent + piece.trimStart();
    }
  }
  return [...lines, current].join("\n");
}

/** What stays together. */
function piecesOf(line: string, columns: number): string[] {
  const pieces = (line.match(PIECES) ?? []).flatMap((piece) => {
    if (WIDE.test(piece)) return japaneseWords(piece);
    return columnsOf(piece.trim()) <= columns ? [piece] : (piece.match(/\s*\S+|\s+$/gu) ?? []);
  });
  const joined: string[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const oneWord = KATAKANA.test(piece) && KATAKANA.test(last ?? "");
    const together =
      oneWord ||
      NOT_LAST_CHARACTERS.includes(last?.at(-1) ?? " ") ||
      NOT_FIRST_CHARACTERS.includes(piece[0] ?? " ") ||
      ENDING.test(piece);
    if (last !== undefined && together) joined[joined.length - 1] = last + piece;
    else joined.push(piece);
  }
  return joined;
}

function japaneseWords(text: string): string[] {
  return [...new Intl.Segmenter("ja", { granularity: "word" }).segment(text)].map(({ segment }) => segment);
}
