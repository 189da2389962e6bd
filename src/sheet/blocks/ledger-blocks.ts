import { say, sayAll } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { BLANK_GREY, Column, cutToWidth } from "../column.js";
import { printable } from "../fonts.js";
import type { LedgerContent, LedgerPaperSheet } from "../papers/ledger-content.js";
import { columnOf } from "../sets/set-words.js";

/** Pieces that stay whole; a page may break between them. */
type LedgerBlock = (content: LedgerContent, numbers: Readonly<Record<string, number>>, setting: Setting) => Column[];

/** The blocks of a ledger's papers, by the names that templates use. */
export const LEDGER_BLOCKS: Readonly<Record<string, LedgerBlock>> = { inventory, labels, custody, drill };

/** Widths of the inventory's columns, as shares of the page's width; the last one is left to write in. */
const COLUMNS = [0.27, 0.29, 0.13, 0.115, 0.115, 0.08];
/** Side of a box to tick, and its rules, in mm. */
const BOX_MM = 3.4;
const BOX_RULE_MM = 0.25;
/** Space between a label's edge and its words, in mm. */
const LABEL_INSET_MM = 4;

function heading(title: string, how: readonly string[], pt: number, setting: Setting): Column {
  const column = columnOf(setting);
  column.text(title, { face: "bold", pt: pt + 7 });
  column.gap(1);
  for (const sentence of how) column.text(sentence, { face: "text", pt: pt + 1 });
  column.gap(2);
  return column;
}

/** Every sheet that there is: what it is, who has it and where, its seal, when it is looked at. */
function inventory(
  content: LedgerContent,
  { pt = 10, rowMm = 8 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { language } = setting;
  const values = { date: content.on, sheets: content.sheets.length };
  const head = heading(
    say(language, "ledger.inventory"),
    sayAll(language, "ledger.inventory-how", values),
    pt,
    setting,
  );
  const titles = columnOf(setting);
  row(titles, sayAll(language, "ledger.inventory-columns"), { pt, rowMm, face: "bold" }, setting);
  head.place(titles, head.yMm);
  head.gap(titles.yMm);
  return [
    head,
    ...content.sheets.map((sheet) => {
      const column = columnOf(setting);
      const next = sheet.collect ? say(language, "ledger.inventory-collect") : sheet.next;
      const place = placeOf(sheet, setting);
      row(column, [sheet.id, place, sheet.seal, sheet.checked, next, ""], { pt, rowMm, face: "text" }, setting);
      return column;
    }),
  ];
}

/** Who has a sheet, and where it lies. */
function placeOf({ holder, keptAt }: LedgerPaperSheet, { language }: Setting): string {
  return [holder, keptAt].filter((text) => text !== "").join(say(language, "set.comma"));
}

/** A row of the inventory, each text on one line, and a rule to write above. */
function row(
  column: Column,
  texts: readonly string[],
  { pt, rowMm, face }: { readonly pt: number; readonly rowMm: number; readonly face: "text" | "bold" },
  { fonts, widthMm }: Setting,
): void {
  let xMm = 0;
  for (const [i, text] of texts.entries()) {
    const ofMm = (COLUMNS[i] ?? 0) * widthMm;
    const cell = new Column(fonts, ofMm, xMm);
    cell.gap(Math.max(0, rowMm - pt * 0.55));
    cell.line(cutToWidth(printable(text, face, fonts).text, face, pt - 1, ofMm - 2, fonts), { face, pt: pt - 1 });
    column.place(cell, 0);
    xMm += ofMm;
  }
  column.gap(rowMm + 1);
  column.rule(0, widthMm, 0, 0.2, BLANK_GREY);
}

/** Labels to cut out, for envelopes with a window (DL, C6/5): two beside each other. */
function labels(
  content: LedgerContent,
  { pt = 10, labelMm = 86, heightMm = 44 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { fonts, language, widthMm } = setting;
  const head = heading(say(language, "ledger.labels"), sayAll(language, "ledger.labels-how"), pt, setting);
  const sheets = content.sheets.filter(({ collect }) => !collect);
  const across = Math.max(1, Math.floor(widthMm / labelMm));
  const rows = Array.from({ length: Math.ceil(sheets.length / across) }, (_, i) => {
    const column = columnOf(setting);
    for (const [j, sheet] of sheets.slice(i * across, (i + 1) * across).entries()) {
      const xMm = j * labelMm;
      frame(column, xMm, 0, labelMm, heightMm);
      const cell = new Column(fonts, labelMm - 2 * LABEL_INSET_MM, xMm + LABEL_INSET_MM);
      label(cell, sheet, pt, setting);
      column.place(cell, LABEL_INSET_MM - 1);
    }
    column.gap(heightMm);
    return column;
  });
  return [head, ...rows];
}

function label(cell: Column, sheet: LedgerPaperSheet, pt: number, { fonts, language }: Setting): void {
  const { kind, x = 0, threshold, holder, seal, id } = sheet;
  const line = (text: string, face: "text" | "bold", size: number) =>
    cell.line(cutToWidth(printable(text, face, fonts).text, face, size, cell.widthMm, fonts), { face, pt: size });
  line(holder === "" ? say(language, "ledger.label-holder") : holder, "bold", pt + 2);
  cell.line(id, { face: "mono", pt });
  line(say(language, `ledger.label-${kind}`, { x, ...threshold }), "text", pt);
  line(say(language, seal === "" ? "ledger.label-no-seal" : "ledger.label-seal", { seal }), "text", pt);
  cell.gap(1);
  cell.text(say(language, "ledger.label-open-only"), { face: "bold", pt });
  cell.text(say(language, `ledger.label-when-${kind}`), { face: "text", pt: pt - 1 });
}

/** Who took a sheet out, when and why: written by hand, with the initials of two. */
function custody(
  { sheets }: LedgerContent,
  { pt = 10, rowMm = 9, rows = 18 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { language } = setting;
  const head = heading(say(language, "ledger.custody"), sayAll(language, "ledger.custody-how"), pt, setting);
  const table = columnOf(setting);
  const count = Math.min(rows, Math.max(8, 2 * sheets.length));
  table.blankTable(sayAll(language, "ledger.custody-columns"), { pt, rowMm, rows: count });
  return [head, table];
}

/** A drill: steps with boxes to tick, for the holders of each split set, and for sheets that are read alone. */
function drill({ sheets }: LedgerContent, { pt = 11 }: Readonly<Record<string, number>>, setting: Setting): Column[] {
  const { fonts, language } = setting;
  const active = sheets.filter(({ collect }) => !collect);
  const sets = new Set(active.flatMap(({ kind, set }) => (kind === "share" && set !== undefined ? [set] : [])));
  const part = (key: string, values: Record<string, string | number>, people: readonly string[]): Column[] => {
    const column = columnOf(setting);
    column.text(say(language, `${key}-heading`, values), { face: "bold", pt: pt + 1 });
    const ticked = [...sayAll(language, key, values), ...people].map((text) => {
      const item = columnOf(setting);
      item.gap(1.2);
      const top = item.yMm + 0.9;
      frame(item, 0, top, BOX_MM, BOX_MM);
      item.text(printable(text, "text", fonts).text, { face: "text", pt }, BOX_MM + 2.6);
      return item;
    });
    const end = columnOf(setting);
    end.gap(3);
    return [column, ...ticked, end];
  };
  const ofSets = [...sets].flatMap((set) => {
    const own = active.filter((sheet) => sheet.set === set);
    const { k, n } = own[0]?.threshold ?? { k: own.length, n: own.length };
    const people = own.map((sheet) => {
      const place = placeOf(sheet, setting) || say(language, "ledger.nobody");
      return say(language, "ledger.drill-holder", { x: sheet.x ?? 0, place });
    });
    return part("ledger.drill-share", { set, k, n }, people);
  });
  const alone = active.filter(({ kind }) => kind !== "share");
  const ofAlone =
    alone.length > 0
      ? part(
          "ledger.drill-alone",
          {},
          alone.map(({ id }) => id),
        )
      : [];
  const head = heading(say(language, "ledger.drill"), sayAll(language, "ledger.drill-how"), pt - 1, setting);
  const signed = columnOf(setting);
  signed.gap(2);
  signed.blankTable(sayAll(language, "ledger.drill-columns"), { pt, rowMm: 9, rows: 3 });
  return [head, ...ofSets, ...ofAlone, signed];
}

/** Four thin rules around a rectangle. */
function frame(column: Column, xMm: number, topMm: number, widthMm: number, heightMm: number): void {
  column.rule(xMm, widthMm, topMm - column.yMm, BOX_RULE_MM, BLANK_GREY);
  column.rule(xMm, widthMm, topMm - column.yMm + heightMm - BOX_RULE_MM, BOX_RULE_MM, BLANK_GREY);
  column.rule(xMm, BOX_RULE_MM, topMm - column.yMm, heightMm, BLANK_GREY);
  column.rule(xMm + widthMm - BOX_RULE_MM, BOX_RULE_MM, topMm - column.yMm, heightMm, BLANK_GREY);
}
