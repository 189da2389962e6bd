import { codesFrom } from "../../../account/codes.js";
import { recoveryCodesApart } from "../../../document/recovery-codes.js";
import type { FoundSet, FoundShare } from "../../../recover/found-set.js";
import type { Problem } from "../../../recover/problem.js";
import type { Receipt } from "../../../recover/receipts.js";
import type { RecordReading } from "../../../recover/source-reading.js";
import type { OpenedSet } from "../../../recover/verify.js";
import { keepName } from "../../input/choosing.js";
import type { TriedSet } from "../../input/opened-sets.js";
import { type Session, tell } from "../../session.js";
import { accountJson } from "../../words/account-words.js";
import { recoveryCountJson, recoveryCountWords, recoveryNameWords } from "../../words/recovery-words.js";
import { percent, whereText } from "../../words/report.js";
import { codeLines } from "../codes.js";

/** What is no fault of sheets that nothing is compared with: they were not to be opened. */
const NOT_TO_OPEN = new Set(["shares-missing", "passphrase-needed"]);

/** Sets that were opened, as a comparison takes them. */
export function openedSets(session: Session, tried: readonly TriedSet[]): OpenedSet[] {
  return tried.flatMap(({ set, contents }) =>
    contents ? [{ source: tell(session, "set.name", { set: set.name }), ...contents }] : [],
  );
}

/**
 * Why sets were not opened, as far as that is a fault.
 * @param compared whether their accounts are to be compared with something
 */
export function openingFaults(tried: readonly TriedSet[], compared: boolean): Problem[] {
  return tried.flatMap(({ faults }) => faults.filter(({ code }) => compared || !NOT_TO_OPEN.has(code)));
}

/**
 * What is said of one set: its sheets one by one, then what it holds if it was opened.
 * @param receipts of its sheets that were read and checked; none where the verification did not hold
 * @param paged whether a source has pages: a picture has none
 */
export function setLines(
  session: Session,
  { set, contents }: TriedSet,
  records: readonly RecordReading[],
  receipts: readonly Receipt[],
  paged: (source: string) => boolean,
  showing: { readonly unixSeconds: number; readonly isNow: boolean; readonly verified: boolean },
): string[] {
  const { document, name, k, n } = set;
  const sealed = document?.lock.kind === "passphrase";
  const heading = sealed ? "set-sealed" : k === undefined ? "set-unknown" : "set";
  const accounts = contents?.accounts ?? [];
  return [
    tell(session, `verify.${heading}`, { set: name, k: k ?? 0, n: n ?? 0 }),
    ...set.shares.map((share) => `  ${shareText(session, share, name)}`),
    `  ${tell(session, document ? "verify.document" : "verify.document-missing")}`,
    ...codesByPage(records).map(
      ({ source, page, codes, used }) =>
        `  ${tell(session, "verify.set-codes", { where: whereText(session, source, paged(source) ? { page } : {}), codes, percent: percent(used) })}`,
    ),
    contents
      ? `  ${tell(session, "verify.set-opened", { accounts: accounts.length + contents.keeps.length })}`
      : `  ${tell(session, showing.verified ? "verify.set-not-opened" : "verify.set-closed")}`,
    ...receipts.map(
      ({ x, year, receipt }) =>
        `  ${tell(session, receipts.length === 1 ? "verify.receipt" : "verify.receipt-share", { x, year, receipt })}`,
    ),
    ...accounts.flatMap((account) => {
      const [name = "", ...codes] = codeLines(session, account, showing.unixSeconds, 1, showing.isNow);
      // No code beside sheets that failed: a wrong one is worse than none.
      const own = recoveryCountWords(session, contents?.recovery ?? [], account).map((line) => `  ${line}`);
      return [name, ...own, ...(showing.verified ? codes : [])].map((line) => `    ${line}`);
    }),
    ...(contents?.keeps ?? []).flatMap(({ name }) => [
      `    ${keepName(session, name)}`,
      `      ${tell(session, "keep.short")}`,
    ]),
    ...recoveryCodesApart(contents?.recovery ?? [], accounts).flatMap(({ label, codes }) => [
      `    ${recoveryNameWords(label)}`,
      `      ${tell(session, "recovery-codes.count", { codes: codes.length })}`,
    ]),
  ];
}

function shareText(session: Session, { share, status, sources }: FoundShare, set: string): string {
  const key = { "in-roster": "share", "not-in-roster": "share-wrong", "not-checked": "share-not-checked" }[status];
  const where = sources.map((source) => whereText(session, source, {})).join(tell(session, "comma"));
  return tell(session, "located", { what: tell(session, `verify.${key}`, { x: share.point.x, set }), where });
}

/** How many codes of a page were read, and the most that damage has used up of one. */
function codesByPage(
  records: readonly RecordReading[],
): { source: string; page: number; codes: number; used: number }[] {
  const pages = new Map<string, { source: string; page: number; codes: number; used: number }>();
  for (const { source, page, usedCorrection } of records) {
    const key = `${page} ${source}`;
    const { codes, used } = pages.get(key) ?? { codes: 0, used: 0 };
    pages.set(key, { source, page, codes: codes + 1, used: Math.max(used, usedCorrection) });
  }
  return [...pages.values()];
}

/**
 * A set as JSON tells it: no secret.
 * @param receipts of its sheets that were read and checked; none where the verification did not hold
 * @param paged whether a source has pages
 */
export function setJson(
  { set, contents }: TriedSet,
  records: readonly RecordReading[],
  receipts: readonly Receipt[],
  paged: (source: string) => boolean,
): object {
  const { document, k, n } = set;
  return {
    setId: set.name,
    kind: kindOf(set),
    ...(k === undefined ? {} : { k, n }),
    documentComplete: document !== undefined,
    shares: set.shares.map(({ share, status, sources }) => ({
      share: share.point.x,
      status,
      sources,
    })),
    opened: contents !== undefined,
    receipts: receipts.map(({ x, year, receipt }) => ({ ...(x === 0 ? {} : { share: x }), year, receipt })),
    qrCodes: records.map(({ source, page, usedCorrection, record }) => ({
      source,
      ...(paged(source) ? { page } : {}),
      kind: record.kind,
      usedCorrection,
    })),
  };
}

/**
 * Accounts of an opened set as JSON tells them: with codes, without secrets.
 * @param unixSeconds when the codes are of; left out, none are told
 */
export function openedJson({ set, contents }: TriedSet, unixSeconds: number | undefined): object[] {
  return (contents?.accounts ?? []).map((account) => ({
    ...accountJson(account),
    ...recoveryCountJson(contents?.recovery ?? [], account),
    setId: set.name,
    codes: unixSeconds === undefined ? [] : codesFrom(account, unixSeconds, 1),
  }));
}

/** What kind of sheets a set has, as far as that is known. */
export function kindOf({ document, k }: FoundSet): "sealed" | "share" | "unknown" {
  if (document?.lock.kind === "passphrase") return "sealed";
  return k === undefined ? "unknown" : "share";
}
