import { type Account, accountName, isUnnamed } from "../../account/account.js";
import { isCanonicalBase32 } from "../../account/base32.js";
import type { AccountOrigin } from "../../recover/origin.js";
import { type Session, tell } from "../session.js";
import { shown } from "../terminal/terminal.js";
import { whereText } from "./report.js";

/** An account as JSON tells it: no secret. */
export function accountJson(account: Account): Record<string, string | number> {
  const { issuer, account: name, type, algorithm, digits } = account;
  const moving = account.type === "hotp" ? { counter: account.counter } : { period: account.period };
  return { issuer, account: name, type, algorithm, digits, ...moving };
}

/** An account's name as a terminal may show it. */
export function nameWords(session: Session, account: Account): string {
  return isUnnamed(account) ? tell(session, "unnamed") : shown(accountName(account));
}

/** An account's settings in words. */
export function settingWords(session: Session, account: Account): string {
  const { algorithm, digits } = account;
  const moving = account.type === "hotp" ? { counter: account.counter } : { period: account.period };
  return tell(session, `settings.${account.type}`, { algorithm, digits, ...moving });
}

/** Where an account came from: `set K7QF-…`, or the file and the pages of an open sheet. */
export function originWords(session: Session, origin: AccountOrigin): string {
  if (origin.kind === "set") return tell(session, "set.name", { set: origin.set });
  const [page, ...others] = origin.pages;
  if (page === undefined) return shown(origin.source);
  if (others.length === 0) return whereText(session, origin.source, { page });
  return tell(session, "origin.pages", { source: shown(origin.source), pages: origin.pages.join(", ") });
}

/** The same as data. */
export function originJson(origin: AccountOrigin): object {
  if (origin.kind === "set") return { set: origin.set };
  return { source: origin.source, pages: origin.pages };
}

/** Whether every app reads the account's key alike. */
export function isCanonical(account: Account): boolean {
  return isCanonicalBase32(account.secret);
}
