/** Characters that take two columns of a terminal. @see Unicode Standard Annex #11 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Texts in which every character takes one column: nearly all, and told much sooner than each by itself. */
const NARROW = /^[ -~]*$/u;

/** What no line begins with in Japanese. @see JIS X 4051 */
const NOT_FIRST = /^[、。，．・」』）？！ー…]/u;

/** Columns that a text takes on a terminal. */
export function columnsOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  return [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}

/** Breaks a text into lines of at most so many columns: between words, and between the characters of Japanese. */
export function wrapColumns(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) => wrapLine(line, columns))
    .join("\n");
}

function wrapLine(line: string, columns: number): string {
  const pieces = line.match(/\s*(?:[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+)|\s+$/gu) ?? [];
  const lines: string[] = [];
  let current = "";
  for (const piece of pieces) {
    if (current === "" || columnsOf(current + piece) <= columns || NOT_FIRST.test(piece)) current += piece;
    else {
      lines.push(current);
      current = piece.trimStart();
    }
  }
  return [...lines, current].join("\n");
}
