import { EscrowError } from "../error.js";
import type { Setting } from "./block-setting.js";
import type { Box, Page } from "./box.js";
import { type Column, shifted } from "./column.js";
import { FOOT_MM, footer } from "./footer.js";
import type { Paper } from "./paper.js";
import type { BlockSpec, Template } from "./template.js";

/**
 * Sets a template's blocks on as many pages as they take: each list of blocks begins a page, pieces that do not fit go on
 * the next.
 * @param piecesOf what a block is made of: pieces that stay whole
 * @param name what the foot of each page says that it belongs to
 * @throws EscrowError `does-not-fit` when a piece is higher than a page
 */
export function flowPages(
  template: Template,
  paper: Paper,
  look: Pick<Setting, "fonts" | "language">,
  piecesOf: (spec: BlockSpec, setting: Setting) => readonly Column[],
  name: string,
): Page[] {
  const { top, right, bottom, left } = template.marginMm;
  const widthMm = paper.widthMm - left - right;
  const heightMm = paper.heightMm - top - bottom - FOOT_MM;
  const setting = { ...look, widthMm, heightMm };
  const pages: Box[][] = [];
  for (const specs of template.pages) {
    let boxes: Box[] = [];
    let yMm = 0;
    pages.push(boxes);
    for (const spec of specs) {
      const pieces = glued(piecesOf(spec, setting));
      for (const [i, piece] of pieces.entries()) {
        const gap = i === 0 && yMm > 0 ? spec.gapMm : 0;
        const height = piece.reduce((sum, column) => sum + column.yMm, 0);
        if (height > heightMm)
          throw new EscrowError("does-not-fit", { page: pages.length, overMm: Math.ceil(height - heightMm) });
        if (yMm + gap + height > heightMm) {
          boxes = [];
          pages.push(boxes);
          yMm = 0;
        } else yMm += gap;
        for (const column of piece) {
          boxes.push(...shifted(column.boxes, 0, yMm));
          yMm += column.yMm;
        }
      }
    }
  }
  return pages.map((boxes, i) => {
    const foot = footer(name, { page: i + 1, pages: pages.length }, setting);
    return {
      ...paper,
      boxes: [...shifted(boxes, left, top), ...shifted(foot, left, paper.heightMm - bottom - FOOT_MM)],
      accounts: [],
    };
  });
}

/** A heading never stands alone at the foot of a page: it is kept with what follows it. */
function glued(columns: readonly Column[]): Column[][] {
  const [head, first, ...rest] = columns;
  if (!head) return [];
  return first ? [[head, first], ...rest.map((column) => [column])] : [[head]];
}
