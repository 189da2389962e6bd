import { EscrowError } from "../error.js";
import { decodeBase32, normaliseSecret } from "./base32.js";

/** Kinds of one-time code a program can derive here. @see RFC 4226, RFC 6238 */
export type AccountType = "totp" | "hotp" | "steam";

/** Hash functions that authenticator apps agree on. */
export type Algorithm = "SHA1" | "SHA256" | "SHA512";

/** What every account has. */
interface AccountCore {
  /** Who issued it; `""` when unknown. Trimmed. */
  readonly issuer: string;
  /** The account's name there; `""` when unknown. Trimmed. */
  readonly account: string;
  /** Prefix of the Key URI's label where it differs from the issuer; for display. Never without an issuer. */
  readonly labelPrefix?: string;
  /** Base32 as the user gave it: upper case, without blanks, hyphens, underscores, padding. */
  readonly secret: string;
  /** Hash of HMAC. */
  readonly algorithm: Algorithm;
  /** Length of a code, 1 to 10; 5 for Steam. */
  readonly digits: number;
}

/** A time-based account (RFC 6238), or Steam's variant of one. */
export interface TimeAccount extends AccountCore {
  /** Codes move on by time; those of Steam Guard have letters. @see RFC 6238 */
  readonly type: "totp" | "steam";
  /** Seconds a code lives, 1 to 86400. */
  readonly period: number;
}

/** A counter-based account (RFC 4226). */
export interface CounterAccount extends AccountCore {
  /** Codes move on by a counter. @see RFC 4226 */
  readonly type: "hotp";
  /** The counter of the next code, 0 to 2⁵³ − 1. */
  readonly counter: number;
}

/** One authenticator secret with everything that its codes depend on. */
export type Account = TimeAccount | CounterAccount;

/** What `makeAccount` takes: settings left out get the Key URI format's defaults. */
export interface AccountInput {
  /** Service that the account is at; empty where it is not known. */
  readonly issuer?: string;
  /** Name of the account at the service, often a mail address. */
  readonly account?: string;
  /** What stands before the account in a label, where it is another name than the issuer. */
  readonly labelPrefix?: string;
  /** Base32, in any spelling that `normaliseSecret` takes. */
  readonly secret: string;
  /** How its codes move on; `totp` by default. */
  readonly type?: AccountType;
  /** Hash of HMAC; `SHA1` by default. */
  readonly algorithm?: Algorithm;
  /** Length of its codes, 1 to 10. */
  readonly digits?: number;
  /** Seconds that a code is valid; of time-based accounts. */
  readonly period?: number;
  /** Counter of the next code; of counter-based accounts. */
  readonly counter?: number;
}

/** Longest issuer or account name, in UTF-16 units. */
export const MAX_NAME_LENGTH = 512;
/** Longest code, in digits: a 31-bit value has no more. */
export const MAX_DIGITS = 10;
/** Longest period, in seconds: a day. */
export const MAX_PERIOD_SECONDS = 86_400;
/** Length of a Steam Guard code. */
export const STEAM_DIGITS = 5;

/**
 * Checks and completes an account.
 * @returns a frozen account, its secret normalised, names trimmed
 * @throws EscrowError `secret-character`, `secret-too-short`, `secret-too-long`, `uri-parameter`, `text-too-long`
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function makeAccount(input: AccountInput): Account {
  const type = input.type ?? "totp";
  const secret = normaliseSecret(input.secret);
  decodeBase32(secret);
  const prefix = checkName(input.labelPrefix ?? "");
  const issuer = checkName(input.issuer ?? "") || prefix;
  const account = checkName(input.account ?? "");
  const core = {
    issuer,
    account,
    ...(prefix !== "" && prefix !== issuer ? { labelPrefix: prefix } : {}),
    secret,
    algorithm: input.algorithm ?? "SHA1",
  };
  if (type === "hotp") {
    const counter = checkInteger("counter", input.counter ?? 0, 0, Number.MAX_SAFE_INTEGER);
    return Object.freeze({ ...core, type, digits: checkDigits(input.digits ?? 6), counter });
  }
  const period = checkInteger("period", input.period ?? 30, 1, MAX_PERIOD_SECONDS);
  const digits = type === "steam" ? STEAM_DIGITS : checkDigits(input.digits ?? 6);
  return Object.freeze({ ...core, type, digits, period });
}

/** True when two accounts derive the same codes: same secret and settings, whatever the names. */
export function deriveSameCodes(a: Account, b: Account): boolean {
  return codesKey(a) === codesKey(b);
}

/** A text that two accounts share exactly where they derive the same codes. Holds the secret. */
export function codesKey(account: Account): string {
  const { secret, type, algorithm, digits } = account;
  return [secret, type, algorithm, digits, account.type === "hotp" ? account.counter : account.period].join(" ");
}

/** Issuer and account as messages name them; never the secret. */
export function accountName({ issuer, account }: Pick<Account, "issuer" | "account">): string {
  return [issuer, account].filter((part) => part !== "").join(": ") || "–";
}

/** Whether nothing says whose account it is: a bare key. */
export function isUnnamed({ issuer, account }: Pick<Account, "issuer" | "account">): boolean {
  return issuer === "" && account === "";
}

function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length > MAX_NAME_LENGTH) {
    throw new EscrowError("text-too-long", { limit: MAX_NAME_LENGTH });
  }
  return trimmed.toWellFormed();
}

function checkDigits(digits: number): number {
  return checkInteger("digits", digits, 1, MAX_DIGITS);
}

function checkInteger(name: string, value: number, least: number, most: number): number {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new EscrowError("uri-parameter", { name, least, most });
  }
  return value;
}
