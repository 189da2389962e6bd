import { numberedHolders, parseHolder } from "../../document/holder.js";
import { formKey, say, sayAll } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { MM_PER_PT } from "../box.js";
import { BLANK_GREY, Column, shifted } from "../column.js";
import type { FieldName } from "../content.js";
import { printable } from "../fonts.js";
import type { SetContent } from "../sets/set-content.js";
import { columnOf, keyFor, kindOf, sentences, steps, valuesOf } from "../sets/set-words.js";
import { codes, moreCodes, quietOf, setLines, shareCode } from "./record-blocks.js";

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
  receipts,
  "share-left": shareCode,
  "share-right": shareCode,
  lend: (content, { pt = 11 }, setting) => [sentences("set.lend", content, pt, setting)],
  codes,
  "more-codes": moreCodes,
  "codes-again": codes,
  "document-lines": setLines,
  card: (content, { pt = 10 }, setting) => [card(content, pt, setting)],
  "card-program": ({ program }, { mostPt = 8, columns = 1 }, setting) => [
    programColumns(program, mostPt, columns, setting),
  ],
  kept: (content, { pt = 11, rowMm = 9 }, setting) => [blanks(content, pt, rowMm, setting)],
  replaced,
  log,
};

/** Blocks at an edge of the page: what follows stands beside them. */
export const EDGE_BLOCKS: Readonly<Record<string, "left" | "right">> = { "share-left": "left", "share-right": "right" };

/** Blocks as wide as the page: they stand below what is at its edges. */
export const CLEARING_BLOCKS: ReadonlySet<string> = new Set([
  "codes",
  "more-codes",
  "codes-again",
  "document-lines",
  "card-program",
]);

/** Blocks that fill a leaf, and stand only on sheets of several. */
export const SPARE_BLOCKS: ReadonlySet<string> = new Set(["codes-again"]);

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
  setIdLine(column, content, pt, setting);
  return [column];
}

/** Least size of the set id, in points: at 12 its glyphs are not told from a page drawn at 200 dpi, at 12.6 they are. */
const SET_ID_PT = 14;

/** The set id after its words, or below them where the column is narrow. */
function setIdLine(column: Column, { setId }: SetContent, pt: number, setting: Setting): void {
  const { fonts, language, widthMm } = setting;
  const words = `${say(language, "set.set-id")}  `;
  const wordsMm = fonts.width(words, "text", pt);
  const idPt = Math.max(pt + 2, SET_ID_PT);
  if (wordsMm + fonts.width(setId, "mono", idPt) > widthMm) {
    column.text(words.trimEnd(), { face: "text", pt });
    column.line(setId, { face: "mono", pt: idPt });
    return;
  }
  const beside = columnOf(setting);
  beside.line(setId, { face: "mono", pt: idPt }, wordsMm);
  column.place(beside, column.yMm);
  // On one baseline.
  column.gap((idPt - pt) * 1.05 * MM_PER_PT);
  column.line(words.trimEnd(), { face: "text", pt });
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

/** Space between two columns of holders. */
const HOLDERS_GAP_MM = 6;
/** Most width of a holder's name. */
const NAME_MM = 62;

/** Who holds which share, and how to reach them; on the keeper's page where each lies. */
function holders(
  content: SetContent,
  { pt = 11, rowMm = 9, columns = 1 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  if (content.holders.length === 0) return [];
  const { fonts, language } = setting;
  const head = columnOf(setting);
  head.line(say(language, `set.holders-heading-${kindOf(content)}`, valuesOf(content)), { face: "bold", pt: pt + 1 });
  const widthMm = (setting.widthMm - (columns - 1) * HOLDERS_GAP_MM) / columns;
  const cells = content.holders.map((holder, i) => {
    const cell = new Column(fonts, widthMm);
    setHolder(cell, holder, i + 1, content, pt, rowMm, setting);
    return cell;
  });
  const down = Math.ceil(cells.length / columns);
  const rows = Array.from({ length: down }, (_, r) => {
    const row = columnOf(setting);
    const beside = cells.filter((_, i) => i % down === r);
    const heightMm = Math.max(...beside.map(({ yMm }) => yMm));
    for (const [i, { boxes, yMm }] of beside.entries()) {
      row.boxes.push(...shifted(boxes, i * (widthMm + HOLDERS_GAP_MM), heightMm - yMm));
    }
    row.gap(heightMm);
    return row;
  });
  return [head, ...rows];
}

/** The row of one holder. */
function setHolder(
  cell: Column,
  holder: string,
  number: number,
  content: SetContent,
  pt: number,
  rowMm: number,
  { fonts, language }: Setting,
): void {
  const { name, contact } = parseHolder(holder);
  // On the keeper's page the blank is for the place where the sheet lies.
  const together = kindOf(content) === "keeper" && contact !== "";
  const [words, beside] = together ? [`${name}${say(language, "set.comma")}${contact}`, ""] : [name, contact];
  const label = `${number}.  ${printable(words, "text", fonts).text}`;
  const nameMm = Math.min(cell.widthMm / 2, NAME_MM);
  cell.blank(label, printable(beside, "text", fonts).text, pt, rowMm, nameMm);
  if (name === "") cell.rule(7, nameMm - 10, -1, 0.2, BLANK_GREY);
}

/** The card is long, and read once: its lines stand close. */
const CARD_LEADING = 1.15;

/** How to do without this program, in steps. */
function card(content: SetContent, pt: number, setting: Setting): Column {
  const column = columnOf(setting);
  column.line(say(setting.language, "set.card-heading"), { face: "bold", pt: pt + 1 });
  const how = steps(keyFor("card", content), content, pt, setting, CARD_LEADING);
  column.place(how, column.yMm);
  column.gap(how.yMm);
  return column;
}

/** From one line of a program to the next, in its point size. */
const PROGRAM_LEADING = 1.15;
/** Space between its columns. */
const PROGRAM_GAP_MM = 3;
/** Words above it. */
const READ_PT = 10;

/** The format card's program, which any computer with Python runs, in columns, read down the left one first. */
function programColumns(text: string, mostPt: number, columns: number, setting: Setting): Column {
  const { fonts, language, widthMm } = setting;
  const lines = text.trimEnd().split("\n");
  const columnMm = (widthMm - (columns - 1) * PROGRAM_GAP_MM) / columns;
  const widest = Math.max(...lines.map((line) => fonts.width(line, "mono", 1)));
  const pt = Math.min(mostPt, columnMm / widest);
  const rowMm = pt * PROGRAM_LEADING * MM_PER_PT;
  const down = Math.ceil(lines.length / columns);
  const column = columnOf(setting);
  if (columns > 1) column.text(say(language, "set.card-columns"), { face: "text", pt: READ_PT });
  const topMm = column.yMm;
  for (const [i, line] of lines.entries()) {
    const part = new Column(fonts, columnMm, Math.floor(i / down) * (columnMm + PROGRAM_GAP_MM));
    part.line(line, { face: "mono", pt });
    column.place(part, topMm + (i % down) * rowMm);
  }
  column.gap(down * rowMm);
  return column;
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
    hashRows(column, page.sha256, pt, setting);
    if (page.workshopSha256 !== undefined) {
      column.text(say(setting.language, "set.workshop-hash"), { face: "text", pt });
      hashRows(column, page.workshopSha256, pt, setting);
    }
  }
  blankFields(column, ["recovery-page-kept-at"], content, pt, rowMm, setting);
  return [column];
}

/** Space between two receipts of a row, in characters. */
const RECEIPT_GAP = 2;

/** Receipts of years on end, a column a year and a row a share, in as few tables as the page is wide for. */
function receipts(
  { receipts: shares }: SetContent,
  { pt = 10, rowMm = 5.5 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const years = shares[0] ?? [];
  if (years.length === 0) return [];
  const { fonts, language, widthMm } = setting;
  const head = columnOf(setting);
  head.line(say(language, "set.receipts-heading"), { face: "bold", pt: pt + 1 });
  head.text(say(language, "set.receipts-how"), { face: "text", pt });
  const words = say(language, "set.receipts-share");
  const gapMm = RECEIPT_GAP * fonts.width("0", "mono", pt);
  const numberMm = fonts.width(words, "bold", pt) + gapMm;
  const leastMm = Math.max(...years.map(({ receipt }) => fonts.width(receipt, "mono", pt))) + gapMm;
  const most = Math.max(1, Math.floor((widthMm - numberMm + gapMm) / leastMm));
  const across = Math.ceil(years.length / Math.ceil(years.length / most));
  const cellMm = (widthMm - numberMm) / across;
  const tables: Column[] = [];
  for (let first = 0; first < years.length; first += across) {
    const table = columnOf(setting);
    const row = (number: string, cells: readonly string[], face: "bold" | "mono") => {
      table.gap(rowMm);
      const texts = [{ text: number, xMm: 0, face: "bold" as const }];
      const boxes = [...texts, ...cells.map((text, i) => ({ text, xMm: numberMm + i * cellMm, face }))];
      table.boxes.push(...boxes.map((box) => ({ kind: "text" as const, yMm: table.yMm, pt, ...box })));
    };
    const shown = years.slice(first, first + across);
    row(
      words,
      shown.map(({ year }) => String(year)),
      "bold",
    );
    for (const [i, share] of shares.entries()) {
      row(
        `${i + 1}`,
        share.slice(first, first + across).map(({ receipt }) => receipt),
        "mono",
      );
    }
    table.gap(rowMm / 2);
    tables.push(table);
  }
  return [head, ...tables];
}

/** Smallest size of a hash that is compared by eye, as of all that is read on sheets of a set. */
const LEAST_HASH_PT = 10;

/** A SHA-256 in groups of eight, on one row where the column is wide enough, else on two. */
function hashRows(column: Column, sha256: string, pt: number, { fonts, widthMm }: Setting): void {
  const groups = sha256.match(/.{8}/gu) ?? [];
  const row = groups.join(" ");
  const fittingPt = pt * Math.min(1, widthMm / fonts.width(row, "mono", pt));
  if (fittingPt >= LEAST_HASH_PT) column.line(row, { face: "mono", pt: fittingPt });
  else for (const half of [groups.slice(0, 4), groups.slice(4)]) column.line(half.join(" "), { face: "mono", pt });
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
