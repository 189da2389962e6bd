import type { Raster } from "../pixels/raster.js";
import { SPAN_CELLS, type Span } from "./cell-mesh.js";
import { type CellFrame, cellStrip, EM_ROWS, moved } from "./cell-strip.js";
import { CELL_ALPHABET, CELL_COLUMNS, type CellTemplates } from "./cell-templates.js";

/**
 * Where boxes are looked at closely, in samples from where the mesh has them: it goes by whole samples. D and O of 7
 * points at 200 dpi resembled the ink by 0.01 apart, either way; a half sample nearer it is 0.04 and more, the right way.
 */
const CLOSER = [0, -0.5, 0.5];

/** What each character's box resembles, row by row. */
export interface CellRows {
  /** Boxes of a row, all rows alike. */
  readonly count: number;
  /** From top to bottom: of every box the correlations with the alphabet, in its order. */
  readonly rows: readonly Float32Array[];
}

/** Rows of a mesh, with where they begin in it. */
interface MeshRows extends CellRows {
  /** Row of the spans in the first of them. */
  readonly firstRow: number;
  /** Column of the span that the first box of each is of. */
  readonly firstColumn: number;
}

/** Reads the boxes of a mesh. A box that no span covers resembles nothing. */
export function cellsOf(ink: Raster, templates: CellTemplates, spans: readonly Span[]): MeshRows {
  const [firstRow, lastRow] = extent(spans.filter(({ blind }) => blind === 0).map(({ row }) => row));
  const [firstColumn, lastColumn] = extent(spans.map(({ column }) => column));
  const count = (lastColumn - firstColumn + 1) * SPAN_CELLS;
  const rows = Array.from({ length: lastRow - firstRow + 1 }, () => new Float32Array(count * CELL_ALPHABET.length));
  for (const { row, column, frame } of spans) {
    const scores = rows[row - firstRow];
    if (!scores) continue;
    scores.set(closest(ink, templates, frame), (column - firstColumn) * SPAN_CELLS * CELL_ALPHABET.length);
  }
  return { count, rows, firstRow, firstColumn };
}

/** Correlations of a span's boxes where all together resemble characters most. */
function closest(ink: Raster, templates: CellTemplates, frame: CellFrame): Float32Array {
  let best = { sum: Number.NEGATIVE_INFINITY, scores: new Float32Array() };
  for (const dy of CLOSER) {
    for (const dx of CLOSER) {
      const strip = cellStrip(ink, moved(frame, dx / CELL_COLUMNS, dy / EM_ROWS), SPAN_CELLS, { x: 0, y: 0 });
      const scores = new Float32Array(SPAN_CELLS * CELL_ALPHABET.length);
      let sum = 0;
      for (let i = 0; i < SPAN_CELLS; i++) {
        const at = i * CELL_ALPHABET.length;
        const own = scores.subarray(at, at + CELL_ALPHABET.length);
        sum += templates.match(strip.data, strip.box(i, 0, 0), strip.stride, 1, own);
      }
      if (sum > best.sum) best = { sum, scores };
    }
  }
  return best.scores;
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
