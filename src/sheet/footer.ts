import { say } from "../language.js";
import { type PaperFormat, WRITTEN_FORMAT } from "../paper/record.js";
import type { Setting } from "./block-setting.js";
import type { Box } from "./box.js";
import { Column, cutToWidth } from "./column.js";

/** Height of a page's foot: ruler, what the page belongs to, its number. */
export const FOOT_MM = 13.5;
/** Length of the ruler that shows whether a page was printed at 100 %. */
const RULER_MM = 50;
const FOOT_PT = 8;
/** Free above it: most of the quiet zone of a code at the foot of the page. */
export const FREE_MM = 3;

/**
 * The foot of a page: a 50 mm ruler, *print at 100 %*, whose sheet this is, page i of m, and the format's version.
 * @param name issuer and account, or how many cards are on the page
 * @param pages number of this page and of all, or nothing where pages are cut apart
 */
export function footer(
  name: string,
  pages: { page: number; pages: number } | undefined,
  setting: Setting,
  format: PaperFormat = WRITTEN_FORMAT,
): Box[] {
  const { fonts, language, widthMm } = setting;
  const column = new Column(fonts, widthMm);
  const style = { face: "text", pt: FOOT_PT } as const;
  column.gap(FREE_MM);
  column.rule(0, RULER_MM, 3, 0.4, 0);
  for (let tick = 0; tick <= RULER_MM; tick += 10) {
    const height = tick % RULER_MM === 0 ? 3 : 1.6;
    column.rule(tick === RULER_MM ? tick - 0.3 : tick, 0.3, 3.4 - height, height, 0);
  }
  column.gap(4);
  column.line(say(language, "sheet.ruler"), style);
  const version = say(language, "sheet.format", { format });
  const right = [pages ? say(language, "sheet.page", pages) : "", version].filter((text) => text !== "").join(" · ");
  const rightMm = fonts.width(right, "text", FOOT_PT);
  const note = new Column(fonts, rightMm, widthMm - rightMm);
  note.line(right, style);
  column.place(note, FREE_MM + 4);
  const middle = new Column(fonts, widthMm, RULER_MM + 6);
  middle.line(cutToWidth(name, "text", FOOT_PT, widthMm - rightMm - RULER_MM - 12, fonts), style);
  column.place(middle, FREE_MM + 4);
  return column.boxes;
}
