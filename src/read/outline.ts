import type { Font } from "@cantoo/fontkit";

/** Ink of one glyph: how much of each pixel it covers. */
export interface GlyphInk {
  readonly width: number;
  readonly height: number;
  /** Pixels from the pen's pixel column to the first column, may be negative. */
  readonly leftPx: number;
  /** Pixels from the baseline's pixel row up to the first row. */
  readonly topPx: number;
  /** `width × height` coverages, 0 to 1. */
  readonly coverage: Float32Array;
}

/** Rows of samples a pixel: the coverage along a row is exact. */
const SAMPLE_ROWS = 4;
/** Straight pieces a curve is drawn with. */
const CURVE_PIECES = 6;

/** Weights of a curve's points at the end of each piece. */
const STEPS = Array.from({ length: CURVE_PIECES }, (_, i) => (i + 1) / CURVE_PIECES);
const QUADRATIC = STEPS.map((t) => [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]);
const CUBIC = STEPS.map((t) => [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3]);

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/**
 * Draws a character from the raw font, independently of what a PDF embeds and of what renders it.
 * @param emPx size of the em square in pixels
 * @param xFraction place of the pen within its pixel, 0 to 1 to the right
 * @param yFraction place of the baseline within its pixel, 0 to 1 downwards
 * @returns nothing for a character without ink, such as a blank
 */
export function drawGlyph(
  font: Font,
  character: string,
  emPx: number,
  xFraction: number,
  yFraction: number,
): GlyphInk | undefined {
  const scale = emPx / font.unitsPerEm;
  const edges = edgesOf(font, character, (x, y) => [x * scale + xFraction, yFraction - y * scale]);
  if (edges.length === 0) return undefined;
  const { left, right, top, bottom } = boundsOf(edges);
  const width = Math.ceil(right) - Math.floor(left);
  const height = Math.ceil(bottom) - Math.floor(top);
  const rows = crossings(edges, Math.floor(left), Math.floor(top), height);
  const coverage = new Float32Array(width * height);
  for (const [i, row] of rows.entries()) fillRow(coverage, Math.floor(i / SAMPLE_ROWS) * width, width, row);
  return { width, height, leftPx: Math.floor(left), topPx: -Math.floor(top), coverage };
}

function boundsOf(edges: readonly Edge[]): { left: number; right: number; top: number; bottom: number } {
  const bounds = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x0, y0, x1, y1 } of edges) {
    bounds.left = Math.min(bounds.left, x0, x1);
    bounds.right = Math.max(bounds.right, x0, x1);
    bounds.top = Math.min(bounds.top, y0, y1);
    bounds.bottom = Math.max(bounds.bottom, y0, y1);
  }
  return bounds;
}

/** The outline as straight edges, by the font's own contours. @see ISO/IEC 14496-22, glyf */
function edgesOf(font: Font, character: string, place: (x: number, y: number) => [number, number]): Edge[] {
  const glyph = font.glyphForCodePoint(character.codePointAt(0) ?? 0);
  const edges: Edge[] = [];
  let start: [number, number] = [0, 0];
  let pen = start;
  const lineTo = (to: [number, number]) => {
    if (to[1] !== pen[1]) edges.push({ x0: pen[0], y0: pen[1], x1: to[0], y1: to[1] });
    pen = to;
  };
  const curveTo = (weights: readonly (readonly number[])[], ...points: readonly (readonly [number, number])[]) => {
    for (const piece of weights) lineTo(blend(piece, points));
  };
  for (const { command, args } of glyph?.path.commands ?? []) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    if (command === "moveTo") {
      start = place(a, b);
      pen = start;
    } else if (command === "lineTo") lineTo(place(a, b));
    else if (command === "quadraticCurveTo") curveTo(QUADRATIC, pen, place(a, b), place(c, d));
    else if (command === "bezierCurveTo") curveTo(CUBIC, pen, place(a, b), place(c, d), place(e, f));
    else lineTo(start);
  }
  return edges;
}

function blend(weights: readonly number[], points: readonly (readonly [number, number])[]): [number, number] {
  let x = 0;
  let y = 0;
  for (let i = 0; i < points.length; i++) {
    const [px, py] = points[i] ?? [0, 0];
    x += px * (weights[i] ?? 0);
    y += py * (weights[i] ?? 0);
  }
  return [x, y];
}

/** A place where a sample row meets the outline. */
interface Crossing {
  /** From the first column. */
  readonly x: number;
  /** 1 where the edge runs down, −1 where it runs up. */
  readonly winding: number;
}

/** Where each sample row meets the outline, from left to right. */
function crossings(edges: readonly Edge[], left: number, top: number, height: number): Crossing[][] {
  const rows: Crossing[][] = Array.from({ length: height * SAMPLE_ROWS }, () => []);
  // Sample row r lies at top + (r + ½) / SAMPLE_ROWS; an edge covers the rows from its upper end up to its lower.
  const rowAt = (y: number) => Math.ceil((y - top) * SAMPLE_ROWS - 0.5);
  for (const { x0, y0, x1, y1 } of edges) {
    const slope = (x1 - x0) / (y1 - y0);
    const end = rowAt(Math.max(y0, y1));
    for (let row = rowAt(Math.min(y0, y1)); row < end; row++) {
      const y = top + (row + 0.5) / SAMPLE_ROWS;
      rows[row]?.push({ x: x0 + (y - y0) * slope - left, winding: y0 < y1 ? 1 : -1 });
    }
  }
  for (const row of rows) row.sort((a, b) => a.x - b.x);
  return rows;
}

/** Adds one sample row's spans by the non-zero winding rule. */
function fillRow(coverage: Float32Array, offset: number, width: number, row: readonly Crossing[]): void {
  let winding = 0;
  row.forEach(({ x, winding: turn }, i) => {
    winding += turn;
    const end = row[i + 1]?.x;
    if (winding === 0 || end === undefined) return;
    for (let pixel = Math.max(0, Math.floor(x)); pixel < Math.min(width, Math.ceil(end)); pixel++) {
      const share = Math.min(end, pixel + 1) - Math.max(x, pixel);
      coverage[offset + pixel] = (coverage[offset + pixel] ?? 0) + Math.max(0, share) / SAMPLE_ROWS;
    }
  });
}
