import { numberedHolders, parseHolder } from "../../document/holder.js";
import { formKey, say, sayAll } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { BLANK_GREY, Column } from "../column.js";
import type { FieldName } from "../content.js";
import { printable } from "../fonts.js";
import type { SetContent } from "../set-content.js";
import { columnOf, keyFor, kindOf, sentences, steps, valuesOf } from "../set-words.js";
import { codes, documentLines, quietOf, shareCode } from "./record-blocks.js";

/** Pieces that stay whole; a page may break between them. */
type SetBlock = (content: SetContent, numbers: Readonly<Record<string, number>>, setting: Setting) => Column[];

/** The blocks of sealed and share sheets and of the keeper's page, by the names that templates use. */
export const SET_BLOCKS: Readonly<Record<string, SetBlock>> = {
  heading,
  worth: (content, { pt = 12 }, setting) => [sentences(keyFor("worth", content), content, pt, setting)],
  opens,
  holders,
  gather: (content, { pt = 13, rowMm = 8 }, setting) => {
    const column = steps(keyFor("gather", content), content, pt, setting);
    blankFields(column, ["recovery-page-kept-at"], content, pt, rowMm, setting);
    return [column];
  },
  "recovery-page": recoveryPage,
  "share-code": shareCode,
  lend: (content, { pt = 11 }, setting) => [sentences("set.lend", content, pt, setting)],
  codes,
  "document-lines": documentLines,
  card,
  kept: (content, { pt = 11, rowMm = 9 }, setting) => [blanks(content, pt, rowMm, setting)],
  replaced,
  log,
};

function heading(
  content: SetContent,
  { titlePt = 24, pt = 12 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { fonts, language } = setting;
  const column = columnOf(setting);
  column.text(say(language, keyFor("heading", content), valuesOf(content)), { face: "bold", pt: titlePt });
  column.gap(1);
  const whose = whoseWords(content, setting);
  if (whose !== "") column.text(printable(whose, "text", fonts).text, { face: "text", pt: pt + 3 });
  const holder = content.share ? content.holders[content.share.x - 1] : undefined;
  if (holder !== undefined) {
    const { name } = parseHolder(holder);
    column.blank(say(language, "set.holder"), printable(name, "text", fonts).text, pt + 2, 10, 32);
  }
  column.gap(1.5);
  column.text(say(language, "set.set-id"), { face: "text", pt });
  column.line(content.setId, { face: "mono", pt: pt + 2 });
  return [column];
}

/** Whose accounts a sheet opens, and what it is for; `""` where neither is said. */
function whoseWords({ owner, title = "" }: SetContent, { language }: Setting): string {
  if (owner === undefined) return title;
  return say(language, title === "" ? "set.of" : "set.of-titled", { owner, title });
}

function opens(content: SetContent, { pt = 12 }: Readonly<Record<string, number>>, setting: Setting): Column[] {
  const { accountCount } = content;
  const key = accountCount === undefined ? "set.opens-unknown" : formKey(setting.language, "set.opens", accountCount);
  const column = sentences(key, content, pt, setting);
  const shown = content.shown?.map((account) => {
    const item = columnOf(setting);
    const name = [account.issuer, account.account].filter((part) => part !== "").join(" · ");
    item.item("•", printable(name, "text", setting.fonts).text, { face: "text", pt }, "text");
    return item;
  });
  return [column, ...(shown ?? [])];
}

/** Who holds which share, and how to reach them; on the keeper's page where each lies. */
function holders(
  content: SetContent,
  { pt = 11, rowMm = 9 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { fonts, language } = setting;
  const kind = kindOf(content);
  const head = columnOf(setting);
  head.line(say(language, `set.holders-heading-${kind}`, valuesOf(content)), { face: "bold", pt: pt + 1 });
  const rows = content.holders.map((holder, i) => {
    const row = columnOf(setting);
    const { name, contact } = parseHolder(holder);
    // On the keeper's page the blank is for the place where the sheet lies.
    const together = kind === "keeper" && contact !== "";
    const [words, beside] = together ? [`${name}${say(language, "set.comma")}${contact}`, ""] : [name, contact];
    const label = `${i + 1}.  ${printable(words, "text", fonts).text}`;
    row.blank(label, printable(beside, "text", fonts).text, pt, rowMm, Math.min(setting.widthMm / 2, 62));
    if (name === "") row.rule(7, 52, -1, 0.2, BLANK_GREY);
    return row;
  });
  return [head, ...rows];
}

/** How to do without this program: steps, and a program that any computer with Python runs. */
function card(
  content: SetContent,
  { pt = 10, programPt = 8 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const head = columnOf(setting);
  head.line(say(setting.language, "set.card-heading"), { face: "bold", pt: pt + 1 });
  const how = steps(keyFor("card", content), content, pt, setting);
  how.gap(2);
  // Whole on a page, and on the next where the steps leave too little of theirs.
  const program = columnOf(setting);
  for (const line of content.program.trimEnd().split("\n")) program.line(line, { face: "mono", pt: programPt });
  return [head, how, program];
}

function blanks(content: SetContent, pt: number, rowMm: number, setting: Setting): Column {
  const sealed: FieldName[] = kindOf(content) === "sealed" ? ["passphrase-kept-at"] : [];
  const names: FieldName[] = [...sealed, "password-kept-at", "this-sheet-kept-at", "other-copies-at", "check-again-by"];
  const column = columnOf(setting);
  blankFields(column, names, content, pt, rowMm, setting);
  return column;
}

function blankFields(
  column: Column,
  names: readonly FieldName[],
  content: SetContent,
  pt: number,
  rowMm: number,
  { fonts, language }: Setting,
): void {
  const labels = names.map((name) => say(language, `sheet.fields.${name}`));
  const nameWidthMm = Math.max(...labels.map((label) => fonts.width(label, "text", pt))) + 4;
  for (const [i, name] of names.entries()) {
    column.blank(labels[i] ?? "", printable(content.fields[name] ?? "", "text", fonts).text, pt, rowMm, nameWidthMm);
  }
}

/** Which recovery page was made with the set, and where it is: only the keeper compares its hash. */
function recoveryPage(
  content: SetContent,
  { pt = 11, rowMm = 8 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const column = columnOf(setting);
  const { recoveryPage: page } = content;
  column.line(say(setting.language, "set.page-heading"), { face: "bold", pt: pt + 1 });
  for (const sentence of sayAll(setting.language, "set.page-how")) column.text(sentence, { face: "text", pt });
  if (page) {
    column.text(say(setting.language, "set.page-hash", { version: page.version }), { face: "text", pt });
    for (const row of page.sha256.match(/.{32}/gu) ?? []) {
      column.line(row.match(/.{8}/gu)?.join(" ") ?? "", { face: "mono", pt });
    }
  }
  blankFields(column, ["recovery-page-kept-at"], content, pt, rowMm, setting);
  return [column];
}

/** What this set replaces, and what to destroy. */
function replaced(content: SetContent, { pt = 11 }: Readonly<Record<string, number>>, setting: Setting): Column[] {
  const { fonts, language } = setting;
  const column = sentences(replacedKey(content), content, pt, setting);
  const holders = numberedHolders(content.replaced?.holders ?? []);
  if (kindOf(content) === "keeper" && holders.length > 0) {
    const names = printable(holders.join(say(language, "set.comma")), "text", fonts).text;
    column.text(say(language, "set.replaced-holders", { names }), { face: "text", pt });
  }
  return [column];
}

function replacedKey(content: SetContent): string {
  const { replaces, replaced: old } = content;
  if (replaces === undefined) return "set.replaces-nothing";
  if (!old) return keyFor("replaces", content);
  const keeper = kindOf(content) === "keeper";
  if (!old.threshold) return keeper ? "set.replaces-keeper-sealed" : "set.replaces-sealed";
  return keeper ? "set.replaces-keeper-known" : "set.replaces-share-known";
}

/** Space between the table of checks and the code beside it, besides the code's quiet zone. */
const GUTTER_MM = 4;

/** Who checked the sheet and when; on the keeper's page its code beside that. */
function log(
  { keeperCode: code }: SetContent,
  { pt = 10, rowMm = 7, rows = 3, sizeMm = 0 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { fonts, language, widthMm } = setting;
  const column = columnOf(setting);
  const headings = sayAll(language, "set.log-columns");
  if (!code) {
    column.blankTable(headings, { pt, rowMm, rows });
    return [column];
  }
  const heading = say(language, "sheet.program-heading");
  const quiet = quietOf(code, sizeMm);
  const asideMm = Math.max(sizeMm + quiet, fonts.width(heading, "bold", pt));
  const table = new Column(fonts, widthMm - asideMm - GUTTER_MM);
  table.blankTable(headings, { pt, rowMm, rows });
  const aside = new Column(fonts, asideMm, widthMm - asideMm);
  aside.line(heading, { face: "bold", pt });
  aside.gap(quiet);
  aside.boxes.push({ kind: "code", xMm: widthMm - sizeMm, yMm: aside.yMm, sizeMm, ...code });
  aside.gap(sizeMm);
  column.place(table, 0);
  column.place(aside, 0);
  column.gap(Math.max(table.yMm, aside.yMm));
  return [column];
}
