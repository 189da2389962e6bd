import { type Language, say } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { MM_PER_PT } from "../box.js";
import { Column } from "../column.js";
import type { SetContent } from "../sets/set-content.js";
import { columnOf, keyFor, steps } from "../sets/set-words.js";

/** The card is long, and read once: its lines stand close. */
const CARD_LEADING = 1.15;

/** How to do without this program, in steps. */
export function card(content: SetContent, pt: number, setting: Setting): Column {
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

/** Most settings of the program that are remembered: those that a set's sheets are tried in. */
const MAX_KNOWN_SETTINGS = 50;

const known = new WeakMap<Language, Map<string, Column>>();

/** The format card's program, which any computer with Python runs, in columns, read down the left one first. */
export function programColumns(text: string, mostPt: number, columns: number, setting: Setting): Column {
  const { fonts, language, widthMm } = setting;
  const ofLanguage = known.get(language) ?? new Map<string, Column>();
  known.set(language, ofLanguage);
  // It is the longest block, the same on all sheets of a set, and each of them is set many times.
  const key = `${mostPt} ${columns} ${widthMm} ${text}`;
  const column = ofLanguage.get(key);
  if (column?.fonts === fonts) return column;
  const fresh = setProgram(text, mostPt, columns, setting);
  if (ofLanguage.size < MAX_KNOWN_SETTINGS) ofLanguage.set(key, fresh);
  return fresh;
}

function setProgram(text: string, mostPt: number, columns: number, setting: Setting): Column {
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
