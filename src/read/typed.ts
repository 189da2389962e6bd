import { type Account, type AccountInput, makeAccount } from "../account/account.js";
import { parseOtpauth } from "../account/otpauth-uri.js";
import { EscrowError } from "../error.js";
import { type LineReading, parseLine } from "../paper/line.js";

/** A check line with its place in what was typed. */
export interface TypedLine {
  /** Line of the text, from 1. */
  readonly place: number;
  readonly reading: LineReading;
}

/** Something typed that cannot be used, with its line of the text. */
export interface TypedFault {
  readonly place: number;
  readonly error: EscrowError;
}

/** What a person typed from sheets. */
export interface Typed {
  /** Check lines, one list a sheet. */
  readonly lineSets: readonly (readonly TypedLine[])[];
  /** Keys with their settings, and Key URIs. */
  readonly accounts: readonly { readonly place: number; readonly account: Account; readonly testValue?: string }[];
  readonly faults: readonly TypedFault[];
}

/** Names of what is typed as `name: value`, in English and Japanese. */
const NAMES: Readonly<Record<string, string>> = {
  key: "secret",
  secret: "secret",
  キー: "secret",
  issuer: "issuer",
  発行者: "issuer",
  account: "account",
  アカウント: "account",
  type: "type",
  方式: "type",
  algorithm: "algorithm",
  アルゴリズム: "algorithm",
  digits: "digits",
  桁数: "digits",
  period: "period",
  seconds: "period",
  秒数: "period",
  counter: "counter",
  カウンター: "counter",
  "test value": "testValue",
  確認値: "testValue",
};

/** A key as it stands on the sheet: groups of four, so that a word is never taken for a key. */
const KEY_LINE = /^(?:[A-Z2-7]{4}[\s-]+)*[A-Z2-7]{1,4}$|^[A-Z2-7]{16,}$/iu;

/**
 * Reads what was typed from sheets: check lines; Key URIs; keys in groups of four, over several lines as
 * printed, with the settings' sentence or `name: value` lines. A blank line ends a key.
 * Blank lines and lines that begin with `#` are passed over.
 */
export function parseTyped(text: string): Typed {
  const lineSets: TypedLine[][] = [];
  const accounts: { place: number; account: Account; testValue?: string }[] = [];
  const faults: TypedFault[] = [];
  let entry: Entry | undefined;
  const finish = () => {
    if (entry) collect(entry, accounts, faults);
    entry = undefined;
  };
  for (const [i, raw] of `${text}\n`.split(/\r\n|\r|\n/u).entries()) {
    const place = i + 1;
    const line = raw.trim();
    const reading = parseLine(line);
    if (line === "") finish();
    else if (line.startsWith("#")) continue;
    else if (reading) addLine(lineSets, { place, reading });
    else if (/^(?:otpauth|steam):/iu.test(line)) {
      finish();
      attempt(place, faults, () => accounts.push({ place, account: parseOtpauth(line).account }));
    } else {
      entry ??= { place, secret: "", fields: new Map() };
      const known = readEntryLine(entry, line);
      if (!known) faults.push({ place, error: new EscrowError("typed-line-unknown", { line: place }) });
    }
  }
  finish();
  return { lineSets, accounts, faults };
}

/** A key being put together. */
interface Entry {
  readonly place: number;
  secret: string;
  readonly fields: Map<string, string>;
}

function readEntryLine(entry: Entry, line: string): boolean {
  const [, name, value] = /^([^:：]{1,20})[:：]\s*(.*)$/u.exec(line) ?? [];
  const field = NAMES[name?.trim().toLowerCase() ?? ""];
  if (field === "secret") entry.secret += value ?? "";
  else if (field !== undefined) entry.fields.set(field, value ?? "");
  else if (KEY_LINE.test(line)) entry.secret += line;
  else return readSentence(entry, line);
  return true;
}

/** The settings' sentence as sheets print it, in either language: only what it says for certain is taken. */
function readSentence(entry: Entry, line: string): boolean {
  const type = /\b(?:TOTP|HOTP|Steam)\b|Steam/iu.exec(line)?.[0];
  if (type === undefined) return false;
  const take = (field: string, pattern: RegExp) => {
    const found = pattern.exec(line)?.slice(1).find(Boolean);
    if (found !== undefined) entry.fields.set(field, found);
  };
  entry.fields.set("type", type);
  take("algorithm", /\b(SHA(?:1|256|512))\b/iu);
  take("digits", /(\d+)\s*(?:digits|桁)/iu);
  take("period", /(\d+)\s*(?:seconds|秒)/iu);
  take("counter", /(?:counter|カウンター)は?\s*(\d+)/iu);
  return true;
}

function collect(
  entry: Entry,
  accounts: { place: number; account: Account; testValue?: string }[],
  faults: TypedFault[],
): void {
  const { place, secret, fields } = entry;
  if (secret === "") {
    if (fields.size > 0) faults.push({ place, error: new EscrowError("typed-key-missing", { line: place }) });
    return;
  }
  attempt(place, faults, () => {
    const testValue = fields.get("testValue")?.replace(/\s/gu, "");
    const account = makeAccount({ secret, ...settingsOf(fields) });
    accounts.push({ place, account, ...(testValue ? { testValue } : {}) });
  });
}

function settingsOf(fields: ReadonlyMap<string, string>): Omit<AccountInput, "secret"> {
  const choice = <T extends string>(name: string, values: readonly T[]): T | undefined => {
    const given = fields.get(name)?.trim();
    const known = values.find((value) => value.toLowerCase() === given?.toLowerCase());
    if (given !== undefined && known === undefined) throw new EscrowError("typed-setting", { name });
    return known;
  };
  const number = (name: string): number | undefined => {
    const given = fields.get(name)?.trim();
    if (given !== undefined && !/^\d{1,16}$/u.test(given)) throw new EscrowError("typed-setting", { name });
    return given === undefined ? undefined : Number(given);
  };
  const settings = {
    issuer: fields.get("issuer"),
    account: fields.get("account"),
    type: choice("type", ["totp", "hotp", "steam"]),
    algorithm: choice("algorithm", ["SHA1", "SHA256", "SHA512"]),
    digits: number("digits"),
    period: number("period"),
    counter: number("counter"),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function attempt(place: number, faults: TypedFault[], read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof EscrowError)) throw error;
    faults.push({ place, error });
  }
}

/** A heading of another payload begins the next sheet. */
function addLine(lineSets: TypedLine[][], line: TypedLine): void {
  const current = lineSets.at(-1);
  const heading = current?.find(({ reading }) => isHeading(reading));
  const other =
    isHeading(line.reading) && heading !== undefined && headingText(heading.reading) !== headingText(line.reading);
  if (current === undefined || other) lineSets.push([line]);
  else current.push(line);
}

function isHeading(reading: LineReading): boolean {
  return reading.status === "unreadable" ? reading.number === 0 : reading.line.number === 0;
}

function headingText(reading: LineReading): string {
  return reading.status === "unreadable" ? "" : reading.line.bytes.join();
}
