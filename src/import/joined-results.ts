import { type Account, accountName, codesKey } from "../account/account.js";
import { formatLabel } from "../account/otpauth-uri.js";
import type { Keep } from "../document/plaintext.js";
import { joinRecoveryCodes, type RecoveryCodes } from "../document/recovery-codes.js";
import type { Warning } from "../error.js";
import type { ImportResult, Skipped } from "./source.js";

/** What was skipped and is kept: why it gives no codes, and what can be put on paper. */
export interface Kept extends Skipped {
  readonly keep: Keep;
}

/** What one source gave, with its name. */
interface NamedResult {
  readonly source: string;
  readonly result: ImportResult;
}

/**
 * Accounts that derive the same codes are one, whatever their names: kept where it was seen first, under the fuller
 * names. Twice in one source is as its owner keeps it: both stay.
 */
export function dropDuplicates(results: readonly NamedResult[]): {
  readonly accounts: readonly Account[];
  readonly warnings: readonly Warning[];
} {
  const seen = new Map<string, Same>();
  const accounts: Account[] = [];
  const warnings: Warning[] = [];
  for (const [from, { source, result }] of results.entries()) {
    for (const account of result.accounts) {
      const same = seen.get(codesKey(account)) ?? new Same();
      seen.set(codesKey(account), same);
      const first = same.before(from, accountName(account));
      const earlier = first === undefined ? undefined : accounts[first.at];
      if (first === undefined || earlier === undefined) {
        same.add({ from, at: accounts.length }, accountName(account));
        accounts.push(account);
        continue;
      }
      const fuller = namesGiven(account) > namesGiven(earlier);
      if (fuller) {
        accounts[first.at] = account;
        same.add(first, accountName(account));
      }
      const [kept, other] = fuller ? [account, earlier] : [earlier, account];
      const data = { name: accountName(kept), source, first: results[first.from]?.source ?? "" };
      if (accountName(other) === data.name) warnings.push({ code: "account-twice", data });
      else warnings.push({ code: "account-renamed", data: { ...data, other: accountName(other) } });
    }
  }
  return { accounts, warnings };
}

/** Where an account is kept, and the number of the source that it came from. */
interface Kind {
  readonly from: number;
  readonly at: number;
}

/** Accounts of equal codes that are kept: a million of one source are found as soon as one. */
class Same {
  /** Of each source the first. */
  private readonly firsts = new Map<number, Kind>();
  /** Of each name and source the first. */
  private readonly named = new Map<string, Map<number, Kind>>();

  add(one: Kind, name: string): void {
    if (!this.firsts.has(one.from)) this.firsts.set(one.from, one);
    const own = this.named.get(name) ?? new Map<number, Kind>();
    this.named.set(name, own);
    if (!own.has(one.from)) own.set(one.from, one);
  }

  /** The first of another source, rather one of the same name. */
  before(from: number, name: string): Kind | undefined {
    return otherThan(from, this.named.get(name)) ?? otherThan(from, this.firsts);
  }
}

/** At most the second is looked at. */
function otherThan(from: number, kinds: ReadonlyMap<number, Kind> = new Map()): Kind | undefined {
  for (const kind of kinds.values()) if (kind.from !== from) return kind;
  return undefined;
}

function namesGiven({ issuer, account }: Account): number {
  return [issuer, account].filter((name) => name !== "").length;
}

/** Recovery codes of all sources: of an account that is kept under other names than a source has, under those. */
export function recoveryOf(results: readonly NamedResult[], accounts: readonly Account[]): RecoveryCodes[] {
  const lists = results.flatMap(({ result }) => {
    const own = new Map(result.accounts.map((account) => [formatLabel(account), codesKey(account)]));
    return (result.recovery ?? []).map(({ label, codes }) => {
      const key = own.get(label);
      const same = key === undefined ? [] : accounts.filter((account) => codesKey(account) === key).map(formatLabel);
      return { label: same.includes(label) ? label : (same[0] ?? label), codes };
    });
  });
  return joinRecoveryCodes(lists);
}

/** What is kept of all sources: the same text once. */
export function keepsOf(results: readonly NamedResult[]): Kept[] {
  const kept = results.flatMap(({ result }) => keptOf(result));
  return [...new Map(kept.toReversed().map((one) => [one.keep.text, one])).values()].toReversed();
}

/** What a result keeps of what it skipped. */
export function keptOf({ skipped }: ImportResult): Kept[] {
  return skipped.flatMap((one) => (one.keep === undefined ? [] : [{ ...one, keep: one.keep }]));
}
