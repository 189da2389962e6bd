import type { Account } from "../../../account/account.js";
import { formatLabel } from "../../../account/otpauth-uri.js";
import type { Contents } from "../../../document/plaintext.js";
import { joinRecoveryCodes, type RecoveryCodes, recoveryCodesApart } from "../../../document/recovery-codes.js";
import { accountsOutcome, type ImportRun, type SourceOutcome } from "../../../import/registry.js";
import type { FoundSet } from "../../../recover/found-set.js";
import type { Gathering } from "../gathering.js";
import type { Intake } from "./intake.js";

/** A set that was opened. */
export interface OpenedSet {
  readonly name: string;
  readonly contents: Contents;
  readonly found: FoundSet;
}

/** What sources, opened sets and open sheets hold together. */
export interface Findings {
  readonly run: ImportRun;
  readonly sets: readonly OpenedSet[];
  /** Recovery codes, a list for each label. */
  readonly recovery: readonly RecoveryCodes[];
}

/** Sets that were opened, with what they hold. */
export function openedSets({ reading }: Gathering, opened: ReadonlyMap<string, Contents>): OpenedSet[] {
  return reading.sets.flatMap((found) => {
    const contents = opened.get(found.name);
    return contents ? [{ name: found.name, contents, found }] : [];
  });
}

/**
 * Puts everything together.
 * @param given recovery codes that somebody gave for an account: they take the place of those that it had
 */
export async function findingsOf(
  intake: Intake,
  gathering: Gathering,
  opened: ReadonlyMap<string, Contents>,
  given: readonly RecoveryCodes[],
): Promise<Findings> {
  const sets = openedSets(gathering, opened);
  const { sheets, keeps, recovery: pages = [] } = gathering.reading;
  const nameOf = (source: string) => gathering.sources.find(({ id }) => String(id) === source)?.name ?? "";
  const lists = joinRecoveryCodes(pages.map(({ recovery }) => recovery));
  const listsOf = (account: Account) => lists.filter(({ label }) => label === formatLabel(account));
  const outcomes: SourceOutcome[] = [
    ...sets.map(({ name, contents: { accounts, keeps: kept, recovery } }) =>
      accountsOutcome(name, accounts, kept, recovery),
    ),
    ...sheets.map(({ account, source }) => accountsOutcome(nameOf(source), [account], [], listsOf(account))),
    ...keeps.map(({ keep, source }) => accountsOutcome(nameOf(source), [], [keep])),
  ];
  const run = await intake.run(outcomes);
  const open = sheets.map(({ account }) => account);
  // What a set holds is whole, also where a label is that of no account in it.
  const apart = [
    ...sets.flatMap(({ contents: { accounts, recovery = [] } }) => recoveryCodesApart(recovery, accounts)),
    ...recoveryCodesApart(lists, open),
  ];
  const found = joinRecoveryCodes([...(run.recovery ?? []), ...apart]);
  const own = new Set(given.map(({ label }) => label));
  const present = new Set(run.accounts.map(formatLabel));
  const recovery = [
    ...found.filter(({ label }) => !own.has(label)),
    ...given.filter(({ label }) => present.has(label)),
  ];
  return { run, sets, recovery };
}
