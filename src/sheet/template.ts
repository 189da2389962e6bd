import {
  createScanner,
  findNodeAtOffset,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { EscrowError } from "../error.js";
import {
  BLOCKS_OF,
  LAYOUTS,
  type LayoutName,
  MANDATORY_OF,
  MOST_PAGES_OF,
  type Ranges,
} from "./blocks/template-blocks.js";

/** One block with its settings. */
export interface BlockSpec {
  /** Its name. */
  readonly block: string;
  /** Space above it, in mm. */
  readonly gapMm: number;
  /** What was set for it. */
  readonly settings: Readonly<Record<string, number>>;
}

/** A sheet template: what stands where, in mm and points; no sentence and no secret. */
export interface Template {
  /** Where it came from, for messages. */
  readonly name: string;
  /** `leaf`: pages of one account; `cards`: many accounts to a page; `keep`: a secret as it is; `recovery`: recovery codes; the others: sheets of a set, and its keeper's page. */
  readonly layout: LayoutName;
  /** Margins of every page. */
  readonly marginMm: {
    /** Above. */
    readonly top: number;
    /** At the right. */
    readonly right: number;
    /** Below. */
    readonly bottom: number;
    /** At the left. */
    readonly left: number;
  };
  /** Blocks of each page, from the top. */
  readonly pages: readonly (readonly BlockSpec[])[];
}

/** Longest template in characters: the program's own have some thousand. */
const MAX_LENGTH = 256 * 1024;
/** Deepest nesting, twice that of a template: the parser calls itself for each level. */
const MAX_DEPTH = 8;

/**
 * Reads a template: JSON with comments.
 * @param text of the file
 * @param file its name, for faults
 * @throws EscrowError `template-fault` with `file`, `line`, `column` and `expected`
 */
export function parseTemplate(text: string, file: string): Template {
  // Editors on Windows put it there.
  const source = text.replace(/^\uFEFF/u, "");
  const errors: ParseError[] = [];
  const fault = (node: { offset: number } | undefined, expected: string): EscrowError => {
    const before = source.slice(0, node?.offset ?? 0).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    return new EscrowError("template-fault", { file, line: before.length, column, expected });
  };
  if (source.length > MAX_LENGTH) throw fault(undefined, `at most ${MAX_LENGTH} characters`);
  const deep = tooDeep(source);
  if (deep !== undefined) throw fault({ offset: deep }, `at most ${MAX_DEPTH} levels of lists and objects`);
  const root = parseTree(source, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first) {
    const where = findNodeAtOffset(root ?? EMPTY, first.offset) ?? { offset: first.offset };
    throw fault(
      { offset: Math.max(first.offset, where.offset) },
      `JSON with comments (${printParseErrorCode(first.error)})`,
    );
  }
  return readTemplate(new Reader(root, fault));
}

/** Where brackets stand deeper in each other than a template's can. */
function tooDeep(source: string): number | undefined {
  const scanner = createScanner(source, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < source.length; scanner.scan()) {
    const first = source.charAt(scanner.getTokenOffset());
    if ("[{".includes(first)) depth++;
    else if ("]}".includes(first)) depth--;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
  return undefined;
}

const EMPTY: Node = { type: "null", offset: 0, length: 0 };
type Fault = (node: { offset: number } | undefined, expected: string) => EscrowError;

/** A node of the file with the place to blame. */
class Reader {
  constructor(
    readonly node: Node | undefined,
    private readonly fault: Fault,
  ) {}

  fail(expected: string): never {
    throw this.fault(this.node, expected);
  }

  /** Members of an object; a member that is not among the known ones is a fault. */
  members(known: readonly string[]): Map<string, Reader> {
    if (this.node?.type !== "object") this.fail("an object");
    const found = new Map<string, Reader>();
    for (const property of this.node.children ?? []) {
      const [key, value] = property.children ?? [];
      const name = String(key?.value);
      if (!known.includes(name)) new Reader(key, this.fault).fail(`one of: ${known.join(", ")}`);
      if (found.has(name)) new Reader(key, this.fault).fail(`"${name}" only once`);
      found.set(name, new Reader(value, this.fault));
    }
    return found;
  }

  need(members: Map<string, Reader>, name: string): Reader {
    return members.get(name) ?? this.fail(`a member "${name}"`);
  }

  items(): Reader[] {
    if (this.node?.type !== "array") this.fail("a list");
    return (this.node.children ?? []).map((child) => new Reader(child, this.fault));
  }

  oneOf<T extends string>(values: readonly T[]): T {
    const value = values.find((known) => known === this.node?.value);
    return value ?? this.fail(`one of: ${values.join(", ")}`);
  }

  number(least: number, most: number): number {
    const value: unknown = this.node?.value;
    if (typeof value !== "number" || value < least || value > most) this.fail(`a number from ${least} to ${most}`);
    return value;
  }
}

function readTemplate(root: Reader): Template {
  const members = root.members(["name", "layout", "marginMm", "pages"]);
  const layout = root.need(members, "layout").oneOf(LAYOUTS);
  const name = root.need(members, "name");
  const title: unknown = name.node?.value;
  if (typeof title !== "string") return name.fail("a text");
  const margin = root.need(members, "marginMm");
  const sides = margin.members(["top", "right", "bottom", "left"]);
  const side = (at: string) => margin.need(sides, at).number(5, 60);
  const pagesNode = root.need(members, "pages");
  const pages = pagesNode.items().map((page) => readBlocks(page, BLOCKS_OF[layout]));
  const there = new Set(pages.flat().map(({ block }) => block));
  const lacking = MANDATORY_OF[layout].filter((block) => !there.has(block));
  if (lacking.length > 0) pagesNode.fail(`the mandatory blocks: ${lacking.join(", ")}`);
  const most = MOST_PAGES_OF[layout];
  if (pages.length > most.pages) pagesNode.fail(most.expected);
  return {
    name: title,
    layout,
    marginMm: { top: side("top"), right: side("right"), bottom: side("bottom"), left: side("left") },
    pages,
  };
}

/** Settings that tightening leaves alone: a smaller code is a different sheet. */
const FIXED_SETTINGS = new Set(["againMm", "mostPt", "leastPt", "leastMm", "mostMm", "columns"]);

/** From this factor on codes become smaller too: words give way first. */
export const CODES_FROM = 0.8;

/**
 * A block set closer, for a page that would not fit: sizes and gaps times a factor, no setting below its least. A code
 * keeps its size, but where the template says how small it may be; so do lines, which `grown` sets.
 * @param factor 0 to 1
 */
export function tighten(spec: BlockSpec, factor: number, layout: LayoutName): BlockSpec {
  const ranges = BLOCKS_OF[layout][spec.block] ?? {};
  const settings = Object.entries(spec.settings).map(([name, value]) => {
    const least = name === "sizeMm" ? spec.settings.leastMm || value : (ranges[name]?.[0] ?? value);
    const own = name === "sizeMm" ? Math.min(1, factor / CODES_FROM) : factor;
    const tightened = name === "rows" ? Math.floor(value * own) : value * own;
    const fixed = FIXED_SETTINGS.has(name) || (name === "pt" && mayGrow(spec, "lines"));
    return [name, fixed ? value : Math.max(Math.min(least, value), tightened)] as const;
  });
  return { ...spec, gapMm: spec.gapMm * factor, settings: Object.fromEntries(settings) };
}

/** What grows into the room that a page has left: lines from `leastPt` to `pt`, codes from `sizeMm` to `mostMm`. */
export type Growing = "lines" | "codes";

/** Least and most size of what grows in a block; nothing where that does not. */
function growthOf({ settings }: BlockSpec, what: Growing): { name: string; least: number; most: number } | undefined {
  const { pt = 0, leastPt = 0, sizeMm = 0, mostMm = 0 } = settings;
  if (what === "lines") return leastPt > 0 && pt > leastPt ? { name: "pt", least: leastPt, most: pt } : undefined;
  return mostMm > sizeMm ? { name: "sizeMm", least: sizeMm, most: mostMm } : undefined;
}

/** Whether something in a block grows. */
export function mayGrow(spec: BlockSpec, what: Growing): boolean {
  return growthOf(spec, what) !== undefined;
}

/**
 * A block in which something takes the room that is left; others stay as they are.
 * @param share of the way from its least size to its most, 0 to 1
 */
export function grown(spec: BlockSpec, what: Growing, share: number): BlockSpec {
  const growth = growthOf(spec, what);
  if (!growth) return spec;
  const { name, least, most } = growth;
  return { ...spec, settings: { ...spec.settings, [name]: least + share * (most - least) } };
}

/** Settings of any block of any layout: a block of another layout is named as such, not by its settings. */
const EVERY_SETTING = new Set(Object.values(BLOCKS_OF).flatMap((blocks) => Object.values(blocks).flatMap(Object.keys)));

/** The blocks of a page, each at most once: what is read back from paper must not stand there twice. */
function readBlocks(page: Reader, blocks: Readonly<Record<string, Ranges>>): BlockSpec[] {
  const seen = new Set<string>();
  return page.items().map((node) => {
    const spec = readBlock(node, blocks);
    if (seen.has(spec.block)) node.fail(`the block "${spec.block}" only once a page`);
    seen.add(spec.block);
    return spec;
  });
}

function readBlock(node: Reader, blocks: Readonly<Record<string, Ranges>>): BlockSpec {
  const all = node.members(["block", "gapMm", ...EVERY_SETTING]);
  const block = node.need(all, "block").oneOf(Object.keys(blocks));
  const ranges = blocks[block] ?? {};
  const members = node.members(["block", "gapMm", ...Object.keys(ranges)]);
  const settings: Record<string, number> = {};
  for (const [name, [least, most, leftOut]] of Object.entries(ranges)) {
    const given = leftOut === undefined ? node.need(members, name) : members.get(name);
    settings[name] = given?.number(least, most) ?? leftOut ?? least;
  }
  return { block, gapMm: members.get("gapMm")?.number(0, 60) ?? 0, settings };
}

/** Side of a template's first code in mm: symbols are chosen for it, and a second one draws the same. */
export function codeSizeMm(template: Template): number {
  const spec = template.pages.flat().find(({ block }) => block === "code");
  return spec?.settings.sizeMm ?? 0;
}
