import type { Account } from "../../account/account.js";
import { accountName } from "../../account/account.js";
import { EscrowError } from "../../error.js";
import type { Kept } from "../../import/joined-results.js";
import { type Session, tell } from "../session.js";
import { answered } from "../terminal/prompt.js";
import { canAsk, shown } from "../terminal/terminal.js";
import { nameWords, settingWords } from "../words/account-words.js";
import { patternExpression } from "./pattern.js";

/** How accounts are chosen from those that sources hold. */
export interface ChoosingOptions {
  /** Only accounts whose `issuer:account` has this in it, or is like this pattern; in any case of letters. */
  readonly only?: string;
  /** Whether someone at a terminal chooses from a list. */
  readonly pick?: boolean;
}

/** What is chosen from, and what is chosen. */
export interface Choice {
  readonly accounts: readonly Account[];
  readonly keeps: readonly Kept[];
}

/**
 * The accounts and kept secrets that are wanted: by pattern, and on a terminal from a list.
 * @throws EscrowError `only-no-match`
 */
export async function chooseAccounts(session: Session, all: Choice, { only, pick }: ChoosingOptions): Promise<Choice> {
  const matching = only === undefined ? all : match(all, only);
  if (pick !== true || !canAsk() || matching.accounts.length + matching.keeps.length < 2) return matching;
  const { accounts, keeps } = matching;
  const labels = [
    ...accounts.map((account) => ({ label: nameWords(session, account), hint: settingWords(session, account) })),
    ...keeps.map(({ keep }) => ({ label: keepName(session, keep.name), hint: tell(session, "keep.short") })),
  ];
  const { pickList } = await import("../terminal/pick-list.js");
  const picked = new Set((await answered(pickList(session, tell(session, "ask.accounts"), labels))) ?? []);
  // Nothing marked: whoever presses Enter at once wants them all.
  if (picked.size === 0) return matching;
  return {
    accounts: accounts.filter((_, i) => picked.has(i)),
    keeps: keeps.filter((_, i) => picked.has(accounts.length + i)),
  };
}

/** Name of a kept secret as a terminal may show it. */
export function keepName(session: Session, name: string): string {
  return name === "" ? tell(session, "unnamed") : shown(name);
}

/** Whether a name, `issuer:account`, has a text in it, or is like a pattern; in any case of letters. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const wanted = pattern.toLowerCase();
  const expression = /[*?]/u.test(pattern) ? patternExpression(pattern, true) : undefined;
  return (name) => expression?.test(name) ?? name.toLowerCase().includes(wanted);
}

function match({ accounts, keeps }: Choice, only: string): Choice {
  const fits = nameMatcher(only);
  const chosen = {
    accounts: accounts.filter((account) => fits(`${account.issuer}:${account.account}`)),
    keeps: keeps.filter(({ keep }) => fits(keep.name.replace(": ", ":"))),
  };
  if (chosen.accounts.length + chosen.keeps.length > 0) return chosen;
  const names = [...accounts.map(accountName), ...keeps.map(({ keep }) => keep.name)].map(shown);
  throw new EscrowError("only-no-match", { pattern: only, names: names.join(", ") });
}
