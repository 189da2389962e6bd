import { EscrowError } from "../error.js";
import { printedNames, type Setting } from "./block-setting.js";
import { BLOCKS } from "./blocks/blocks.js";
import { KEEP_BLOCKS, type KeepContent, keepTitle } from "./blocks/keep-blocks.js";
import type { Box, Page } from "./box.js";
import { type Column, shifted } from "./column.js";
import type { OpenContent } from "./content.js";
import { FOOT_MM, footer } from "./footer.js";
import type { Paper } from "./paper.js";
import { type BlockSpec, type Template, tighten } from "./template.js";

/** Space that a page may add above each block when it has room. */
const MOST_EXTRA_GAP_MM = 5;

/**
 * Sets one account's leaf.
 * @param index the account's place in the list, from 0
 * @returns pages whose boxes, asked for, throw EscrowError `does-not-fit` with `page` and `overMm`
 */
export function layOutLeaf(
  content: OpenContent,
  index: number,
  template: Template,
  paper: Paper,
  look: Pick<Setting, "fonts" | "language">,
): Page[] {
  const names = printedNames(content, look);
  const name = [names.issuer, names.account].filter((text) => text !== "").join(" · ");
  const setBlock: SetBlock = ({ block, settings }, setting) => BLOCKS[block]?.(content, settings, setting);
  return layOutPages(name, template, paper, look, { accounts: [index] }, setBlock);
}

/**
 * Sets the sheet of a secret that is kept as it is.
 * @param index its place in the list of kept secrets, from 0
 * @returns as `layOutLeaf`
 */
export function layOutKeep(
  content: KeepContent,
  index: number,
  template: Template,
  paper: Paper,
  look: Pick<Setting, "fonts" | "language">,
): Page[] {
  const name = keepTitle(content, look);
  const setBlock: SetBlock = ({ block, settings }, setting) => KEEP_BLOCKS[block]?.(content, settings, setting);
  return layOutPages(name, template, paper, look, { accounts: [], keep: index }, setBlock);
}

/** Sets one block of a template into the space that is left. */
export type SetBlock = (spec: BlockSpec, setting: Setting) => Column | undefined;

/**
 * Pages whose boxes are set when they are asked for, each time: of a thousand leaves nobody could hold them all.
 * @param name whose sheet the foot says that it is
 * @param whose what stands on the pages
 */
export function layOutPages(
  name: string,
  template: Template,
  paper: Paper,
  look: Pick<Setting, "fonts" | "language">,
  whose: Pick<Page, "accounts" | "keep" | "recovery">,
  setBlock: SetBlock,
): Page[] {
  const { top, right, bottom, left } = template.marginMm;
  const widthMm = paper.widthMm - left - right;
  const heightMm = paper.heightMm - top - bottom - FOOT_MM;
  return template.pages.map((specs, i) => ({
    ...paper,
    ...whose,
    get boxes() {
      const close = (spec: BlockSpec, factor: number) => tighten(spec, factor, template.layout);
      const boxes = stack(specs, { ...look, widthMm, heightMm }, i + 1, setBlock, close);
      const foot = footer(name, { page: i + 1, pages: template.pages.length }, { ...look, widthMm, heightMm });
      return [...shifted(boxes, left, top), ...shifted(foot, left, paper.heightMm - bottom - FOOT_MM)];
    },
  }));
}

/** How much closer a page is set, step by step, before it is said not to fit. */
const TIGHTNESS = [1, 0.94, 0.88, 0.82, 0.75, 0.65, 0.55];
/** Closer than this a page is not set for the sake of a second code: it goes without. */
const TIGHTNESS_FOR_AGAIN = 0.88;

function stack(
  specs: readonly BlockSpec[],
  setting: Setting,
  page: number,
  setBlock: SetBlock,
  close: (spec: BlockSpec, factor: number) => BlockSpec,
): Box[] {
  let overMm = 0;
  for (const [tried, factor] of stepsOf(specs)) {
    const tight = tried.map((spec) => close(spec, factor));
    const columns = setBlocks(tight, setting, setBlock);
    const usedMm = tight.reduce((sum, spec, i) => sum + spec.gapMm + (columns[i]?.yMm ?? 0), 0);
    if (usedMm <= setting.heightMm) return spread(columns, tight, setting.heightMm - usedMm, setting.heightMm);
    overMm = usedMm - setting.heightMm;
  }
  throw new EscrowError("does-not-fit", { page, overMm: Math.ceil(overMm) });
}

/** What is tried one after the other: the page as its template has it, then without its second code. */
function stepsOf(specs: readonly BlockSpec[]): (readonly [readonly BlockSpec[], number])[] {
  const once = specs.map((spec) =>
    spec.settings.againMm ? { ...spec, settings: { ...spec.settings, againMm: 0 } } : spec,
  );
  const twice = specs.some(({ settings }) => settings.againMm) ? TIGHTNESS : [];
  return [
    ...twice.filter((factor) => factor >= TIGHTNESS_FOR_AGAIN).map((factor) => [specs, factor] as const),
    ...TIGHTNESS.map((factor) => [once, factor] as const),
  ];
}

function setBlocks(specs: readonly BlockSpec[], setting: Setting, setBlock: SetBlock): Column[] {
  let leftMm = setting.heightMm;
  return specs.map((spec) => {
    leftMm -= spec.gapMm;
    const column = setBlock(spec, { ...setting, heightMm: leftMm });
    if (!column) throw new RangeError(`no block ${spec.block} on this sheet`);
    leftMm -= column.yMm;
    return column;
  });
}

/** Blocks one below the other; free space goes between them, a `program` block stands at the foot. */
function spread(columns: readonly Column[], specs: readonly BlockSpec[], freeMm: number, heightMm: number): Box[] {
  const extraMm = Math.min(MOST_EXTRA_GAP_MM, freeMm / Math.max(1, specs.length - 1));
  let yMm = 0;
  return columns.flatMap((column, i) => {
    yMm += (specs[i]?.gapMm ?? 0) + (i > 0 ? extraMm : 0);
    if (specs[i]?.block === "program") yMm = heightMm - column.yMm;
    const placed = shifted(column.boxes, 0, yMm);
    yMm += column.yMm;
    return placed;
  });
}
