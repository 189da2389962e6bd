import type { Box, Raster } from "./raster.js";

/** Grey levels below this are ink: the paler edges of thin strokes too, or they would fall apart. */
const INK_BELOW = 160;

/**
 * Boxes of connected pieces of ink, diagonal neighbours included.
 * @param maxSize pieces wider or higher are left out, in pixels
 * @returns in no particular order
 */
export function inkComponents(raster: Raster, maxSize: number): Box[] {
  const pieces = new Pieces();
  let above: Run[] = [];
  for (let y = 0; y < raster.height; y++) {
    const runs = runsOfRow(raster, y);
    let first = 0;
    for (const run of runs) {
      // Runs of the row above that end left of this one touch no later one either.
      while (first < above.length && (above[first] as Run).end < run.start) first++;
      for (let i = first; i < above.length && (above[i] as Run).start <= run.end; i++) {
        const piece = (above[i] as Run).piece;
        run.piece = run.piece < 0 ? piece : pieces.join(run.piece, piece);
      }
      run.piece = pieces.grow(run.piece, run.start, run.end, y);
    }
    above = runs;
  }
  return pieces.boxes().filter(({ width, height }) => width <= maxSize && height <= maxSize);
}

/** Ink side by side in one row: from `start` up to, not including, `end`. */
interface Run {
  readonly start: number;
  readonly end: number;
  piece: number;
}

function runsOfRow({ width, data }: Raster, y: number): Run[] {
  const runs: Run[] = [];
  const row = y * width;
  let start = -1;
  for (let x = 0; x <= width; x++) {
    const ink = x < width && (data[row + x] as number) < INK_BELOW;
    if (ink && start < 0) start = x;
    else if (!ink && start >= 0) {
      runs.push({ start, end: x, piece: -1 });
      start = -1;
    }
  }
  return runs;
}

/** Disjoint sets of runs, each with the box around it. */
class Pieces {
  private readonly parents: number[] = [];
  private readonly bounds: { left: number; top: number; right: number; bottom: number }[] = [];

  /** Adds a run to a piece, or to a new one where `piece` is negative. */
  grow(piece: number, start: number, end: number, y: number): number {
    if (piece < 0) {
      this.bounds.push({ left: start, top: y, right: end, bottom: y + 1 });
      return this.parents.push(this.parents.length) - 1;
    }
    const root = this.root(piece);
    const box = this.bounds[root];
    if (box) {
      box.left = Math.min(box.left, start);
      box.right = Math.max(box.right, end);
      box.bottom = y + 1;
    }
    return root;
  }

  join(one: number, other: number): number {
    const [a, b] = [this.root(one), this.root(other)];
    const [to, from] = [this.bounds[a], this.bounds[b]];
    if (a === b || !to || !from) return a;
    this.parents[b] = a;
    to.left = Math.min(to.left, from.left);
    to.top = Math.min(to.top, from.top);
    to.right = Math.max(to.right, from.right);
    to.bottom = Math.max(to.bottom, from.bottom);
    return a;
  }

  boxes(): Box[] {
    return this.bounds
      .filter((_, piece) => this.parents[piece] === piece)
      .map(({ left, top, right, bottom }) => ({ x: left, y: top, width: right - left, height: bottom - top }));
  }

  private root(piece: number): number {
    let at = piece;
    while (this.parents[at] !== at) {
      const parent = this.parents[at] as number;
      this.parents[at] = this.parents[parent] as number;
      at = parent;
    }
    return at;
  }
}
