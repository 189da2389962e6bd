import { formatOtpauth, parseOtpauth } from "../account/otpauth-uri.js";
import { parseKeepLine } from "../document/plaintext.js";
import { parseRecoveryText } from "../document/recovery-codes.js";
import { attempt } from "../error.js";
import { parseRecord } from "../paper/record.js";
import type { PictureFault } from "../read/pages/picture-fault.js";
import { type FootReading, isBackPage } from "./lines/foot-words.js";
import type { FoundText } from "./open-codes.js";
import type { Problem } from "./problem.js";
import type { PageFacts } from "./source-reading.js";

/** What became of a page that was given. */
export type PageStateName =
  /** All codes that are seen on it were read. */
  | "read"
  /** Some of its codes were read; others are seen and could not be read, or must be there and are not. */
  | "partly-read"
  /** No code was read, but the lines printed beside them. */
  | "read-by-lines"
  /** Nothing is on it. */
  | "blank"
  /** A page of a sheet that has nothing to read, such as a format card or a keeper's page. */
  | "back"
  /** It shows a sheet's printing, and nothing of it could be read. */
  | "unread"
  /** No code was found, and the picture is too poor to say that there is none. */
  | "no-code"
  /** Clearly no page of a sheet: none of its marks is on it. */
  | "foreign";

/** One page with what became of it. */
export interface PageState extends Pick<PageFacts, "source" | "origin" | "page"> {
  /** What became of it. */
  readonly state: PageStateName;
  /** Codes that were read on it. */
  readonly codes: number;
  /** Codes that are seen and could not be read. */
  readonly unread: number;
  /** Of these, codes that nothing on the page repeats: other accounts' cards. */
  readonly lost?: number;
  /** Codes that must be on it, where that is known. */
  readonly expected?: number;
  /** Which page of which kind of sheet its foot says that it is, where that was read. */
  readonly foot?: FootReading;
  /** What is plainly wrong with its picture, where it should have given something. */
  readonly fault?: PictureFault;
}

/** States of pages that should have given something. */
const LOST: readonly PageStateName[] = ["unread", "no-code"];

/** Whether a page should have given something and did not. */
export function isLost({ state }: PageState): boolean {
  return LOST.includes(state);
}

/**
 * What became of every page.
 * @param byLines pages whose printed lines were read in place of codes
 * @param feet what feet of pages say, as far as they were read
 * @param shown pages on which lines of a sheet were seen
 */
export function statesOf(
  pages: readonly PageFacts[],
  byLines: ReadonlySet<PageFacts>,
  feet: ReadonlyMap<PageFacts, FootReading> = new Map(),
  shown: ReadonlySet<PageFacts> = new Set(),
): PageState[] {
  return pages.map((facts) => {
    const { source, origin, page, codes, unread } = facts;
    const foot = feet.get(facts);
    const expected = expectedCodes(facts, foot);
    const lost = lostCards(facts, foot);
    const state = stateOf(facts, expected, byLines, foot, shown);
    const fault = LOST.includes(state) ? facts.look?.fault : undefined;
    return {
      source,
      origin,
      page,
      state,
      codes: codes.length,
      unread: Math.max(unread - foreignCodes(facts), 0),
      ...(lost > 0 ? { lost } : {}),
      ...(expected === undefined ? {} : { expected }),
      ...(foot ? { foot } : {}),
      ...(fault ? { fault } : {}),
    };
  });
}

function stateOf(
  facts: PageFacts,
  expected: number | undefined,
  byLines: ReadonlySet<PageFacts>,
  foot: FootReading | undefined,
  shown: ReadonlySet<PageFacts>,
): PageStateName {
  const { codes, unread, look } = facts;
  const ours = codes.length - foreignCodes(facts);
  if (ours > 0) return unread > 0 || ours < (expected ?? 0) ? "partly-read" : "read";
  if (byLines.has(facts)) return "read-by-lines";
  if (!look) return codes.length > 0 ? "foreign" : "no-code";
  if (look.blank) return "blank";
  // A keeper's page: its code says nothing that its words do not.
  if (look.ruler && foot?.kind === "keeper") return "back";
  if (look.ruler) return unread === 0 && !look.halved && foot && isBackPage(foot) ? "back" : "unread";
  if (unread > 0 || (codes.length === 0 && shown.has(facts))) return "unread";
  return look.clear ? "foreign" : "no-code";
}

/** Codes of something else, such as a shop. */
function foreignCodes({ codes }: PageFacts): number {
  return codes.filter((code) => !isOurs(code)).length;
}

function isOurs({ text }: FoundText): boolean {
  if (/^otpauth/iu.test(text) || parseRecord(text).status !== "foreign") return true;
  return parseKeepLine(text) !== undefined || parseRecoveryText(text) !== undefined;
}

/** How many codes must be on a page: as many as its foot says of cards; on the front of an open sheet two, and on every page of a share its own one twice. */
function expectedCodes({ codes, look }: PageFacts, foot: FootReading | undefined): number | undefined {
  if (foot?.cards !== undefined) return foot.cards;
  const uris = codes.flatMap(({ text }) => uriOf(text) ?? []);
  if (look?.halved && new Set(uris).size <= 1) return CODES_OF_FRONT;
  return undefined;
}

/**
 * Codes of cards that are seen and could not be read, beside others: each may be of an account of its own. One beside
 * that of a single account is the second one on the front of its leaf. The foot of a page of cards says how many it has:
 * one that is covered as a whole is missed by that.
 */
function lostCards(facts: PageFacts, foot: FootReading | undefined): number {
  const uris = facts.codes.flatMap(({ text }) => uriOf(text) ?? []);
  const unread = Math.max(facts.unread - foreignCodes(facts), 0);
  if (uris.length === 0) return 0;
  if (foot?.cards !== undefined) return Math.max(foot.cards - new Set(uris).size, 0);
  return new Set(uris).size > 1 || unread >= CODES_OF_FRONT ? unread : 0;
}

/** Codes on the front of an open sheet that has room for a second one. */
const CODES_OF_FRONT = 2;

/** A Key URI in its one spelling. */
export function uriOf(text: string): string | undefined {
  return attempt(() => formatOtpauth(parseOtpauth(text).account));
}

/** Pages that should have given something, or more, and did not, as problems. */
export function pageProblems(pages: readonly PageState[]): Problem[] {
  const ofPages = pages
    .filter((page) => isLost(page) || lacksCards(page))
    .map((one): Problem => {
      const { source, origin, page, unread, lost = unread, fault } = one;
      const codes = lacksCards(one) ? lost : unread;
      const data = {
        ...(origin === "pdf" ? { page } : {}),
        ...(codes > 0 ? { codes } : {}),
        ...(fault ? { fault } : {}),
      };
      return { source, code: problemCode(one), data };
    });
  return [...ofPages, ...absentCards(pages)];
}

/** Pages of cards that feet of others tell of, and that were not given. Cards of several prints may lie in one pile: pages of the same number are taken for one print. */
function absentCards(pages: readonly PageState[]): Problem[] {
  const ofCards = pages.filter(({ foot }) => foot?.cards !== undefined);
  return [...new Set(ofCards.flatMap(({ foot }) => foot?.pages ?? []))].flatMap((count) => {
    const own = ofCards.filter(({ foot }) => foot?.pages === count);
    const missing = Array.from({ length: count }, (_, i) => i + 1).filter((n) =>
      own.every(({ foot }) => foot?.page !== n),
    );
    const source = own[0]?.source ?? "";
    return missing.map(
      (page): Problem => ({ source, code: "cards-page-absent", data: { number: page, pages: count } }),
    );
  });
}

function problemCode(page: PageState): Problem["code"] {
  if (lacksCards(page)) return "page-cards-unread";
  if (page.state === "no-code") return "sheet-no-code";
  return page.unread > 0 ? "page-codes-unread" : "page-unread";
}

/**
 * Whether a page that gave nothing, or not all, may hold what nothing else does: an open sheet's account.
 * @param setsOpen whether there are sets, all of them open: then their pages are not missed
 */
export function isMissed(page: PageState, setsOpen: boolean): boolean {
  return lacksCards(page) || (isLost(page) && (!setsOpen || page.foot?.kind === "open"));
}

/** Whether a page was read but for the code of a card. */
export function lacksCards(page: PageState): boolean {
  return !isLost(page) && (page.lost ?? 0) > 0;
}

/** Problems of reading, page by page where pages are lost. */
export function withPageProblems(problems: readonly Problem[], pages: readonly PageState[]): Problem[] {
  return [...withoutLostSources(problems, pages), ...pageProblems(pages)];
}

/** Problems without what is said of a source as a whole that has lost pages: each of these says it, in a picture as in a scanned PDF. */
export function withoutLostSources(problems: readonly Problem[], pages: readonly PageState[]): Problem[] {
  const lost = new Set(pages.filter(isLost).map(({ source }) => source));
  return problems.filter(({ source, code }) => code !== "sheet-no-code" || !lost.has(source));
}

/** What is said of pages that gave nothing. */
export const PAGE_PROBLEMS: readonly Problem["code"][] = ["sheet-no-code", "page-unread", "page-codes-unread"];
