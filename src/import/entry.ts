import { type Account, type AccountInput, type AccountType, type Algorithm, makeAccount } from "../account/account.js";
import { readAlgorithmName } from "../account/algorithm-name.js";
import { encodeBase32 } from "../account/base32.js";
import { settingWarnings } from "../account/otpauth-uri.js";
import { isSteamGuard } from "../account/steam-guard.js";
import { EscrowError, type Warning } from "../error.js";
import type { Json } from "./formats/json.js";

/** An entry as an app stores it. What is left out, `null` or an empty text gets the Key URI format's default. */
export interface StoredEntry {
  /** Service, as the app stores it. */
  readonly issuer?: string | undefined;
  /** Account, as the app stores it. */
  readonly account?: string | undefined;
  /** Base32 as stored, or the bytes where an app stores those. */
  readonly secret: Json | Uint8Array | undefined;
  /** `totp`, `hotp`, `steam` in any case; any other is a kind that no code can be derived of. */
  readonly type?: Json | undefined;
  /** As `SHA1`, `sha-1`, `HmacSHA1`, `HMAC-SHA-256`. */
  readonly algorithm?: Json | undefined;
  /** A whole number, or one written as text; `s` for Steam Guard. */
  readonly digits?: Json | undefined;
  /** Seconds. */
  readonly period?: Json | undefined;
  /**
   * The Key URI's counter: of the next code. Apps that show the code of the stored counter until the next is asked for
   * (Aegis, andOTP, 2FAS, Stratum) do not say whether it was used; it is taken as written, as in their own Key URIs:
   * one too low costs one refused code, one too high may be more than a service looks ahead.
   * @see https://github.com/beemdevelopment/Aegis HotpInfo.java; andOTP Entry.java, `updateOTP`; RFC 4226, 7.4
   */
  readonly counter?: Json | undefined;
  /** Further settings of kinds without codes, such as a PIN: kept with the secret. */
  readonly more?: Readonly<Record<string, Json | undefined>>;
}

/** Kinds without codes here, by the names that apps have for them, in lower case. */
const KINDS = new Map([
  ["motp", "mOTP"],
  ["yandex", "Yandex"],
  ["yaotp", "Yandex"],
]);

/**
 * An account from what an app stores: strictly where a wrong guess gives wrong codes.
 * @throws EscrowError `codes-not-derivable` with `kind`, `entry-setting` with `name`, `uri-secret-missing`, and what
 *   `makeAccount` throws
 */
export function readEntry(entry: StoredEntry): { readonly account: Account; readonly warnings: readonly Warning[] } {
  const stated = readType(entry.type, entry.counter);
  const marked = stated === "totp" && typeof entry.digits === "string" && entry.digits.trim().toLowerCase() === "s";
  const secret = entry.secret instanceof Uint8Array ? encodeBase32(entry.secret) : readSecret(entry.secret);
  const algorithm = readAlgorithm(entry.algorithm);
  const digits = stated === "steam" || marked ? undefined : readNumber("digits", entry.digits);
  const period = stated === "hotp" ? undefined : readNumber("period", entry.period);
  const counter = stated === "hotp" ? readNumber("counter", entry.counter) : undefined;
  const { issuer = "", account: name = "" } = entry;
  const bySettings = isSteamGuard({ issuer: issuer.trim(), account: name.trim(), algorithm, digits, period });
  const type = stated === "totp" && (marked || bySettings) ? "steam" : stated;
  const input: AccountInput = {
    type,
    issuer: entry.issuer ?? "",
    account: entry.account ?? "",
    secret,
    algorithm,
    ...(digits === undefined ? {} : { digits }),
    ...(period === undefined ? {} : { period }),
    ...(counter === undefined ? {} : { counter }),
  };
  const account = makeAccount(input);
  const missing = type === "hotp" && counter === undefined;
  const warnings: Warning[] = missing ? [{ code: "counter-missing", data: {} }] : [];
  return { account, warnings: [...warnings, ...settingWarnings(account)] };
}

/**
 * What is kept of an entry that gives no account: its secret as stored, then its settings as `name=value`.
 * @returns `undefined` where there is no secret
 */
export function keptText({ secret, type, algorithm, digits, period, counter, more }: StoredEntry): string | undefined {
  const text = secret instanceof Uint8Array ? encodeBase32(secret) : typeof secret === "string" ? secret.trim() : "";
  if (text === "") return undefined;
  const settings = { type, algorithm, digits, period, counter, ...more };
  const parts = Object.entries(settings).flatMap(([name, value]) => {
    const said = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
    return said === "" ? [] : [`${name}=${said}`];
  });
  return [text, ...parts].join(" ");
}

/**
 * A setting that an app always writes: where it is missing, the file is damaged or of an unknown version, and a default
 * would be a guess. `readEntry` refuses what this makes of it.
 */
export function always(value: Json | undefined): Json {
  return isAbsent(value) ? false : (value ?? false);
}

function readSecret(secret: Json | undefined): string {
  if (typeof secret !== "string" || secret.trim() === "") throw new EscrowError("uri-secret-missing");
  return secret;
}

function readType(type: Json | undefined, counter: Json | undefined): AccountType {
  // With a counter that has been used, an entry of no stated kind is hardly time-based.
  if (isAbsent(type) && (isAbsent(counter) || Number(counter) === 0)) return "totp";
  if (typeof type !== "string" && typeof type !== "number") throw new EscrowError("entry-setting", { name: "type" });
  const name = String(type).trim().toLowerCase();
  if (name === "totp" || name === "hotp" || name === "steam") return name;
  const kind = KINDS.get(name) ?? name.slice(0, 16);
  throw new EscrowError("codes-not-derivable", { kind });
}

function readAlgorithm(algorithm: Json | undefined): Algorithm {
  if (isAbsent(algorithm)) return "SHA1";
  const named = typeof algorithm === "string" ? readAlgorithmName(algorithm) : undefined;
  if (named === undefined) throw new EscrowError("entry-setting", { name: "algorithm" });
  if ("algorithm" in named) return named.algorithm;
  throw new EscrowError("codes-not-derivable", { kind: named.other });
}

function readNumber(name: string, value: Json | undefined): number | undefined {
  if (isAbsent(value)) return undefined;
  const number = typeof value === "string" && /^\d{1,16}$/u.test(value.trim()) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number)) throw new EscrowError("entry-setting", { name });
  return number;
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}
