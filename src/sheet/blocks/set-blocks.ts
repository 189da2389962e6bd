import { parseHolder } from "../../document/holder.js";
import { formKey, say } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { MM_PER_PT } from "../box.js";
import { BLANK_GREY, Column, shifted } from "../column.js";
import { fieldsAt } from "../fields.js";
import { printable } from "../fonts.js";
import type { SetContent } from "../sets/set-content.js";
import { blankFields, columnOf, keyFor, kindOf, sentences, steps, valuesOf } from "../sets/set-words.js";
import { card, programColumns } from "./card-blocks.js";
import { log, receipts, recoveryPage, replaced } from "./keeper-blocks.js";
import { codes, moreCodes, setLines, shareCode } from "./record-blocks.js";

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
    blankFields(column, fieldsAt("recovery-page"), content, pt, rowMm, setting);
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

function blanks(content: SetContent, pt: number, rowMm: number, setting: Setting): Column {
  const names = kindOf(content) === "sealed" ? fieldsAt("sealed", "set") : fieldsAt("set");
  const column = columnOf(setting);
  blankFields(column, names, content, pt, rowMm, setting);
  return column;
}
