import { type Account, accountName, isUnnamed } from "../account/account.js";
import { formatOtpauth } from "../account/otpauth-uri.js";
import type { Contents } from "../document/plaintext.js";
import type { Warning } from "../error.js";
import type { SheetOrigin } from "./open-codes.js";

/** Where an account came from: an opened set, which whoever made it vouches for, or one open sheet. */
export type AccountOrigin =
  /** The set's whole name. */
  | { readonly kind: "set"; readonly set: string }
  /** The source and the pages of it that the sheet stands on; none where it was typed, or is a picture. */
  | { readonly kind: "sheet"; readonly source: string; readonly pages: readonly number[] };

/** An account with everything that gave it: the same to the letter of its URI is one. */
export interface FoundAccount {
  readonly account: Account;
  /** One at least. */
  readonly origins: readonly AccountOrigin[];
}

/** An opened set as `foundAccounts` takes it. */
interface OpenedContents {
  readonly set: string;
  readonly contents: Pick<Contents, "accounts">;
}

/** An open sheet as `foundAccounts` takes it. */
export interface OpenSheet {
  readonly source: string;
  readonly account: Account;
  readonly codes?: readonly { readonly page: number }[];
  /** A picture has no pages. */
  readonly origin?: SheetOrigin;
}

/** Accounts of opened sets, then of open sheets, each once and with all its origins. */
export function foundAccounts(sets: readonly OpenedContents[], sheets: readonly OpenSheet[]): FoundAccount[] {
  const found = new Map<string, { account: Account; origins: AccountOrigin[] }>();
  const add = (account: Account, origin: AccountOrigin) => {
    const uri = formatOtpauth(account);
    const one = found.get(uri) ?? { account, origins: [] };
    found.set(uri, one);
    if (!one.origins.some((known) => originKey(known) === originKey(origin))) one.origins.push(origin);
  };
  for (const { set, contents } of sets) for (const account of contents.accounts) add(account, { kind: "set", set });
  for (const { source, account, codes = [], origin } of sheets) {
    const pages = origin === "picture" ? [] : [...new Set(codes.map(({ page }) => page))];
    add(account, { kind: "sheet", source, pages });
  }
  return [...found.values()];
}

/** A name for an origin: sheets of one source are one. */
function originKey(origin: AccountOrigin): string {
  return origin.kind === "set" ? `set ${origin.set}` : `sheet ${origin.source}`;
}

/**
 * What is to be looked at before accounts of several origins are trusted: whoever hands over a sheet can glue another
 * one onto it.
 * @param words an origin as people call it
 * @returns `origins-sets` with `sets`; `origin-open` with `name` and `where`; `origin-name-twice` with `name`, `first`
 *   and `other`: the same name with another secret
 */
export function originWarnings(
  accounts: readonly FoundAccount[],
  words: (origin: AccountOrigin) => string,
): readonly Warning[] {
  const sets = [
    ...new Set(accounts.flatMap(({ origins }) => origins.flatMap((one) => (one.kind === "set" ? one.set : [])))),
  ];
  const warnings: Warning[] = [];
  if (sets.length > 1) warnings.push({ code: "origins-sets", data: { sets: sets.join(", ") } });
  const said = (origins: readonly AccountOrigin[]) => origins.map(words).join("; ");
  for (const [i, { account, origins }] of accounts.entries()) {
    const name = accountName(account);
    const alone = sets.length > 0 && origins.every(({ kind }) => kind === "sheet");
    if (alone) warnings.push({ code: "origin-open", data: { name, where: said(origins) } });
    for (const other of accounts.slice(0, i)) {
      const apart = !origins.some((one) => other.origins.some((its) => originKey(its) === originKey(one)));
      if (
        !apart ||
        isUnnamed(account) ||
        accountName(other.account) !== name ||
        other.account.secret === account.secret
      )
        continue;
      warnings.push({ code: "origin-name-twice", data: { name, first: said(other.origins), other: said(origins) } });
    }
  }
  return warnings;
}
