import type { Point, Raster } from "../pixels/raster.js";
import { CELL_BOTTOM_EM, CELL_COLUMNS, CELL_ROWS, CELL_TOP_EM } from "./cell-templates.js";

/** Where characters stand: a pen position, and how far it is to the next character and down one em. */
export interface CellFrame {
  readonly at: Point;
  readonly cell: Point;
  readonly em: Point;
}

/** Samples of one em, downwards. */
export const EM_ROWS = CELL_ROWS / (CELL_BOTTOM_EM - CELL_TOP_EM);

/** Ink as samples that lie along characters and across them, with room around to look for their exact place. */
export interface CellStrip {
  readonly data: Float32Array;
  readonly stride: number;
  /** Where the box of a character begins: of the first one, moved by whole samples. */
  box(index: number, dx: number, dy: number): number;
}

/**
 * Samples the ink of some characters in a row.
 * @param frame of the first
 * @param count how many
 * @param spare samples around them, along and across
 * @param below further samples below, such as those of the next rows
 */
export function cellStrip(
  ink: Raster,
  { at, cell, em }: CellFrame,
  count: number,
  spare: { readonly x: number; readonly y: number },
  below = 0,
): CellStrip {
  const stride = count * CELL_COLUMNS + 2 * spare.x;
  const rows = CELL_ROWS + 2 * spare.y + below;
  const data = new Float32Array(stride * rows);
  const { width, height, data: grey } = ink;
  const [ux, uy] = [cell.x / CELL_COLUMNS, cell.y / CELL_COLUMNS];
  const [vx, vy] = [em.x / EM_ROWS, em.y / EM_ROWS];
  const top = CELL_TOP_EM * EM_ROWS + 0.5 - spare.y;
  for (let row = 0, i = 0; row < rows; row++) {
    let x = at.x - 0.5 + ux * (0.5 - spare.x) + vx * (top + row);
    let y = at.y - 0.5 + uy * (0.5 - spare.x) + vy * (top + row);
    for (let column = 0; column < stride; column++, i++, x += ux, y += uy) {
      if (!(x >= 0 && y >= 0 && x < width - 1 && y < height - 1)) continue;
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      const s = x - x0;
      const t = y - y0;
      const from = y0 * width + x0;
      const above = (grey[from] as number) * (1 - s) + (grey[from + 1] as number) * s;
      const under = (grey[from + width] as number) * (1 - s) + (grey[from + width + 1] as number) * s;
      data[i] = above * (1 - t) + under * t;
    }
  }
  return {
    data,
    stride,
    box: (index, dx, dy) => (spare.y + dy) * stride + spare.x + dx + index * CELL_COLUMNS,
  };
}

/** A frame moved by cells and em, fractions too. */
export function moved({ at, cell, em }: CellFrame, cells: number, ems: number): CellFrame {
  return { at: { x: at.x + cells * cell.x + ems * em.x, y: at.y + cells * cell.y + ems * em.y }, cell, em };
}
