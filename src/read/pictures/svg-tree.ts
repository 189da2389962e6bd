import { EscrowError } from "../../error.js";

/** An element of a drawing. Text in it says nothing, but for a style sheet. */
export interface SvgElement {
  /** Without a namespace, in small letters. */
  readonly name: string;
  /** By name, in small letters, `xlink:` left out; values with their entities resolved. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly SvgElement[];
  /** Of a style sheet. */
  readonly text: string;
}

interface OpenElement extends SvgElement {
  readonly children: SvgElement[];
  text: string;
}

/** Most elements, 40 codes of rectangles, and how deep they may lie in each other. */
const [MAX_ELEMENTS, MAX_DEPTH] = [200_000, 200];
/** Where one begins that has no end, the rest is no drawing: so a text is gone through once. */
const TAG =
  /<(?:!--[\s\S]*?(?:-->|$)|!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|[!?][^>]*>?|(\/?)([A-Za-z][^\s/>]{0,60})((?:[^>"']|"[^"]*"|'[^']*')*)>)/uy;
const TAG_START = /<\/?[A-Za-z]/uy;
const ATTRIBUTE = /([^\s=/"']{1,60})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gu;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Takes a drawing apart, as it stands in a file of its own or in a web page: leniently, and nothing is loaded that it
 * names. Entities that it defines stay as they are.
 * @returns nothing where there is no drawing
 * @throws EscrowError `svg-too-large`
 */
export function parseSvg(text: string): SvgElement | undefined {
  const top: OpenElement = { name: "", attributes: new Map(), children: [], text: "" };
  const open: OpenElement[] = [top];
  let count = 0;
  let end = 0;
  for (const found of tagsOf(text)) {
    const [whole, data, slash, rawName = "", rawAttributes = ""] = found;
    const at = open.at(-1) ?? top;
    if (at.name === "style") at.text += text.slice(end, found.index) + (data ?? "");
    end = found.index + whole.length;
    if (rawName === "") continue;
    const name = rawName.replace(/^.*:/u, "").toLowerCase();
    if (slash !== "") {
      const opened = open.findLastIndex((one) => one.name === name);
      if (opened > 0) open.length = opened;
      continue;
    }
    if (++count > MAX_ELEMENTS || open.length > MAX_DEPTH) throw new EscrowError("svg-too-large");
    const element: OpenElement = { name, attributes: attributesOf(rawAttributes), children: [], text: "" };
    at.children.push(element);
    if (!whole.endsWith("/>")) open.push(element);
  }
  return top.children.find(({ name }) => name === "svg");
}

function* tagsOf(text: string): Generator<RegExpExecArray, void, void> {
  const [tag, start] = [new RegExp(TAG), new RegExp(TAG_START)];
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", tag.lastIndex || at + 1)) {
    tag.lastIndex = at;
    const found = tag.exec(text);
    if (found) yield found;
    start.lastIndex = at;
    if (!found && start.test(text)) return;
  }
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", double, single, bare] of text.matchAll(ATTRIBUTE)) {
    found.set(name.toLowerCase().replace(/^xlink:/u, ""), decodeEntities(double ?? single ?? bare ?? ""));
  }
  return found;
}

/** Resolves the entities that every page knows, and numbers of characters. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/giu, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
