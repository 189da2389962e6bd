import { say, sayAll } from "../language.js";
import { LINE_LEADING } from "../paper/line.js";
import { QUIET_MODULES } from "../paper/qr.js";
import { MM_PER_PT } from "./box.js";
import { BLANK_GREY, Column } from "./column.js";
import type { FieldName } from "./content.js";
import { printable } from "./fonts.js";
import type { SetCode, SetContent } from "./set-content.js";
import type { Setting } from "./setting.js";

/** Pieces that stay whole; a page may break between them. */
type SetBlock = (content: SetContent, numbers: Readonly<Record<string, number>>, setting: Setting) => Column[];

/** The blocks of sealed and share sheets and of the keeper's page, by the names that templates use. */
export const SET_BLOCKS: Readonly<Record<string, SetBlock>> = {
  heading,
  worth: (content, { pt = 12 }, setting) => [sentences(keyFor("worth", content), content, pt, setting)],
  opens,
  holders,
  gather: (content, { pt = 13 }, setting) => [steps(keyFor("gather", content), content, pt, setting)],
  "share-code": shareCode,
  lend: (content, { pt = 11 }, setting) => [sentences("set.lend", content, pt, setting)],
  codes,
  "document-lines": documentLines,
  card,
  kept: (content, { pt = 11, rowMm = 9 }, setting) => [blanks(content, pt, rowMm, setting)],
  replaced,
  log,
};

/** The kind of a sheet, by what it carries. */
export function kindOf(content: SetContent): "sealed" | "share" | "keeper" {
  if (content.share) return "share";
  return content.threshold ? "keeper" : "sealed";
}

function keyFor(name: string, content: SetContent): string {
  return `set.${name}-${kindOf(content)}`;
}

/** Values for the placeholders of any sentence of these sheets. */
function valuesOf(content: SetContent): Record<string, string | number> {
  const { k = 0, n = 0 } = content.threshold ?? {};
  return {
    k,
    n,
    x: content.share?.x ?? 0,
    set: content.setId,
    accounts: content.accountCount ?? 0,
    date: content.madeOn,
    version: content.version,
    replaces: content.replaces ?? "",
    destroy: n - k + 1,
  };
}

function columnOf(setting: Setting): Column {
  return new Column(setting.fonts, setting.widthMm);
}

function sentences(key: string, content: SetContent, pt: number, setting: Setting): Column {
  const column = columnOf(setting);
  for (const sentence of sayAll(setting.language, key, valuesOf(content))) column.text(sentence, { face: "text", pt });
  return column;
}

function steps(key: string, content: SetContent, pt: number, setting: Setting): Column {
  const column = columnOf(setting);
  for (const [i, step] of sayAll(setting.language, key, valuesOf(content)).entries()) {
    if (i > 0) column.gap(1);
    column.item(`${i + 1}.`, step, { face: "text", pt });
  }
  return column;
}

function heading(
  content: SetContent,
  { titlePt = 24, pt = 12 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { fonts, language } = setting;
  const column = columnOf(setting);
  column.text(say(language, keyFor("heading", content), valuesOf(content)), { face: "bold", pt: titlePt });
  column.gap(1);
  if (content.title) column.text(printable(content.title, "text", fonts).text, { face: "text", pt: pt + 3 });
  const name = content.share ? content.holders[content.share.x - 1] : undefined;
  if (name !== undefined)
    column.blank(say(language, "set.holder"), printable(name, "text", fonts).text, pt + 2, 10, 32);
  column.gap(1.5);
  column.text(say(language, "set.set-id"), { face: "text", pt });
  column.line(content.setId, { face: "mono", pt: pt + 2 });
  return [column];
}

function opens(content: SetContent, { pt = 12 }: Readonly<Record<string, number>>, setting: Setting): Column[] {
  const column = sentences(
    content.accountCount === undefined ? "set.opens-unknown" : "set.opens",
    content,
    pt,
    setting,
  );
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
    const name = `${i + 1}.  ${printable(holder, "text", fonts).text}`;
    row.blank(name, "", pt, rowMm, Math.min(setting.widthMm / 2, 62));
    if (holder === "") row.rule(7, 52, -1, 0.2, BLANK_GREY);
    return row;
  });
  return [head, ...rows];
}

/** The share's code beside its lines. */
function shareCode(
  content: SetContent,
  { sizeMm = 43, linePt = 10 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { share } = content;
  if (!share) return [];
  const column = columnOf(setting);
  const quiet = quietOf(share.code, sizeMm);
  column.line(say(setting.language, "set.share-heading", valuesOf(content)), { face: "bold", pt: 11 });
  column.gap(quiet);
  const topMm = column.yMm;
  column.boxes.push({ kind: "code", xMm: quiet, yMm: topMm, sizeMm, ...share.code });
  setLines(column, share.lines, sizeMm + 3 * quiet, topMm, linePt);
  column.gap(sizeMm + quiet);
  return [column];
}

function quietOf({ symbol }: SetCode, sizeMm: number): number {
  return (sizeMm / symbol.size) * QUIET_MODULES;
}

function setLines(column: Column, lines: readonly string[], xMm: number, yMm: number, pt: number): void {
  const rowMm = pt * LINE_LEADING * MM_PER_PT;
  for (const [i, text] of lines.entries()) {
    column.boxes.push({ kind: "text", text, xMm, yMm: yMm + (i + 0.8) * rowMm, face: "mono", pt, role: "line" });
  }
}

/** The document's codes, three across, each with its number. */
function codes(content: SetContent, { sizeMm = 46 }: Readonly<Record<string, number>>, setting: Setting): Column[] {
  const { language, widthMm } = setting;
  const head = columnOf(setting);
  head.text(say(language, keyFor("codes-heading", content), valuesOf(content)), { face: "bold", pt: 11 });
  head.gap(2);
  const quiet = content.codes[0] ? quietOf(content.codes[0], sizeMm) : 0;
  const across = Math.max(1, Math.floor((widthMm + quiet) / (sizeMm + 2 * quiet)));
  const pitchMm = across > 1 ? (widthMm - sizeMm - 2 * quiet) / (across - 1) : 0;
  const rows: Column[] = [];
  for (let first = 0; first < content.codes.length; first += across) {
    const row = columnOf(setting);
    row.gap(quiet);
    for (const [i, code] of content.codes.slice(first, first + across).entries()) {
      const xMm = quiet + i * pitchMm;
      row.boxes.push({ kind: "code", xMm, yMm: row.yMm, sizeMm, ...code });
      const label = new Column(setting.fonts, sizeMm, xMm);
      const number = { number: first + i + 1, of: content.codes.length };
      label.line(say(language, "set.code-number", number), { face: "text", pt: 10 });
      row.place(label, row.yMm + sizeMm + quiet);
    }
    row.gap(sizeMm + quiet + 7);
    rows.push(row);
  }
  return [head, ...rows];
}

/** The document's lines in two columns, read down the left one first; in pieces that a page can take. */
function documentLines(content: SetContent, { pt = 9 }: Readonly<Record<string, number>>, setting: Setting): Column[] {
  const { language, fonts, widthMm, heightMm } = setting;
  const head = columnOf(setting);
  head.line(say(language, "set.lines-heading", valuesOf(content)), { face: "bold", pt: 11 });
  head.text(
    say(language, content.lines.length > 0 ? keyFor("lines-how", content) : "set.lines-none", valuesOf(content)),
    {
      face: "text",
      pt: 10,
    },
  );
  head.gap(2);
  const rowMm = pt * LINE_LEADING * MM_PER_PT;
  const lineMm = Math.max(0, ...content.lines.map((line) => fonts.width(line, "mono", pt)));
  const across = 2 * lineMm + 6 <= widthMm ? 2 : 1;
  const most = Math.max(1, Math.floor((heightMm - head.yMm) / rowMm)) * across;
  const pieces: Column[] = [];
  for (let first = 0; first < content.lines.length; first += most) {
    const lines = content.lines.slice(first, first + most);
    const down = Math.ceil(lines.length / across);
    const piece = columnOf(setting);
    for (let column = 0; column < across; column++) {
      setLines(piece, lines.slice(column * down, (column + 1) * down), (column * widthMm) / 2, 0, pt);
    }
    piece.gap(down * rowMm + 2);
    pieces.push(piece);
  }
  return [head, ...pieces];
}

/** How to do without this program: steps, and a program that any computer with Python runs. */
function card(
  content: SetContent,
  { pt = 10, programPt = 8 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const { language } = setting;
  const column = columnOf(setting);
  column.line(say(language, "set.card-heading"), { face: "bold", pt: pt + 1 });
  const how = steps(keyFor("card", content), content, pt, setting);
  column.place(how, column.yMm);
  column.gap(how.yMm + 2);
  for (const line of content.program.trimEnd().split("\n")) column.line(line, { face: "mono", pt: programPt });
  return [column];
}

function blanks(content: SetContent, pt: number, rowMm: number, setting: Setting): Column {
  const { fonts, language } = setting;
  const sealed: FieldName[] = kindOf(content) === "sealed" ? ["passphrase-kept-at"] : [];
  const names: FieldName[] = [...sealed, "password-kept-at", "this-sheet-kept-at", "other-copies-at", "check-again-by"];
  const column = columnOf(setting);
  const labels = names.map((name) => say(language, `sheet.fields.${name}`));
  const nameWidthMm = Math.max(...labels.map((label) => fonts.width(label, "text", pt))) + 4;
  for (const [i, name] of names.entries()) {
    column.blank(labels[i] ?? "", printable(content.fields[name] ?? "", "text", fonts).text, pt, rowMm, nameWidthMm);
  }
  return column;
}

/** What this set replaces, and what to destroy. */
function replaced(content: SetContent, { pt = 11 }: Readonly<Record<string, number>>, setting: Setting): Column[] {
  const key = content.replaces === undefined ? "set.replaces-nothing" : keyFor("replaces", content);
  return [sentences(key, content, pt, setting)];
}

function log(
  _: SetContent,
  { pt = 10, rowMm = 7, rows = 3 }: Readonly<Record<string, number>>,
  setting: Setting,
): Column[] {
  const column = columnOf(setting);
  const headings = sayAll(setting.language, "set.log-columns");
  const columnMm = setting.widthMm / headings.length;
  for (const [i, text] of headings.entries()) {
    const cell = new Column(setting.fonts, columnMm, i * columnMm);
    cell.line(text, { face: "bold", pt });
    column.place(cell, 0);
  }
  column.gap(6);
  for (let row = 0; row < rows; row++) {
    column.gap(rowMm);
    column.rule(0, setting.widthMm, 0, 0.2, BLANK_GREY);
  }
  return [column];
}
