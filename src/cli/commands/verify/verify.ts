import type { SourceInput } from "../../../import/source.js";
import { type FoundSet, recordsOf } from "../../../recover/found-set.js";
import type { SheetReading } from "../../../recover/open-codes.js";
import type { Problem } from "../../../recover/problem.js";
import type { Reading } from "../../../recover/reading.js";
import type { Choice } from "../../input/choosing.js";
import { gatherFiles } from "../../input/files.js";
import { tellExports } from "../../input/no-sheet.js";
import { openSets, type TriedSet } from "../../input/opened-sets.js";
import { givenPassphrase } from "../../input/passphrase.js";
import { readingWarnings, readSheetFiles } from "../../input/read-files.js";
import { readRecoveryFiles, withRecoveryFiles } from "../../input/recovery-files.js";
import { loadAccounts, type Sources } from "../../input/sources.js";
import { sheetKeyWarnings, weakTyped } from "../../making/weak-keys.js";
import { type Session, tell } from "../../session.js";
import { writeExactly, writeJson } from "../../terminal/terminal.js";
import { dayOfMaking, now } from "../../time.js";
import { UsageError } from "../../usage-error.js";
import { type LocatedWarning, reportUnread, reportWarnings } from "../../words/report.js";
import type { LedgerOutcome } from "../ledger/verify-ledger.js";
import { isBareKey, type VerifyOptions } from "./outcome.js";
import { verificationJson } from "./verify-json.js";
import { writeReport } from "./verify-report.js";
import { openedSets, openingFaults } from "./verify-sets.js";

/**
 * `verify`: what sheets say, from the file or the paper, and whether it is what was expected.
 * @returns exit status: 0 only when all was read and every comparison held
 */
export async function verify(session: Session, args: readonly string[], options: VerifyOptions): Promise<number> {
  const { expect = [] } = options;
  if (options.recoveryCodes !== undefined && expect.length === 0) throw new UsageError("recovery-codes-expect");
  if (options.addUnknown && !options.ledger) throw new UsageError("ledger-needed");
  const enter = options.ledger
    ? (await import("../ledger/verify-ledger.js")).beginProofs(session, options.ledger, options.addUnknown)
    : undefined;
  const codes = await readRecoveryFiles(session, options, [...args, ...expect]);
  const passphrase = await givenPassphrase(session, options, [...args, ...expect]);
  const loaded = expect.length > 0 ? await loadAccounts(session, expect, { ...options, passphrase }) : undefined;
  const expected = loaded && withRecoveryFiles(loaded, codes);
  const { inputs, unread } = await gatherFiles(args, tell(session, "stdin"));
  const reading = await readSheetFiles(session, inputs, "compared");
  const tried = await openSets(session, reading.sets, { passphrase, ask: false });
  const day = options.at === undefined ? dayOfMaking() : new Date(options.at * 1000).toISOString().slice(0, 10);
  const ledger = await enter?.(reading, day);
  return conclude(session, { inputs, reading, tried, unread, ledger }, expected, options);
}

/** Compares, reports, and says how it ended. */
async function conclude(
  session: Session,
  read: {
    readonly inputs: readonly SourceInput[];
    readonly reading: Reading;
    readonly tried: readonly TriedSet[];
    readonly unread: readonly Problem[];
    readonly ledger: LedgerOutcome | undefined;
  },
  expected: (Choice & Pick<Sources, "recovery">) | undefined,
  options: VerifyOptions,
): Promise<number> {
  const { verifySheets } = await import("../../../recover/verify.js");
  const { reading, tried, ledger } = read;
  const unixSeconds = options.at ?? now();
  const verification = verifySheets(reading, {
    unixSeconds,
    opened: openedSets(session, tried),
    ...(expected && {
      accounts: expected.accounts,
      keeps: expected.keeps.map(({ keep }) => keep),
      recovery: expected.recovery,
    }),
    ...(options.code === undefined ? {} : { code: options.code }),
  });
  const faults = openingFaults(tried, expected !== undefined || options.code !== undefined);
  // What a set that stays closed holds is not missing.
  const told = (code: string) => faults.length === 0 || (code !== "expected-missing" && code !== "code-matches-none");
  const unread = [
    ...read.unread,
    ...faults,
    ...(options.allowWeakKey ? [] : weakTyped(verification.sheets.filter(isBareKey))),
    ...(await tellExports(session, verification.problems, read.inputs)).filter(({ code }) => told(code)),
  ];
  const { records, pages = [], facts = [] } = reading;
  // A document that lines gave is no code seen: the page with the codes may still be shown.
  const seen = (set: FoundSet) =>
    reading.byLines.length === 0 || recordsOf(set, records).some(({ record }) => record.kind === "document");
  const complete = new Set(reading.sets.filter((set) => set.document && seen(set)).map(({ name }) => name));
  const { printWarnings } = await import("../../making/print-warnings.js");
  const warnings = [
    ...readingWarnings(reading),
    ...keysWarnings(verification.sheets, tried, options),
    ...printWarnings(session, facts, complete),
  ];
  const verified = verification.verified && unread.length === 0;
  const { receiptsOf } = await import("../../../recover/receipts.js");
  const receipts = await Promise.all(verified ? tried.map(({ set }) => receiptsOf(set, unixSeconds)) : []);
  const outcome = { verification, tried, receipts, records, pages, facts, unread, warnings, unixSeconds, options };
  const proofs = ledger && (await import("../ledger/verify-ledger.js"));
  if (options.json) {
    const entered = proofs && ledger ? { ledger: proofs.proofsJson(ledger) } : {};
    writeJson({ ...verificationJson(session, outcome, verified), ...entered });
  } else if (!session.quiet) {
    writeReport(session, outcome, verified);
    if (proofs && ledger) for (const line of proofs.proofLines(session, ledger)) writeExactly(line);
  }
  reportWarnings(session, warnings);
  reportUnread(session, unread);
  return verified ? 0 : 1;
}

/** Keys of sheets that are short or easily guessed; not what is refused for it. */
function keysWarnings(
  sheets: readonly SheetReading[],
  tried: readonly TriedSet[],
  { allowWeakKey = false }: VerifyOptions,
): LocatedWarning[] {
  const open = sheets.flatMap((sheet) =>
    sheetKeyWarnings([sheet.account], sheet.source).filter(
      ({ code }) => code !== "secret-weak" || allowWeakKey || !isBareKey(sheet),
    ),
  );
  return [...open, ...tried.flatMap(({ contents }) => sheetKeyWarnings(contents?.accounts ?? []))];
}
