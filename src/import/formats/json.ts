import { EscrowError } from "../../error.js";
import { decodeUtf8 } from "./encodings.js";

/** A JSON value, as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Read it with `member`, which sees nothing that objects have by themselves. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Deepest nesting that is read; no app's export has more than a dozen levels. */
const MAX_DEPTH = 64;
/** Most values, of which each takes some hundred bytes: more than any export has. */
const MAX_VALUES = 2_000_000;

/** Most members of one object: 1,900,000 of them took more than two minutes. */
const MAX_MEMBERS = 100_000;

/**
 * Parses JSON strictly. Two members of one name in one object are refused: programs disagree which of them counts, and
 * one of them would be lost.
 * @throws EscrowError `json-broken`, `json-depth`, `source-too-many`, `json-repeated` with `line`
 * @see RFC 8259 §4
 */
export function parseJson(text: string): Json {
  const { depth, values, members, repeatedAt } = scan(text);
  if (depth > MAX_DEPTH) throw new EscrowError("json-depth", { most: MAX_DEPTH });
  if (values > MAX_VALUES) throw new EscrowError("source-too-many", { most: MAX_VALUES });
  if (members > MAX_MEMBERS) throw new EscrowError("source-too-many", { most: MAX_MEMBERS });
  let value: Json;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, "")) as Json;
  } catch {
    throw new EscrowError("json-broken");
  }
  if (repeatedAt !== undefined) {
    throw new EscrowError("json-repeated", { line: text.slice(0, repeatedAt).split("\n").length });
  }
  return value;
}

/**
 * JSON of decrypted bytes.
 * @throws EscrowError `source-damaged` for what is no text; `json-broken`, `json-depth`, `json-repeated`
 */
export function decodeJson(bytes: Uint8Array): Json {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new EscrowError("source-damaged");
  return parseJson(text);
}

/** What structures a text, beside strings. */
const [QUOTE, BACKSLASH, COLON, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [...'"\\:,[]{}'].map(
  (character) => character.charCodeAt(0),
);

/**
 * Goes through a text once: how deep it nests, and where an object has a name for the second time. Says nothing of use
 * about a text that is no JSON, and stops when it is too deep or holds too much.
 */
function scan(text: string): {
  readonly depth: number;
  readonly values: number;
  readonly members: number;
  readonly repeatedAt: number | undefined;
} {
  const names: (Set<string> | undefined)[] = [];
  let [from, to, depth, values, members] = [0, 0, 0, 1, 0];
  let repeatedAt: number | undefined;
  for (let at = 0; at < text.length && depth <= MAX_DEPTH && values <= MAX_VALUES && members <= MAX_MEMBERS; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      from = at + 1;
      to = stringEnd(text, from);
      at = to;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      names.push(code === OPEN_OBJECT ? new Set() : undefined);
      values++;
      depth = Math.max(depth, names.length);
    } else if (code === COMMA) values++;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) names.pop();
    else if (code === COLON) {
      const name = unescaped(text.slice(from, to));
      const known = names.at(-1);
      if (known?.has(name)) repeatedAt ??= from;
      known?.add(name);
      members = Math.max(members, known?.size ?? 0);
    }
  }
  return { depth, values, members, repeatedAt };
}

/** Where the quotation mark stands that ends a string. */
function stringEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH && end - 1 - slashes >= from) slashes++;
    if (slashes % 2 === 0) return end;
    at = end + 1;
  }
}

/** A name as it is meant: `\u0061` is `a`. */
function unescaped(name: string): string {
  if (!name.includes("\\")) return name;
  try {
    return JSON.parse(`"${name}"`) as string;
  } catch {
    return name; // The text is no JSON: that is what will be said.
  }
}

/** Whether a value is an object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands under a path of names; `undefined` where something on it is missing or no object. */
export function member(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let at = value;
  for (const name of path) at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at;
}

/** The elements of an array under a path; none where there is no array. */
export function items(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = member(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The text under a path; `undefined` for whatever is none. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = member(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The number under a path; `undefined` for whatever is none. */
export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = member(value, ...path);
  return typeof found === "number" ? found : undefined;
}
