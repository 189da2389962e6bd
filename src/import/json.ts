import { EscrowError } from "../error.js";
import { decodeUtf8 } from "./encodings.js";

/** A JSON value, as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Read it with `member`, which sees nothing that objects have by themselves. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Deepest nesting that is read; no app's export has more than a dozen levels. */
const MAX_DEPTH = 64;

/**
 * Parses JSON strictly. Two members of one name in one object are refused: programs disagree which of them counts, and
 * one of them would be lost.
 * @throws EscrowError `json-broken`, `json-depth`, `json-repeated` with `line`
 * @see RFC 8259 §4
 */
export function parseJson(text: string): Json {
  let value: Json;
  checkDepth(text);
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, "")) as Json;
  } catch {
    throw new EscrowError("json-broken");
  }
  checkNames(text);
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

/** Tokens that structure a text: whole strings, so that no bracket within one counts. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|\n/gsu;

function checkDepth(text: string): void {
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    if (depth > MAX_DEPTH) throw new EscrowError("json-depth", { most: MAX_DEPTH });
  }
}

/** @param text JSON that is known to be right */
function checkNames(text: string): void {
  const stack: (Set<string> | undefined)[] = [];
  let line = 1;
  let last = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "\n") {
      line++;
      continue;
    }
    if (token === "{") stack.push(new Set());
    else if (token === "[") stack.push(undefined);
    else if (token === "}" || token === "]") stack.pop();
    else if (token === ":") {
      const name = JSON.parse(last) as string;
      const names = stack.at(-1);
      if (names?.has(name)) throw new EscrowError("json-repeated", { line });
      names?.add(name);
    }
    last = token;
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
