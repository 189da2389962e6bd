import type { Account } from "../../account/account.js";
import { codesFrom, testValue } from "../../account/codes.js";
import type { SourceInput } from "../../import/source.js";
import type { PageFacts, RecordReading } from "../../recover/file-reading.js";
import { type FoundSet, recordsOf } from "../../recover/found-set.js";
import type { SheetReading } from "../../recover/open-codes.js";
import { isLost, lacksCards, type PageState } from "../../recover/page-states.js";
import type { Problem } from "../../recover/problem.js";
import type { Reading } from "../../recover/reading.js";
import type { Receipt } from "../../recover/receipts.js";
import type { Verification } from "../../recover/verify.js";
import { type Choice, keepName } from "../input/choosing.js";
import { gatherFiles } from "../input/files.js";
import { tellExports } from "../input/no-sheet.js";
import { openSets, type TriedSet } from "../input/opened-sets.js";
import { givenPassphrase } from "../input/passphrase.js";
import { hasPages, readingWarnings, readSheetFiles } from "../input/read-files.js";
import { readRecoveryFiles, withRecoveryFiles } from "../input/recovery-files.js";
import { loadAccounts, type Sources } from "../input/sources.js";
import { sheetKeyWarnings, weakTyped } from "../making/weak-keys.js";
import { type Session, tell } from "../session.js";
import { writeExactly, writeJson, writeLine } from "../terminal/terminal.js";
import { dayOfMaking, now } from "../time.js";
import { UsageError } from "../usage-error.js";
import { accountJson, nameWords, settingWords } from "../words/account-words.js";
import { keeperLines, keepersJson } from "../words/keeper-words.js";
import { pageLines, pageList, pagesJson } from "../words/page-words.js";
import { recoveryCount, recoveryPageLines, recoveryPagesJson } from "../words/recovery-words.js";
import {
  type LocatedWarning,
  reportUnread,
  reportWarnings,
  unreadJson,
  warningJson,
  whereText,
} from "../words/report.js";
import { summaryOf } from "../words/verify-summary.js";
import { codeLines } from "./codes.js";
import type { LedgerOutcome } from "./ledger/verify-ledger.js";
import { openedJson, openedSets, openingFaults, setJson, setLines } from "./verify-sets.js";

/** Options of `verify`. */
export interface VerifyOptions {
  readonly expect?: readonly string[];
  readonly recoveryCodes?: readonly string[];
  /** What a phone shows now. */
  readonly code?: string;
  readonly passphraseFile?: string;
  readonly allowWeakKey?: boolean;
  /** Unix seconds; now when left out. */
  readonly at?: number;
  readonly json?: boolean;
  /** All that is known of each sheet, however many there are. */
  readonly verbose?: boolean;
  /** File of the ledger that sheets which a picture proved are entered in. */
  readonly ledger?: string;
  /** Whether sheets that the ledger does not know are entered, too. */
  readonly addUnknown?: boolean;
}

/** What a verification said, and for when. */
interface Outcome {
  readonly verification: Verification;
  readonly tried: readonly TriedSet[];
  /** Of each set that was tried, in its order; none where the verification did not hold. */
  readonly receipts: readonly (readonly Receipt[])[];
  readonly records: readonly RecordReading[];
  readonly pages: readonly PageState[];
  readonly facts: readonly PageFacts[];
  readonly unread: readonly Problem[];
  readonly warnings: readonly LocatedWarning[];
  readonly unixSeconds: number;
  readonly options: VerifyOptions;
}

/**
 * `verify`: what sheets say, from the file or the paper, and whether it is what was expected.
 * @returns exit status: 0 only when all was read and every comparison held
 */
export async function verify(session: Session, args: readonly string[], options: VerifyOptions): Promise<number> {
  const { expect = [] } = options;
  if (options.recoveryCodes !== undefined && expect.length === 0) throw new UsageError("recovery-codes-expect");
  if (options.addUnknown && !options.ledger) throw new UsageError("ledger-needed");
  const enter = options.ledger
    ? (await import("./ledger/verify-ledger.js")).beginProofs(session, options.ledger, options.addUnknown)
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
  const { verifySheets } = await import("../../recover/verify.js");
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
  const { printWarnings } = await import("../making/print-warnings.js");
  const warnings = [
    ...readingWarnings(reading),
    ...keysWarnings(verification.sheets, tried, options),
    ...printWarnings(session, facts, complete),
  ];
  const verified = verification.verified && unread.length === 0;
  const { receiptsOf } = await import("../../recover/receipts.js");
  const receipts = await Promise.all(verified ? tried.map(({ set }) => receiptsOf(set, unixSeconds)) : []);
  const outcome = { verification, tried, receipts, records, pages, facts, unread, warnings, unixSeconds, options };
  const proofs = ledger && (await import("./ledger/verify-ledger.js"));
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

function writeReport(session: Session, outcome: Outcome, verified: boolean): void {
  const { verification, unixSeconds, options } = outcome;
  const compared = options.expect !== undefined || verification.codeOf !== undefined;
  const showing = { unixSeconds, isNow: options.at === undefined, verified, compared };
  const summary = options.verbose ? undefined : summaryOf(session, outcome);
  if (summary) for (const line of summary) writeLine(line);
  else writeDetails(session, outcome, showing);
  for (const line of keeperLines(session, verification.keepers, isPaged(outcome))) writeLine(line);
  for (const line of pageLines(session, outcome.pages)) writeLine(line);
  if (!verified) {
    const lost = outcome.pages.filter((page) => isLost(page) || lacksCards(page));
    const key = lost.length > 0 ? "verify.not-verified-pages" : "verify.not-verified";
    writeLine(tell(session, key, { pages: pageList(session, lost) }));
    return;
  }
  writeVerified(session, outcome, compared);
}

/** All that is known of each sheet. */
function writeDetails(session: Session, outcome: Outcome, showing: Showing): void {
  const { verification } = outcome;
  for (const sheet of verification.sheets) {
    for (const line of sheetLines(session, sheet, showing)) writeLine(line);
    writeLine();
  }
  for (const { source, origin, page, keep, usedCorrection } of verification.keeps) {
    const where = whereText(session, source, origin === "pdf" ? { page } : {});
    writeLine(keepName(session, keep.name));
    writeLine(`  ${tell(session, "keep.short")}`);
    writeLine(`  ${tell(session, "verify.qr-code", { where, percent: percent(usedCorrection) })}`);
    writeLine();
  }
  for (const one of verification.recovery) {
    for (const line of recoveryPageLines(session, one)) writeLine(line);
    writeLine();
  }
  for (const [i, one] of outcome.tried.entries()) {
    const own = recordsOf(one.set, outcome.records);
    for (const line of setLines(session, one, own, outcome.receipts[i] ?? [], isPaged(outcome), showing))
      writeLine(line);
    writeLine();
  }
}

/** Whether a source has pages with numbers. */
function isPaged({ pages }: Outcome): (source: string) => boolean {
  return (source) => hasPages({ pages }, source);
}

/** What a verification that held has shown. */
function writeVerified(session: Session, outcome: Outcome, compared: boolean): void {
  const { verification, options } = outcome;
  const { sheets } = verification;
  const sets = outcome.tried.length;
  if (sets > 0) writeLine(tell(session, "verify.read-sets", { sets, codes: outcome.records.length }));
  if (sheets.length > 0) writeRead(session, sheets);
  const keeps = new Set(verification.keeps.map(({ keep }) => keep.text)).size;
  if (keeps > 0) writeLine(tell(session, "verify.read-keeps", { keeps }));
  const codes = recoveryCount(verification.recovery.map(({ recovery }) => recovery));
  if (codes > 0) writeLine(tell(session, "verify.read-recovery", { codes }));
  if (options.expect) writeLine(tell(session, "verify.expected"));
  if (verification.codeOf) writeLine(tell(session, "verify.code", { name: nameWords(session, verification.codeOf) }));
  const drawn = new Set(outcome.facts.filter(({ exact }) => exact).map(({ source }) => source));
  for (const told of ["pdf", "picture", "typed", "source"] as const) {
    // Where only lines were left to read, the paper works no longer as it should: a warning says what to do.
    const whole = sheets.filter(({ codes, origin }) => origin === "typed" || origin === "source" || codes.length > 0);
    // A photo of a kept secret yields no codes; the file of one is to be printed like any other.
    const kept = [...verification.keeps, ...verification.recovery].filter(({ source }) => drawn.has(source));
    const tellsOf = ({ origin, source }: { origin: SheetReading["origin"]; source: string }) =>
      (origin === "pdf" && !drawn.has(source) ? "picture" : origin) === told;
    const checked = compared || (told !== "source" && !sheets.some(isUnchecked));
    if ([...whole, ...kept].some(tellsOf) && (checked || told === "pdf" || told === "picture")) {
      writeLine(tell(session, `verify.good.${told}`));
    }
  }
  if (sets > 0) writeLine(tell(session, "verify.good.set"));
}

function writeRead(session: Session, sheets: readonly SheetReading[]): void {
  const codes = sheets.reduce((sum, sheet) => sum + sheet.codes.length, 0);
  // The file and a photo of one sheet are one account.
  const accounts = new Set(sheets.map(({ account }) => JSON.stringify(account))).size;
  writeLine(tell(session, "verify.read", { accounts, codes }));
}

/** What decides whether a code may be shown beside a sheet. */
interface Showing {
  readonly unixSeconds: number;
  readonly isNow: boolean;
  readonly verified: boolean;
  /** Whether the sheets were compared with a source or a phone's code. */
  readonly compared: boolean;
}

function sheetLines(session: Session, sheet: SheetReading, showing: Showing): string[] {
  const { account, source, codes, corrected, rebuilt } = sheet;
  const [name = "", ...codesNow] = codeLines(session, account, showing.unixSeconds, 1, showing.isNow);
  const unchecked = isUnchecked(sheet) && !showing.compared;
  // No code without a check: a wrong one is worse than none.
  const shownCodes = !showing.verified ? [] : unchecked ? [`  ${compareWords(session, account)}`] : codesNow;
  const typed = { typed: "verify.typed", source: "verify.source", pdf: "verify.lines", picture: "verify.lines" }[
    sheet.origin
  ];
  return [
    name,
    `  ${settingWords(session, account)}`,
    ...codes.map(
      ({ page, usedCorrection }) =>
        `  ${tell(session, "verify.qr-code", { where: placeOf(session, sheet, page), percent: percent(usedCorrection) })}`,
    ),
    ...(codes.length === 0 ? [`  ${tell(session, typed, { where: whereText(session, source, {}) })}`] : []),
    ...corrected.map(
      ({ line, place, read, meant }) => `  ${tell(session, "verify.corrected", { line, place, read, meant })}`,
    ),
    ...(rebuilt.length > 0 ? [`  ${tell(session, "verify.rebuilt", { lines: rebuilt.join(", ") })}`] : []),
    ...(sheet.testValueRight ? [`  ${tell(session, "verify.test-value")}`] : []),
    ...shownCodes,
  ];
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

/** A key that came as text, without codes or complete check lines around it. */
function isBareKey(sheet: SheetReading): boolean {
  return isUnchecked(sheet) || (sheet.origin === "typed" && sheet.codes.length === 0 && !sheet.byLines);
}

/** A text that merely holds a key: nothing on paper or screen vouches for it. */
function isUnchecked({ origin }: SheetReading): boolean {
  return origin === "source";
}

function compareWords(session: Session, account: Account): string {
  const value = testValue(account);
  return value === undefined ? tell(session, "verify.compare-key") : tell(session, "verify.compare", { value });
}

function placeOf(session: Session, { source, origin }: SheetReading, page: number): string {
  return whereText(session, source, origin === "pdf" ? { page } : {});
}

function verificationJson(session: Session, outcome: Outcome, verified: boolean): object {
  const { verification, tried, receipts, records, unread, warnings, unixSeconds } = outcome;
  const open = verification.sheets.map((sheet) => ({
    ...accountJson(sheet.account),
    source: sheet.source,
    origin: sheet.origin,
    codes: verified ? codesFrom(sheet.account, unixSeconds, 1) : [],
    qrCodes: sheet.codes.map(({ page, usedCorrection }) => ({
      ...(sheet.origin === "picture" ? {} : { page }),
      usedCorrection,
    })),
    corrected: sheet.corrected,
    rebuilt: sheet.rebuilt,
    ...(isUnchecked(sheet) ? { testValue: testValue(sheet.account) ?? null } : {}),
    ...(sheet.testValueRight === undefined ? {} : { testValueRight: sheet.testValueRight }),
    ...(verification.codeOf === sheet.account ? { codeMatches: true } : {}),
  }));
  return {
    verified,
    accounts: [...open, ...tried.flatMap((one) => openedJson(one, verified ? unixSeconds : undefined))],
    keeps: verification.keeps.map(({ source, origin, page, keep, usedCorrection }) => ({
      name: keep.name,
      source,
      origin,
      qrCodes: [{ ...(origin === "pdf" ? { page } : {}), usedCorrection }],
    })),
    ...recoveryPagesJson(verification.recovery),
    sets: tried.map((one, i) => setJson(one, recordsOf(one.set, records), receipts[i] ?? [], isPaged(outcome))),
    keepers: keepersJson(verification.keepers, isPaged(outcome)),
    pages: pagesJson(outcome.pages),
    warnings: warnings.map((warning) => warningJson(session, warning)),
    problems: unread.map((one) => unreadJson(session, one)),
  };
}

/** A share as whole per cent. */
function percent(share: number): number {
  return Math.round(share * 100);
}
