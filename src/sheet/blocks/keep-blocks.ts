import { say, sayAll } from "../../language.js";
import type { QrSymbol } from "../../paper/qr/qr.js";
import { WRITTEN_FORMAT } from "../../paper/record.js";
import type { Setting } from "../block-setting.js";
import { Column } from "../column.js";
import { type Fields, fieldsAt } from "../fields.js";
import { printable } from "../fonts.js";
import { blankRows } from "./blocks.js";
import { codeAndSteps } from "./code-and-steps.js";

/** Everything that the sheet of a kept secret says, before it has a place on a page. */
export interface KeepContent {
  /** What it is called; may be empty. */
  readonly name: string;
  /** As it was given. */
  readonly text: string;
  /** Why no codes can be made from it, as a sentence. */
  readonly reason: string;
  readonly symbol: QrSymbol;
  /** The text that the QR holds: the secret's line in a document. */
  readonly line: string;
  readonly fields: Fields;
  /** Which copy this is, when copies were asked for. */
  readonly copy: { readonly number: number; readonly of: number } | undefined;
  /** Day of making, `YYYY-MM-DD`. */
  readonly madeOn: string;
  /** Version of the program. */
  readonly version: string;
}

type Block = (content: KeepContent, numbers: Readonly<Record<string, number>>, setting: Setting) => Column;

/** The blocks of a sheet that keeps a secret as it is, by the names that templates use. */
export const KEEP_BLOCKS: Readonly<Record<string, Block>> = {
  title,
  worth,
  code,
  secret,
  kept: ({ fields }, { pt = 11, rowMm = 9 }, setting) => blankRows(fields, fieldsAt("kept"), pt, rowMm, setting),
};

/** What the sheet calls the secret. */
export function keepTitle({ name }: KeepContent, { fonts, language }: Pick<Setting, "fonts" | "language">): string {
  return printable(name || say(language, "sheet.unnamed"), "bold", fonts).text;
}

function title(content: KeepContent, numbers: Readonly<Record<string, number>>, setting: Setting): Column {
  const { titlePt = 15, issuerPt = 24 } = numbers;
  const column = new Column(setting.fonts, setting.widthMm);
  const copy = content.copy ? ` (${say(setting.language, "sheet.copy", content.copy)})` : "";
  column.line(say(setting.language, "sheet.keep-title") + copy, { face: "bold", pt: titlePt });
  column.gap(1);
  column.text(keepTitle(content, setting), { face: "bold", pt: issuerPt });
  return column;
}

function worth({ reason }: KeepContent, { pt = 12 }: Readonly<Record<string, number>>, setting: Setting): Column {
  const column = new Column(setting.fonts, setting.widthMm);
  for (const sentence of sayAll(setting.language, "sheet.keep-worth", { reason })) {
    column.text(printable(sentence, "text", setting.fonts).text, { face: "text", pt });
    column.gap(1.5);
  }
  return column;
}

function code(content: KeepContent, numbers: Readonly<Record<string, number>>, setting: Setting): Column {
  const { sizeMm = 60, stepsPt = 13 } = numbers;
  const { symbol, line: text } = content;
  return codeAndSteps({ symbol, text, sizeMm }, sayAll(setting.language, "sheet.keep-steps"), stepsPt, setting);
}

/** The secret to read: its blanks marked, since any of them may be part of it, and lines broken after them. */
function secret(content: KeepContent, { pt = 16 }: Readonly<Record<string, number>>, setting: Setting): Column {
  const { fonts, language, widthMm } = setting;
  const column = new Column(fonts, widthMm);
  column.line(say(language, "sheet.keep-heading"), { face: "bold", pt: 12 });
  column.text(say(language, "sheet.keep-hint"), { face: "text", pt: 11 });
  column.gap(1.5);
  const cells = Math.max(1, Math.floor(widthMm / fonts.width("A", "mono", pt) + 1e-6));
  const text = printable(content.text.replaceAll(" ", BLANK), "mono", fonts).text;
  for (const line of brokenLines(text, cells)) column.line(line, { face: "mono", pt });
  column.gap(2);
  const { madeOn: date, version } = content;
  column.text(say(language, "sheet.program-made", { date, version, format: WRITTEN_FORMAT }), { face: "text", pt: 9 });
  return column;
}

/** Stands for a blank: one at the end of a line would be lost. */
const BLANK = "\u00B7";

/** A text in lines of so many characters, broken after a blank where one comes in time. */
function brokenLines(text: string, cells: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of text.match(/[^\u00B7]*\u00B7|[^\u00B7]+$/gu) ?? []) {
    if (line !== "" && [...line, ...part].length > cells) {
      lines.push(line);
      line = "";
    }
    let rest = [...line, ...part];
    for (; rest.length > cells; rest = rest.slice(cells)) lines.push(rest.slice(0, cells).join(""));
    line = rest.join("");
  }
  return line === "" ? lines : [...lines, line];
}
