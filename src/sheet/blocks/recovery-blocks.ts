import { say, sayAll } from "../../language.js";
import type { QrSymbol } from "../../paper/qr/qr.js";
import { WRITTEN_FORMAT } from "../../paper/record.js";
import type { Setting } from "../block-setting.js";
import { type Box, MM_PER_PT } from "../box.js";
import { Column } from "../column.js";
import { type Fields, fieldsAt } from "../fields.js";
import { printable } from "../fonts.js";
import { blankRows } from "./blocks.js";
import { codeAndSteps } from "./code-and-steps.js";

/** Everything that a page of recovery codes says, before it has a place on paper. */
export interface RecoveryContent {
  /** Whose they are; a name that is missing is said to be. */
  readonly issuer: string;
  readonly account: string;
  /** As the service gave them: those of this page. */
  readonly codes: readonly string[];
  /** Which of how many pages of the account's codes this is. */
  readonly part: { readonly page: number; readonly pages: number };
  readonly symbol: QrSymbol;
  /** The text that the QR holds: lines of a document. */
  readonly text: string;
  readonly fields: Fields;
  /** Which copy this is, when copies were asked for. */
  readonly copy: { readonly number: number; readonly of: number } | undefined;
  /** Day of making, `YYYY-MM-DD`. */
  readonly madeOn: string;
  /** Version of the program. */
  readonly version: string;
}

type Numbers = Readonly<Record<string, number>>;
type Block = (content: RecoveryContent, numbers: Numbers, setting: Setting) => Column;

/** The blocks of a page of recovery codes, by the names that templates use. */
export const RECOVERY_BLOCKS: Readonly<Record<string, Block>> = {
  title,
  worth: (_, { pt = 12 }, setting) => {
    const column = new Column(setting.fonts, setting.widthMm);
    for (const sentence of sayAll(setting.language, "sheet.recovery-worth"))
      column.text(sentence, { face: "text", pt });
    return column;
  },
  code,
  "recovery-codes": codes,
  kept: ({ fields }, { pt = 11, rowMm = 9 }, setting) => blankRows(fields, fieldsAt("kept"), pt, rowMm, setting),
};

function title(content: RecoveryContent, numbers: Numbers, setting: Setting): Column {
  const { titlePt = 15, issuerPt = 24, accountPt = 15 } = numbers;
  const { fonts, language, widthMm } = setting;
  const column = new Column(fonts, widthMm);
  const { copy, part } = content;
  const marks = [
    ...(part.pages > 1 ? [say(language, "sheet.recovery-part", part)] : []),
    ...(copy ? [say(language, "sheet.copy", copy)] : []),
  ];
  const mark = marks.length > 0 ? ` (${marks.join(", ")})` : "";
  column.line(say(language, "sheet.recovery-title") + mark, { face: "bold", pt: titlePt });
  column.gap(1);
  column.text(printable(content.issuer, "bold", fonts).text, { face: "bold", pt: issuerPt });
  if (content.account !== "")
    column.text(printable(content.account, "text", fonts).text, { face: "text", pt: accountPt });
  return column;
}

function code(content: RecoveryContent, numbers: Numbers, setting: Setting): Column {
  const { sizeMm = 66, stepsPt = 12 } = numbers;
  const { symbol, text } = content;
  return codeAndSteps({ symbol, text, sizeMm }, sayAll(setting.language, "sheet.recovery-steps"), stepsPt, setting);
}

/** Side of a box to cross out, of the height of its row, and the space behind it. */
const BOX_SHARE = 0.62;
const BEHIND_BOX_MM = 3;
const BETWEEN_MM = 6;
const LINE_MM = 0.3;

/** Each code behind a box of its own, two columns where all are short enough; a long one takes several lines. */
function codes(content: RecoveryContent, { pt = 17, rowMm = 10 }: Numbers, setting: Setting): Column {
  const { fonts, language, widthMm } = setting;
  const column = new Column(fonts, widthMm);
  column.line(say(language, "sheet.recovery-heading"), { face: "bold", pt: 12 });
  column.gap(1);
  const boxMm = rowMm * BOX_SHARE;
  const texts = content.codes.map((one) => printable(one, "mono", fonts).text);
  const halfMm = (widthMm - BETWEEN_MM) / 2;
  const cellsIn = (mm: number) => Math.floor((mm - boxMm - BEHIND_BOX_MM) / fonts.width("A", "mono", pt) + 1e-6);
  const inTwo = texts.length > 1 && texts.every((text) => [...text].length <= cellsIn(halfMm));
  const rows = inTwo ? Math.ceil(texts.length / 2) : texts.length;
  const topMm = column.yMm;
  for (const [i, text] of texts.entries()) {
    const leftMm = inTwo && i >= rows ? halfMm + BETWEEN_MM : 0;
    if (inTwo) column.yMm = topMm + (i % rows) * rowMm;
    const lines = brokenLines(text, cellsIn(inTwo ? halfMm : widthMm));
    column.boxes.push(...emptyBox(leftMm, column.yMm + (rowMm - boxMm) / 2, boxMm));
    for (const [at, line] of lines.entries()) {
      const yMm = column.yMm + at * pt * LEADING * MM_PER_PT + (rowMm + pt * CAPITAL * MM_PER_PT) / 2;
      column.boxes.push({ kind: "text", text: line, xMm: leftMm + boxMm + BEHIND_BOX_MM, yMm, face: "mono", pt });
    }
    column.yMm += rowMm + (lines.length - 1) * pt * LEADING * MM_PER_PT;
  }
  column.yMm = inTwo ? topMm + rows * rowMm : column.yMm;
  column.gap(1);
  const { madeOn: date, version } = content;
  column.text(say(language, "sheet.program-made", { date, version, format: WRITTEN_FORMAT }), { face: "text", pt: 9 });
  return column;
}

/** Lines of one code below each other, and the height of its capitals, in its point size. */
const LEADING = 1.3;
const CAPITAL = 0.73;

function emptyBox(xMm: number, yMm: number, sideMm: number): Box[] {
  const rule = (x: number, y: number, widthMm: number, heightMm: number): Box => {
    return { kind: "rule", xMm: xMm + x, yMm: yMm + y, widthMm, heightMm, grey: 0 };
  };
  return [
    rule(0, 0, sideMm, LINE_MM),
    rule(0, sideMm - LINE_MM, sideMm, LINE_MM),
    rule(0, 0, LINE_MM, sideMm),
    rule(sideMm - LINE_MM, 0, LINE_MM, sideMm),
  ];
}

/** A code in lines of so many characters, broken behind a hyphen or blank where one comes in time. */
function brokenLines(text: string, cells: number): string[] {
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > cells) {
    const last = rest.slice(0, cells).findLastIndex((character) => character === "-" || character === " ");
    const end = last > cells / 2 ? last + 1 : cells;
    lines.push(rest.slice(0, end).join(""));
    rest = rest.slice(end);
  }
  return [...lines, rest.join("")];
}
