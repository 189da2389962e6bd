import type { Account } from "../../account/account.js";
import { testValue } from "../../account/codes.js";
import { parseOtpauth } from "../../account/otpauth-uri.js";
import { plainUri } from "../../account/written-uri.js";
import { EscrowError } from "../../error.js";
import { accountOf, type KeyEntry } from "./key-entry.js";

/** Something typed that cannot be used, with its line of the text. */
export interface TypedFault {
  readonly place: number;
  readonly error: EscrowError;
}

/** An account that was typed as a key with its settings, or as a Key URI. */
export interface TypedAccount {
  readonly place: number;
  readonly account: Account;
  readonly testValue?: string;
  /** Whether it stands below a sheet's own heading, with check lines in the same text: these are proved, it is not. */
  readonly besideLines?: boolean;
}

/** A key that may end with one line or go on with the next: only who wrote it can tell. */
export interface KeyQuestion {
  /** Lines of the text, from 1, that are one key, or the key and something else. */
  readonly places: readonly number[];
}

/** Gathers what the readers of keys find. */
export interface Findings {
  readonly accounts: TypedAccount[];
  readonly faults: TypedFault[];
  readonly questions: KeyQuestion[];
  /** Lines that were passed over. */
  aside: number;
}

/** Takes the key of an entry, or notes what is wrong with it. */
export function collectKey(entry: KeyEntry, secret: string, found: Findings, besideLines = false): void {
  attempt(entry.place, found.faults, () => {
    const own = accountOf(entry, secret);
    found.accounts.push({ place: entry.place, ...own, ...(besideLines ? { besideLines } : {}) });
  });
}

/** Takes a Key URI, or notes what is wrong with it. */
export function collectUri(place: number, uri: string, found: Findings): void {
  attempt(place, found.faults, () => found.accounts.push({ place, account: parseOtpauth(plainUri(uri)).account }));
}

/** Which of several readings of a key gives the test value beside it. */
export function settledBy(entry: KeyEntry, secrets: readonly string[]): string | undefined {
  const right = secrets.filter((secret) => {
    try {
      const { account, testValue: given } = accountOf(entry, secret);
      return given !== undefined && given === testValue(account);
    } catch (error) {
      if (error instanceof EscrowError) return false;
      throw error;
    }
  });
  return right.length === 1 ? right[0] : undefined;
}

function attempt(place: number, faults: TypedFault[], read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof EscrowError)) throw error;
    faults.push({ place, error });
  }
}

/** A line that is nothing that can be used. */
export function unknownLine(place: number): TypedFault {
  return { place, error: new EscrowError("typed-line-unknown", { line: place }) };
}

/** A line that may be a key and may be something else, such as a password. */
export function doubtfulKey(place: number): TypedFault {
  return { place, error: new EscrowError("typed-key-doubtful", { line: place }) };
}

/** Notes rows that may be one key, or a key and something else below it. */
export function askWhich(places: readonly number[], found: Findings): void {
  const [from = 0] = places;
  found.questions.push({ places });
  found.faults.push({ place: from, error: new EscrowError("typed-key-readings", { from, to: places.at(-1) ?? from }) });
}
