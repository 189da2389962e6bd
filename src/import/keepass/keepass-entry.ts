import { type Account, deriveSameCodes } from "../../account/account.js";
import { MAX_URI_LENGTH, type ParsedOtpauth } from "../../account/otpauth-uri.js";
import { encodeUtf8 } from "../../bytes.js";
import { attempt, EscrowError } from "../../error.js";
import { type Collector, isOtpText, nameOf, readStoredText } from "../collector.js";
import { readEntry, type StoredEntry } from "../entry.js";
import { decodeBase64, decodeHex } from "../formats/encodings.js";
import type { Place } from "../source.js";

/** The fields of a KeePass entry, by their names in lower case. */
export type KeepassStrings = ReadonlyMap<string, string>;

interface Names {
  readonly issuer: string;
  readonly account: string;
}

/** One authenticator of an entry, in one of the ways in which they are stored. */
type Stored = string | StoredEntry | Undecodable;

/** A secret that is not in the encoding that its field names: read as another, it would give wrong codes. */
interface Undecodable {
  readonly undecodable: string;
}

/** The mark of the plugin KeePassOTP on entries whose key it keeps in a database of its own, in the database. */
const PLUGIN_DATABASE = "keepassotp.db";

/** Ways in which KeePass stores a secret, in the order in which it looks for them. */
const ENCODINGS = ["UTF8", "Hex", "Base32", "Base64"] as const;

/**
 * Takes the authenticators of an entry of KeePass, KeePassXC and their plugins, however they are stored: `otp` as a Key
 * URI, a bare key or KeeOtp's `key=…`; `TOTP Seed` with `TOTP Settings`; `TimeOtp-…`, `HmacOtp-…`; Key URIs in fields of
 * other names. One that is stored in several ways is taken once.
 * @see https://keepass.info/help/base/placeholders.html#otp
 */
export function readKeepassEntry(place: Place, strings: KeepassStrings, collector: Collector): void {
  const names = { issuer: strings.get("title") ?? "", account: strings.get("username") ?? "" };
  const taken: Account[] = [];
  if (strings.get(PLUGIN_DATABASE)?.trim().toLowerCase() === "true") {
    collector.skip(place, new EscrowError("entry-in-keepassotp"), { name: nameOf(names) });
  }
  for (const stored of authenticatorsOf(strings, names)) {
    const parsed = parseStored(stored, names);
    if (parsed !== undefined) {
      const { account, warnings } = parsed;
      if (taken.some((other) => deriveSameCodes(other, account))) continue;
      taken.push(account);
      collector.add(place, account, warnings);
    } else if (typeof stored === "string") collector.addStoredText(place, stored, names);
    else if ("undecodable" in stored) skipUndecodable(place, stored, names, collector);
    else collector.addEntry(place, stored);
  }
}

/** Whether an entry has an authenticator, right or wrong. */
export function hasAuthenticator(strings: KeepassStrings): boolean {
  return authenticatorsOf(strings, { issuer: "", account: "" }).length > 0;
}

function authenticatorsOf(strings: KeepassStrings, names: Names): Stored[] {
  const otp = (strings.get("otp") ?? "").trim();
  const others = [...strings].flatMap(([name, value]) =>
    name !== "otp" && isOtpText(value.trim()) ? [value.trim()] : [],
  );
  const parts = [traySeed(strings, names), builtIn(strings, names, "timeotp"), builtIn(strings, names, "hmacotp")];
  return [...(otp === "" ? [] : [keeOtp(otp, names) ?? otp]), ...parts.filter((part) => part !== undefined), ...others];
}

function skipUndecodable(place: Place, { undecodable }: Undecodable, names: Names, collector: Collector): void {
  const name = [names.issuer, names.account].filter((part) => part !== "").join(": ");
  collector.skip(place, new EscrowError("entry-setting", { name: "secret" }), { name, text: undecodable });
}

/** `undefined` for what gives no codes: the collector says why, and keeps it. */
function parseStored(stored: Stored, names: Names): ParsedOtpauth | undefined {
  if (typeof stored !== "string" && "undecodable" in stored) return undefined;
  return attempt(() => (typeof stored === "string" ? readStoredText(stored, names) : readEntry(stored)));
}

/** What the plugin KeeOtp stores in `otp`: `key=…&type=Hotp&counter=3&size=8&step=60&otpHashMode=Sha256&encoding=Hex`. */
function keeOtp(text: string, names: Names): StoredEntry | Undecodable | undefined {
  // Longer ones would overflow the expression, and hold no key that is taken.
  if (text.length > MAX_URI_LENGTH || !/^(?:[^=&:/]+=[^&]*&)*key=/iu.test(text)) return undefined;
  const values = new Map(
    text.split("&").map((part) => {
      const at = part.indexOf("=");
      return [part.slice(0, at).toLowerCase(), part.slice(at + 1).replace(/%3d/giu, "=")];
    }),
  );
  const secret = decodeSecret(values.get("key") ?? "", values.get("encoding") ?? "Base32");
  if (secret === undefined) return { undecodable: text };
  return {
    ...names,
    secret,
    // The form that KeePassXC once wrote names Steam as an encoder.
    type: values.get("encoder") ?? values.get("type"),
    algorithm: values.get("otphashmode"),
    digits: values.get("size"),
    period: values.get("step"),
    counter: values.get("counter"),
  };
}

/**
 * What KeeTrayTOTP and older KeePassXC store: `TOTP Settings` is `30;6`, or `30;S` for Steam; a time server may follow,
 * and what else follows can only be the hash.
 */
function traySeed(strings: KeepassStrings, names: Names): StoredEntry | undefined {
  const secret = strings.get("totp seed") ?? "";
  if (secret.trim() === "") return undefined;
  const parts = (strings.get("totp settings") ?? "").split(";").map((part) => part.trim());
  const [period, digits = "", further = ""] = parts;
  const algorithm = /[./]/u.test(further) ? "" : further;
  return { ...names, secret, period, algorithm, ...(/^s$/iu.test(digits) ? { type: "steam" } : { digits }) };
}

/** Endings of the names under which KeePass itself, and programs like it, store settings. */
const SETTINGS = new Map([
  ["algorithm", "algorithm"],
  ["length", "digits"],
  ["digits", "digits"],
  ["size", "digits"],
  ["period", "period"],
  ["step", "period"],
  ["counter", "counter"],
]);

/** What KeePass itself stores since 2.47, under `TimeOtp-…` and `HmacOtp-…`. */
function builtIn(
  strings: KeepassStrings,
  names: Names,
  kind: "timeotp" | "hmacotp",
): Exclude<Stored, string> | undefined {
  const fields = [...strings].filter(([name, value]) => name.startsWith(`${kind}-`) && value.trim() !== "");
  const secrets = fields.filter(([name]) => name.startsWith(`${kind}-secret`));
  const encoding = ENCODINGS.find((each) => secrets.some(([name]) => name === secretName(kind, each)));
  if (encoding === undefined) return undefined;
  const text = strings.get(secretName(kind, encoding)) ?? "";
  const settings: Record<string, string> = {};
  for (const [name, value] of fields) {
    const setting = SETTINGS.get(name.slice(kind.length + 1));
    if (setting !== undefined) settings[setting] = value;
    // A setting that is not known may be what the codes depend on.
    else if (!name.startsWith(`${kind}-secret`)) return { undecodable: text };
  }
  const secret = decodeSecret(text, encoding);
  if (secret === undefined) return { undecodable: text };
  return { ...names, secret, type: kind === "hmacotp" ? "hotp" : "totp", ...settings };
}

function secretName(kind: string, encoding: (typeof ENCODINGS)[number]): string {
  return encoding === "UTF8" ? `${kind}-secret` : `${kind}-secret-${encoding.toLowerCase()}`;
}

/** A secret's bytes, or its base32; `undefined` where it is not in its encoding. */
function decodeSecret(text: string, encoding: string): Uint8Array | string | undefined {
  const name = encoding.toUpperCase();
  if (name === "BASE32") return text;
  if (name === "UTF8") return encodeUtf8(text);
  if (name === "HEX") return decodeHex(text.replace(/\s/gu, ""));
  return name === "BASE64" ? decodeBase64(text) : undefined;
}
