import { EscrowError } from "../../error.js";

/** An element with what stands in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly in it, as written, entities resolved. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

/** Deepest nesting that is read: KeePass groups lie within each other. */
const MAX_DEPTH = 100;
/** Most elements: a large KeePass file has some hundred thousand. */
const MAX_ELEMENTS = 1_000_000;

/** Most attributes of one element, and characters of its tag: theirs are a handful. */
const MAX_ATTRIBUTES = 50;
const MAX_TAG_LENGTH = 65_536;

/** Most comments before the first element. */
const MAX_COMMENTS = 10;

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

const ENTITIES = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Name of a text's first element; `undefined` where it is no XML. For telling sources apart without parsing. */
export function xmlRootName(text: string): string | undefined {
  let at = blanksEnd(text, text.startsWith("\uFEFF") ? 1 : 0);
  for (const [start, end] of [
    ["<?xml", "?>"],
    ...Array<[string, string]>(MAX_COMMENTS).fill(["<!--", "-->"]),
  ] as const) {
    if (!text.startsWith(start, at)) continue;
    const close = text.indexOf(end, at + start.length);
    if (close < 0) return undefined;
    at = blanksEnd(text, close + end.length);
  }
  return /^<([A-Za-z_][\w.-]{0,99})[\s/>]/u.exec(text.slice(at, at + 110))?.[1];
}

function blanksEnd(text: string, from: number): number {
  let at = from;
  while (/\s/u.test(text.charAt(at))) at++;
  return at;
}

/**
 * Parses XML strictly: lenient readers leave out what they cannot place, such as all that follows in a truncated file.
 * A document type is refused: no app writes one, and entities defined there can grow without bounds.
 * @returns the first element
 * @throws EscrowError `xml-broken`, `xml-too-large`
 * @see https://www.w3.org/TR/xml/
 */
export function parseXml(text: string): XmlElement {
  const top = openElement("", new Map());
  const open: OpenElement[] = [top];
  let left = MAX_ELEMENTS;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const current = open.at(-1) ?? top;
    const start = text.indexOf("<", at);
    const end = start < 0 ? text.length : start;
    if (end > at) current.text += decodeEntities(text.slice(at, end));
    if (start < 0) break;
    if (text.startsWith("<!--", start)) at = skipTo(text, "-->", start + 4);
    else if (text.startsWith("<?", start)) at = skipTo(text, "?>", start + 2);
    else if (text.startsWith("<![CDATA[", start)) {
      at = skipTo(text, "]]>", start + 9);
      current.text += text.slice(start + 9, at - 3);
    } else {
      at = tagEnd(text, start) + 1;
      if (at - start > MAX_TAG_LENGTH) throw new EscrowError("xml-too-large");
      readTag(text.slice(start + 1, at - 1), open);
      if (left-- <= 0) throw new EscrowError("xml-too-large");
    }
  }
  const [root, second] = top.children;
  if (open.length !== 1 || root === undefined || second !== undefined || top.text.trim() !== "") throw broken();
  return root;
}

/** The first child of a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** All children of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** Text of the first child of a name, `undefined` where there is none. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.text;
}

function readTag(tag: string, open: OpenElement[]): void {
  if (tag.startsWith("/")) {
    const closed = open.pop();
    // The document itself is never closed by a tag.
    if (closed === undefined || open.length === 0 || closed.name !== tag.slice(1).trimEnd()) throw broken();
    return;
  }
  const empty = tag.endsWith("/");
  const body = empty ? tag.slice(0, -1) : tag;
  const name = /^[\p{L}_][\p{L}\p{N}_.:-]*/u.exec(body)?.[0];
  if (name === undefined) throw broken();
  const element = openElement(name, name === body ? NO_ATTRIBUTES : readAttributes(body.slice(name.length)));
  open.at(-1)?.children.push(element);
  if (empty) return;
  if (open.length > MAX_DEPTH) throw new EscrowError("xml-too-large");
  open.push(element);
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  const pattern = /\s+([\p{L}_][\p{L}\p{N}_.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;
  let at = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, name = "", double, single] = match;
    if (attributes.has(name)) throw broken();
    if (attributes.size >= MAX_ATTRIBUTES) throw new EscrowError("xml-too-large");
    attributes.set(name, decodeEntities(double ?? single ?? ""));
    at += whole.length;
  }
  if (text.slice(at).trim() !== "") throw broken();
  return attributes;
}

/** Where a tag ends: a `>` in an attribute's value does not count. */
function tagEnd(text: string, start: number): number {
  const close = text.indexOf(">", start);
  if (close > 0 && !/["'<]/u.test(text.slice(start + 1, close))) return close;
  let quote = "";
  for (let i = start + 1; i < text.length; i++) {
    const character = text.charAt(i);
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return i;
    else if (character === "<") break;
  }
  throw broken();
}

function skipTo(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  if (at < 0) throw broken();
  return at + end.length;
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;&\s]{1,10});|&/gu, (_, name: string | undefined) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/iu.exec(name ?? "") ?? [];
    if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
    if (decimal !== undefined) return characterOf(Number(decimal));
    const known = ENTITIES.get(name ?? "");
    if (known === undefined) throw broken();
    return known;
  });
}

function characterOf(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw broken();
  return String.fromCodePoint(code);
}

function openElement(name: string, attributes: ReadonlyMap<string, string>): OpenElement {
  return { name, attributes, children: [], text: "" };
}

function broken(): EscrowError {
  return new EscrowError("xml-broken");
}
