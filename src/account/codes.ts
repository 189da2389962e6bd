import { HOTP, Secret } from "otpauth";
import type { Account, CounterAccount, TimeAccount } from "./account.js";
import { decodeBase32, isCanonicalBase32 } from "./base32.js";

/** Steam Guard's characters, by their value. */
const STEAM_ALPHABET = "23456789BCDFGHJKMNPQRTVWXY";

/** Digits that show RFC 4226's whole 31-bit value. */
const WHOLE_VALUE_DIGITS = 10;

/** A code of a time-based account. */
export interface TimedCode {
  /** The code, as it is typed. */
  readonly code: string;
  /** Unix seconds from which it is valid. */
  readonly from: number;
  /** Unix seconds from which it is no longer valid. */
  readonly until: number;
}

/** A code of a counter-based account. */
export interface CountedCode {
  /** The code, as it is typed. */
  readonly code: string;
  /** The counter that it belongs to. */
  readonly counter: number;
}

/**
 * The code of a time-based account at a time.
 * @param unixSeconds 0 or more; fractions are cut off
 * @throws RangeError for a time before 1970 or beyond what a counter holds
 * @throws TypeError for a counter-based account, which only a program without types can give
 * @see RFC 6238, section 4
 */
export function codeAt(account: TimeAccount, unixSeconds: number): string {
  if ((account as Account).type === "hotp") {
    throw new TypeError("an HOTP account counts and has no code at a time: call codeOf(account, account.counter)");
  }
  return codeOf(account, stepAt(account, unixSeconds));
}

/**
 * The code of an account for a moving factor: the counter of HOTP, the number of periods since 1970 else.
 * @param counter a whole number, 0 to 2⁵³ − 1
 * @see RFC 4226, section 5.3
 */
export function codeOf(account: Account, counter: number): string {
  if (!Number.isSafeInteger(counter) || counter < 0) throw new RangeError("counter out of range");
  const secret = new Secret({ buffer: decodeBase32(account.secret).slice().buffer });
  const { algorithm } = account;
  if (account.type !== "steam") return HOTP.generate({ secret, algorithm, digits: account.digits, counter });
  let value = Number(HOTP.generate({ secret, algorithm, digits: WHOLE_VALUE_DIGITS, counter }));
  let code = "";
  while (code.length < account.digits) {
    code += STEAM_ALPHABET.charAt(value % STEAM_ALPHABET.length);
    value = Math.floor(value / STEAM_ALPHABET.length);
  }
  return code;
}

/**
 * Consecutive codes: of a time-based account from the one valid at a time, of a counter-based one from its counter.
 * @param unixSeconds 0 or more; without meaning for HOTP
 * @param count how many, 1 or more; fewer come where counters end
 */
export function codesFrom(account: TimeAccount, unixSeconds: number, count: number): TimedCode[];
export function codesFrom(account: CounterAccount, unixSeconds: number, count: number): CountedCode[];
export function codesFrom(account: Account, unixSeconds: number, count: number): TimedCode[] | CountedCode[];
export function codesFrom(account: Account, unixSeconds: number, count: number): TimedCode[] | CountedCode[] {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError("count out of range");
  const first = account.type === "hotp" ? account.counter : stepAt(account, unixSeconds);
  const length = Math.min(count, Number.MAX_SAFE_INTEGER - first + 1);
  const counters = Array.from({ length }, (_, i) => first + i);
  if (account.type === "hotp") return counters.map((counter) => ({ code: codeOf(account, counter), counter }));
  const { period } = account;
  return counters.map((step) => ({ code: codeOf(account, step), from: step * period, until: (step + 1) * period }));
}

/**
 * The code at 1970-01-01 00:00:00 UTC, by which a printed sheet is proved: no service takes it any more.
 * @returns `undefined` for HOTP, whose codes of any counter may be live
 */
export function testValue(account: Account): string | undefined {
  return account.type === "hotp" ? undefined : codeAt(account, 0);
}

/**
 * Whether `oathtool` (of OATH Toolkit 2.6.7, as Debian has it) derives the account's codes from its base32: it knows 6 to
 * 8 digits and, for HOTP, SHA-1 only; on base32 with left-over bits it and authenticator apps need not agree.
 */
export function oathtoolCanDerive(account: Account): boolean {
  if (account.type === "steam" || account.digits < 6 || account.digits > 8) return false;
  if (account.type === "hotp" && account.algorithm !== "SHA1") return false;
  return isCanonicalBase32(account.secret);
}

function stepAt({ period }: TimeAccount, unixSeconds: number): number {
  const step = Math.floor(unixSeconds / period);
  if (!Number.isSafeInteger(step) || step < 0) throw new RangeError("time out of range");
  return step;
}
