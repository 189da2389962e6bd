import { findNodeAtOffset, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { EscrowError } from "../error.js";

/** Blocks of an open sheet and the settings each takes: name, least and most value. */
const BLOCKS: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  title: { titlePt: [14, 40], issuerPt: [12, 32], accountPt: [10, 28] },
  worth: { pt: [10, 20] },
  code: { sizeMm: [25, 120], stepsPt: [10, 24] },
  key: { pt: [14, 28] },
  settings: { pt: [10, 20] },
  "sign-in": { pt: [10, 20], rowMm: [7, 20] },
  refused: { pt: [10, 20] },
  lost: { pt: [10, 20] },
  kept: { pt: [10, 20], rowMm: [7, 20] },
  log: { pt: [10, 20], rowMm: [6, 20], rows: [1, 12] },
  program: { sizeMm: [25, 80], mostPt: [7, 14], leastPt: [7, 14] },
  lines: { pt: [6, 14] },
};

/** Blocks without which an open sheet would not be one. */
const MANDATORY = ["title", "worth", "code", "key", "settings"] as const;
/** What a card holds, all of it: its size leaves no room for more. */
const MANDATORY_ON_CARDS = ["title", "code", "key", "settings", "lines"] as const;

/** One block with its settings. */
export interface BlockSpec {
  readonly block: string;
  /** Space above it, in mm. */
  readonly gapMm: number;
  readonly settings: Readonly<Record<string, number>>;
}

/** A sheet template: what stands where, in mm and points; no sentence and no secret. */
export interface Template {
  readonly name: string;
  /** `leaf`: pages of one account; `cards`: many accounts to a page. */
  readonly layout: "leaf" | "cards";
  readonly marginMm: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  readonly pages: readonly (readonly BlockSpec[])[];
}

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
  const root = parseTree(source, errors, { allowTrailingComma: true });
  const first = errors[0];
  const fault = (node: { offset: number } | undefined, expected: string): EscrowError => {
    const before = source.slice(0, node?.offset ?? 0).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    return new EscrowError("template-fault", { file, line: before.length, column, expected });
  };
  if (first) {
    const where = findNodeAtOffset(root ?? EMPTY, first.offset) ?? { offset: first.offset };
    throw fault(
      { offset: Math.max(first.offset, where.offset) },
      `JSON with comments (${printParseErrorCode(first.error)})`,
    );
  }
  return readTemplate(new Reader(root, fault));
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
  const layout = root.need(members, "layout").oneOf(["leaf", "cards"]);
  const name = root.need(members, "name");
  const title: unknown = name.node?.value;
  if (typeof title !== "string") return name.fail("a text");
  const margin = root.need(members, "marginMm");
  const sides = margin.members(["top", "right", "bottom", "left"]);
  const side = (at: string) => margin.need(sides, at).number(5, 60);
  const pagesNode = root.need(members, "pages");
  const pages = pagesNode.items().map((page) => readBlocks(page, layout));
  const there = new Set(pages.flat().map(({ block }) => block));
  const lacking = (layout === "cards" ? MANDATORY_ON_CARDS : MANDATORY).filter((block) => !there.has(block));
  if (lacking.length > 0) pagesNode.fail(`the mandatory blocks: ${lacking.join(", ")}`);
  if (pages.length > 2 || (layout === "cards" && pages.length > 1)) {
    pagesNode.fail(layout === "cards" ? "one list of blocks, that of a card" : "one page, or two: a leaf has no more");
  }
  return {
    name: title,
    layout,
    marginMm: { top: side("top"), right: side("right"), bottom: side("bottom"), left: side("left") },
    pages,
  };
}

/** Settings that tightening leaves alone: a smaller code is a different sheet. */
const FIXED_SETTINGS = new Set(["sizeMm", "mostPt", "leastPt"]);

/**
 * A block set closer, for a page that would not fit: sizes and gaps times a factor, no setting below its least.
 * @param factor 0 to 1
 */
export function tighten(spec: BlockSpec, factor: number): BlockSpec {
  const settings = Object.entries(spec.settings).map(([name, value]) => {
    const least = BLOCKS[spec.block]?.[name]?.[0] ?? value;
    const tightened = name === "rows" ? Math.floor(value * factor) : value * factor;
    return [name, FIXED_SETTINGS.has(name) ? value : Math.max(Math.min(least, value), tightened)] as const;
  });
  return { ...spec, gapMm: spec.gapMm * factor, settings: Object.fromEntries(settings) };
}

/** The blocks of a page, each at most once: what is read back from paper must not stand there twice. */
function readBlocks(page: Reader, layout: Template["layout"]): BlockSpec[] {
  const names = layout === "cards" ? MANDATORY_ON_CARDS : Object.keys(BLOCKS).filter((name) => name !== "lines");
  const seen = new Set<string>();
  return page.items().map((node) => {
    const spec = readBlock(node, names);
    if (seen.has(spec.block)) node.fail(`the block "${spec.block}" only once a page`);
    seen.add(spec.block);
    return spec;
  });
}

function readBlock(node: Reader, names: readonly string[]): BlockSpec {
  const all = node.members(["block", "gapMm", ...new Set(Object.values(BLOCKS).flatMap(Object.keys))]);
  const block = node.need(all, "block").oneOf(names);
  const ranges = BLOCKS[block] ?? {};
  const members = node.members(["block", "gapMm", ...Object.keys(ranges)]);
  const settings: Record<string, number> = {};
  for (const [name, [least, most]] of Object.entries(ranges)) {
    settings[name] = node.need(members, name).number(least, most);
  }
  return { block, gapMm: members.get("gapMm")?.number(0, 60) ?? 0, settings };
}

/** Side of a template's first code in mm: symbols are chosen for it, and a second one draws the same. */
export function codeSizeMm(template: Template): number {
  const spec = template.pages.flat().find(({ block }) => block === "code");
  return spec?.settings.sizeMm ?? 0;
}
