import type { Account } from "../../../account/account.js";
import { testValue } from "../../../account/codes.js";
import { recordsOf } from "../../../recover/found-set.js";
import type { SheetReading } from "../../../recover/open-codes.js";
import { isLost, lacksCards } from "../../../recover/page-states.js";
import { keepName } from "../../input/choosing.js";
import { type Session, tell } from "../../session.js";
import { writeLine } from "../../terminal/terminal.js";
import { nameWords, settingWords } from "../../words/account-words.js";
import { keeperLines } from "../../words/keeper-words.js";
import { pageLines, pageList } from "../../words/page-words.js";
import { recoveryCount, recoveryPageLines } from "../../words/recovery-words.js";
import { percent, whereText } from "../../words/report.js";
import { summaryOf } from "../../words/verify-summary.js";
import { codeLines } from "../codes.js";
import { isPaged, isUnchecked, type Outcome } from "./outcome.js";
import { kindOf, setLines } from "./verify-sets.js";

/** What a verification said, in words. */
export function writeReport(session: Session, outcome: Outcome, verified: boolean): void {
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
  for (const line of ownershipLines(session, outcome)) writeLine(line);
}

/** How to know that sheets of sets are one's own; nothing of a set whose accounts were compared with what one has. */
function ownershipLines(session: Session, { tried, verification: { keepers }, options }: Outcome): string[] {
  const open = tried.filter(({ contents }) => !(contents && options.expect));
  const lines = open.flatMap(({ set, contents }) => {
    if (kindOf(set) === "sealed") return contents ? [] : [tell(session, "verify.good.set-sealed")];
    const given = keepers.some(({ name }) => name === set.name);
    return [tell(session, given ? "verify.good.set-keeper-given" : "verify.good.set-keeper", { set: set.name })];
  });
  return [...new Set(lines)];
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

function compareWords(session: Session, account: Account): string {
  const value = testValue(account);
  return value === undefined ? tell(session, "verify.compare-key") : tell(session, "verify.compare", { value });
}

function placeOf(session: Session, { source, origin }: SheetReading, page: number): string {
  return whereText(session, source, origin === "pdf" ? { page } : {});
}
