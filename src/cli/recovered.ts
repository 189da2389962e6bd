import type { Account } from "../account/account.js";
import { distinctAccounts } from "../account/otpauth-uri.js";
import { distinctKeeps, type Keep } from "../document/plaintext.js";
import type { TriedSet } from "./opened-sets.js";
import type { Unread } from "./report.js";

/** What sheets gave back. */
export interface Recovered {
  readonly tried: readonly TriedSet[];
  /** Accounts of open sheets, and of all sets that were opened, each once. */
  readonly accounts: readonly Account[];
  readonly keeps: readonly Keep[];
  /** What was set aside. */
  readonly problems: readonly Unread[];
  /** Files that could not be read at all. */
  readonly unread: readonly Unread[];
}

/**
 * Everything that opened sets and open sheets hold, each account and kept secret once.
 * @param kept secrets of sheets that keep them as they are
 */
export function gatherRecovered(
  tried: readonly TriedSet[],
  sheets: readonly { readonly account: Account }[],
  problems: readonly Unread[],
  unread: readonly Unread[],
  kept: readonly Keep[] = [],
): Recovered {
  const all = [...tried.flatMap(({ contents }) => contents?.accounts ?? []), ...sheets.map(({ account }) => account)];
  const accounts = distinctAccounts(all);
  const keeps = distinctKeeps([...tried.flatMap(({ contents }) => contents?.keeps ?? []), ...kept]);
  return { tried, accounts, keeps, problems, unread };
}
