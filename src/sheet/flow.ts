import { EscrowError } from "../error.js";
import type { PaperFormat } from "../paper/record.js";
import type { Setting } from "./block-setting.js";
import type { Box, Page } from "./box.js";
import { type Column, shifted } from "./column.js";
import { FOOT_MM, footer } from "./footer.js";
import type { Paper } from "./paper.js";
import type { BlockSpec, Template } from "./template.js";

/** Space between what stands at an edge and what stands beside it, besides a code's light space. */
const BESIDE_GAP_MM = 1.5;

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
  const setting = settingOf(template, paper, look);
  const filling = new Filling(setting.heightMm);
  for (const [i, specs] of template.pages.entries()) {
    if (i > 0) filling.newPage();
    for (const spec of specs) filling.addAll(piecesOf(spec, setting), spec.gapMm, 0);
  }
  return withFeet(filling.pages, name, template, paper, setting);
}

/** What blocks are set with, and the room that a page has for them above its foot. */
export function settingOf(
  { marginMm: { top, right, bottom, left } }: Template,
  { widthMm, heightMm }: Paper,
  look: Pick<Setting, "fonts" | "language">,
): Setting {
  return { ...look, widthMm: widthMm - left - right, heightMm: heightMm - top - bottom - FOOT_MM };
}

/** Filled pages at their place on the paper, each with its foot. @param name what the foot says that they belong to */
export function withFeet(
  pages: readonly (readonly Box[])[],
  name: string,
  { marginMm: { top, bottom, left } }: Template,
  paper: Paper,
  setting: Setting,
  format?: PaperFormat,
): Page[] {
  return pages.map((boxes, i) => {
    const foot = footer(name, { page: i + 1, pages: pages.length }, setting, format);
    return {
      ...paper,
      boxes: [...shifted(boxes, left, top), ...shifted(foot, left, paper.heightMm - bottom - FOOT_MM)],
      accounts: [],
    };
  });
}

interface Edge {
  readonly widthMm: number;
  readonly footMm: number;
}

const NO_EDGES: Readonly<Record<"left" | "right", Edge>> = {
  left: { widthMm: 0, footMm: 0 },
  right: { widthMm: 0, footMm: 0 },
};

/** Pages that fill from the top. */
export class Filling {
  readonly pages: Box[][] = [[]];
  /** How far the page is filled. */
  private yMm = 0;
  /** What stands at its edges: how wide it is with the space beside it, and how far down it reaches. */
  private edges = NO_EDGES;

  constructor(private readonly heightMm: number) {}

  /** Begins a page. */
  newPage(): void {
    this.pages.push([]);
    this.yMm = 0;
    this.edges = NO_EDGES;
  }

  /** Goes on below what stands at the edges. */
  clear(): void {
    this.clearEdge("left");
    this.clearEdge("right");
  }

  /** Goes on below what stands at an edge. */
  clearEdge(side: "left" | "right"): void {
    this.yMm = Math.max(this.yMm, this.edges[side].footMm);
  }

  /** Width that is taken at each edge, here. */
  get edgesMm(): { readonly leftMm: number; readonly rightMm: number } {
    const taken = ({ widthMm, footMm }: Edge) => (this.yMm < footMm ? widthMm : 0);
    return { leftMm: taken(this.edges.left), rightMm: taken(this.edges.right) };
  }

  /** Puts a column at an edge. */
  addEdge(side: "left" | "right", column: Column, gapMm: number, pageMm: number): void {
    this.makeRoom(column.yMm, gapMm);
    this.put(column, side === "left" ? 0 : pageMm - column.widthMm, this.yMm);
    const edge = { widthMm: column.widthMm + BESIDE_GAP_MM, footMm: this.yMm + column.yMm };
    this.edges = { ...this.edges, [side]: edge };
  }

  /** Puts pieces below what is there. @param gapMm above the first of them */
  addAll(columns: readonly Column[], gapMm: number, leftMm: number): void {
    for (const [i, piece] of glued(columns).entries()) this.add(piece, i === 0 ? gapMm : 0, leftMm);
  }

  /** Puts a piece, which stays whole. */
  private add(piece: readonly Column[], gapMm: number, leftMm: number): void {
    const height = piece.reduce((sum, column) => sum + column.yMm, 0);
    this.makeRoom(height, gapMm);
    for (const column of piece) {
      this.put(column, leftMm, this.yMm);
      this.yMm += column.yMm;
    }
  }

  /** Leaves the gap, or begins a page where the rest of this one is too low. */
  private makeRoom(height: number, gapMm: number): void {
    if (height > this.heightMm) {
      throw new EscrowError("does-not-fit", { page: this.pages.length, overMm: Math.ceil(height - this.heightMm) });
    }
    const gap = this.yMm > 0 ? gapMm : 0;
    if (this.yMm + gap + height <= this.heightMm) this.yMm += gap;
    else this.newPage();
  }

  private put(column: Column, xMm: number, yMm: number): void {
    this.pages.at(-1)?.push(...shifted(column.boxes, xMm, yMm));
  }
}

/** A heading never stands alone at the foot of a page: it is kept with what follows it. */
function glued(columns: readonly Column[]): Column[][] {
  const [head, first, ...rest] = columns;
  if (!head) return [];
  return first ? [[head, first], ...rest.map((column) => [column])] : [[head]];
}
