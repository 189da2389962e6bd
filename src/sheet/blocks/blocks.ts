import { say, sayAll } from "../../language.js";
import { printedNames, quietMm, type Setting } from "../block-setting.js";
import { Column, RULE_MM } from "../column.js";
import type { OpenContent } from "../content.js";
import { type FieldName, type Fields, fieldsAt } from "../fields.js";
import { printable } from "../fonts.js";
import { settingsSentences } from "./account-settings.js";
import { codeAndSteps } from "./code-and-steps.js";
import { keyLines } from "./key.js";
import { programBlock } from "./program-block.js";

/** Sets one block of an open sheet with the numbers of its template. */
type Block = (content: OpenContent, numbers: Readonly<Record<string, number>>, setting: Setting) => Column;

/** The blocks by the names that templates use. */
export const BLOCKS: Readonly<Record<string, Block>> = {
  title,
  worth: (_, { pt = 12 }, setting) => {
    const column = columnOf(setting);
    for (const sentence of sayAll(setting.language, "sheet.worth-open")) column.text(sentence, { face: "text", pt });
    return column;
  },
  code,
  key,
  settings: (content, { pt = 11 }, setting) => {
    const column = columnOf(setting);
    column.line(say(setting.language, "sheet.settings-heading"), { face: "bold", pt });
    for (const sentence of settingsSentences(content, setting.language)) column.text(sentence, { face: "text", pt });
    return column;
  },
  "sign-in": signIn,
  refused,
  lost,
  kept: (content, { pt = 11, rowMm = 9 }, setting) => blankRows(content.fields, fieldsAt("kept"), pt, rowMm, setting),
  log,
  program: programBlock,
};

function columnOf(setting: Setting): Column {
  return new Column(setting.fonts, setting.widthMm);
}

function title(content: OpenContent, numbers: Readonly<Record<string, number>>, setting: Setting): Column {
  const { titlePt = 15, issuerPt = 24, accountPt = 15 } = numbers;
  const column = columnOf(setting);
  const names = printedNames(content, setting);
  if (content.copy) {
    const copy = say(setting.language, "sheet.copy", content.copy);
    const left = new Column(
      setting.fonts,
      setting.widthMm,
      setting.widthMm - setting.fonts.width(copy, "text", titlePt),
    );
    left.line(copy, { face: "text", pt: titlePt });
    column.place(left, 0);
  }
  column.line(say(setting.language, "sheet.title"), { face: "bold", pt: titlePt });
  column.gap(1);
  column.text(names.issuer, { face: "bold", pt: issuerPt });
  if (names.account !== "") column.text(names.account, { face: "text", pt: accountPt });
  return column;
}

function code(content: OpenContent, numbers: Readonly<Record<string, number>>, setting: Setting): Column {
  const { sizeMm = 60, stepsPt = 14 } = numbers;
  const { symbol, uri: text } = content;
  return codeAndSteps({ symbol, text, sizeMm }, sayAll(setting.language, "sheet.steps"), stepsPt, setting);
}

function key(content: OpenContent, { pt = 16 }: Readonly<Record<string, number>>, setting: Setting): Column {
  const column = columnOf(setting);
  const { language, fonts } = setting;
  column.line(say(language, "sheet.key-heading"), { face: "bold", pt: 12 });
  column.text(say(language, "sheet.key-hint"), { face: "text", pt: 11 });
  column.gap(1.5);
  const cells = Math.floor(setting.widthMm / fonts.width("A", "mono", pt) + 1e-6);
  for (const line of keyLines(content.account.secret, cells)) column.line(line, { face: "mono", pt, role: "key" });
  return column;
}

/** Space between the blanks and the code beside them, besides the code's quiet zone. */
const GUTTER_MM = 4;
/** Words above that code. */
const AGAIN_PT = 10;

/**
 * Blanks for signing in and, where the template asks for it, the code again to the right of them: in the corner
 * opposite the first one, where a missing corner of up to a quarter of the page spares one of them, and most blots do.
 */
function signIn(content: OpenContent, numbers: Readonly<Record<string, number>>, setting: Setting): Column {
  const { pt = 11, rowMm = 10, againMm = 0 } = numbers;
  const names = fieldsAt("sign-in");
  if (againMm === 0) return blankRows(content.fields, names, pt, rowMm, setting);
  const quiet = quietMm(content, againMm);
  const xMm = setting.widthMm - againMm;
  const again = new Column(setting.fonts, againMm, xMm);
  again.text(say(setting.language, "sheet.code-again"), { face: "text", pt: AGAIN_PT });
  again.gap(quiet);
  const { symbol } = content;
  again.boxes.push({ kind: "code", xMm, yMm: again.yMm, sizeMm: againMm, symbol, text: content.uri });
  again.gap(againMm);
  const left = { ...setting, widthMm: xMm - quiet - GUTTER_MM };
  const rows = blankRows(content.fields, names, pt, Math.max(rowMm, againMm / names.length), left);
  // The last rule is level with the foot of the code; it lies this far above the end of its row.
  const footMm = Math.max(again.yMm, rows.yMm - RULE_MM);
  const column = columnOf(setting);
  column.place(again, footMm - again.yMm);
  column.place(rows, footMm + RULE_MM - rows.yMm);
  column.gap(footMm + Math.max(quiet, RULE_MM));
  return column;
}

/** Blanks to write on, or filled in. */
export function blankRows(
  fields: Fields,
  names: readonly FieldName[],
  pt: number,
  rowMm: number,
  setting: Setting,
): Column {
  const column = columnOf(setting);
  const { fonts, language } = setting;
  const labels = names.map((name) => say(language, `sheet.fields.${name}`));
  const nameWidthMm = Math.max(...labels.map((label) => fonts.width(label, "text", pt))) + 4;
  for (const [i, name] of names.entries()) {
    const value = printable(fields[name] ?? "", "text", fonts).text;
    column.blank(labels[i] ?? "", value, pt, rowMm, nameWidthMm);
  }
  return column;
}

function refused(content: OpenContent, { pt = 11 }: Readonly<Record<string, number>>, setting: Setting): Column {
  const column = columnOf(setting);
  section(column, "refused", [...content.guide.refused, ...content.guide.asked], pt, content, setting);
  return column;
}

function lost(content: OpenContent, { pt = 11 }: Readonly<Record<string, number>>, setting: Setting): Column {
  const column = columnOf(setting);
  section(column, "lost", content.guide.lost, pt, content, setting);
  column.gap(3);
  section(column, "have-ready", content.guide.haveReady, pt, content, setting);
  column.gap(3);
  section(column, "second-device", content.guide.secondDevice, pt, content, setting);
  return column;
}

function section(
  column: Column,
  heading: string,
  sentences: readonly string[],
  pt: number,
  content: OpenContent,
  { language }: Setting,
): void {
  const service = say(language, `guides.${content.guide.name}.title`);
  column.line(say(language, `sheet.${heading}-heading`, { service }), { face: "bold", pt: pt + 1 });
  for (const key of sentences) column.item("•", say(language, `guides.${key}`), { face: "text", pt }, "text");
}

function log(_: OpenContent, numbers: Readonly<Record<string, number>>, setting: Setting): Column {
  const { pt = 10, rowMm = 7, rows = 3 } = numbers;
  const column = columnOf(setting);
  column.blankTable(sayAll(setting.language, "sheet.log-columns"), { pt, rowMm, rows });
  return column;
}
