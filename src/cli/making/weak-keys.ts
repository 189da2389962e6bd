import { type Account, accountName, isUnnamed } from "../../account/account.js";
import { isRefusedKey, keyStrength, keyWarnings } from "../../account/key-strength.js";
import type { ImportRun } from "../../import/registry.js";
import type { Located, Problem } from "../../recover/problem.js";
import type { Choice } from "../input/choosing.js";
import type { Session } from "../session.js";
import { askYes } from "../terminal/prompt.js";
import { canAsk } from "../terminal/terminal.js";
import { nameWords } from "../words/account-words.js";
import type { LocatedWarning } from "../words/report.js";
import { UnreadError } from "../words/unread.js";

/** What is done about keys that can be guessed. */
export interface WeakKeyOptions {
  /** Takes them without asking. */
  readonly allowWeakKey?: boolean;
  /** Do the rest when something cannot be taken. */
  readonly keepGoing?: boolean;
  /** Another program reads on: nobody is asked. */
  readonly json?: boolean;
}

/** A refused key: the account's name and place, never the key. */
function refusal(source: string, place: Located, account: Account): Problem {
  return { source, place, code: "secret-weak", data: {}, ...named(account) };
}

/** Where accounts with a weak key stand: each of them has one warning, in the same order. */
function placesOfWeak({ outcomes }: ImportRun): Map<Account, { readonly source: string; readonly place: Located }> {
  return new Map(
    outcomes.flatMap(({ source, result }) => {
      const places = (result?.warnings ?? []).filter(({ code }) => code === "secret-weak").map(({ place }) => place);
      const weak = (result?.accounts ?? []).filter(isWeak);
      return weak.map((account, i) => [account, { source, place: places[i] ?? {} }] as const);
    }),
  );
}

/**
 * Leaves out what has a key that can be guessed: refused unless it is allowed, or somebody on a terminal wants it.
 * @param chosen what is wanted of all that was read
 * @param unread what could not be read besides
 * @throws UnreadError where something is left out, unless `keepGoing` and something else is wanted
 */
export async function withoutWeakKeys(
  session: Session,
  run: ImportRun,
  chosen: Choice,
  unread: readonly Problem[],
  { allowWeakKey = false, keepGoing = false, json = false }: WeakKeyOptions,
): Promise<Choice & { readonly unread: readonly Problem[] }> {
  const weak = chosen.accounts.filter(isRefusedKey);
  if (weak.length === 0 || allowWeakKey) return { ...chosen, unread };
  const names = weak.map((account) => nameWords(session, account)).join(", ");
  if (canAsk() && !json && (await askYes(session, "weak-keys", { names }))) return { ...chosen, unread };
  const places = placesOfWeak(run);
  const refused = weak.map((account) => {
    const { source, place } = places.get(account) ?? { source: "", place: {} };
    return refusal(source, place, account);
  });
  const accounts = chosen.accounts.filter((account) => !isRefusedKey(account));
  const left = accounts.length + chosen.keeps.length > 0;
  const all = [...unread, ...refused];
  if (!keepGoing || !left) throw new UnreadError(all, !keepGoing && left);
  return { accounts, keeps: chosen.keeps, unread: all };
}

/** Keys typed with nothing beside them that could be checked, and guessable: no sheet says yes to them. */
export function weakTyped(sheets: readonly { readonly source: string; readonly account: Account }[]): Problem[] {
  return sheets.filter(({ account }) => isWeak(account)).map(({ source, account }) => refusal(source, {}, account));
}

/** What is worth saying of keys that stand on sheets: those are given back, whatever they are worth. */
export function sheetKeyWarnings(accounts: readonly Account[], source = ""): LocatedWarning[] {
  return accounts.flatMap((account) =>
    keyWarnings(account).map((warning) => ({
      ...warning,
      ...(source === "" ? {} : { source }),
      ...named(account),
    })),
  );
}

/** The account's name, where it has one. */
function named(account: Account): { readonly name?: string } {
  return isUnnamed(account) ? {} : { name: accountName(account) };
}

function isWeak({ secret }: Account): boolean {
  return keyStrength(secret) === "weak";
}
