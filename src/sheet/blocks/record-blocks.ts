import { say } from "../../language.js";
import { LINE_LEADING } from "../../paper/line.js";
import { QUIET_MODULES } from "../../paper/qr/qr.js";
import type { Setting } from "../block-setting.js";
import { MM_PER_PT } from "../box.js";
import { Column } from "../column.js";
import type { SetCode, SetContent } from "../sets/set-content.js";
import { columnOf, keyFor, valuesOf } from "../sets/set-words.js";
import { rowsOfColumns } from "./line-rows.js";

/** Size of the words above a code. */
const CAPTION_PT = 11;
/** Most columns of lines. */
const MOST_LINE_COLUMNS = 3;
/** Blanks between two of them: a reader of rows tells them apart by that. */
const BLANKS_BETWEEN = 7;

/** The share's code under its words, as narrow as it is: the page's other words stand beside it. */
export function shareCode(
  content: SetContent,
  { sizeMm = 0 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { share } = content;
  if (!share) return [];
  const quiet = quietOf(share.code, sizeMm);
  const column = new Column(setting.fonts, sizeMm + 2 * quiet);
  const words = new Column(setting.fonts, sizeMm + quiet, quiet);
  words.text(say(setting.language, "set.share-heading", valuesOf(content)), { face: "bold", pt: CAPTION_PT });
  column.place(words, 0);
  column.gap(words.yMm + quiet);
  column.boxes.push({ kind: "code", xMm: quiet, yMm: column.yMm, sizeMm, ...share.code });
  column.gap(sizeMm + quiet);
  return [column];
}

/** The light space around a code of a size, in mm. */
export function quietOf({ symbol }: SetCode, sizeMm: number): number {
  return (sizeMm / symbol.size) * QUIET_MODULES;
}

/** The document's codes for the front, as many across as the page is wide. */
export function codes(content: SetContent, numbers: Readonly<Record<string, number>>, setting: Setting): Column[] {
  return codesBlock(content, content.codes, 1, numbers, setting);
}

/** The document's other codes, for the back of a sealed sheet. */
export function moreCodes(content: SetContent, numbers: Readonly<Record<string, number>>, setting: Setting): Column[] {
  const { codes: front, moreCodes: back } = content;
  const repeats = back[0]?.text === front[0]?.text;
  return codesBlock(content, back, repeats ? 1 : front.length + 1, numbers, setting);
}

/** @param first number of the first code among all */
function codesBlock(
  content: SetContent,
  shown: readonly SetCode[],
  first: number,
  { sizeMm = 0 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { language, widthMm } = setting;
  const head = columnOf(setting);
  const last = first + shown.length - 1;
  const total = new Set([...content.codes, ...(content.share ? [] : content.moreCodes)].map(({ text }) => text)).size;
  const values = { ...valuesOf(content), first, last, total, needed: content.codesNeeded };
  head.text(say(language, keyFor("codes-heading", content), values), { face: "bold", pt: 11 });
  const quiet = shown[0] ? quietOf(shown[0], sizeMm) : 0;
  // Codes beside each other share the light space between them.
  const across = Math.max(1, Math.floor((widthMm - quiet) / (sizeMm + quiet)));
  const pitchMm = across > 1 ? (widthMm - sizeMm - 2 * quiet) / (across - 1) : 0;
  const rows: Column[] = [];
  for (let start = 0; start < shown.length; start += across) {
    const row = columnOf(setting);
    row.gap(quiet);
    for (const [i, code] of shown.slice(start, start + across).entries()) {
      row.boxes.push({ kind: "code", xMm: quiet + i * pitchMm, yMm: row.yMm, sizeMm, ...code });
    }
    row.gap(sizeMm);
    rows.push(row);
  }
  rows.at(-1)?.gap(quiet);
  return together([head, ...rows], setting);
}

/** Columns as one, where a page can take it. */
function together(columns: readonly Column[], setting: Setting): Column[] {
  const whole = columnOf(setting);
  for (const column of columns) {
    whole.place(column, whole.yMm);
    whole.gap(column.yMm);
  }
  return whole.yMm <= setting.heightMm ? [whole] : [...columns];
}

/** The lines of the share and of the document in columns, read down the left one first; in pieces that a page can take. */
export function setLines(
  content: SetContent,
  { pt = 9 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { language, fonts, widthMm, heightMm } = setting;
  const head = columnOf(setting);
  const how = content.lines.length > 0 ? keyFor("lines-how", content) : "set.lines-none";
  head.line(say(language, keyFor("lines-heading", content), valuesOf(content)), { face: "bold", pt: 11 });
  head.text(say(language, how, valuesOf(content)), { face: "text", pt: 10 });
  head.gap(1);
  const shareLines = content.share ? [...content.share.lines, ...(content.lines.length > 0 ? [BETWEEN] : [])] : [];
  const all = [...shareLines, ...content.lines];
  const rowMm = pt * LINE_LEADING * MM_PER_PT;
  const lineMm = Math.max(0, ...all.map((line) => fonts.width(line, "mono", pt)));
  const gapMm = BLANKS_BETWEEN * fonts.width("0", "mono", pt);
  const fit = Math.floor((widthMm + gapMm) / (lineMm + gapMm));
  const across = Math.max(1, Math.min(MOST_LINE_COLUMNS, fit));
  const most = Math.max(1, Math.floor((heightMm - head.yMm) / rowMm)) * across;
  const pieces: Column[] = [];
  for (let first = 0; first < all.length; first += most) {
    const lines = all.slice(first, first + most);
    const down = rowsOfColumns(lines, across);
    const piece = columnOf(setting);
    for (const [i, text] of lines.entries()) {
      const xMm = Math.floor(i / down) * (lineMm + gapMm);
      const yMm = ((i % down) + 0.8) * rowMm;
      if (text !== BETWEEN) piece.boxes.push({ kind: "text", text, xMm, yMm, face: "mono", pt, role: "line" });
    }
    piece.gap(down * rowMm);
    pieces.push(piece);
  }
  return [head, ...pieces];
}

/** An empty row between the lines of a share and those of its document. */
const BETWEEN = "";
