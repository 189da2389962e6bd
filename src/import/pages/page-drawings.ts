import { decodeEntities } from "../../read/pictures/svg-tree.js";
import { textPicture } from "../../read/text/text-picture.js";

const DRAWING = /<(\/?)svg(?=[\s/>])/giu;
const STYLE = /<style[^>]{0,500}>([^<]*)/giu;
const TABLE_TAG = /<(\/?)(table|tr|t[dh])(?=[\s/>])([^>]{0,1000})>/giu;
const RULE = /\.([\w-]{1,100})\s*\{([^}]{0,1000})\}/gu;
const BACKGROUND = /(?:^|[;\s"'{])background(?:-color)?\s{0,9}:\s{0,9}([^;"'}]{1,100})/iu;
/** What ends a line; the end of one block and the start of the next end one line. */
const LINE_ENDS = /(?:<(?:br|\/?(?:p|div|pre|li|tr|h[1-6]))(?=[\s/>])[^>]{0,1000}>[\r\n]*)+/giu;

/** Most characters of style sheets that go along with a drawing. */
const MAX_STYLE_LENGTH = 50_000;
/** Fewest and most cells of a side of a code. */
const [LEAST_CELLS, MOST_CELLS] = [21, 200];

/** Drawings in SVG that stand in a page, each with the page's style sheets. */
export function* drawings(page: string): Generator<string, void, void> {
  let depth = 0;
  let begin = 0;
  let sheets: string | undefined;
  for (const found of page.matchAll(DRAWING)) {
    if (found[1] === "") {
      if (depth++ === 0) begin = found.index;
    } else if (depth > 0 && --depth === 0) {
      sheets ??= sheetsOf(page);
      yield `${page.slice(begin, found.index)}<style>${sheets}</style></svg>`;
    }
  }
}

/**
 * Codes that a page draws without any picture, as drawings in SVG: tables of dark and light cells, and blocks of
 * characters.
 */
export function* cellDrawings(page: string): Generator<string, void, void> {
  for (const table of tables(page)) {
    const drawn = textPicture(table);
    if (drawn !== undefined) yield drawn;
  }
  const drawn = textPicture(plainText(page));
  if (drawn !== undefined) yield drawn;
}

/** Tables of so many cells as a code has, drawn with blocks: two for a cell, which make a square. */
function* tables(page: string): Generator<string, void, void> {
  let colours: Colours | undefined;
  const open: string[][][] = [];
  for (const [, close, tag = "", attributes = ""] of page.matchAll(TABLE_TAG)) {
    const kind = tag.toLowerCase();
    const rows = open.at(-1);
    if (kind === "table" && close === "") open.push([]);
    else if (kind === "table") {
      open.pop();
      if (!rows || rows.length < LEAST_CELLS || rows.length > MOST_CELLS) continue;
      if (rows.some(({ length }) => length < LEAST_CELLS || length > MOST_CELLS)) continue;
      colours ??= new Colours(page);
      yield blocksOf(rows, colours);
    } else if (kind === "tr" && close === "") rows?.push([]);
    else if (kind !== "tr" && close === "") rows?.at(-1)?.push(attributes);
  }
}

function blocksOf(rows: readonly (readonly string[])[], colours: Colours): string {
  const seen = rows.map((row) => row.map((attributes) => colours.isDark(attributes)));
  // Colours of a style sheet that is not there: the classes tell one shade from the other, whichever is dark.
  const told = seen.flat().some((dark) => dark !== undefined);
  const [first = ""] = rows[0] ?? [];
  const dark = (y: number, x: number) => (told ? seen[y]?.[x] === true : rows[y]?.[x] === first);
  return rows.map((row, y) => row.map((_, x) => (dark(y, x) ? "██" : "  ")).join("")).join("\n");
}

/** Which cells of a page's tables are dark. */
class Colours {
  private readonly classes = new Map<string, string>();
  private readonly known = new Map<string, boolean | undefined>();

  constructor(page: string) {
    for (const [, name = "", rule = ""] of sheetsOf(page).matchAll(RULE)) {
      const colour = BACKGROUND.exec(rule)?.[1];
      if (colour !== undefined) this.classes.set(name, colour);
    }
  }

  /** @returns nothing where the cell names no colour */
  isDark(attributes: string): boolean | undefined {
    if (!this.known.has(attributes)) this.known.set(attributes, this.look(attributes));
    return this.known.get(attributes);
  }

  private look(attributes: string): boolean | undefined {
    const own =
      BACKGROUND.exec(decodeEntities(attributes))?.[1] ?? /\bbgcolor\s*=\s*["']?([^\s"'>]+)/iu.exec(attributes)?.[1];
    if (own !== undefined) return isDarkColour(own);
    const names = /\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/iu.exec(attributes)?.slice(1).join(" ") ?? "";
    const colour = names
      .split(/\s+/u)
      .flatMap((name) => this.classes.get(name) ?? [])
      .at(-1);
    return colour === undefined ? undefined : isDarkColour(colour);
  }
}

/** Whether a colour of CSS is dark: in numbers, or black by its name. */
function isDarkColour(colour: string): boolean {
  const hex = /^\s*#([0-9a-f]{3,8})/iu.exec(colour)?.[1];
  const wide = hex === undefined || hex.length < 6 ? 1 : 2;
  const levels =
    hex === undefined
      ? (/^\s*rgba?\(([^)]*)/iu.exec(colour)?.[1] ?? "").split(/[\s,/]+/u).map(Number)
      : [0, 1, 2].map((i) => Number.parseInt(hex.slice(i * wide, (i + 1) * wide).padEnd(2, hex[i]), 16));
  const [red = 255, green = 255, blue = 255, alpha = 1] = levels;
  if (levels.length < 3) return /^\s*(?:black|navy|maroon|dark)/iu.test(colour);
  return alpha > 0 && 0.3 * red + 0.6 * green + 0.1 * blue < 128;
}

/** What a page says, line by line. */
function plainText(page: string): string {
  const text = page
    .replace(LINE_ENDS, "\n")
    .replace(/<[^>]{0,1000}>/gu, "")
    .replace(/&nbsp;/giu, " ");
  return decodeEntities(text);
}

function sheetsOf(page: string): string {
  return [...page.matchAll(STYLE)]
    .map(([, sheet]) => sheet)
    .join("\n")
    .slice(0, MAX_STYLE_LENGTH);
}
