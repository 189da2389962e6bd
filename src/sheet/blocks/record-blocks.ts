import { say } from "../../language.js";
import { LINE_LEADING } from "../../paper/line.js";
import { QUIET_MODULES } from "../../paper/qr.js";
import type { Setting } from "../block-setting.js";
import { MM_PER_PT } from "../box.js";
import { Column } from "../column.js";
import type { SetCode, SetContent } from "../set-content.js";
import { columnOf, keyFor, valuesOf } from "../set-words.js";

/** Least size of the lines between two codes. */
const LEAST_LINE_PT = 8;
const LINE_STEP_PT = 0.5;
/** Space between a heading and the words after it. */
const HEADING_GAP_MM = 4;

/**
 * The share's code at both ends of the block, its lines between them: a missing corner of up to a quarter of the page
 * spares one of them, and most blots do.
 * Where the page is too narrow for that, the code stands once.
 */
export function shareCode(
  content: SetContent,
  { sizeMm = 0, linePt = 10 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { share } = content;
  if (!share) return [];
  const column = columnOf(setting);
  const { fonts, language, widthMm } = setting;
  const quiet = quietOf(share.code, sizeMm);
  const linesMm = sizeMm + 2 * quiet;
  const lineWidth = (pt: number) => Math.max(...share.lines.map((line) => fonts.width(line, "mono", pt)));
  let pt = linePt;
  while (lineWidth(pt) > widthMm - 2 * linesMm && pt - LINE_STEP_PT >= LEAST_LINE_PT) pt -= LINE_STEP_PT;
  const twice = lineWidth(pt) <= widthMm - 2 * linesMm;

  const heading = say(language, "set.share-heading", valuesOf(content));
  if (twice) {
    const beside = new Column(fonts, widthMm, fonts.width(heading, "bold", 11) + HEADING_GAP_MM);
    beside.line(say(language, "set.share-twice"), { face: "text", pt: 11 });
    column.place(beside, 0);
  }
  column.line(heading, { face: "bold", pt: 11 });
  column.gap(quiet);
  const topMm = column.yMm;
  const places = twice ? [quiet, widthMm - quiet - sizeMm] : [quiet];
  for (const xMm of places) column.boxes.push({ kind: "code", xMm, yMm: topMm, sizeMm, ...share.code });
  setLines(column, share.lines, twice ? linesMm : linesMm + quiet, topMm, twice ? pt : linePt);
  column.gap(sizeMm + quiet);
  return [column];
}

/** The light space around a code of a size, in mm. */
export function quietOf({ symbol }: SetCode, sizeMm: number): number {
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
  { sizeMm = 0 }: Readonly<Record<string, number>>,
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
