import { readAlgorithmName } from "../account/algorithm-name.js";
import type { Json } from "./formats/json.js";
import { plainName } from "./otp-names.js";

/** What the codes of a key depend on, as apps store it beside the key. */
export type SettingName = "digits" | "period" | "algorithm" | "counter" | "type";

/** What apps put before the name of a setting where other secrets have settings, too. */
const PREFIXES = ["", "otp", "totp", "hotp", "2fa", "twofa", "tfa", "mfa", "twofactor", "onetimepassword"].flatMap(
  (word) => [word, `${word}auth`, `websitepassword${word}`],
);

/** Settings as apps name them; plain. A name under `DOUBTFUL` counts where its value can be nothing else. */
const NAMES: Readonly<Record<SettingName, readonly string[]>> = {
  digits: prefixed([
    ...["digits", "digit", "numdigits", "numberofdigits", "codelength", "codedigits"],
    ...["ziffern", "桁数", "chiffres", "dígitos", "cifre"],
  ]).concat("otplength", "totplength"),
  period: prefixed([
    ...["period", "periodseconds", "interval", "timeinterval", "timestep", "timeperiod", "step", "timer"],
    ...["refreshinterval", "stepsize", "timestepsize", "timestepseconds", "periodinseconds"],
    ...["periode", "周期", "intervall"],
  ]),
  algorithm: prefixed([
    ...["algorithm", "algo", "hashalgorithm", "hashalgo", "hashfunction", "hashingalgorithm"],
    ...["algorithmus", "アルゴリズム", "algorithme", "algoritmo"],
  ]),
  counter: prefixed(["counter", "movingfactor", "initialcounter"]),
  type: ["otptype", "totptype", "2fatype", "tokentype", "codetype", "authenticatortype"],
};
const DOUBTFUL: Readonly<Partial<Record<SettingName, readonly string[]>>> = {
  digits: ["length", "len", "size"],
  algorithm: ["hash", "digest", "hmac", "alg", "mac"],
  type: ["type", "kind", "method", "mode", "entrytype", "accounttype"],
};

/** Kinds of code by all their names; plain. */
const KINDS = new Map([
  ...["totp", "time", "timebased", "timebasedotp", "totptoken", "otptotp"].map((name) => [name, "totp"] as const),
  ...["hotp", "counter", "counterbased", "event", "eventbased", "hotptoken"].map((name) => [name, "hotp"] as const),
  ...["steam", "steamtotp", "steamguard", "steamotp"].map((name) => [name, "steam"] as const),
]);
/** Kinds that no code here is derived of. */
const OTHER_KINDS = /^(?:motp|mobileotp|yandex|yaotp|ocra|battle(?:net)?|blizzard|hhex|hex|securid|rsa)$/u;

const SETTINGS: ReadonlyMap<string, { readonly name: SettingName; readonly doubtful: boolean }> = new Map(
  [NAMES, DOUBTFUL].flatMap((list) =>
    Object.entries(list).flatMap(([name, plains]) =>
      plains.map((plain) => [plain, { name: name as SettingName, doubtful: list === DOUBTFUL }] as const),
    ),
  ),
);

/** What one place says of each setting: more than one value where it says it twice. */
export type SettingValues = ReadonlyMap<SettingName, readonly Json[]>;

/**
 * The settings of one place, such as an object or a row.
 * @param members plain names, and what stands under them
 */
export function settingValues(members: Iterable<readonly [plain: string, value: Json | undefined]>): SettingValues {
  const found = new Map<SettingName, Json[]>();
  for (const [plain, value] of members) {
    const setting = SETTINGS.get(plain);
    if (setting === undefined || value === undefined || value === null || value === "") continue;
    // One place of settings has one kind of code; what else is called a type is the item's.
    if (!setting.doubtful || canBe(setting.name, value)) {
      found.set(setting.name, [...(found.get(setting.name) ?? []), value]);
    }
  }
  return found;
}

/** The one value of a setting: `undefined` where there is none, `false`, which `readEntry` refuses, for two. */
export function settingOf(values: SettingValues, name: SettingName): Json | undefined {
  const [value, ...others] = values.get(name) ?? [];
  return others.every((other) => String(other).toLowerCase() === String(value).toLowerCase()) ? value : false;
}

/** The setting that a heading surely stands for. */
export function settingNamed(plain: string): SettingName | undefined {
  const setting = SETTINGS.get(plain);
  return setting?.doubtful === false ? setting.name : undefined;
}

/** The kind of code that a name means, as `readEntry` takes it. */
export function kindNamed(name: string): "totp" | "hotp" | "steam" | undefined {
  return KINDS.get(plainName(name));
}

/** Whether a text names a kind of code, also one that no code here is derived of. */
export function isKindName(name: string): boolean {
  return KINDS.has(plainName(name)) || OTHER_KINDS.test(plainName(name));
}

function canBe(name: SettingName, value: Json): boolean {
  if (name === "digits") return Number(value) >= 5 && Number(value) <= 10;
  if (typeof value !== "string") return false;
  return name === "algorithm" ? readAlgorithmName(value) !== undefined : isKindName(value);
}

function prefixed(names: readonly string[]): string[] {
  return PREFIXES.flatMap((prefix) => names.map((name) => `${prefix}${name}`));
}
