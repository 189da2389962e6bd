import { numberedHolders } from "../../document/holder.js";
import { say, sayAll } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { Column } from "../column.js";
import { fieldsAt } from "../fields.js";
import { printable } from "../fonts.js";
import type { SetContent } from "../sets/set-content.js";
import { blankFields, columnOf, keyFor, kindOf, sentences } from "../sets/set-words.js";
import { quietOf } from "./record-blocks.js";

/** Which recovery page was made with the set, and where it is: only the keeper compares its hash. */
export function recoveryPage(
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
  blankFields(column, fieldsAt("recovery-page"), content, pt, rowMm, setting);
  return [column];
}

/** Space between two receipts of a row, in characters. */
const RECEIPT_GAP = 2;

/** Receipts of years on end, a column a year and a row a share, in as few tables as the page is wide for. */
export function receipts(
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
export function replaced(
  content: SetContent,
  { pt = 11 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
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
export function log(
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
