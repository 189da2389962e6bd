import type { StoredEntry } from "../entry.js";
import { isObject, type Json, type JsonObject } from "../formats/json.js";
import { otpNameStrength } from "../otp-names.js";
import {
  isKindName,
  kindNamed,
  type SettingName,
  type SettingValues,
  settingOf,
  settingValues,
} from "../setting-names.js";
import { isMap, memberNamed, membersOf, type TreeObject } from "./tree-object.js";

/** Members that hold settings of the key beside them. */
const SETTINGS_OBJECT =
  /^(?:settings?|config|configuration|options|parameters?|params|info|meta|details|data|otpinfo)$/u;

/** Longest period that is taken: a larger number is hardly one of seconds. */
const MOST_SECONDS = 3_600;

/** The settings beside a key. */
export interface TreeSettings extends Pick<StoredEntry, "type" | "algorithm" | "digits" | "period" | "counter"> {
  /** Whether they show that the key is an authenticator's, whatever it looks like. */
  readonly telling: boolean;
}

/**
 * The settings of a key: those of its object, then of objects in it that hold settings, then of those that it is a member
 * of. Two that disagree make what `readEntry` refuses.
 */
export function settingsAt(object: TreeObject): TreeSettings {
  const places = settingPlaces(object);
  const found = (name: SettingName) => firstSetting(places, name);
  const [digits, period, algorithm, counter] = [found("digits"), found("period"), found("algorithm"), found("counter")];
  // A number for the kind of code says nothing by itself, and each app counts them otherwise.
  const numbered =
    digits !== undefined ? memberNamed(object.value, ["type", "kind", "otptype", "tokentype"]) : undefined;
  const type = found("type") ?? (typeof numbered === "number" ? numbered : undefined);
  const isKind = typeof type === "string" && isKindName(type);
  return {
    digits,
    period: Number(period) > MOST_SECONDS ? false : period,
    algorithm,
    counter,
    type: typeof type === "string" ? (kindNamed(type) ?? (/^otp$/iu.test(type.trim()) ? undefined : type)) : type,
    telling: isKind || digits !== undefined || (period !== undefined && algorithm !== undefined),
  };
}

function settingPlaces(object: TreeObject): JsonObject[] {
  const below = [...membersOf(object.value)].flatMap(([name, value]) =>
    isObject(value) && (SETTINGS_OBJECT.test(name) || otpNameStrength(name) !== undefined) ? [value] : [],
  );
  const above: JsonObject[] = [];
  let at = object;
  while (!at.isElement && at.parent !== undefined && !isMap(at.parent.value) && above.length < 2) {
    at = at.parent;
    above.push(at.value);
  }
  return [object.value, ...below, ...above];
}

/** What each object says of settings: a large one is looked through once, however many keys are in it. */
const known = new WeakMap<JsonObject, SettingValues>();

function firstSetting(places: readonly JsonObject[], name: SettingName): Json | undefined {
  for (const place of places) {
    const values = known.get(place) ?? settingValues(membersOf(place));
    known.set(place, values);
    const value = settingOf(values, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
