import { type Account, accountName, deriveSameCodes } from "../account/account.js";
import { codeOf, codesFrom } from "../account/codes.js";
import { formatOtpauth } from "../account/otpauth-uri.js";
import type { Keep } from "../document/plaintext.js";
import { joinRecoveryCodes, type RecoveryCodes, recoveryName } from "../document/recovery-codes.js";
import type { ErrorCode } from "../error.js";
import type { FoundKeeper, FoundSet } from "./found-set.js";
import type { SheetReading } from "./open-codes.js";
import { isLost, pageProblems } from "./page-states.js";
import type { Problem } from "./problem.js";
import type { Reading } from "./reading.js";
import { findGaps } from "./sheet-gaps.js";
import type { KeepReading, RecoveryReading } from "./source-reading.js";

/** What a reading is compared with. */
export interface Expectation {
  /** Accounts that the sheets must hold, all of them and no others. */
  readonly accounts?: readonly Account[];
  /** With them, secrets that no codes can be made from: the sheets must hold these too, and no others. */
  readonly keeps?: readonly Keep[];
  /** Recovery codes: of accounts that are named here the sheets must hold these, and no others. */
  readonly recovery?: readonly RecoveryCodes[];
  /** What opened sets hold: compared like the accounts of open sheets. */
  readonly opened?: readonly OpenedSet[];
  /** A code that a phone shows now. */
  readonly code?: string;
  /** Now, in Unix seconds. */
  readonly unixSeconds: number;
}

/** A set that was opened, as a comparison takes it. */
export interface OpenedSet {
  /** What problems call it. */
  readonly source: string;
  /** Its accounts. They hold the keys. */
  readonly accounts: readonly Account[];
  /** Kept secrets in it. */
  readonly keeps: readonly Keep[];
  /** Recovery codes in it. */
  readonly recovery?: readonly RecoveryCodes[];
}

/** What came of a comparison. */
export interface Verification {
  /** No problem, every comparison held, and at least one sheet or keeper's page was read, or texts that were compared with something. */
  readonly verified: boolean;
  /** Open sheets that were read. */
  readonly sheets: readonly SheetReading[];
  /** Sets that were read. */
  readonly sets: readonly FoundSet[];
  /** Kept secrets that were read. */
  readonly keeps: readonly KeepReading[];
  /** Keeper's pages that were read. */
  readonly keepers: readonly FoundKeeper[];
  /** Recovery codes that were read. */
  readonly recovery: readonly RecoveryReading[];
  /** What does not hold. Empty where all does. */
  readonly problems: readonly Problem[];
  /** The account whose code was given, where one matches. */
  readonly codeOf?: Account;
}

/** Steps before and after now in which a phone's code counts, for clocks that differ. @see RFC 6238, 5.2 */
const WINDOW_STEPS = 1;
/** How far a phone's counter may be ahead of the sheet's. @see RFC 4226, 7.4 */
const LOOK_AHEAD = 10;

/** Compares what was read with what is expected; reading problems stay. */
export function verifySheets(reading: Reading, expectation: Expectation): Verification {
  const { sheets, sets, keeps, keepers, recovery = [] } = reading;
  const expected = expectation.accounts ?? [];
  const compared = expectation.accounts !== undefined || expectation.code !== undefined;
  const problems: Problem[] = [...readingProblems(reading), ...(compared ? [] : unprovenProblems(reading))];
  const opened = (expectation.opened ?? []).flatMap(({ source, accounts }) =>
    accounts.map((account): Held => ({ source, origin: "set", account })),
  );
  const held: readonly Held[] = [...sheets, ...opened];
  for (const account of expected) {
    if (held.some((one) => isSame(one, account))) continue;
    problems.push({ source: "", code: whyMissing(account, held), data: { name: accountName(account) } });
  }
  if (expectation.accounts) {
    for (const sheet of held) {
      if (expected.some((account) => isSame(sheet, account) || isNear(sheet, account))) continue;
      problems.push({ source: sheet.source, code: "sheet-not-expected", data: { name: accountName(sheet.account) } });
    }
  }
  problems.push(...keepProblems(reading, expectation), ...recoveryProblems(recovery, expectation));
  const { code, unixSeconds } = expectation;
  const matching = code === undefined ? undefined : findCode(held, code, unixSeconds);
  if (code !== undefined && !matching) problems.push({ source: "", code: "code-matches-none", data: {} });
  // A set counts as verified only with its document: until then nothing of it was checked against anything.
  const whole = sets.every(({ document }) => document !== undefined);
  const some = sheets.length + sets.length + keeps.length + keepers.length + recovery.length > 0;
  const verified = problems.length === 0 && whole && some;
  const found = { sheets, sets, keeps, keepers, recovery };
  return { verified, ...found, problems, ...(matching ? { codeOf: matching } : {}) };
}

/** What is wrong with what was read, page by page where there are pages. */
export function readingProblems(reading: Reading): Problem[] {
  const { problems, pages = [], facts = [], sheets, sets, keeps, keepers, recovery = [] } = reading;
  const nothing = sheets.length + sets.length + keeps.length + keepers.length + recovery.length === 0;
  // Of a source with pages each page tells what is wrong with it; where nothing at all is a sheet, the source is told.
  const isTold = ({ source, code }: Problem) =>
    code === "sheet-no-code" && pages.some((page) => page.source === source && (!nothing || isLost(page)));
  const nameless = findGaps(facts).nameless.map(({ source, origin, page, set }) => ({
    source,
    code: "share-code-missing" as const,
    data: { ...(origin === "pdf" ? { page } : {}), set },
  }));
  return [...problems.filter((problem) => !isTold(problem)), ...pageProblems(pages), ...nameless];
}

/** Texts that merely hold keys, while nothing is compared with them. */
function unprovenProblems({ sheets }: Reading): Problem[] {
  const sources = new Set(sheets.filter(({ origin }) => origin === "source").map(({ source }) => source));
  return [...sources].map((source) => ({ source, code: "source-unproven", data: {} }));
}

/** Kept secrets are compared by their text: their names are for people. */
function keepProblems({ keeps }: Reading, { accounts, keeps: expected = [], opened = [] }: Expectation): Problem[] {
  if (!accounts) return [];
  const held = [...keeps, ...opened.flatMap(({ source, keeps: own }) => own.map((keep) => ({ source, keep })))];
  const [heldTexts, expectedTexts] = [held.map(({ keep }) => keep.text), expected.map(({ text }) => text)];
  const missing = expected.filter(({ text }) => !heldTexts.includes(text));
  const others = held.filter(({ keep }) => !expectedTexts.includes(keep.text));
  return [
    ...missing.map(({ name }) => ({ source: "", code: "expected-missing" as const, data: { name } })),
    ...others.map(({ source, keep: { name } }) => ({ source, code: "sheet-not-expected" as const, data: { name } })),
  ];
}

/**
 * Recovery codes of accounts that have some to be compared with, all that sheets and opened sets hold of one together:
 * how many are missing, and how many others there are. The codes themselves stay unsaid.
 */
function recoveryProblems(
  read: readonly RecoveryReading[],
  { recovery: expected = [], opened = [] }: Expectation,
): Problem[] {
  const held = joinRecoveryCodes([
    ...read.map(({ recovery }) => recovery),
    ...opened.flatMap(({ recovery = [] }) => recovery),
  ]);
  return joinRecoveryCodes(expected).flatMap(({ label, codes }) => {
    const own = held.find((one) => one.label === label)?.codes ?? [];
    const count = (some: readonly string[], others: readonly string[]) =>
      some.filter((code) => !others.includes(code)).length;
    const problem = (code: ErrorCode, codesOf: number): Problem[] =>
      codesOf === 0 ? [] : [{ source: "", code, data: { name: recoveryName(label), codes: codesOf } }];
    return [
      ...problem("recovery-codes-missing", count(codes, own)),
      ...problem("recovery-codes-other", count(own, codes)),
    ];
  });
}

/** An account with what says so: an open sheet, or a set that was opened. */
interface Held extends Pick<SheetReading, "source" | "account"> {
  readonly origin: SheetReading["origin"] | "set";
}

/** The same account to the letter; a key typed without names is compared by the codes it gives. */
function isSame(sheet: Held, account: Account): boolean {
  const unnamed = sheet.account.issuer === "" && sheet.account.account === "";
  if ((sheet.origin === "typed" || sheet.origin === "source") && unnamed)
    return deriveSameCodes(sheet.account, account);
  return formatOtpauth(sheet.account) === formatOtpauth(account);
}

/** Meant to be the same account: equal codes or equal names. */
function isNear({ account }: Held, other: Account): boolean {
  return deriveSameCodes(account, other) || accountName(account) === accountName(other);
}

function whyMissing(account: Account, sheets: readonly Held[]): ErrorCode {
  const near = sheets.filter((sheet) => isNear(sheet, account));
  if (near.some((sheet) => deriveSameCodes(sheet.account, account))) return "expected-other-name";
  return near.length > 0 ? "expected-other-codes" : "expected-missing";
}

function findCode(sheets: readonly Held[], given: string, unixSeconds: number): Account | undefined {
  const code = given.replace(/[\s-]/gu, "").toUpperCase();
  return sheets
    .map(({ account }) => account)
    .find((account) => {
      if (account.type === "hotp") {
        return codesFrom(account, 0, LOOK_AHEAD + 1).some((candidate) => candidate.code === code);
      }
      const step = Math.floor(unixSeconds / account.period);
      const steps = Array.from({ length: 2 * WINDOW_STEPS + 1 }, (_, i) => step - WINDOW_STEPS + i);
      return steps.some((counter) => counter >= 0 && codeOf(account, counter) === code);
    });
}
