import { type Account, accountName } from "../account/account.js";
import { isCanonicalBase32 } from "../account/base32.js";
import { type Session, tell } from "./session.js";
import { shown } from "./terminal.js";

/** An account as JSON tells it: no secret. */
export function accountJson(account: Account): Record<string, string | number> {
  const { issuer, account: name, type, algorithm, digits } = account;
  const moving = account.type === "hotp" ? { counter: account.counter } : { period: account.period };
  return { issuer, account: name, type, algorithm, digits, ...moving };
}

/** An account's name as a terminal may show it. */
export function nameWords(session: Session, account: Account): string {
  return account.issuer === "" && account.account === "" ? tell(session, "unnamed") : shown(accountName(account));
}

/** An account's settings in words. */
export function settingWords(session: Session, account: Account): string {
  const { algorithm, digits } = account;
  const moving = account.type === "hotp" ? { counter: account.counter } : { period: account.period };
  return tell(session, `settings.${account.type}`, { algorithm, digits, ...moving });
}

/** Whether every app reads the account's key alike. */
export function isCanonical(account: Account): boolean {
  return isCanonicalBase32(account.secret);
}
