import { codesFrom, testValue } from "../../../account/codes.js";
import { recordsOf } from "../../../recover/found-set.js";
import type { Session } from "../../session.js";
import { accountJson } from "../../words/account-words.js";
import { keepersJson } from "../../words/keeper-words.js";
import { pagesJson } from "../../words/page-words.js";
import { recoveryPagesJson } from "../../words/recovery-words.js";
import { unreadJson, warningJson } from "../../words/report.js";
import { isPaged, isUnchecked, type Outcome } from "./outcome.js";
import { openedJson, setJson } from "./verify-sets.js";

/** What `verify --json` says. */
export function verificationJson(session: Session, outcome: Outcome, verified: boolean): object {
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
