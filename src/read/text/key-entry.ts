import { type Account, type AccountInput, makeAccount } from "../../account/account.js";
import { EscrowError } from "../../error.js";
import { SHEET_WORDS } from "./sheet-words.js";
import type { Field } from "./text-lines.js";

/** A key being put together from lines. */
export interface KeyEntry {
  /** Line of the text at which it begins, from 1. */
  readonly place: number;
  /** Rows of the key. */
  readonly key: { readonly place: number; readonly text: string }[];
  readonly fields: Map<Field, string>;
  /** Lines of the settings' sentences: a value and its unit may stand on two of them. */
  readonly sentences: string[];
  /** Whether the line before belongs to a sentence. */
  inSentence: boolean;
}

/** An entry without anything in it. */
export function newEntry(place: number): KeyEntry {
  return { place, key: [], fields: new Map(), sentences: [], inSentence: false };
}

const { digits, period, counter } = SHEET_WORDS.units;
const DIGITS = new RegExp(`(?<!\\d)(\\d{1,16})\\s*(?:${digits.join("|")})`, "iu");
const PERIOD = new RegExp(`(?<!\\d)(\\d{1,16})\\s*(?:${period.join("|")})`, "iu");
const COUNTER = new RegExp(`(?:${counter.join("|")})\\s*(\\d+)`, "iu");

/** What goes on from the line before: a word of prose, Japanese, or the end of a sentence. */
const PROSE = /(?:^|\s)\p{Lu}?\p{Ll}{4,}|[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]|^[a-z ]+\.$/u;

/** Takes a line that goes on a sentence which the line before began. */
export function goesOn(entry: KeyEntry | undefined, text: string): boolean {
  if (!entry?.inSentence || !PROSE.test(text)) return false;
  entry.sentences.push(text.normalize("NFKC"));
  return true;
}

/** Whether something beside the key says what it is: its settings in a sheet's words, or its test value. */
export function isVouchedFor({ sentences, fields }: KeyEntry): boolean {
  return sentences.length > 0 || fields.has("testValue");
}

/**
 * The account of a key with what its entry says of it.
 * @throws EscrowError `typed-setting`, and as `makeAccount` does
 */
export function accountOf(entry: KeyEntry, secret: string): { account: Account; testValue?: string } {
  readSettings(entry);
  const testValue = entry.fields.get("testValue")?.replace(/\s/gu, "").toUpperCase();
  const account = makeAccount({ secret, ...settingsOf(entry.fields) });
  return { account, ...(testValue ? { testValue } : {}) };
}

/** What the settings' sentences say for certain. */
function readSettings({ sentences, fields }: KeyEntry): void {
  const text = sentences.join(" ");
  // A line of Japanese may end within a word.
  const texts = [text, text.replace(/\s/gu, "")];
  const take = (field: Field, pattern: RegExp) => {
    const found = texts.flatMap((one) => pattern.exec(one)?.[1] ?? [])[0];
    if (found !== undefined && !fields.has(field)) fields.set(field, found);
  };
  take("type", /\b(TOTP|HOTP)\b/iu);
  take("type", /(Steam)/iu);
  take("algorithm", /\b(SHA(?:1|256|512))\b/iu);
  take("digits", DIGITS);
  take("period", PERIOD);
  take("counter", COUNTER);
}

function settingsOf(fields: ReadonlyMap<Field, string>): Omit<AccountInput, "secret"> {
  const choice = <T extends string>(name: Field, values: readonly T[]): T | undefined => {
    const given = fields.get(name)?.trim().replace(/^sha-/iu, "sha");
    const known = values.find((value) => value.toLowerCase() === given?.toLowerCase());
    if (given !== undefined && known === undefined) throw new EscrowError("typed-setting", { name });
    return known;
  };
  const number = (name: Field): number | undefined => {
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
