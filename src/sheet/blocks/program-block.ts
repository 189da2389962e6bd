import { say } from "../../language.js";
import { LINE_LEADING } from "../../paper/line.js";
import { WRITTEN_FORMAT } from "../../paper/record.js";
import { quietMm, type Setting } from "../block-setting.js";
import { MM_PER_PT } from "../box.js";
import { Column } from "../column.js";
import type { OpenContent } from "../content.js";
import { FREE_MM } from "../footer.js";

/** Space between the two columns. */
const GUTTER_MM = 8;
/** Sizes tried from the largest down. */
const STEP_PT = 0.5;
/** Reading text of this block: set apart and small, for the program rather than for people. */
const SMALL_PT = 9;

/**
 * The code again and the check lines, filling the page to its foot: the code in the bottom left
 * corner, so that on a leaf printed on both sides it lies in the corner opposite the front's code.
 */
export function programBlock(
  content: OpenContent,
  numbers: Readonly<Record<string, number>>,
  setting: Setting,
): Column {
  const { sizeMm = 46, mostPt = 10, leastPt = 8 } = numbers;
  const { fonts, language, widthMm, heightMm } = setting;
  const columnMm = (widthMm - GUTTER_MM) / 2;
  const quiet = quietMm(content, sizeMm);

  const words = new Column(fonts, widthMm);
  words.line(say(language, "sheet.program-heading"), { face: "bold", pt: SMALL_PT });
  words.text(say(language, "sheet.program-how"), { face: "text", pt: SMALL_PT });
  const meta = new Column(fonts, columnMm);
  const made = { date: content.madeOn, version: content.version, format: WRITTEN_FORMAT };
  meta.text(say(language, "sheet.program-made", made), { face: "text", pt: SMALL_PT });
  if (content.testValue !== undefined) {
    meta.text(say(language, "sheet.program-test-value", { value: content.testValue }), { face: "text", pt: SMALL_PT });
  }
  if (content.testCommand !== undefined) {
    meta.text(say(language, "sheet.program-test-command"), { face: "text", pt: SMALL_PT });
    meta.text(content.testCommand, { face: "mono", pt: SMALL_PT - 1 });
  }

  const topMm = words.yMm + 2;
  // The page's foot leaves free what a code of many modules needs; one of few stands higher.
  const raisedMm = Math.max(0, quiet - FREE_MM);
  const fixedMm = topMm + meta.yMm + quiet + sizeMm + raisedMm;
  for (let pt = mostPt; ; pt -= STEP_PT) {
    const rowMm = pt * LINE_LEADING * MM_PER_PT;
    const fits = Math.max(...content.lines.map((line) => fonts.width(line, "mono", pt))) <= columnMm;
    const inRight = Math.floor((heightMm - topMm) / rowMm);
    const inLeft = Math.max(0, Math.floor((heightMm - fixedMm - 2) / rowMm));
    const room = fits && inLeft + inRight >= content.lines.length;
    if (!room && pt - STEP_PT >= leastPt) continue;
    // The right column first: a typist finds the lines in one piece wherever they fit so.
    const right = Math.min(content.lines.length, Math.max(1, inRight));
    const left = content.lines.length - right;
    const height = Math.max(fixedMm + (left > 0 ? left * rowMm + 2 : 0), topMm + right * rowMm);
    const column = new Column(fonts, widthMm);
    column.place(words, 0);
    place(column, content.lines.slice(0, left), 0, topMm, pt, rowMm);
    const codeMm = height - raisedMm - sizeMm;
    column.place(meta, codeMm - quiet - meta.yMm);
    column.boxes.push({ kind: "code", xMm: 0, yMm: codeMm, sizeMm, symbol: content.symbol, text: content.uri });
    place(column, content.lines.slice(left), columnMm + GUTTER_MM, height - right * rowMm, pt, rowMm);
    column.gap(height);
    return column;
  }
}

/** Sets check lines one below the other. */
function place(column: Column, lines: readonly string[], xMm: number, yMm: number, pt: number, rowMm: number): void {
  for (const [i, text] of lines.entries()) {
    column.boxes.push({ kind: "text", text, xMm, yMm: yMm + (i + 0.8) * rowMm, face: "mono", pt, role: "line" });
  }
}
