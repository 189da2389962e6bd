import { say } from "../language.js";
import { LINE_LEADING } from "../paper/line.js";
import { QUIET_MODULES } from "../paper/qr.js";
import { MM_PER_PT } from "./box.js";
import { Column } from "./column.js";
import type { SetCode, SetContent } from "./set-content.js";
import { columnOf, keyFor, valuesOf } from "./set-words.js";
import type { Setting } from "./setting.js";

/** The share's code beside its lines. */
export function shareCode(
  content: SetContent,
  { sizeMm = 43, linePt = 10 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { share } = content;
  if (!share) return [];
  const column = columnOf(setting);
  const quiet = quietOf(share.code, sizeMm);
  column.line(say(setting.language, "set.share-heading", valuesOf(content)), { face: "bold", pt: 11 });
  column.gap(quiet);
  const topMm = column.yMm;
  column.boxes.push({ kind: "code", xMm: quiet, yMm: topMm, sizeMm, ...share.code });
  setLines(column, share.lines, sizeMm + 3 * quiet, topMm, linePt);
  column.gap(sizeMm + quiet);
  return [column];
}

function quietOf({ symbol }: SetCode, sizeMm: number): number {
  return (sizeMm / symbol.size) * QUIET_MODULES;
}

function setLines(column: Column, lines: readonly string[], xMm: number, yMm: number, pt: number): void {
  const rowMm = pt * LINE_LEADING * MM_PER_PT;
  for (const [i, text] of lines.entries()) {
    column.boxes.push({ kind: "text", text, xMm, yMm: yMm + (i + 0.8) * rowMm, face: "mono", pt, role: "line" });
  }
}

/** The document's codes, three across, each with its number. */
export function codes(
  content: SetContent,
  { sizeMm = 46 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { language, widthMm } = setting;
  const head = columnOf(setting);
  head.text(say(language, keyFor("codes-heading", content), valuesOf(content)), { face: "bold", pt: 11 });
  head.gap(2);
  const quiet = content.codes[0] ? quietOf(content.codes[0], sizeMm) : 0;
  const across = Math.max(1, Math.floor((widthMm + quiet) / (sizeMm + 2 * quiet)));
  const pitchMm = across > 1 ? (widthMm - sizeMm - 2 * quiet) / (across - 1) : 0;
  const rows: Column[] = [];
  for (let first = 0; first < content.codes.length; first += across) {
    const row = columnOf(setting);
    row.gap(quiet);
    for (const [i, code] of content.codes.slice(first, first + across).entries()) {
      const xMm = quiet + i * pitchMm;
      row.boxes.push({ kind: "code", xMm, yMm: row.yMm, sizeMm, ...code });
      const label = new Column(setting.fonts, sizeMm, xMm);
      const number = { number: first + i + 1, of: content.codes.length };
      label.line(say(language, "set.code-number", number), { face: "text", pt: 10 });
      row.place(label, row.yMm + sizeMm + quiet);
    }
    row.gap(sizeMm + quiet + 7);
    rows.push(row);
  }
  return [head, ...rows];
}

/** The document's lines in two columns, read down the left one first; in pieces that a page can take. */
export function documentLines(
  content: SetContent,
  { pt = 9 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { language, fonts, widthMm, heightMm } = setting;
  const head = columnOf(setting);
  head.line(say(language, "set.lines-heading", valuesOf(content)), { face: "bold", pt: 11 });
  head.text(
    say(language, content.lines.length > 0 ? keyFor("lines-how", content) : "set.lines-none", valuesOf(content)),
    {
      face: "text",
      pt: 10,
    },
  );
  head.gap(2);
  const rowMm = pt * LINE_LEADING * MM_PER_PT;
  const lineMm = Math.max(0, ...content.lines.map((line) => fonts.width(line, "mono", pt)));
  const across = 2 * lineMm + 6 <= widthMm ? 2 : 1;
  const most = Math.max(1, Math.floor((heightMm - head.yMm) / rowMm)) * across;
  const pieces: Column[] = [];
  for (let first = 0; first < content.lines.length; first += most) {
    const lines = content.lines.slice(first, first + most);
    const down = Math.ceil(lines.length / across);
    const piece = columnOf(setting);
    for (let column = 0; column < across; column++) {
      setLines(piece, lines.slice(column * down, (column + 1) * down), (column * widthMm) / 2, 0, pt);
    }
    piece.gap(down * rowMm + 2);
    pieces.push(piece);
  }
  return [head, ...pieces];
}
