import { EscrowError } from "../error.js";
import { say, sayAll } from "../language.js";
import { type Box, MM_PER_PT, type Page } from "./box.js";
import { BLOCKS } from "./blocks.js";
import { BLANK_GREY, Column, shifted } from "./column.js";
import type { OpenContent } from "./content.js";
import { FOOT_MM, footer } from "./footer.js";
import type { Paper } from "./leaf.js";
import { keyLines } from "./key.js";
import { LINE_LEADING } from "./program-block.js";
import { quietMm, type Setting } from "./setting.js";
import { settingsSentences } from "./settings.js";
import type { Template } from "./template.js";

/** Cards of a page: two across, three down. */
const COLUMNS = 2;
const ROWS = 3;
/** Free space between a card's text and its cut lines. */
const PADDING_MM = 4;
/** Space between a card's two halves. */
const GUTTER_MM = 3;

/** An account with its place in the list. */
interface Placed {
  readonly content: OpenContent;
  readonly index: number;
}

/**
 * Sets accounts as cards, six to a page with cut lines between them; a card that does not fit one
 * cell takes the two of a row.
 * @throws EscrowError `does-not-fit` when not even two cells hold a card
 */
export function layOutCards(
  placed: readonly Placed[],
  template: Template,
  paper: Paper,
  look: Pick<Setting, "fonts" | "language">,
): Page[] {
  const { top, right, bottom, left } = template.marginMm;
  const innerMm = paper.widthMm - left - right;
  const cellWidthMm = innerMm / COLUMNS;
  const cellHeightMm = (paper.heightMm - top - bottom - FOOT_MM) / ROWS;
  const heightMm = cellHeightMm - 2 * PADDING_MM;
  const pages: { boxes: Box[]; accounts: number[] }[] = [];
  let cell = 0;
  for (const [i, { content, index }] of placed.entries()) {
    const narrow = setCard(content, template, { ...look, widthMm: cellWidthMm - 2 * PADDING_MM, heightMm }, false);
    const wide = narrow.yMm > heightMm;
    const card = wide ? setCard(content, template, { ...look, widthMm: innerMm - 2 * PADDING_MM, heightMm }, true) : narrow;
    if (card.yMm > heightMm) {
      throw new EscrowError("does-not-fit", { page: pages.length, overMm: Math.ceil(card.yMm - heightMm) });
    }
    if (wide) cell = Math.ceil(cell / COLUMNS) * COLUMNS;
    const place = cell % (COLUMNS * ROWS);
    if (i === 0 || place === 0) pages.push({ boxes: [], accounts: [] });
    const page = pages.at(-1);
    const xMm = left + (place % COLUMNS) * cellWidthMm + PADDING_MM;
    const yMm = top + Math.floor(place / COLUMNS) * cellHeightMm + PADDING_MM;
    page?.boxes.push(...shifted(card.boxes, xMm, yMm));
    page?.accounts.push(index);
    if (!wide && place % COLUMNS === 0) {
      // The cut between the two cells of a row: a wide card has none.
      page?.boxes.push(cut(left + cellWidthMm, yMm - PADDING_MM, 0.2, cellHeightMm));
    }
    cell += wide ? COLUMNS : 1;
  }
  return pages.map(({ boxes, accounts }, i) => {
    const cuts = Array.from({ length: ROWS + 1 }, (_, row) => cut(left, top + row * cellHeightMm, innerMm, 0.2));
    const foot = footer("", { page: i + 1, pages: pages.length }, { ...look, widthMm: innerMm, heightMm });
    return { ...paper, boxes: [...boxes, ...cuts, ...shifted(foot, left, paper.heightMm - bottom - FOOT_MM + 2)], accounts };
  });
}

function cut(xMm: number, yMm: number, widthMm: number, heightMm: number): Box {
  return { kind: "rule", xMm, yMm, widthMm, heightMm, grey: BLANK_GREY };
}

/** One card: narrow, the lines beside the code; or wide, the code on the left and the rest on the right. */
function setCard(content: OpenContent, template: Template, setting: Setting, wide: boolean): Column {
  const specs = new Map(template.pages[0]?.map((spec) => [spec.block, spec]));
  const numbers = (block: string) => specs.get(block)?.settings ?? {};
  const gap = (block: string) => specs.get(block)?.gapMm ?? 0;
  const { sizeMm = 31, stepsPt = 10 } = numbers("code");
  const card = new Column(setting.fonts, setting.widthMm);
  const title = BLOCKS["title"]?.(content, numbers("title"), setting);
  if (title) {
    card.place(title, 0);
    card.gap(title.yMm + gap("code"));
  }
  const topMm = card.yMm;
  const codeMm = wide ? Math.min(setting.heightMm - topMm - 20, sizeMm * 1.6) : sizeMm;
  const besideMm = codeMm + quietMm(content, codeMm);
  card.boxes.push({ kind: "code", xMm: 0, yMm: topMm, sizeMm: codeMm, symbol: content.symbol, text: content.uri });
  const lines = linesColumn(content, numbers("lines")["pt"] ?? 7, setting, besideMm);
  const rightMm = Math.max(besideMm + GUTTER_MM, setting.widthMm - lines.widthMm);
  const steps = new Column(setting.fonts, wide ? rightMm - GUTTER_MM : setting.widthMm);
  steps.text(sayAll(setting.language, "sheet.card-steps").join(" "), { face: "text", pt: stepsPt });
  if (!wide) {
    card.place(lines, topMm);
    card.gap(Math.max(codeMm + quietMm(content, codeMm), lines.yMm));
    card.place(steps, card.yMm);
    card.gap(steps.yMm);
    const rest = typedColumn(content, numbers, gap, setting, setting.widthMm, 0);
    card.place(rest, card.yMm + gap("key"));
    card.gap(rest.yMm + gap("key"));
    if (lines.boxes.some((box) => box.kind === "text" && box.xMm < besideMm)) card.gap(setting.heightMm);
    return card;
  }
  card.place(steps, topMm + codeMm + quietMm(content, codeMm));
  const rest = typedColumn(content, numbers, gap, setting, setting.widthMm - rightMm, rightMm);
  card.place(rest, 0);
  const right = shifted(lines.boxes, rightMm - besideMm, rest.yMm + gap("lines"));
  card.boxes.push(...right);
  const leftEnd = topMm + codeMm + quietMm(content, codeMm) + steps.yMm;
  card.yMm = Math.max(leftEnd, rest.yMm + gap("lines") + lines.yMm);
  return card;
}

/** Key and settings. */
function typedColumn(
  content: OpenContent,
  numbers: (block: string) => Readonly<Record<string, number>>,
  gap: (block: string) => number,
  { fonts, language }: Setting,
  widthMm: number,
  xMm: number,
): Column {
  const column = new Column(fonts, widthMm, xMm);
  const pt = numbers("key")["pt"] ?? 14;
  const small = numbers("settings")["pt"] ?? 10;
  column.text(say(language, "sheet.card-key-heading"), { face: "bold", pt: small });
  const cells = Math.floor(widthMm / fonts.width("A", "mono", pt) + 1e-6);
  for (const line of keyLines(content.account.secret, cells)) column.line(line, { face: "mono", pt, role: "key" });
  column.gap(gap("settings"));
  column.text(settingsSentences(content, language)[0] ?? "", { face: "text", pt: small });
  return column;
}

/** The check lines, as wide as they are. */
function linesColumn(content: OpenContent, pt: number, { fonts }: Setting, xMm: number): Column {
  const widthMm = Math.max(...content.lines.map((line) => fonts.width(line, "mono", pt)));
  const column = new Column(fonts, widthMm, xMm);
  const rowMm = pt * LINE_LEADING * MM_PER_PT;
  for (const [i, text] of content.lines.entries()) {
    column.boxes.push({ kind: "text", text, xMm, yMm: (i + 0.8) * rowMm, face: "mono", pt, role: "line" });
  }
  column.gap(content.lines.length * rowMm);
  return column;
}
