import type { StoredEntry } from "../entry.js";
import { looksLikeBareKey, otpNameStrength, plainName } from "../otp-names.js";
import { settingNamed } from "../setting-names.js";
import type { Line } from "../text.js";

/** A key of a list, and its line. */
export interface Listed {
  readonly line: number;
  readonly entry: StoredEntry;
}

/** A line of a file of settings for programs: `export GITHUB_TOTP_SECRET="…"`. */
const ASSIGNMENT = /^(?:export\s+|set\s+)?([A-Za-z_][A-Za-z0-9_]{0,99})\s?=\s?(.{0,1000})$/u;

/** Most words of a name. */
const MOST_WORDS = 12;

/**
 * Keys of a file such as `.env`: what stands before the words for a key is the account's name, and settings of the same
 * name are its settings. Nothing where a line is no assignment, or no key has a name before it.
 */
export function environmentKeys(lines: readonly Line[]): Listed[] | undefined {
  const keys: { readonly line: number; readonly name: string; readonly secret: string }[] = [];
  const settings = new Map<string, Record<string, string>>();
  for (const { number: line, text } of lines) {
    const [, whole, given = ""] = ASSIGNMENT.exec(text) ?? [];
    if (whole === undefined) return undefined;
    const value = unquoted(given);
    const key = endOf(whole, (end) => otpNameStrength(end) !== undefined);
    const strength = key && otpNameStrength(key.end);
    if (key !== undefined && strength !== undefined && looksLikeBareKey(value, strength)) {
      keys.push({ line, name: key.before, secret: value });
      continue;
    }
    const setting = endOf(whole, (end) => settingNamed(plainName(end)) !== undefined);
    const name = setting === undefined ? undefined : settingNamed(plainName(setting.end));
    if (setting === undefined || name === undefined) continue;
    const own = settings.get(setting.before) ?? {};
    settings.set(setting.before, own);
    own[name] = value;
  }
  if (!keys.some(({ name }) => name !== "")) return undefined;
  return keys.map(({ line, name, secret }) => ({
    line,
    entry: { issuer: name.replaceAll("_", " "), secret, ...settings.get(name) },
  }));
}

/** The longest end of a name, from a `_` on, that is what is looked for. */
function endOf(name: string, is: (end: string) => boolean): { before: string; end: string } | undefined {
  const words = name.split("_", MOST_WORDS + 1);
  if (words.length > MOST_WORDS) return undefined;
  for (let at = 0; at < words.length; at++) {
    const end = words.slice(at).join("_");
    if (end !== "" && is(end)) return { before: words.slice(0, at).join("_"), end };
  }
  return undefined;
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1;?$/u.exec(text.trim())?.[2] ?? text.trim();
}

/** Where a command of the OATH toolkit begins. */
const OATHTOOL = /(?<![\w.-])oathtool\s+/u;
/** The name that an alias, a function or a variable has, before its command. */
const COMMAND_NAME = /(?:^|\s)([\w.-]{1,64})\s?(?:=|\(\)\s?\{)\s?["'`$(]{0,4}$/u;
/** One word of a command, in quotation marks or not. */
const WORD = /"([^"]*)"|'([^']*)'|([^\s"'`|;&)<>]+)|([|;&)<>`"'])/gu;
/** Its options that codes depend on, and their names. */
const VALUES: Readonly<Record<string, "digits" | "period" | "counter">> = {
  "-d": "digits",
  "--digits": "digits",
  "-s": "period",
  "--time-step-size": "period",
  "-c": "counter",
  "--counter": "counter",
};

/** Keys of commands of `oathtool`, one a line, as people keep them in scripts; nothing where none has its key in it. */
export function oathtoolKeys(lines: readonly Line[]): Listed[] | undefined {
  const listed = lines.flatMap(({ number: line, text }) => {
    const found = text.length > 1_000 ? null : OATHTOOL.exec(text);
    const entry = found === null ? undefined : commandEntry(text.slice(found.index + found[0].length));
    const [, name = ""] = COMMAND_NAME.exec(text.slice(0, found?.index).slice(-100)) ?? [];
    return entry === undefined ? [] : [{ line, entry: { issuer: name, ...entry } }];
  });
  return listed.length === 0 ? undefined : listed;
}

/** @see oathtool(1): without an option it makes HOTP codes of a key in hexadecimal, its first counter 0. */
function commandEntry(rest: string): StoredEntry | undefined {
  const settings: Record<string, string> = { type: "hotp", counter: "0" };
  let [isBase32, key] = [false, ""];
  const words = wordsOf(rest);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [option = "", given] = word.startsWith("--")
      ? word.split(/=(.*)/su)
      : [word.slice(0, 2), word.slice(2) || undefined];
    const value = VALUES[option];
    if (!word.startsWith("-")) key ||= word;
    else if (value !== undefined)
      settings[value] = (given ?? words[++at] ?? "").replace(/(\d)\s?s(?:ec(?:ond)?s?)?$/u, "$1");
    else if (option === "--totp") Object.assign(settings, { type: "totp", algorithm: given ?? "SHA1" });
    else if (word === "-b" || word === "--base32") isBase32 = true;
    else if (!/^(?:--hotp|-v|--verbose)$/u.test(word)) return undefined; // Any other may change the codes.
  }
  const isKey = isBase32 ? looksLikeBareKey(key, "sure") : /^(?:[0-9a-f]{2}){8,}$/iu.test(key);
  if (!isKey) return undefined;
  const { counter, ...timed } = settings;
  return { secret: isBase32 ? key : `hex:${key}`, ...timed, ...(settings.type === "hotp" ? { counter } : {}) };
}

/** The words of a command, up to where it ends. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [, double, single, plain, end] of text.matchAll(WORD)) {
    if (end !== undefined) break;
    words.push(double ?? single ?? plain ?? "");
  }
  return words;
}
