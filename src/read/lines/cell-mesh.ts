import { LINE_LEADING } from "../../paper/line.js";
import type { Point, Raster } from "../pixels/raster.js";
import type { Anchor } from "./cell-anchor.js";
import { type CellFrame, cellStrip, EM_ROWS, moved } from "./cell-strip.js";
import { CELL_ALPHABET, CELL_COLUMNS, type CellTemplates } from "./cell-templates.js";

/** Characters that move together: four and a blank. Paper bends little over them. */
export const SPAN_CELLS = 5;
/** How far a span may lie from where its neighbours say, in samples: a third of a character, and of its height. */
const REACH = { x: 4, y: 6 };
/** How far most lie from there. */
const NEAR = 2;
/**
 * Correlation of a span's boxes, its blank among them, from which on its place counts: this share of the anchor's. Of
 * 39,000 spans in and about columns that were read on 72 spoilt pages a third had less, most of them half of that: paper.
 */
const LEAST_OF_ANCHOR = 0.68;
/** Most spans: two pages of lines. */
const MOST_SPANS = 2_000;
/** So many spans without a fit, one beside the other, are gone across: a fold, a small blot. */
const MOST_BLIND = 1;

/** Some characters with their place. */
export interface Span {
  /** From the anchor's row. */
  readonly row: number;
  /** From the anchor, in spans. */
  readonly column: number;
  readonly frame: CellFrame;
  readonly fit: number;
  /** Steps since the last span that fitted; 0 where it fits itself. */
  readonly blind: number;
}

/** Rows of characters found by going from each span to those beside it, which bends with the paper. */
export function growMesh(ink: Raster, templates: CellTemplates, { frame, fit }: Anchor): Span[] {
  const scores = new Float32Array(CELL_ALPHABET.length);
  const least = LEAST_OF_ANCHOR * fit;
  const spans = new Map<string, Span>();
  const keyOf = (row: number, column: number) => `${row} ${column}`;
  const locate = (guess: CellFrame): { frame: CellFrame; fit: number } => {
    const strip = cellStrip(ink, guess, SPAN_CELLS, REACH);
    let best = { dx: 0, dy: 0, fit: 0 };
    const attempt = (dx: number, dy: number, step: 1 | 2) => {
      if (Math.abs(dx) > REACH.x || Math.abs(dy) > REACH.y) return;
      let sum = 0;
      for (let i = 0; i < SPAN_CELLS; i++) {
        sum += templates.match(strip.data, strip.box(i, dx, dy), strip.stride, step, scores);
      }
      if (sum / SPAN_CELLS > best.fit) best = { dx, dy, fit: sum / SPAN_CELLS };
    };
    const around = (reach: { x: number; y: number }, by: number, done: number) => {
      const { dx, dy } = best;
      for (let y = -reach.y; y <= reach.y; y += by) {
        for (let x = -reach.x; x <= reach.x; x += by) {
          if (Math.max(Math.abs(x), Math.abs(y)) > done) attempt(dx + x, dy + y, 2);
        }
      }
    };
    // Most lie where their neighbours say.
    around({ x: NEAR, y: NEAR }, 2, -1);
    const near = best;
    if (best.fit < least) {
      best = { ...near, dx: 0, dy: 0 };
      around(REACH, 2, NEAR);
      if (best.fit === near.fit) best = near;
    }
    around({ x: 1, y: 1 }, 1, 0);
    const { dx, dy } = best;
    best = { dx, dy, fit: 0 };
    attempt(dx, dy, 1);
    return { frame: moved(guess, best.dx / CELL_COLUMNS, best.dy / EM_ROWS), fit: best.fit };
  };
  const start = locate(frame);
  const frontier: Span[] = [{ row: 0, column: 0, blind: 0, frame: start.frame, fit: Math.max(start.fit, fit) }];
  spans.set(keyOf(0, 0), frontier[0] as Span);
  while (frontier.length > 0 && spans.size < MOST_SPANS) {
    // From the surest first: what is sure leads to what is not, never the other way.
    const index = frontier.reduce(
      (best, span, i) =>
        span.fit - span.blind > (frontier[best] as Span).fit - (frontier[best] as Span).blind ? i : best,
      0,
    );
    const [from] = frontier.splice(index, 1) as [Span];
    for (const [dRow, dColumn] of [
      [0, 1],
      [0, -1],
      [1, 0],
      [-1, 0],
    ] as const) {
      const [row, column] = [from.row + dRow, from.column + dColumn];
      if (spans.has(keyOf(row, column))) continue;
      const guess = expected(from, dRow, dColumn, (r, c) => spans.get(keyOf(r, c)));
      const placed = locate(guess);
      const fits = placed.fit >= least;
      if (!fits && from.blind >= MOST_BLIND) continue;
      const place = fits ? bent(from, placed.frame, dRow, dColumn) : guess;
      const span = { row, column, frame: place, fit: placed.fit, blind: fits ? 0 : from.blind + 1 };
      spans.set(keyOf(row, column), span);
      frontier.push(span);
    }
  }
  return [...spans.values()];
}

/** Where a span must lie: as far on as the last step was, seen from every neighbour that fitted. */
function expected(
  from: Span,
  dRow: number,
  dColumn: number,
  spanAt: (row: number, column: number) => Span | undefined,
): CellFrame {
  const guess = moved(from.frame, dColumn * SPAN_CELLS, dRow * LINE_LEADING);
  const others = [-1, 1].flatMap((side) => {
    // The neighbour of the wanted span on the other axis, which stands beside `from`.
    const other = spanAt(from.row + dRow + side * Math.abs(dColumn), from.column + dColumn + side * Math.abs(dRow));
    if (!other || other.blind > 0) return [];
    return [moved(other.frame, -side * Math.abs(dRow) * SPAN_CELLS, -side * Math.abs(dColumn) * LINE_LEADING).at];
  });
  const places = [guess.at, ...others];
  const mean = (pick: (point: Point) => number) => places.reduce((sum, place) => sum + pick(place), 0) / places.length;
  return { ...guess, at: { x: mean(({ x }) => x), y: mean(({ y }) => y) } };
}

/** The frame of a span that was found: its steps follow what the way from its neighbour was, half of it. */
function bent(from: Span, frame: CellFrame, dRow: number, dColumn: number): CellFrame {
  const steps = dColumn === 0 ? dRow * LINE_LEADING : dColumn * SPAN_CELLS;
  const way = { x: (frame.at.x - from.frame.at.x) / steps, y: (frame.at.y - from.frame.at.y) / steps };
  const half = (a: Point, b: Point) => ({ x: a.x * 0.7 + b.x * 0.3, y: a.y * 0.7 + b.y * 0.3 });
  return dColumn === 0 ? { ...frame, em: half(frame.em, way) } : { ...frame, cell: half(frame.cell, way) };
}
