import { EscrowError } from "../../error.js";
import { say } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { CLEARING_BLOCKS, EDGE_BLOCKS, SET_BLOCKS, SPARE_BLOCKS } from "../blocks/set-blocks.js";
import type { Box, Page } from "../box.js";
import { type Column, shifted } from "../column.js";
import { FOOT_MM, footer } from "../footer.js";
import type { Paper } from "../paper.js";
import { type BlockSpec, type Template, tighten } from "../template.js";
import type { SetContent } from "./set-content.js";
import { kindOf } from "./set-words.js";

/** Space between what stands at an edge and what stands beside it, besides a code's light space. */
const BESIDE_GAP_MM = 1.5;

/**
 * Sets one sheet of a set: each list of blocks on a page of its own, as loosely as it allows. Where one does not fit, all
 * go on from page to page, and take as few as they can; a spare block may fill the last leaf. What follows a block at an
 * edge of the page stands beside it.
 * @throws EscrowError `does-not-fit` when a piece is higher than a page
 */
export function layOutSet(
  content: SetContent,
  template: Template,
  paper: Paper,
  look: Pick<Setting, "fonts" | "language">,
): Page[] {
  const { top, right, bottom, left } = template.marginMm;
  const widthMm = paper.widthMm - left - right;
  const heightMm = paper.heightMm - top - bottom - FOOT_MM;
  const setting = { ...look, widthMm, heightMm };
  const set: SetList = (factor, specs) =>
    fill(
      specs.map((spec) => tighten(spec, factor, template.layout)),
      content,
      setting,
    );
  const pages = onFewestLeaves(template.pages, set);
  const name = `${say(look.language, `set.foot-${kindOf(content)}`, { x: content.share?.x ?? 0, n: content.threshold?.n ?? 0 })} · ${content.setId}`;
  return pages.map((boxes, i) => {
    const foot = footer(name, { page: i + 1, pages: pages.length }, setting);
    return {
      ...paper,
      boxes: [...shifted(boxes, left, top), ...shifted(foot, left, paper.heightMm - bottom - FOOT_MM)],
      accounts: [],
    };
  });
}

/** Sets blocks on pages, closer by a factor. */
type SetList = (factor: number, specs: readonly BlockSpec[]) => Box[][];

/** How much closer a page is set, step by step, before it takes another one. */
const TIGHTNESS = [1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72, 0.66, 0.6];

const PAGES_OF_LEAF = 2;

/** Each list on a page of its own where it fits; else all on as few pages, and what of the last leaf is left for spare blocks. */
function onFewestLeaves(lists: readonly (readonly BlockSpec[])[], set: SetList): Box[][] {
  const needed = lists.map((specs) => specs.filter(({ block }) => !SPARE_BLOCKS.has(block)));
  const apart = needed.flatMap((specs) => onFewest(1, specs, set));
  if (apart.length === lists.length) return apart;
  // A list that takes several pages leaves room on its last one for what comes after it.
  const joined = onFewest(PAGES_OF_LEAF, needed.flat(), set);
  const filled = onFewest(PAGES_OF_LEAF, lists.flat(), set);
  return leavesOf(filled) <= leavesOf(joined) ? filled : joined;
}

function leavesOf(pages: readonly (readonly Box[])[]): number {
  return Math.ceil(pages.length / PAGES_OF_LEAF);
}

/** The loosest of what takes the fewest pages, or the fewest groups of so many pages: what a leaf has room for stays large. */
function onFewest(group: number, specs: readonly BlockSpec[], set: SetList): Box[][] {
  const tried = TIGHTNESS.map((factor) => set(factor, specs));
  const groups = (pages: readonly (readonly Box[])[]) => Math.ceil(pages.length / group);
  const fewest = Math.min(...tried.map(groups));
  return tried.find((pages) => groups(pages) === fewest) ?? [];
}

/** Fills pages with a list of blocks, from the top. */
function fill(specs: readonly BlockSpec[], content: SetContent, setting: Setting): Box[][] {
  const filling = new Filling(setting.heightMm);
  for (const spec of specs) setBlock(spec, filling, content, setting);
  return filling.pages;
}

function setBlock(
  { block, gapMm, settings }: BlockSpec,
  filling: Filling,
  content: SetContent,
  setting: Setting,
): void {
  const side = EDGE_BLOCKS[block];
  if (CLEARING_BLOCKS.has(block)) filling.clear();
  if (side) filling.clearEdge(side);
  const { leftMm, rightMm } = filling.edgesMm;
  const widthMm = setting.widthMm - leftMm - rightMm;
  const columns = SET_BLOCKS[block]?.(content, settings, { ...setting, widthMm }) ?? [];
  if (side) {
    for (const column of columns) filling.addEdge(side, column, gapMm, setting.widthMm);
    return;
  }
  for (const [i, piece] of glued(columns).entries()) filling.add(piece, i === 0 ? gapMm : 0, leftMm);
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
class Filling {
  readonly pages: Box[][] = [[]];
  /** How far the page is filled. */
  private yMm = 0;
  /** What stands at its edges: how wide it is with the space beside it, and how far down it reaches. */
  private edges = NO_EDGES;

  constructor(private readonly heightMm: number) {}

  private newPage(): void {
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

  /** Puts a piece below what is there. */
  add(piece: readonly Column[], gapMm: number, leftMm: number): void {
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
