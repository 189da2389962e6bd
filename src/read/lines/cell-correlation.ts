import type { Raster } from "../pixels/raster.js";
import { SPAN_CELLS, type Span } from "./cell-mesh.js";
import { cellStrip } from "./cell-strip.js";
import { CELL_ALPHABET, type CellTemplates } from "./cell-templates.js";

/** What each character's box resembles, row by row. */
export interface CellRows {
  /** Boxes of a row, all rows alike. */
  readonly count: number;
  /** From top to bottom: of every box the correlations with the alphabet, in its order. */
  readonly rows: readonly Float32Array[];
}

/** Reads the boxes of a mesh. A box that no span covers resembles nothing. */
export function cellsOf(ink: Raster, templates: CellTemplates, spans: readonly Span[]): CellRows {
  const [firstRow, lastRow] = extent(spans.filter(({ blind }) => blind === 0).map(({ row }) => row));
  const [firstColumn, lastColumn] = extent(spans.map(({ column }) => column));
  const count = (lastColumn - firstColumn + 1) * SPAN_CELLS;
  const rows = Array.from({ length: lastRow - firstRow + 1 }, () => new Float32Array(count * CELL_ALPHABET.length));
  for (const { row, column, frame } of spans) {
    const scores = rows[row - firstRow];
    if (!scores) continue;
    const strip = cellStrip(ink, frame, SPAN_CELLS, { x: 0, y: 0 });
    for (let i = 0; i < SPAN_CELLS; i++) {
      const at = ((column - firstColumn) * SPAN_CELLS + i) * CELL_ALPHABET.length;
      templates.match(strip.data, strip.box(i, 0, 0), strip.stride, 1, scores.subarray(at, at + CELL_ALPHABET.length));
    }
  }
  return { count, rows };
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
