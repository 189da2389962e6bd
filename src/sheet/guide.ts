import type { Account } from "../account/account.js";
import { EscrowError } from "../error.js";
import type { Guide } from "./content.js";

/** The guide that serves when nothing tells which. */
const GENERAL = "general";

/**
 * The guide for an account: the one asked for, or the one whose issuer and account pattern match.
 * @returns the guide, and whether it had to be assumed
 * @throws EscrowError `guide-unknown` with `guide` and `known`
 */
export function chooseGuide(
  account: Account,
  guides: readonly Guide[],
  wanted: string | undefined,
): { guide: Guide; assumed: boolean } {
  const named = (name: string): Guide => {
    const guide = guides.find((candidate) => candidate.name === name);
    if (!guide)
      throw new EscrowError("guide-unknown", { guide: name, known: guides.map((one) => one.name).join(", ") });
    return guide;
  };
  if (wanted !== undefined) return { guide: named(wanted), assumed: false };
  const issuer = account.issuer.toLowerCase();
  const matching = guides.filter(({ match }) => match.issuers.some((known) => known.toLowerCase() === issuer));
  const certain = matching.find(
    ({ match }) => match.accountPattern !== undefined && new RegExp(match.accountPattern, "iu").test(account.account),
  );
  const guide = certain ?? matching.find(({ match }) => match.accountPattern === undefined) ?? matching[0];
  return guide
    ? { guide, assumed: certain === undefined && matching.length > 1 }
    : { guide: named(GENERAL), assumed: false };
}
