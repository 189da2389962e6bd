import { codesKey } from "../../account/account.js";
import { encodeBase32, normaliseSecret } from "../../account/base32.js";
import { parseOtpauth } from "../../account/otpauth-uri.js";
import { attempt, EscrowError } from "../../error.js";
import { signedBytes } from "../apps/freeotp-token.js";
import { type Collector, isOtpText, nameOf, readStoredText } from "../collector.js";
import { readEntry, type StoredEntry } from "../entry.js";
import { decodeBase64 } from "../formats/encodings.js";
import { isObject, type Json, type JsonObject, parseJson } from "../formats/json.js";
import { isState, looksLikeBareKey, type NameStrength, otpNameStrength, plainName } from "../otp-names.js";
import { otpTextsIn } from "../otp-texts.js";
import type { Place } from "../source.js";
import { fieldLabels, fieldText, namesAt } from "./tree-names.js";
import { isMap, memberNamed, membersOf, type TreeObject } from "./tree-object.js";
import { settingsAt, type TreeSettings } from "./tree-settings.js";

/** Names of keys that say little by themselves: settings beside them tell. Plain, in that order. */
const KEYS = [
  ...["secret", "secretkey", "sharedsecret", "secretbase32", "base32secret", "base32", "decryptedseed"],
  ...["decryptedsecret", "seed", "key", "token"],
];
/** Those of them that no other kind of key in base32 has: access keys of AWS are such, too. */
const SECRETS = KEYS.filter((name) => !/key$|token/u.test(name));
/** Members of an issuer, which tell little of the key beside them, but something. */
const ISSUERS = ["issuer", "issuername", "service", "provider"];
/** Marks of what its owner deleted. */
const DELETED = [
  "trashed",
  "istrashed",
  "intrash",
  "deleted",
  "isdeleted",
  "deletedat",
  "deleteddate",
  "deletetime",
  "trashedat",
];
/** Fewest characters that are taken for a key where nothing but its name tells. */
const LEAST_KEY = 8;
/** Seconds since 1970 that no count reaches: 1973. */
const LEAST_MOMENT = 100_000_000;
/** Longest text in a member that is looked into for JSON. */
const LONGEST_INNER = 100_000;

/**
 * Reads whatever authenticators a tree of JSON holds: every Key URI in its texts, keys under names that say so, and keys
 * with settings beside them. Names come from around them. What is marked as deleted is left aside, and its number said.
 * @returns whether there was anything
 */
export async function readTree(json: Json, collector: Collector): Promise<boolean> {
  const reader = new TreeReader(collector);
  reader.walk(json);
  for (const { place, text } of reader.migrations) await collector.addText(place, text);
  return reader.finish();
}

/** A key in an object, and how surely it is one. */
interface FoundKey {
  readonly text: Json;
  readonly strength: NameStrength;
  /** Whether its name alone makes it an authenticator's. */
  readonly named: boolean;
}

class TreeReader {
  private found = 0;
  private deleted = 0;
  /** Settings that some entry says, and whether there is an entry that should. */
  private readonly said = new Set<string>();
  private stored = 0;
  /** Codes of each item: what stands there twice is one. */
  private readonly known = new WeakMap<JsonObject, Set<string>>();

  constructor(private readonly collector: Collector) {}

  walk(json: Json, under = "", parent: TreeObject | undefined = undefined, isElement = false): void {
    if (typeof json === "string") {
      // A list of texts has no names.
      if (parent === undefined) for (const text of otpTextsIn(json)) this.addText(text, undefined);
    } else if (Array.isArray(json)) {
      for (const one of json as readonly Json[]) {
        if (typeof one === "string") for (const text of otpTextsIn(one)) this.addText(text, parent);
        else this.walk(one, under, parent, true);
      }
    } else if (isObject(json)) this.takeObject({ value: json, under, parent, isElement: isElement || isIn(parent) });
  }

  finish(): boolean {
    if (this.deleted > 0) this.collector.warn({}, "entries-deleted", { count: this.deleted });
    const missing = ["algorithm", "digits", "period"].filter((name) => !this.said.has(name));
    if (this.stored > 0 && missing.length > 0) {
      this.collector.warn({}, "export-incomplete", { missing: missing.join(", ") });
    }
    return this.found + this.deleted > 0;
  }

  private takeObject(object: TreeObject): void {
    const { value } = object;
    const texts = Object.values(value).flatMap((one) => (typeof one === "string" ? otpTextsIn(one) : []));
    const rest = this.takeKeys(object, texts);
    for (const text of rest) this.addText(text, object);
    for (const [name, one] of Object.entries(value)) {
      if (typeof one === "object" && one !== null) this.walk(one, name, object);
      else if (typeof one === "string") {
        const inner = innerJson(one);
        if (inner !== undefined) this.walk(inner, name, object);
      }
    }
  }

  /** Takes the keys of an object. @returns its Key URIs that are none of these */
  private takeKeys(object: TreeObject, texts: readonly string[]): readonly string[] {
    let rest = texts;
    for (const { text, strength, named } of keysOf(object)) {
      const settings = settingsAt(object);
      const plain = typeof text === "string" ? text.trim() : "";
      if (typeof text === "string" && (isOtpText(plain) || otpTextsIn(plain).length > 0)) continue;
      const looks = typeof text !== "string" || /^hex:/iu.test(plain) || looksLikeBareKey(plain, strength);
      const isNone = /^\d{1,10}$/u.test(plain) || isState(plain) || (plain.length < LEAST_KEY && !settings.telling);
      if (isNone || (!looks && !settings.telling && !(named && strength === "sure"))) continue;
      if (!looks && !settings.telling && /^[A-Za-z2-7]+$/u.test(plain)) {
        // A word, or a key too short to be told from one.
        if (!this.isDeleted(object)) {
          this.collector.skip(this.place(), new EscrowError("secret-weak"), { name: nameOf(namesAt(object)) });
        }
        continue;
      }
      const same = rest.filter((one) => secretOf(one) === normalised(plain));
      if (!settings.telling) {
        // The Key URI beside it says more.
        if (same.length === 0) this.addEntry(object, { secret: text, ...settings }, named);
        continue;
      }
      const doubtful = same.some((one) => contradicts(one, { secret: text, ...settings }));
      this.addEntry(object, { secret: text, ...settings, ...(doubtful ? { digits: false } : {}) }, named);
      // What an app keeps of where an entry came from may be anything.
      rest = rest.filter((one) => !same.includes(one) && secretOf(one) !== undefined);
    }
    return rest;
  }

  private addEntry(object: TreeObject, entry: StoredEntry & TreeSettings, named: boolean): void {
    if (this.isDeleted(object)) return;
    const { telling: _, ...settings } = entry;
    const stored = { ...namesAt(object), ...decoded(object.value, settings) };
    if (!named) {
      this.stored++;
      for (const name of ["algorithm", "digits", "period"] as const) {
        if (settings[name] !== undefined || settings.type === "steam") this.said.add(name);
      }
      if (settings.type === "hotp") this.said.add("period");
    }
    const key = attempt(() => codesKey(readEntry(stored).account));
    if (this.isKnown(object, key)) return;
    this.collector.addEntry(this.place(), stored);
  }

  private addText(text: string, object: TreeObject | undefined): void {
    if (object !== undefined && this.isDeleted(object)) return;
    const names = object === undefined ? {} : namesAt(object);
    const key = /^otpauth-migration:/iu.test(text)
      ? text
      : attempt(() => codesKey(readStoredText(text, names).account));
    if (object !== undefined && this.isKnown(object, key)) return;
    if (/^otpauth-migration:/iu.test(text)) this.migrations.push({ place: this.place(), text });
    else this.collector.addStoredText(this.place(), text, names);
  }

  /** Migration URIs, which take time of their own to be read. */
  readonly migrations: { readonly place: Place; readonly text: string }[] = [];

  private place(): Place {
    return { entry: ++this.found };
  }

  private isKnown(object: TreeObject, key: string | undefined): boolean {
    if (key === undefined) return false;
    const item = itemOf(object);
    const keys = this.known.get(item) ?? new Set<string>();
    this.known.set(item, keys);
    if (keys.has(key)) return true;
    keys.add(key);
    return false;
  }

  private isDeleted(object: TreeObject): boolean {
    let at: TreeObject | undefined = object;
    while (at !== undefined) {
      if (saysDeleted(memberNamed(at.value, DELETED))) {
        this.deleted++;
        return true;
      }
      at = at.parent;
    }
    return false;
  }
}

function isIn(parent: TreeObject | undefined): boolean {
  return parent !== undefined && isMap(parent.value);
}

function itemOf(object: TreeObject): JsonObject {
  let at = object;
  while (at.parent !== undefined && (!at.isElement || /fields?$|sections?$/iu.test(at.under))) at = at.parent;
  return at.value;
}

function saysDeleted(mark: Json | undefined): boolean {
  if (typeof mark === "string") return !/^(?:0|false|no|null|never)$/iu.test(mark.trim());
  // A mark, or a moment; another number counts what was deleted.
  return mark === true || (typeof mark === "number" && (mark === 1 || mark > LEAST_MOMENT));
}

/** The keys of an object, by the names of its members, what a field says it is, and settings beside them. */
function keysOf(object: TreeObject): FoundKey[] {
  const { value, under } = object;
  const found: FoundKey[] = [];
  for (const [name, text] of Object.entries(value)) {
    const strength = typeof text === "string" && text.trim() !== "" ? otpNameStrength(name) : undefined;
    // Beside digits and a period, a member `type` of that name is a kind.
    if (strength !== undefined) found.push({ text: text ?? null, strength, named: true });
  }
  const strengths = fieldLabels(value).map(otpNameStrength);
  const label = strengths.includes("sure") ? "sure" : strengths.find((one) => one !== undefined);
  const held = label === undefined ? undefined : fieldText(value);
  if (label !== undefined && held !== undefined) found.push({ text: held, strength: label, named: true });
  if (found.length > 0) return found;
  const own = KEYS.flatMap((name) => {
    const text = membersOf(value).get(name);
    return isKeyValue(text) ? [text] : [];
  });
  const [text] = own;
  if (text === undefined) return [];
  const inOtp = otpNameStrength(under) !== undefined || /^(?:otp|totp)|otps?$|authenticat/u.test(plainName(under));
  const settings = settingsAt(object);
  if (settings.telling) return [{ text, strength: "sure", named: false }];
  if (inOtp) return [{ text, strength: "sure", named: false }];
  const isSecret = memberNamed(value, ISSUERS) !== undefined || memberNamed(value, SECRETS) === text;
  // A key with a hash beside it alone: other keys have none.
  const beside = isSecret || settings.algorithm !== undefined;
  return beside ? [{ text, strength: "perhaps", named: false }] : [];
}

function isKeyValue(value: Json | undefined): value is Json {
  if (typeof value === "string") return value.trim() !== "";
  return Array.isArray(value) && value.length >= 5 && value.every((one) => typeof one === "number");
}

/** An entry's secret by how its object says that it is written; base32 where it says nothing. */
function decoded(value: JsonObject, entry: StoredEntry): StoredEntry {
  const { secret } = entry;
  if (Array.isArray(secret)) return { ...entry, secret: signedBytes(secret) ?? JSON.stringify(secret) };
  const encoding = memberNamed(value, ["encoding", "secretencoding", "secretformat", "keyencoding", "secrettype"]);
  if (typeof secret !== "string" || typeof encoding !== "string") return entry;
  const name = plainName(encoding);
  if (name === "hex" || name === "hexadecimal") return { ...entry, secret: `hex:${secret.replace(/\s/gu, "")}` };
  if (name === "base64") return { ...entry, secret: decodeBase64(secret) ?? secret };
  return name === "ascii" ? { ...entry, secret: encodeBase32(new TextEncoder().encode(secret)) } : entry;
}

/** Whether a Key URI of the same key asks for other codes than the settings beside it do. */
function contradicts(text: string, entry: StoredEntry): boolean {
  if (!/[?&](?:digits|period|algorithm|counter)=/iu.test(text)) return false;
  const [one, other] = [
    attempt(() => codesKey(parseOtpauth(text).account)),
    attempt(() => codesKey(readEntry(entry).account)),
  ];
  return one !== undefined && other !== undefined && one !== other;
}

function secretOf(text: string): string | undefined {
  return attempt(() => parseOtpauth(text).account.secret);
}

function normalised(text: string): string | undefined {
  return attempt(() => normaliseSecret(text));
}

/** JSON that a member holds as a text. */
function innerJson(text: string): Json | undefined {
  if (text.length > LONGEST_INNER || !/^\s*[[{].*(?:otp|secret|2fa).*[\]}]\s*$/isu.test(text)) return undefined;
  return attempt(() => parseJson(text));
}
