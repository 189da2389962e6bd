import { EscrowError } from "../error.js";
import { say, sayAll } from "../language.js";
import { LINE_LEADING } from "../paper/line.js";
import { printedNames, quietMm, type Setting } from "./block-setting.js";
import { shortSettings } from "./blocks/account-settings.js";
import { keyLines } from "./blocks/key.js";
import { type Box, MM_PER_PT, type Page } from "./box.js";
import { BLANK_GREY, Column, shifted } from "./column.js";
import type { OpenContent } from "./content.js";
import { FOOT_MM, footer } from "./footer.js";
import type { Paper } from "./paper.js";
import { type Template, tighten } from "./template.js";

/** Cards of a page: two across, three down. */
const COLUMNS = 2;
const ROWS = 3;
/** Free space between a card's text and its cut lines. */
const PADDING_MM = 3;
/** Which card one is stands in the free space above its text, in the right corner: size, and baseline below the cut line. */
const NUMBER_PT = 7;
const NUMBER_MM = 2.5;
/** Space between the columns of a wide card. */
const GUTTER_MM = 4;
/** How much larger than a narrow card's the code of a wide one may be. */
const MOST_WIDE_CODE = 1.6;
/** Thickness of a cut line. */
const CUT_MM = 0.2;

/** How much closer a card of one cell is set before it takes two. */
const TIGHTNESS = [1, 0.96, 0.92, 0.88];

/** An account with its place in the list. */
interface Placed {
  readonly content: OpenContent;
  readonly index: number;
}

/**
 * Sets accounts as cards, six to a page with cut lines between them; a card that does not fit one
 * cell takes the two of a row, and those of further rows where names are very long.
 * @throws EscrowError `does-not-fit` when not even a whole page holds a card
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
  const pages: { boxes: Box[]; accounts: number[] }[] = [];
  let cell = 0;
  for (const [i, { content, index }] of placed.entries()) {
    const card = fitCard(content, template, look, cellWidthMm, cellHeightMm, pages.length + 1);
    if (card.cells > 1) cell = Math.ceil(cell / COLUMNS) * COLUMNS;
    const onPage = cell % (COLUMNS * ROWS);
    if (onPage + card.cells > COLUMNS * ROWS) cell += COLUMNS * ROWS - onPage;
    const place = cell % (COLUMNS * ROWS);
    if (place === 0) pages.push({ boxes: [], accounts: [] });
    const page = pages.at(-1);
    const xMm = left + (place % COLUMNS) * cellWidthMm;
    const yMm = top + Math.floor(place / COLUMNS) * cellHeightMm;
    page?.boxes.push(...shifted(card.column.boxes, xMm + PADDING_MM, yMm + PADDING_MM));
    if (place % COLUMNS === 0) {
      const bottomMm = yMm + Math.ceil(card.cells / COLUMNS) * cellHeightMm;
      page?.boxes.push(cut(left, bottomMm, innerMm, CUT_MM));
    }
    const number = say(look.language, "sheet.card-number", { number: i + 1, cards: placed.length });
    const rightMm = xMm + (card.cells > 1 ? innerMm : cellWidthMm) - PADDING_MM;
    const numberMm = rightMm - look.fonts.width(number, "text", NUMBER_PT);
    page?.boxes.push({
      kind: "text",
      text: number,
      xMm: numberMm,
      yMm: yMm + NUMBER_MM,
      face: "text",
      pt: NUMBER_PT,
    });
    // The cut between the two cells of a row: a wide card has none.
    if (card.cells === 1) page?.boxes.push(cut(left + cellWidthMm, yMm, CUT_MM, cellHeightMm));
    page?.accounts.push(index);
    cell += card.cells;
  }
  return pages.map(({ boxes, accounts }, i) => {
    const setting = { ...look, widthMm: innerMm, heightMm: FOOT_MM };
    const here = say(look.language, "sheet.cards-here", { cards: accounts.length });
    const foot = footer(here, { page: i + 1, pages: pages.length }, setting);
    const first = cut(left, top, innerMm, CUT_MM);
    return { ...paper, boxes: [first, ...boxes, ...shifted(foot, left, paper.heightMm - bottom - FOOT_MM)], accounts };
  });
}

/** The smallest card that holds an account, and how many cells it takes. */
function fitCard(
  content: OpenContent,
  template: Template,
  look: Pick<Setting, "fonts" | "language">,
  cellWidthMm: number,
  cellHeightMm: number,
  page: number,
): { column: Column; cells: number } {
  const heightOf = (rows: number) => rows * cellHeightMm - 2 * PADDING_MM;
  const narrow = { ...look, widthMm: cellWidthMm - 2 * PADDING_MM, heightMm: heightOf(1) };
  for (const factor of TIGHTNESS) {
    const tight = {
      ...template,
      pages: template.pages.map((specs) => specs.map((spec) => tighten(spec, factor, template.layout))),
    };
    const column = narrowCard(content, tight, narrow);
    if (column && column.yMm <= heightOf(1)) return { column, cells: 1 };
  }
  let overMm = 0;
  for (let rows = 1; rows <= ROWS; rows++) {
    const setting = { ...look, widthMm: COLUMNS * cellWidthMm - 2 * PADDING_MM, heightMm: heightOf(rows) };
    const column = wideCard(content, template, setting);
    if (column.yMm <= heightOf(rows)) return { column, cells: rows * COLUMNS };
    overMm = column.yMm - heightOf(rows);
  }
  throw new EscrowError("does-not-fit", { page, overMm: Math.ceil(overMm) });
}

function cut(xMm: number, yMm: number, widthMm: number, heightMm: number): Box {
  return { kind: "rule", xMm, yMm, widthMm, heightMm, grey: BLANK_GREY };
}

/** What a card's template says of a block. */
function numbersOf(template: Template, block: string): { gapMm: number; pt: number; sizeMm: number; stepsPt: number } {
  const spec = template.pages[0]?.find((one) => one.block === block);
  return { gapMm: spec?.gapMm ?? 0, pt: 10, sizeMm: 31, stepsPt: 10, ...spec?.settings };
}

/** Names and what the card is, shorter than a leaf's title, and the light space that the code below needs. */
function titleInto(card: Column, content: OpenContent, template: Template, setting: Setting, codeMm: number): void {
  const { issuerPt = 12, accountPt = 10 } = template.pages[0]?.find(({ block }) => block === "title")?.settings ?? {};
  const names = printedNames(content, setting);
  const copy = content.copy ? ` (${say(setting.language, "sheet.copy", content.copy)})` : "";
  card.text(say(setting.language, "sheet.card-title", { issuer: names.issuer }) + copy, { face: "bold", pt: issuerPt });
  if (names.account !== "") card.text(names.account, { face: "text", pt: accountPt });
  card.gap(Math.max(numbersOf(template, "code").gapMm, quietMm(content, codeMm)));
}

/** A card of one cell: the check lines beside the code, the rest below; nothing where they are too wide. */
function narrowCard(content: OpenContent, template: Template, setting: Setting): Column | undefined {
  const { sizeMm, stepsPt } = numbersOf(template, "code");
  const { pt } = numbersOf(template, "lines");
  const card = new Column(setting.fonts, setting.widthMm);
  titleInto(card, content, template, setting, sizeMm);
  const quiet = quietMm(content, sizeMm);
  const linesMm = linesWidth(content, pt, setting);
  // The cut line must not stand in the light space on the left.
  const xMm = Math.max(0, quiet + CUT_MM - PADDING_MM);
  if (xMm + sizeMm + quiet + linesMm > setting.widthMm) return undefined;
  const lines = linesColumn(content.lines, pt, setting, setting.widthMm - linesMm);
  card.boxes.push({ kind: "code", xMm, yMm: card.yMm, sizeMm, symbol: content.symbol, text: content.uri });
  card.place(lines, card.yMm);
  card.gap(Math.max(sizeMm + quiet, lines.yMm + 1));
  card.text(stepsText(setting), { face: "text", pt: stepsPt });
  const typed = typedColumn(content, template, setting, setting.widthMm, 0);
  card.place(typed, card.yMm + numbersOf(template, "key").gapMm);
  card.gap(typed.yMm + numbersOf(template, "key").gapMm);
  return card;
}

/** A card across a row: three columns, the code, what is typed, and the check lines. */
function wideCard(content: OpenContent, template: Template, setting: Setting): Column {
  const { sizeMm, stepsPt } = numbersOf(template, "code");
  const { pt, gapMm } = numbersOf(template, "lines");
  const card = new Column(setting.fonts, setting.widthMm);
  titleInto(card, content, template, setting, MOST_WIDE_CODE * sizeMm);
  const topMm = card.yMm;
  const linesMm = linesWidth(content, pt, setting);
  const leftMm = setting.widthMm - 2 * (linesMm + GUTTER_MM);
  const steps = new Column(setting.fonts, leftMm);
  steps.text(stepsText(setting), { face: "text", pt: stepsPt });
  const roomMm = Math.min(leftMm, setting.heightMm - topMm - steps.yMm);
  const codeMm = Math.max(sizeMm, Math.min(roomMm - quietMm(content, roomMm), sizeMm * MOST_WIDE_CODE));
  const code = new Column(setting.fonts, leftMm);
  code.boxes.push({ kind: "code", xMm: 0, yMm: 0, sizeMm: codeMm, symbol: content.symbol, text: content.uri });
  code.gap(codeMm + quietMm(content, codeMm));
  code.place(steps, code.yMm);
  code.gap(steps.yMm);
  const typed = typedColumn(content, template, setting, linesMm, leftMm + GUTTER_MM);
  const rowMm = pt * LINE_LEADING * MM_PER_PT;
  const below = topMm + typed.yMm + gapMm;
  const inRight = Math.floor((setting.heightMm - topMm) / rowMm);
  const split = Math.max(0, content.lines.length - inRight);
  const middle = linesColumn(content.lines.slice(0, split), pt, setting, leftMm + GUTTER_MM);
  const right = linesColumn(content.lines.slice(split), pt, setting, leftMm + linesMm + 2 * GUTTER_MM);
  card.place(code, topMm);
  card.place(typed, topMm);
  card.place(middle, below);
  card.place(right, topMm);
  card.yMm = Math.max(topMm + code.yMm, below + middle.yMm, topMm + right.yMm);
  return card;
}

function stepsText({ language }: Setting): string {
  return sayAll(language, "sheet.card-steps").join(" ");
}

/** Key and settings. */
function typedColumn(content: OpenContent, template: Template, setting: Setting, widthMm: number, xMm: number): Column {
  const { fonts, language } = setting;
  const column = new Column(fonts, widthMm, xMm);
  const { pt } = numbersOf(template, "key");
  const settings = numbersOf(template, "settings");
  column.text(say(language, "sheet.card-key-heading"), { face: "bold", pt: settings.pt });
  const cells = Math.floor(widthMm / fonts.width("A", "mono", pt) + 1e-6);
  for (const line of keyLines(content.account.secret, cells)) column.line(line, { face: "mono", pt, role: "key" });
  column.gap(settings.gapMm);
  column.text(shortSettings(content, language), { face: "text", pt: settings.pt });
  return column;
}

function linesWidth(content: OpenContent, pt: number, { fonts }: Setting): number {
  return Math.max(...content.lines.map((line) => fonts.width(line, "mono", pt)));
}

/** Check lines one below the other. */
function linesColumn(lines: readonly string[], pt: number, { fonts }: Setting, xMm: number): Column {
  const column = new Column(fonts, 0, xMm);
  const rowMm = pt * LINE_LEADING * MM_PER_PT;
  for (const [i, text] of lines.entries()) {
    column.boxes.push({ kind: "text", text, xMm, yMm: (i + 0.8) * rowMm, face: "mono", pt, role: "line" });
  }
  column.gap(lines.length * rowMm);
  return column;
}
