import type { Box, Face } from "./box.js";
import { MM_PER_PT } from "./box.js";
import type { Fonts } from "./fonts.js";
import { wrap } from "./wrap.js";

/** Height of a line of reading text, in its point size. */
const LEADING = 1.36;
/** Baseline below the top of its line, in its point size. */
const BASELINE = 1.05;
/** Reach of letters below the baseline, in their point size. */
const DESCENT = 0.22;
/** Light rules that a person writes on: still there on a photocopy. */
export const BLANK_GREY = 0.45;

/** Space below a blank's rule, to the end of its row. */
export const RULE_MM = 1;

/** How a run of text looks. */
interface TextStyle {
  readonly face: Face;
  readonly pt: number;
  readonly role?: "key" | "line";
  /** Height of its lines, in its point size, where they stand closer than usual. */
  readonly leading?: number;
}

/** A column that fills from the top: it knows its width and how far it got. */
export class Column {
  readonly boxes: Box[] = [];
  /** How far the column is filled, in mm from its top. */
  yMm = 0;

  /**
   * @param fonts measures what is set
   * @param widthMm width of the column
   * @param xMm left edge, in the coordinates of what the column is put into
   */
  constructor(
    readonly fonts: Fonts,
    readonly widthMm: number,
    readonly xMm = 0,
  ) {}

  /** Leaves space free. */
  gap(mm: number): void {
    this.yMm += mm;
  }

  /**
   * Sets a text, broken into lines.
   * @param indentMm space on the left
   */
  text(text: string, style: TextStyle, indentMm = 0): void {
    for (const line of wrap(text, style.face, style.pt, this.widthMm - indentMm, this.fonts)) {
      this.line(line, style, indentMm);
    }
  }

  /** Sets one line as it is. */
  line(text: string, { leading = LEADING, ...style }: TextStyle, indentMm = 0): void {
    if (text !== "")
      this.boxes.push({ kind: "text", text, xMm: this.xMm + indentMm, yMm: this.baseline(style.pt), ...style });
    this.yMm += style.pt * leading * MM_PER_PT;
  }

  /** Sets a text with a mark before its first line: a bullet or a number. */
  item(mark: string, text: string, style: TextStyle, markFace: Face = "bold"): void {
    const indentMm = this.fonts.width("0. ", markFace, style.pt) + 1;
    this.boxes.push({
      kind: "text",
      text: mark,
      xMm: this.xMm,
      yMm: this.baseline(style.pt),
      face: markFace,
      pt: style.pt,
    });
    this.text(text, style, indentMm);
  }

  /** A blank to write on after its name, or filled in; both are broken into lines where they are long. */
  blank(name: string, value: string, pt: number, rowMm: number, nameWidthMm: number): void {
    const names = wrap(name, "text", pt, nameWidthMm, this.fonts);
    const lines = value === "" ? [] : wrap(value, "text", pt, this.widthMm - nameWidthMm, this.fonts);
    const most = Math.max(names.length, lines.length);
    const heightMm = Math.max(rowMm, most * pt * LEADING * MM_PER_PT + 2);
    // Large letters reach further down, and must not meet the rule.
    const baseMm = this.yMm + heightMm - RULE_MM - Math.max(1, pt * DESCENT * MM_PER_PT);
    const set = (texts: readonly string[], xMm: number) => {
      for (const [i, text] of texts.entries()) {
        const yMm = baseMm - (texts.length - 1 - i) * pt * LEADING * MM_PER_PT;
        this.boxes.push({ kind: "text", text, xMm: this.xMm + xMm, yMm, face: "text", pt });
      }
    };
    set(names, 0);
    set(lines, nameWidthMm);
    this.rule(nameWidthMm, this.widthMm - nameWidthMm, heightMm - RULE_MM, 0.2, BLANK_GREY);
    this.yMm += heightMm;
  }

  /** Headings side by side, and ruled rows below them to write in. */
  blankTable(headings: readonly string[], { pt, rowMm, rows }: { pt: number; rowMm: number; rows: number }): void {
    const columnMm = this.widthMm / headings.length;
    for (const [i, heading] of headings.entries()) {
      const cell = new Column(this.fonts, columnMm, this.xMm + i * columnMm);
      cell.line(heading, { face: "bold", pt });
      this.place(cell, this.yMm);
    }
    this.yMm += 6;
    for (let row = 0; row < rows; row++) {
      this.yMm += rowMm;
      this.rule(0, this.widthMm, 0, 0.2, BLANK_GREY);
    }
  }

  /** A horizontal rule, placed from the column's left edge and the present height. */
  rule(xMm: number, widthMm: number, belowMm: number, heightMm: number, grey: number): void {
    this.boxes.push({ kind: "rule", xMm: this.xMm + xMm, yMm: this.yMm + belowMm, widthMm, heightMm, grey });
  }

  /** Puts a finished column beside or into this one without moving on. */
  place(other: Column, yMm: number): void {
    this.boxes.push(...shifted(other.boxes, 0, yMm));
  }

  private baseline(pt: number): number {
    return this.yMm + pt * BASELINE * MM_PER_PT;
  }
}

/** Boxes moved by an offset in mm. */
export function shifted(boxes: readonly Box[], xMm: number, yMm: number): Box[] {
  return boxes.map((box) => ({ ...box, xMm: box.xMm + xMm, yMm: box.yMm + yMm }));
}

/** A text cut to one line, with an ellipsis where something is left out. */
export function cutToWidth(text: string, face: Face, pt: number, widthMm: number, fonts: Fonts): string {
  if (fonts.width(text, face, pt) <= widthMm) return text;
  const characters = [...text];
  while (characters.length > 0 && fonts.width(`${characters.join("")}…`, face, pt) > widthMm) characters.pop();
  return `${characters.join("")}…`;
}
