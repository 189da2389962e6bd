import type { Json, JsonObject } from "./json.js";

/** `- {`, `github: {`, `{`: what stands before a mapping on its line. A name in quotation marks behind the last is JSON's. */
const ROW = /^(?:-\s+|(["']?)([^"'{}[\]:#]{1,64})\1:\s+|(?!\{\s*"))\{(.{1,4000})\},?$/u;
/** `name: value`, up to the comma before the next. */
const PAIR =
  /\s*(?:"([^"]{1,100})"|'([^']{1,100})'|([^\s"',:{}[\]#&*!|>%@`][^"',:{}[\]]{0,99})):\s+(?:"([^"\\]{0,1000})"|'([^']{0,1000})'|([^\s"',{}[\]#&*!|>%@`][^"',{}[\]]{0,999}))\s*(?:,|$)/uy;
/** A line above that names the list. */
const HEADING = /^[\w -]{1,64}:$/u;
/** Longest text that is looked at. */
const LONGEST = 2_000_000;

/**
 * YAML whose mappings stand in braces, one a line: `- {name: GitHub, secret: JBSW…}`, `github: {totp: JBSW…}`. Other
 * lines may be blank, comments, the mark of a document, or name the list above them.
 * @returns `undefined` for whatever is not wholly that
 */
export function parseFlowYaml(text: string): Json | undefined {
  if (text.length > LONGEST || !text.includes("{")) return undefined;
  const list: JsonObject[] = [];
  const named: [name: string, value: JsonObject][] = [];
  for (const row of text.split(/\r\n|\r|\n/u)) {
    const line = row.trim();
    if (line === "" || line === "---" || line.startsWith("#") || HEADING.test(line)) continue;
    const [, , name, inner] = ROW.exec(line) ?? [];
    const value = inner === undefined ? undefined : mappingOf(inner);
    if (value === undefined) return undefined;
    if (name === undefined) list.push(value);
    else named.push([name.trim(), value]);
  }
  const names = new Set(named.map(([name]) => name));
  if (list.length + named.length === 0 || names.size < named.length) return undefined;
  return [...list.map((value) => titled(value)), ...named.map(([name, value]) => titled(value, name))];
}

/** A name above an entry is its title; without one, `name` is, unless it has another. */
function titled(value: JsonObject, above?: string): JsonObject {
  if (["title", "issuer", "service", "site", "label"].some((name) => Object.hasOwn(value, name))) return value;
  const { name, ...others } = value;
  if (above !== undefined) return { title: above, ...value };
  return name === undefined ? value : { title: name, ...others };
}

/** What stands in braces; nothing where a name stands twice, or anything else than names and values. */
function mappingOf(inner: string): JsonObject | undefined {
  const found = new Map<string, string>();
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < inner.length) {
    const pair = PAIR.exec(inner);
    if (pair === null) return undefined;
    const [, double, single, plain = "", ...values] = pair;
    const name = (double ?? single ?? plain).trim();
    if (found.has(name)) return undefined;
    found.set(name, (values.find((value) => value !== undefined) ?? "").trim());
    if (PAIR.lastIndex === 0) break;
  }
  return found.size === 0 ? undefined : Object.fromEntries(found);
}
