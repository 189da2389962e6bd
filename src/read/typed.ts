import { type Account, type AccountInput, makeAccount } from "../account/account.js";
import { parseOtpauth } from "../account/otpauth-uri.js";
import { EscrowError } from "../error.js";
import { type LineKind, type LineReading, parseLine } from "../paper/line.js";

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
  /** Check lines, one list a payload. */
  readonly lineSets: readonly { readonly kind: LineKind; readonly lines: readonly TypedLine[] }[];
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

/**
 * A key as it stands on the sheet, in groups of four, or run together: a word is never taken for a key. Digits that
 * base32 lacks are let through, for the account names them with their place.
 */
const KEY_LINE = /^(?:[A-Z0-9]{4}[\s-]+)*[A-Z0-9]{1,4}$|^[A-Z0-9]{16,}$/iu;
/** Groups of which another line may follow: more than one, all of four. */
const KEY_GOES_ON = /^(?:[A-Z0-9]{4}[\s-]+)+[A-Z0-9]{4}$|^[A-Z0-9]{16,}$/iu;
/** The beginning of the test value's sentence. */
const TEST_VALUE = /^(?:test value|確認値)\s+([A-Z0-9]{1,10})\b/iu;
/** What goes on from the line before: a word of prose, Japanese, or the end of a sentence. */
const PROSE = /(?:^|\s)\p{Lu}?\p{Ll}{4,}|[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]|^[a-z ]+\.$/u;

/**
 * Reads what was typed from sheets: check lines; Key URIs; keys in groups of four, over several lines as
 * printed, with the settings' sentences or `name: value` lines. A blank line ends a key.
 * Blank lines and lines that begin with `#` are passed over.
 */
export function parseTyped(text: string): Typed {
  const lineSets: { kind: LineKind; lines: TypedLine[] }[] = [];
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
    // Japanese keyboards give full-width letters, digits and question marks.
    const plain = line.normalize("NFKC");
    const reading = parseLine(plain);
    if (line === "") finish();
    else if (line.startsWith("#")) continue;
    else if (reading) addLine(lineSets, { place, reading });
    else if (/^(?:otpauth|steam):/iu.test(line)) {
      finish();
      attempt(place, faults, () => accounts.push({ place, account: parseOtpauth(line).account }));
    } else {
      entry ??= { place, key: [], fields: new Map(), sentences: [], inSentence: false };
      if (!readEntryLine(entry, line, plain, place)) faults.push(unknownLine(place));
    }
  }
  finish();
  return { lineSets, accounts, faults };
}

/** A key being put together. */
interface Entry {
  readonly place: number;
  /** Lines of the key. */
  readonly key: { readonly place: number; readonly text: string }[];
  readonly fields: Map<string, string>;
  /** Lines of the settings' sentences: a value and its unit may stand on two of them. */
  readonly sentences: string[];
  /** Whether the line before belongs to a sentence. */
  inSentence: boolean;
}

function unknownLine(place: number): TypedFault {
  return { place, error: new EscrowError("typed-line-unknown", { line: place }) };
}

function readEntryLine(entry: Entry, line: string, plain: string, place: number): boolean {
  const goesOn = entry.inSentence;
  entry.inSentence = false;
  const [, name, value = ""] = /^([^:：]{1,20})[:：]\s*(.*)$/u.exec(line) ?? [];
  const field = NAMES[name?.trim().toLowerCase() ?? ""];
  if (field === "secret") entry.key.push({ place, text: value.normalize("NFKC") });
  else if (field === "issuer" || field === "account") entry.fields.set(field, value);
  else if (field !== undefined) entry.fields.set(field, value.normalize("NFKC"));
  else if (KEY_LINE.test(plain)) entry.key.push({ place, text: plain });
  else return readSentence(entry, plain, goesOn);
  return true;
}

/** A line of the sentences that sheets print under *Settings* and about the test value, in either language. */
function readSentence(entry: Entry, line: string, goesOn: boolean): boolean {
  const [, value] = TEST_VALUE.exec(line) ?? [];
  if (value !== undefined) entry.fields.set("testValue", value);
  else if (/\b(?:TOTP|HOTP)\b|Steam/iu.test(line) || (goesOn && PROSE.test(line))) entry.sentences.push(line);
  else return false;
  entry.inSentence = true;
  return true;
}

/** What the settings' sentences say for certain. */
function readSettings(sentences: readonly string[], fields: Map<string, string>): void {
  const text = sentences.join(" ");
  // A line of Japanese may end within a word.
  const texts = [text, text.replace(/\s/gu, "")];
  const take = (field: string, pattern: RegExp) => {
    const found = texts.flatMap((one) => pattern.exec(one)?.[1] ?? [])[0];
    if (found !== undefined && !fields.has(field)) fields.set(field, found);
  };
  take("type", /\b(TOTP|HOTP)\b/iu);
  take("type", /(Steam)/iu);
  take("algorithm", /\b(SHA(?:1|256|512))\b/iu);
  take("digits", /(\d+)\s*(?:digits|桁)/iu);
  take("period", /(\d+)\s*(?:seconds|秒)/iu);
  take("counter", /(?:counter|カウンター)は?\s*(\d+)/iu);
}

function collect(
  { place, key, fields, sentences }: Entry,
  accounts: { place: number; account: Account; testValue?: string }[],
  faults: TypedFault[],
): void {
  readSettings(sentences, fields);
  // What is printed above a key, such as a name of four letters, must not become its beginning.
  const foreign = key.slice(0, -1).filter(({ text }) => !KEY_GOES_ON.test(text));
  faults.push(...foreign.map((line) => unknownLine(line.place)));
  if (foreign.length > 0) return;
  if (key.length === 0) {
    if (fields.size > 0) faults.push({ place, error: new EscrowError("typed-key-missing", { line: place }) });
    return;
  }
  attempt(place, faults, () => {
    const testValue = fields.get("testValue")?.replace(/\s/gu, "").toUpperCase();
    const account = makeAccount({ secret: key.map(({ text }) => text).join(""), ...settingsOf(fields) });
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

/** Lines of a kind belong to its latest heading; a heading of another payload begins the next sheet. */
function addLine(lineSets: { kind: LineKind; lines: TypedLine[] }[], line: TypedLine): void {
  const { kind } = line.reading.status === "unreadable" ? line.reading : line.reading.line;
  const current = lineSets.findLast((set) => set.kind === kind);
  const heading = current?.lines.map(headingOf).find((text) => text !== undefined);
  const own = headingOf(line);
  const other = own !== undefined && heading !== undefined && own !== heading;
  if (current === undefined || other) lineSets.push({ kind, lines: [line] });
  else current.lines.push(line);
}

/** A heading that could be read, as a text to compare. */
function headingOf({ reading }: TypedLine): string | undefined {
  const readable = reading.status !== "unreadable" && reading.line.number === 0;
  return readable ? reading.line.bytes.join() : undefined;
}
