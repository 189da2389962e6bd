import { say } from "../../language.js";
import type { Setting } from "../block-setting.js";
import { CLEARING_BLOCKS, EDGE_BLOCKS, SET_BLOCKS, SPARE_BLOCKS } from "../blocks/set-blocks.js";
import type { Box, Page } from "../box.js";
import { Filling, settingOf, withFeet } from "../flow.js";
import type { Paper } from "../paper.js";
import { type BlockSpec, CODES_FROM, type Growing, grown, mayGrow, type Template, tighten } from "../template.js";
import type { SetContent } from "./set-content.js";
import { kindOf } from "./set-words.js";

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
  const setting = settingOf(template, paper, look);
  const set: SetList = (factor, growths, specs) =>
    fill(
      specs.map((spec) =>
        growths.reduce<BlockSpec>(
          (one, share, i) => grown(one, GROWING[i] as Growing, share),
          tighten(spec, factor, template.layout),
        ),
      ),
      content,
      setting,
    );
  const pages = onFewestLeaves(template.pages, set);
  const name = `${say(look.language, `set.foot-${kindOf(content)}`, { x: content.share?.x ?? 0, n: content.threshold?.n ?? 0 })} · ${content.setId}`;
  return withFeet(pages, name, template, paper, setting, content.format);
}

/** Sets blocks on pages, closer by a factor, with what grows, in turn, grown by a share of what it may. */
type SetList = (factor: number, growths: readonly number[], specs: readonly BlockSpec[]) => Box[][];

/** How much closer a page is set, step by step, before it takes another one. */
const TIGHTNESS = [1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72, 0.66, 0.6];

/** What grows, first to last: lines are what a code's loss leaves. */
const GROWING: readonly Growing[] = ["lines", "codes"];

/** How far lines and codes grow into the room that is left, and into that of words and gaps, the farthest first. */
const GROWTHS = Array.from({ length: 14 }, (_, i) => 1 - i / 14);

/** Nothing has grown. */
const AS_LEAST: readonly number[] = GROWING.map(() => 0);

const PAGES_OF_LEAF = 2;

/** Each list on a page of its own where it fits; else all on as few pages, and what of the last leaf is left for spare blocks. */
function onFewestLeaves(lists: readonly (readonly BlockSpec[])[], set: SetList): Box[][] {
  const needed = lists.map((specs) => specs.filter(({ block }) => !SPARE_BLOCKS.has(block)));
  const apart = needed.flatMap((specs) => onFewest(1, specs, set));
  if (apart.length === lists.length) return apart;
  // A list that takes several pages leaves room on its last one for what comes after it.
  const joined = onFewest(PAGES_OF_LEAF, needed.flat(), set);
  const filled = onFewest(PAGES_OF_LEAF, lists.flat(), set);
  return groupsOf(filled, PAGES_OF_LEAF) <= groupsOf(joined, PAGES_OF_LEAF) ? filled : joined;
}

function groupsOf(pages: readonly unknown[], group: number): number {
  return Math.ceil(pages.length / group);
}

/** The loosest of what takes the fewest pages, or the fewest groups of so many pages: what a leaf has room for stays large. */
function onFewest(group: number, specs: readonly BlockSpec[], set: SetList): Box[][] {
  let best: { pages: Box[][]; factor: number } | undefined;
  for (const factor of TIGHTNESS) {
    const pages = set(factor, AS_LEAST, specs);
    if (!best || groupsOf(pages, group) < groupsOf(best.pages, group)) best = { pages, factor };
    if (groupsOf(best.pages, group) <= 1) break;
  }
  if (!best) return [];
  return withGrown(best.pages, best.factor, specs, set);
}

/** The same pages with lines, then codes, as large as there is room for: words and gaps give way to them. */
function withGrown(pages: Box[][], factor: number, specs: readonly BlockSpec[], set: SetList): Box[][] {
  let best = { pages, factor, growths: AS_LEAST };
  for (const [i, what] of GROWING.entries()) {
    if (!specs.some((spec) => mayGrow(spec, what))) continue;
    const tries = GROWTHS.flatMap((growth) =>
      TIGHTNESS.filter((one) => one <= best.factor && (one === best.factor || one >= CODES_FROM)).map((closer) => ({
        factor: closer,
        growths: best.growths.with(i, growth),
      })),
    );
    for (const one of tries) {
      const larger = set(one.factor, one.growths, specs);
      if (larger.length > pages.length) continue;
      best = { ...one, pages: larger };
      break;
    }
  }
  return best.pages;
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
  filling.addAll(columns, gapMm, leftMm);
}
