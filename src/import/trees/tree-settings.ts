import { readAlgorithmName } from "../../account/algorithm-name.js";
import type { StoredEntry } from "../entry.js";
import { isObject, type Json, type JsonObject } from "../formats/json.js";
import { otpNameStrength, plainName } from "../otp-names.js";
import { isMap, memberNamed, membersOf, type TreeObject } from "./tree-object.js";

/** Settings as apps name them; plain. A name under `DOUBTFUL` counts where its value can be nothing else. */
const NAMES = {
  digits: [
    "digits",
    "digit",
    "otpdigits",
    "totpdigits",
    "numdigits",
    "numberofdigits",
    "codelength",
    "codedigits",
    "otplength",
  ],
  period: [
    "period",
    "otpperiod",
    "totpperiod",
    "interval",
    "timeinterval",
    "timestep",
    "step",
    "timer",
    "refreshinterval",
  ],
  algorithm: [
    "algorithm",
    "algo",
    "otpalgorithm",
    "totpalgorithm",
    "hashalgorithm",
    "hashalgo",
    "hashfunction",
    "hashingalgorithm",
  ],
  counter: ["counter", "otpcounter", "hotpcounter", "movingfactor", "initialcounter"],
  type: ["otptype", "totptype", "tokentype", "codetype", "authenticatortype"],
} as const;
const DOUBTFUL = {
  digits: ["length", "len", "size"],
  algorithm: ["hash", "digest", "hmac", "alg", "mac"],
  type: ["type", "kind", "method", "mode", "entrytype", "accounttype"],
} as const;
/** Members that hold settings of the key beside them. */
const SETTINGS_OBJECT =
  /^(?:settings?|config|configuration|options|parameters?|params|info|meta|details|data|otpinfo)$/u;

/** Longest period that is taken: a larger number is hardly one of seconds. */
const MOST_SECONDS = 3_600;

/** Kinds of code by all their names; plain. */
const KINDS = new Map([
  ...["totp", "time", "timebased", "timebasedotp", "totptoken", "otptotp"].map((name) => [name, "totp"] as const),
  ...["hotp", "counter", "counterbased", "event", "eventbased", "hotptoken"].map((name) => [name, "hotp"] as const),
  ...["steam", "steamtotp", "steamguard", "steamotp"].map((name) => [name, "steam"] as const),
]);
/** Kinds that no code here is derived of. */
const OTHER_KINDS = /^(?:motp|mobileotp|yandex|yaotp|ocra|battle(?:net)?|blizzard|hhex|hex|securid|rsa)$/u;

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
  const found = (name: keyof typeof NAMES) => settingOf(places, name);
  const [digits, period, algorithm, counter] = [found("digits"), found("period"), found("algorithm"), found("counter")];
  // A number for the kind of code says nothing by itself, and each app counts them otherwise.
  const numbered =
    digits !== undefined ? memberNamed(object.value, ["type", "kind", "otptype", "tokentype"]) : undefined;
  const type = found("type") ?? (typeof numbered === "number" ? numbered : undefined);
  const kind = typeof type === "string" ? plainName(type) : type;
  const isKind = typeof kind === "string" && (KINDS.has(kind) || OTHER_KINDS.test(kind));
  return {
    digits,
    period: Number(period) > MOST_SECONDS ? false : period,
    algorithm,
    counter,
    type: typeof kind === "string" ? (KINDS.get(kind) ?? (kind === "otp" ? undefined : type)) : kind,
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

function settingOf(places: readonly JsonObject[], name: keyof typeof NAMES): Json | undefined {
  for (const place of places) {
    const [value, ...others] = valuesOf(place, name);
    if (value === undefined) continue;
    return others.every((other) => String(other).toLowerCase() === String(value).toLowerCase()) ? value : false;
  }
  return undefined;
}

function valuesOf(place: JsonObject, name: keyof typeof NAMES): Json[] {
  const given = NAMES[name].flatMap((one) => memberNamed(place, [one]) ?? []);
  const doubtful = name in DOUBTFUL ? DOUBTFUL[name as keyof typeof DOUBTFUL] : [];
  const more = doubtful.flatMap((one) => {
    const value = memberNamed(place, [one]);
    return value !== undefined && canBe(name, value) ? [value] : [];
  });
  // One object of settings has one kind of code; what else is called a type is the item's.
  return [...given, ...more];
}

function canBe(name: keyof typeof NAMES, value: Json): boolean {
  if (name === "digits") return Number(value) >= 5 && Number(value) <= 10;
  if (name === "algorithm") return typeof value === "string" && readAlgorithmName(value) !== undefined;
  if (typeof value !== "string") return false;
  const plain = plainName(value);
  return KINDS.has(plain) || OTHER_KINDS.test(plain);
}
