import { type ErrorData, EscrowError, type Warning, type WarningCode } from "../error.js";
import {
  type Account,
  type AccountType,
  type Algorithm,
  MAX_DIGITS,
  MAX_PERIOD_SECONDS,
  makeAccount,
  STEAM_DIGITS,
} from "./account.js";
import { readAlgorithmName } from "./algorithm-name.js";
import { encodeBase32, isCanonicalBase32 } from "./base32.js";
import { isSteamGuard, type SteamTraits } from "./steam-guard.js";
import { decodePercent, UriQuery } from "./uri-query.js";

/** An account, and what is worth saying about the text that it was read from. */
export interface ParsedOtpauth {
  /** The account that the URI holds. */
  readonly account: Account;
  /** What was taken nevertheless. */
  readonly warnings: readonly Warning[];
}

/** Longest Key URI that is read, in UTF-16 units: apps add pictures and notes of their own. */
export const MAX_URI_LENGTH = 65_536;

/** Kinds of code that other apps know and no account here can hold, by their name in a URI. */
const UNDERIVABLE_TYPES = new Map([
  ["motp", "mOTP"],
  ["yaotp", "Yandex"],
  ["yandex", "Yandex"],
]);

/** What apps write for Steam Guard where others have a number of digits. */
const STEAM_MARK = "s";

/** Parameters of privacyIDEA's two-step enrolment: the key of the text is the server's half, the phone makes the other. */
const TWO_STEP = ["2step_salt", "2step_output", "2step_difficulty"];

/** Parameters that are read. */
const KNOWN = "secret issuer algorithm digits period counter encoder steam";

/** Parameters that no code depends on: what apps add for their own display. */
const HARMLESS =
  "codedisplay image imageurl icon iconurl logo color colour background backgroundcolor foreground theme lock pin " +
  "group groups tag tags note notes favorite favourite pinned position label name account username user domain url " +
  "website serial id uuid created creator";

/** Parameters that elsewhere mean what a code depends on: saying so may spare someone a wrong code. */
const TELLING =
  "algo alg hash hashalgorithm hashfunction hmac digit length codelength len interval step timestep time_step " +
  "timeinterval validity t0 epoch offset start starttime initialcounter movingfactor pin_length pinlength type " +
  "otptype tokentype kind mode encoding base alphabet";

/**
 * Reads a Key URI (`otpauth://totp|hotp|steam/LABEL?secret=…`) or `steam://SECRET`: strictly where a wrong guess gives
 * wrong codes, leniently elsewhere.
 *
 * - The issuer parameter wins over the label's prefix, which is then kept as `labelPrefix` where it differs; an empty
 *   parameter counts as none. The prefix is the issuer exactly where the label starts with it and a colon, else it ends
 *   at the label's first colon; where some colons are encoded and some are not, at the first that is not.
 * - Steam is told by its type, by `encoder=steam`, `steam` or `digits=s`, by its name with five digits, or by the issuer
 *   *Steam* with none given.
 * - An empty label is taken, with a warning: a secret is never lost for want of a name.
 * - HOTP without a counter starts at 0, with a warning.
 * @param text one URI; blanks around it do not count
 * @throws EscrowError `uri-scheme`, `uri-type`, `uri-secret-missing`, `uri-parameter`, `uri-parameter-repeated`,
 *   `uri-algorithm`, `uri-two-step`, `codes-not-derivable`, `secret-character`, `secret-hexadecimal`, `secret-too-short`, `secret-too-long`, `text-too-long`
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function parseOtpauth(text: string): ParsedOtpauth {
  const uri = text.trim();
  if (uri.length > MAX_URI_LENGTH) throw new EscrowError("text-too-long", { limit: MAX_URI_LENGTH });
  const bare = /^steam:\/\/([^?]*)/iu.exec(uri)?.[1];
  if (bare !== undefined) return parseSteamSecret(bare);
  if (/^motp:/iu.test(uri)) throw new EscrowError("codes-not-derivable", { kind: "mOTP" });
  const [, host, label = "", queryText = ""] =
    /^(?:apple-)?otpauth:\/\/([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/isu.exec(uri) ?? [];
  if (host === undefined) throw new EscrowError("uri-scheme");
  const given = readHost(host);
  const query = new UriQuery(queryText);
  if (TWO_STEP.some((name) => query.has(name))) throw new EscrowError("uri-two-step");
  const secret = query.setting("secret");
  if (secret === undefined) throw new EscrowError("uri-secret-missing");
  const algorithm = readAlgorithm(query.setting("algorithm"));
  const steamDigits = given === "totp" && query.setting("digits")?.toLowerCase() === STEAM_MARK;
  const digits = steamDigits ? STEAM_DIGITS : query.number("digits", 1, MAX_DIGITS);
  const [issuerParameter = "", otherIssuer] = query.all("issuer");
  const { prefix = "", account: accountName } = splitLabel(label, issuerParameter);
  const issuer = issuerParameter || prefix;

  const period = given === "hotp" ? undefined : query.number("period", 1, MAX_PERIOD_SECONDS);
  const traits = { issuer, account: accountName, algorithm, digits, period };
  const type = given === "totp" && (steamDigits || isSteam(query, traits)) ? "steam" : given;
  const counter = type === "hotp" ? query.number("counter", 0, Number.MAX_SAFE_INTEGER) : undefined;
  const account = makeAccount({
    issuer,
    account: accountName,
    labelPrefix: prefix,
    secret: type === "steam" ? steamSecret(secret) : secret,
    type,
    ...dropUndefined({ algorithm, digits, period, counter }),
  });

  const marked = query.has("encoder") || query.has("steam") || steamDigits;
  const doubts: readonly (Warning | false)[] = [
    label.trim() === "" && warning("label-empty"),
    type === "hotp" && counter === undefined && warning("counter-missing"),
    type === "hotp" && query.setting("encoder") !== undefined && warning("parameter-ignored", { name: "encoder" }),
    type === "steam" && given === "totp" && digits === undefined && !marked && warning("steam-assumed"),
    type === "steam" && (digits ?? STEAM_DIGITS) !== STEAM_DIGITS && warning("parameter-ignored", { name: "digits" }),
    otherIssuer !== undefined && warning("parameter-repeated", { name: "issuer" }),
  ];
  const warnings = doubts.filter((doubt) => doubt !== false);
  return { account, warnings: [...warnings, ...parameterWarnings(query), ...settingWarnings(account)] };
}

/**
 * Writes an account as a Key URI that `parseOtpauth` reads back to the same account, whatever its names:
 * `otpauth://TYPE/LABEL?secret=…[&issuer=…][&algorithm=…][&digits=…][&period=…][&counter=…]`.
 *
 * - The label is `issuer:account` with its colons as `%3A`; a `labelPrefix` stands there instead of the issuer. Only
 *   where another reading would win is the separating colon left unencoded.
 * - Settings appear only where they differ from the defaults (SHA1, 6, 30), the counter always; the secret is unpadded.
 * - Steam is `otpauth://steam/…`, as Aegis and Ente write it: an app that does not know it refuses the code, where
 *   `otpauth://totp/…&digits=5` would make many show codes that are wrong.
 * - A TOTP account that would be taken for Steam Guard carries `&encoder=default`.
 */
export function formatOtpauth(account: Account): string {
  const parameters = [
    `secret=${account.secret}`,
    account.issuer === "" ? "" : `issuer=${encodeURIComponent(account.issuer)}`,
    account.algorithm === "SHA1" ? "" : `algorithm=${account.algorithm}`,
    account.type === "steam" || account.digits === 6 ? "" : `digits=${account.digits}`,
    account.type === "hotp" || account.period === 30 ? "" : `period=${account.period}`,
    account.type === "hotp" ? `counter=${account.counter}` : "",
    account.type === "totp" && (isSteamName(account.issuer) || isSteamGuard(account)) ? "encoder=default" : "",
  ];
  return `otpauth://${account.type}/${formatLabel(account)}?${parameters.filter((part) => part !== "").join("&")}`;
}

/**
 * Warnings about an account's settings, wherever it came from: few apps take other than 6 to 8 digits, and few agree on
 * base32 with left-over bits.
 */
export function settingWarnings(account: Account): Warning[] {
  const { type, digits, secret } = account;
  return [
    ...(type !== "steam" && (digits < 6 || digits > 8) ? [warning("digits-unusual", { digits })] : []),
    ...(isCanonicalBase32(secret) ? [] : [warning("secret-not-canonical")]),
  ];
}

function parseSteamSecret(text: string): ParsedOtpauth {
  const written = decodePercent(text).replace(/\/$/u, "");
  if (written === "") throw new EscrowError("uri-secret-missing");
  const account = makeAccount({ issuer: "Steam", secret: steamSecret(written), type: "steam" });
  return { account, warnings: settingWarnings(account) };
}

/**
 * A secret of Steam's in base32. Versions of steamguard-cli write its 20 bytes in base64, 28 characters in both cases
 * where base32 has 32 in one: taken for base32, one in fourteen would be read, and give wrong codes.
 */
function steamSecret(text: string): string {
  // "+" stands for a blank in a query: the first ones are gone.
  const base64 = text.length < 26 ? text : text.replace(/ /gu, "+").padStart(28, "+");
  const written = /^[A-Za-z0-9+/]{27}=$/u.test(base64) && !/^(?:[A-Z2-7]+|[a-z2-7]+)=$/u.test(text);
  return written ? encodeBase32(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))) : text;
}

function readHost(host: string): AccountType {
  const name = host.toLowerCase();
  if (name === "totp" || name === "hotp" || name === "steam") return name;
  const kind = UNDERIVABLE_TYPES.get(name);
  if (kind !== undefined) throw new EscrowError("codes-not-derivable", { kind });
  throw new EscrowError("uri-type");
}

function readAlgorithm(text: string | undefined): Algorithm | undefined {
  if (text === undefined) return undefined;
  const named = readAlgorithmName(text);
  // Only what is plainly the name of a hash is repeated: in a damaged URI it can be the secret.
  if (named === undefined) throw new EscrowError("uri-algorithm", { algorithm: "?" });
  if ("algorithm" in named) return named.algorithm;
  if (/^(?:MD[0-9]|SHA-?224|SHA-?384|SHA-?3-.*|SHA-?512[-/].*|GOST.*|STREEBOG.*)$/u.test(named.other)) {
    throw new EscrowError("codes-not-derivable", { kind: named.other });
  }
  throw new EscrowError("uri-algorithm", { algorithm: named.other });
}

function parameterWarnings(query: UriQuery): Warning[] {
  const telling = TELLING.split(" ").filter((name) => query.has(name));
  const unknown = query.without(`${KNOWN} ${HARMLESS} ${TELLING}`.split(" ")).length > 0;
  return [
    ...telling.map((name) => warning("parameter-ignored", { name })),
    // Its name stays unsaid: in a damaged URI it can be the secret.
    ...(unknown ? [warning("parameter-unknown")] : []),
  ];
}

function warning(code: WarningCode, data: ErrorData = {}): Warning {
  return { code, data };
}

/** Whether a `totp` URI stands for Steam Guard, whose own tools write nothing but its name as issuer. */
function isSteam(query: UriQuery, traits: SteamTraits): boolean {
  const encoder = query.setting("encoder")?.toLowerCase();
  if (encoder !== undefined) return encoder === "steam";
  // Stratum's mark, which has no value.
  if (query.has("steam")) return !/^(?:false|no|0)$/iu.test(query.setting("steam") ?? "");
  if (traits.digits === undefined && !isSteamName(traits.issuer)) return false;
  return isSteamGuard({ ...traits, digits: traits.digits ?? STEAM_DIGITS });
}

function isSteamName(issuer: string): boolean {
  return issuer.toLowerCase() === "steam";
}

interface Label {
  readonly prefix?: string;
  readonly account: string;
}

function splitLabel(label: string, issuer: string): Label {
  const colon = label.indexOf(":");
  if (colon >= 0 && /%3a/iu.test(label)) {
    const [prefix, account] = [label.slice(0, colon), label.slice(colon + 1)];
    return { prefix: decodePercent(prefix).trim(), account: decodePercent(account).trim() };
  }
  const text = decodePercent(label).trim();
  const at = issuer !== "" && text.startsWith(`${issuer}:`) ? issuer.length : text.indexOf(":");
  return at < 0 ? { account: text } : { prefix: text.slice(0, at).trim(), account: text.slice(at + 1).trim() };
}

/** The label of an account's Key URI: `issuer:account`, percent-encoded; what stands between `TYPE/` and `?`. */
export function formatLabel({ issuer, account, labelPrefix }: Account): string {
  const prefix = labelPrefix ?? issuer;
  if (prefix === "" && !account.includes(":")) return encodeURIComponent(account);
  const label = encodeURIComponent(`${prefix}:${account}`);
  const back = splitLabel(label, issuer);
  if (back.prefix === prefix && back.account === account) return label;
  return `${encodeURIComponent(prefix)}:${encodeURIComponent(account)}`;
}

function dropUndefined<T extends object>(settings: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Accounts, each once: what is the same to the letter of its URI is one. */
export function distinctAccounts(accounts: readonly Account[]): Account[] {
  return [...new Map(accounts.map((account) => [formatOtpauth(account), account])).values()];
}
