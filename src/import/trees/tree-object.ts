import type { Json, JsonObject } from "../formats/json.js";
import { isObject } from "../formats/json.js";
import { plainName } from "../otp-names.js";

/** An object of a tree, with its place in it. */
export interface TreeObject {
  readonly value: JsonObject;
  /** Name of the member that holds it, or of that which holds its list; `""` at the top. */
  readonly under: string;
  /** Whether it stands in a list, or among others of its kind under names of their own. */
  readonly isElement: boolean;
  readonly parent: TreeObject | undefined;
}

/** Members by their plain names: worked out once an object, however often it is asked. */
const members = new WeakMap<JsonObject, ReadonlyMap<string, Json>>();

const maps = new WeakMap<JsonObject, boolean>();

/** The first member of an object that says something under one of several plain names. */
export function memberNamed(object: JsonObject, names: readonly string[]): Json | undefined {
  const known = membersOf(object);
  for (const name of names) {
    const value = known.get(name);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

/** The same where it is a text. */
export function textNamed(object: JsonObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = memberNamed(object, [name]);
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return undefined;
}

/** Whether an object has several members, and all are objects: then their names are no words but numbers, such as identifiers. */
export function isMap(object: JsonObject): boolean {
  const known = maps.get(object);
  if (known !== undefined) return known;
  const values = Object.values(object);
  const found = values.length > 1 && values.every(isObject);
  maps.set(object, found);
  return found;
}

/** An object's members, with names of letters and digits in lower case; of two such the first that says something. */
export function membersOf(object: JsonObject): ReadonlyMap<string, Json> {
  const known = members.get(object);
  if (known) return known;
  const found = new Map<string, Json>();
  for (const [name, value] of Object.entries(object)) {
    const plain = plainName(name);
    const earlier = found.get(plain);
    if (earlier === undefined || earlier === null || earlier === "") found.set(plain, value);
  }
  members.set(object, found);
  return found;
}
