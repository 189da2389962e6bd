import type { Point } from "../../pixels/raster.js";
import { contrastAround, type Ground, type Shift } from "./qr-ground.js";
import type { SymbolFrame } from "./qr-layout.js";
import type { Placement } from "./qr-placement.js";

/** Modules between nodes, nearly. */
const STEP = 3;
/** How far a node is looked for from where those beside it say, in modules: coarse, then fine. */
const FAR = [-0.32, 0, 0.32];
const NEAR = [-0.16, 0, 0.16];
const FINE = [-0.08, 0, 0.08];
/** What a module's distance from there costs, as a share of full contrast. */
const PULL = 0.5;
/** Nodes so near to a finder pattern's middle are where it says, in modules. */
const ANCHORED = 4.2;

/** Nodes of a symbol's mesh: what aligning it costs. @param size in modules */
export function countNodes(size: number): number {
  return nodesAlong(size) ** 2;
}

function nodesAlong(size: number): number {
  return Math.round(size / STEP) + 1;
}

/** Where a symbol's modules lie on paper that is not flat: a grid of nodes, each found by itself. */
export class Mesh {
  private readonly count: number;
  private readonly step: number;
  private readonly dx: Float64Array;
  private readonly dy: Float64Array;
  /** How surely each node is known: 0 not yet. */
  private readonly sure: Float64Array;
  private readonly contrast: number;

  /**
   * Grows from the finder patterns, the clearest surroundings first.
   * @param known 1 dark, −1 light, 0 not known; fixed modules at least
   */
  constructor(
    private readonly ground: Ground,
    private readonly frame: SymbolFrame,
    private readonly placement: Placement,
    known: Int8Array,
  ) {
    this.count = nodesAlong(frame.size);
    this.step = frame.size / (this.count - 1);
    this.dx = new Float64Array(this.count ** 2);
    this.dy = new Float64Array(this.count ** 2);
    this.sure = new Float64Array(this.count ** 2);
    this.contrast = this.anchor();
    this.grow(known);
    this.align(known);
  }

  /** Aligns all nodes again, with modules that are known by now. */
  align(known: Int8Array): void {
    for (let node = 0; node < this.sure.length; node++) this.settle(node, this.look(node, known, [NEAR, FINE]));
  }

  /** Where a place of the symbol lies in the picture. @param u, v in modules from its top left corner */
  place(u: number, v: number): Point {
    const last = this.count - 2;
    const i = Math.min(last, Math.max(0, Math.floor(u / this.step)));
    const j = Math.min(last, Math.max(0, Math.floor(v / this.step)));
    const s = u / this.step - i;
    const t = v / this.step - j;
    const at = j * this.count + i;
    const mix = (values: Float64Array) =>
      ((values[at] as number) * (1 - s) + (values[at + 1] as number) * s) * (1 - t) +
      ((values[at + this.count] as number) * (1 - s) + (values[at + this.count + 1] as number) * s) * t;
    return this.point(u, v, mix(this.dx), mix(this.dy));
  }

  private point(u: number, v: number, dx: number, dy: number): Point {
    const { origin, across, down } = this.placement;
    const [a, b] = [u + dx, v + dy];
    return { x: origin.x + a * across.x + b * down.x, y: origin.y + a * across.y + b * down.y };
  }

  /** Puts the nodes about finder patterns where these are. @returns their contrast */
  private anchor(): number {
    const { across, down, origin, anchors } = this.placement;
    const area = across.x * down.y - across.y * down.x;
    let [contrast, samples] = [0, 0];
    for (const anchor of anchors) {
      for (let node = 0; node < this.sure.length; node++) {
        const { u, v } = this.at(node);
        const [du, dv] = [u - anchor.u, v - anchor.v];
        if (Math.max(Math.abs(du), Math.abs(dv)) > ANCHORED) continue;
        const x = anchor.middle.x + du * anchor.across.x + dv * anchor.down.x - origin.x;
        const y = anchor.middle.y + du * anchor.across.y + dv * anchor.down.y - origin.y;
        this.dx[node] = (x * down.y - y * down.x) / area - u;
        this.dy[node] = (across.x * y - across.y * x) / area - v;
        this.sure[node] = 1;
        const score = this.score(node, this.frame.fixed, FLAT, this.dx[node] as number, this.dy[node] as number);
        contrast += Math.max(0, score);
        samples++;
      }
    }
    return Math.max(3, contrast / Math.max(1, samples));
  }

  private at(node: number) {
    return { u: (node % this.count) * this.step, v: Math.floor(node / this.count) * this.step };
  }

  private grow(known: Int8Array): void {
    const waiting = new Map<number, number>();
    const reach = (node: number) => {
      for (const next of this.beside(node)) {
        if (this.sure[next] !== 0) continue;
        const guess = this.guess(next);
        waiting.set(next, this.score(next, known, guess, guess.dx, guess.dy));
      }
    };
    for (let node = 0; node < this.sure.length; node++) if (this.sure[node] === 1) reach(node);
    while (waiting.size > 0) {
      let [best, most] = [-1, Number.NEGATIVE_INFINITY];
      for (const [node, score] of waiting) if (score > most) [best, most] = [node, score];
      waiting.delete(best);
      this.settle(best, this.look(best, known, [FAR, NEAR, FINE]));
      reach(best);
    }
  }

  private settle(node: number, { dx, dy, shiftX, shiftY, score }: Look): void {
    // Where little can be seen, those beside it say more.
    const share = Math.min(1, Math.max(0, score / this.contrast / 0.6));
    this.dx[node] = dx + share * shiftX;
    this.dy[node] = dy + share * shiftY;
    this.sure[node] = 0.05 + 0.9 * share ** 2;
  }

  private beside(node: number): number[] {
    const [i, j] = [node % this.count, Math.floor(node / this.count)];
    const result: number[] = [];
    for (const [x, y] of [
      [i - 1, j],
      [i + 1, j],
      [i, j - 1],
      [i, j + 1],
    ] as const) {
      if (x >= 0 && y >= 0 && x < this.count && y < this.count) result.push(y * this.count + x);
    }
    return result;
  }

  /** The best place for a node near where those around it say. */
  private look(node: number, known: Int8Array, search: readonly (readonly number[])[]): Look {
    const guess = this.guess(node);
    let [shiftX, shiftY, best] = [0, 0, Number.NEGATIVE_INFINITY];
    for (const [round, steps] of search.entries()) {
      const [fromX, fromY] = [shiftX, shiftY];
      for (const y of steps) {
        for (const x of steps) {
          // The middle is the best of the round before.
          if (round > 0 && x === 0 && y === 0) continue;
          const sx = fromX + x;
          const sy = fromY + y;
          const pull = PULL * this.contrast * (sx * sx + sy * sy);
          const score = this.score(node, known, guess, guess.dx + sx, guess.dy + sy) - pull;
          if (score <= best) continue;
          best = score;
          shiftX = sx;
          shiftY = sy;
        }
      }
    }
    return { ...guess, shiftX, shiftY, score: best };
  }

  /** A plane through the displacements around: its value at the node and its slopes, these held small. */
  private guess(node: number): Shift {
    const [i, j] = [node % this.count, Math.floor(node / this.count)];
    let [w, wx, wy, wxx, wxy, wyy] = [1e-9, 0, 0, 0.3, 0, 0.3];
    let [a, ax, ay, b, bx, by] = [0, 0, 0, 0, 0, 0];
    for (let y = Math.max(0, j - 2); y <= Math.min(this.count - 1, j + 2); y++) {
      for (let x = Math.max(0, i - 2); x <= Math.min(this.count - 1, i + 2); x++) {
        const at = y * this.count + x;
        const [p, q] = [x - i, y - j];
        const weight = at === node ? 0 : (this.sure[at] as number) / (p * p + q * q);
        if (weight === 0) continue;
        const [dx, dy] = [this.dx[at] as number, this.dy[at] as number];
        w += weight;
        wx += weight * p;
        wy += weight * q;
        wxx += weight * p * p;
        wxy += weight * p * q;
        wyy += weight * q * q;
        a += weight * dx;
        ax += weight * p * dx;
        ay += weight * q * dx;
        b += weight * dy;
        bx += weight * p * dy;
        by += weight * q * dy;
      }
    }
    const [cxx, cxy, cyy] = [wxx - (wx * wx) / w, wxy - (wx * wy) / w, wyy - (wy * wy) / w];
    const area = cxx * cyy - cxy * cxy;
    const plane = (sum: number, sumX: number, sumY: number) => {
      const [rx, ry] = [sumX - (wx * sum) / w, sumY - (wy * sum) / w];
      const slopeX = (rx * cyy - ry * cxy) / area;
      const slopeY = (ry * cxx - rx * cxy) / area;
      return { value: (sum - slopeX * wx - slopeY * wy) / w, slopeX: slopeX / this.step, slopeY: slopeY / this.step };
    };
    const [x, y] = [plane(a, ax, ay), plane(b, bx, by)];
    return { dx: x.value, dy: y.value, slopes: [x.slopeX, x.slopeY, y.slopeX, y.slopeY] };
  }

  private score(node: number, known: Int8Array, guess: Shift, dx: number, dy: number): number {
    return contrastAround(this.ground, this.frame.size, this.placement, known, this.at(node), guess.slopes, dx, dy);
  }
}

const FLAT: Shift = { dx: 0, dy: 0, slopes: [0, 0, 0, 0] };

interface Look extends Shift {
  readonly shiftX: number;
  readonly shiftY: number;
  readonly score: number;
}
