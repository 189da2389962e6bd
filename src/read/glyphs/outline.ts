import type { Font, Glyph } from "@cantoo/fontkit";

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
  const edges = placed(edgesOf(font, character), emPx / font.unitsPerEm, xFraction, yFraction);
  if (edges.length === 0) return undefined;
  const { left, right, top, bottom } = boundsOf(edges);
  const width = Math.ceil(right) - Math.floor(left);
  const height = Math.ceil(bottom) - Math.floor(top);
  const coverage = new Float32Array(width * height);
  const rows = new SampleRows(edges, Math.floor(left), Math.floor(top), height);
  for (let i = 0; i < height * SAMPLE_ROWS; i++) rows.fill(i, coverage, Math.floor(i / SAMPLE_ROWS) * width, width);
  return { width, height, leftPx: Math.floor(left), topPx: -Math.floor(top), coverage };
}

/** Straight edges, four numbers each: x and y of the beginning, x and y of the end. */
type Edges = Float64Array;

const knownEdges = new WeakMap<Glyph, Edges>();

/** The outline as straight edges in units of the font, level ones left out. @see ISO/IEC 14496-22, glyf */
function edgesOf(font: Font, character: string): Edges {
  const glyph = font.glyphForCodePoint(character.codePointAt(0) ?? 0);
  if (!glyph) return new Float64Array(0);
  const edges = knownEdges.get(glyph) ?? flattened(glyph);
  knownEdges.set(glyph, edges);
  return edges;
}

function flattened({ path }: Glyph): Edges {
  const edges: number[] = [];
  let [startX, startY, penX, penY] = [0, 0, 0, 0];
  const lineTo = (x: number, y: number) => {
    if (y !== penY) edges.push(penX, penY, x, y);
    penX = x;
    penY = y;
  };
  for (const { command, args } of path.commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    if (command === "moveTo") {
      [startX, startY, penX, penY] = [a, b, a, b];
    } else if (command === "lineTo") lineTo(a, b);
    else if (command === "quadraticCurveTo") {
      const [x, y] = [penX, penY];
      for (const [p = 0, q = 0, r = 0] of QUADRATIC) lineTo(p * x + q * a + r * c, p * y + q * b + r * d);
    } else if (command === "bezierCurveTo") {
      const [x, y] = [penX, penY];
      for (const [p = 0, q = 0, r = 0, s = 0] of CUBIC) {
        lineTo(p * x + q * a + r * c + s * e, p * y + q * b + r * d + s * f);
      }
    } else lineTo(startX, startY);
  }
  return Float64Array.from(edges);
}

/** Edges in pixels, downwards, with the pen within the first. */
function placed(edges: Edges, scale: number, xFraction: number, yFraction: number): Edges {
  const pixels = new Float64Array(edges.length);
  for (let i = 0; i < edges.length; i += 2) {
    pixels[i] = (edges[i] as number) * scale + xFraction;
    pixels[i + 1] = yFraction - (edges[i + 1] as number) * scale;
  }
  return pixels;
}

function boundsOf(edges: Edges): { left: number; right: number; top: number; bottom: number } {
  const bounds = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (let i = 0; i < edges.length; i += 2) {
    const x = edges[i] ?? 0;
    const y = edges[i + 1] ?? 0;
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

/** Where each sample row meets the outline, from left to right. */
class SampleRows {
  /** Crossings of row `i` stand from `starts[i]` up to `starts[i + 1]`. */
  private readonly starts: Uint32Array;
  /** Pixels from the first column. */
  private readonly xs: Float64Array;
  /** 1 where the edge runs down, −1 where it runs up. */
  private readonly windings: Int8Array;

  constructor(edges: Edges, left: number, top: number, height: number) {
    const count = height * SAMPLE_ROWS;
    const starts = new Uint32Array(count + 2);
    // Sample row r lies at top + (r + ½) / SAMPLE_ROWS; an edge covers the rows from its upper end up to its lower.
    const ends = new Int32Array(edges.length / 2);
    for (let i = 0; i < ends.length; i++) ends[i] = Math.ceil(((edges[2 * i + 1] ?? 0) - top) * SAMPLE_ROWS - 0.5);
    for (let i = 0; i < ends.length; i += 2) {
      const a = ends[i] ?? 0;
      const b = ends[i + 1] ?? 0;
      const to = Math.max(a, b) + 2;
      for (let row = Math.min(a, b) + 2; row < to; row++) starts[row] = (starts[row] ?? 0) + 1;
    }
    for (let row = 2; row < starts.length; row++) starts[row] = (starts[row] ?? 0) + (starts[row - 1] ?? 0);
    this.starts = starts;
    this.xs = new Float64Array(starts[count + 1] ?? 0);
    this.windings = new Int8Array(this.xs.length);
    for (let i = 0; i < ends.length; i += 2) {
      const a = ends[i] ?? 0;
      const b = ends[i + 1] ?? 0;
      if (a === b) continue;
      const x0 = edges[2 * i] ?? 0;
      const y0 = edges[2 * i + 1] ?? 0;
      const slope = ((edges[2 * i + 2] ?? 0) - x0) / ((edges[2 * i + 3] ?? 0) - y0);
      const to = Math.max(a, b);
      for (let row = Math.min(a, b); row < to; row++) {
        const y = top + (row + 0.5) / SAMPLE_ROWS;
        this.add(row, x0 + (y - y0) * slope - left, a < b ? 1 : -1);
      }
    }
  }

  /** In its place: of the few crossings of a row most come in order. `starts[row + 1]` is where the row ends so far. */
  private add(row: number, x: number, winding: number): void {
    let at = this.starts[row + 1] ?? 0;
    this.starts[row + 1] = at + 1;
    for (; at > (this.starts[row] ?? 0) && (this.xs[at - 1] ?? 0) > x; at--) {
      this.xs[at] = this.xs[at - 1] ?? 0;
      this.windings[at] = this.windings[at - 1] ?? 0;
    }
    this.xs[at] = x;
    this.windings[at] = winding;
  }

  /** Adds one row's spans by the non-zero winding rule. */
  fill(row: number, coverage: Float32Array, offset: number, width: number): void {
    const last = (this.starts[row + 1] ?? 0) - 1;
    let winding = 0;
    for (let i = this.starts[row] ?? 0; i < last; i++) {
      winding += this.windings[i] ?? 0;
      if (winding === 0) continue;
      const x = this.xs[i] ?? 0;
      const end = this.xs[i + 1] ?? 0;
      const to = Math.min(width, Math.ceil(end));
      for (let pixel = Math.max(0, Math.floor(x)); pixel < to; pixel++) {
        const share = Math.min(end, pixel + 1) - Math.max(x, pixel);
        coverage[offset + pixel] = (coverage[offset + pixel] ?? 0) + Math.max(0, share) / SAMPLE_ROWS;
      }
    }
  }
}
