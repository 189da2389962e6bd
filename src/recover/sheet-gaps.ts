import { accountName } from "../account/account.js";
import { encodeBase32 } from "../account/base32.js";
import { parseOtpauth } from "../account/otpauth-uri.js";
import { EscrowError } from "../error.js";
import { decodeFrame } from "../paper/frame.js";
import { parseRecord } from "../paper/record.js";
import { decodeShare } from "../share/share.js";
import { type PageStateName, uriOf } from "./page-states.js";
import type { Reading } from "./reading.js";
import type { PageFacts } from "./source-reading.js";

/** Codes of a sheet that should be there and were not read. */
export interface SheetGap {
  /** `front`: an open sheet's; `share`: the code of a share, which stands twice on a page; `document`: those of a set. */
  readonly what: "front" | "share" | "document";
  /** The page, or the first of the pages, that they should be on. */
  readonly source: string;
  readonly origin: "pdf" | "picture";
  readonly page: number;
  /** Name of the account, or of the set. */
  readonly name: string;
  /** Number of the share, where one is meant. */
  readonly x?: number;
  readonly read: number;
  readonly expected: number;
  /** How many of the others are seen and could not be read. */
  readonly seen: number;
  /** Numbers of document codes that were not read, as they are printed. */
  readonly missing?: readonly number[];
  /** Whether the picture is at fault, not the paper: blurred, or cut off. */
  readonly poor: boolean;
}

/** What sheets lack of what must be on their pages. */
interface SheetGaps {
  readonly gaps: readonly SheetGap[];
  /** Pages of share sheets that show document codes, and no code of a share: which share it is cannot be told. */
  readonly nameless: readonly (Pick<PageFacts, "source" | "origin" | "page"> & { readonly set: string })[];
  /** Shares of which the first page is here, and no page with document codes. */
  readonly withoutDocument: readonly (Pick<PageFacts, "source" | "origin" | "page"> & {
    readonly set: string;
    readonly x: number;
  })[];
}

/** Times that a share's code stands on each of its pages that has it. */
const SHARE_TWICE = 2;
/** Document codes that surely fit on one page: of a sealed sheet's front, and of a share sheet's second page. */
const ON_FRONT = 6;
const ON_PAGE = 9;

/** States of pages on which nothing is gone. */
const SOUND: readonly PageStateName[] = ["read", "back", "blank", "foreign"];

/**
 * Sources whose lines had to serve where codes are gone. None where every page that was shown has all its codes: what
 * lacks is then on a page that was not shown, and no print is at fault.
 */
export function linesForCodes({ byLines, pages = [], facts = [] }: Reading): readonly string[] {
  const sound = pages.every(({ state }) => SOUND.includes(state)) && findGaps(facts).gaps.length === 0;
  return pages.length > 0 && sound ? [] : byLines;
}

/** What one page says of sets. */
interface SetPage {
  readonly facts: PageFacts;
  readonly set: string;
  /** Numbers of its shares, one for each code. */
  readonly shares: readonly number[];
  /** Indices of its frames, and how many the document has. */
  readonly frames: readonly number[];
  readonly total: number;
}

/**
 * Compares what was read of each page with what must be on it.
 * @param pages in the order in which they were given
 */
export function findGaps(pages: readonly PageFacts[]): SheetGaps {
  const ofSets = pages.flatMap(setPages);
  const shareSets = new Set(ofSets.filter(({ shares }) => shares.length > 0).map(({ set }) => set));
  const gaps: SheetGap[] = pages.flatMap(frontGap);
  const nameless: SheetGaps["nameless"][number][] = [];
  const withoutDocument: SheetGaps["withoutDocument"][number][] = [];
  for (const sheet of sheetsOf(ofSets)) {
    const [first] = sheet;
    if (!first) continue;
    const { set } = first;
    const place = placeOf(first);
    const xs = [...new Set(sheet.flatMap(({ shares }) => shares))];
    const ofShares = sheet.flatMap(shareGap);
    gaps.push(...ofShares, ...documentGap(sheet, shareSets.has(set)));
    const frames = sheet.some((page) => page.frames.length > 0);
    const [x] = xs;
    // What is seen and not read may be the document's, but for the share's own second code.
    const unread = sheet.reduce((sum, page) => sum + page.facts.unread, 0);
    const own = ofShares.reduce((sum, { seen }) => sum + seen, 0);
    if (x !== undefined && !frames && unread <= own) {
      withoutDocument.push({ ...place, set, x });
    }
    const last = sheet.at(-1);
    const isWhole = last !== undefined && (last.total <= ON_PAGE || last.frames.includes(last.total - 1));
    if (x === undefined && shareSets.has(set) && isWhole) nameless.push({ ...place, set });
    else if (shareSets.has(set)) nameless.push(...sheet.filter(hasAnother).map((page) => ({ ...placeOf(page), set })));
  }
  return { gaps, nameless, withoutDocument };
}

/**
 * The pages of a set, by the sheet that they are of.
 * @param name of the set, in groups of four
 */
export function setPagesOf(pages: readonly PageFacts[], name: string) {
  const own = pages.flatMap(setPages).filter(({ set }) => set === name);
  return sheetsOf(own).map((sheet) => ({
    x: sheet.flatMap(({ shares }) => shares)[0],
    pages: sheet.map(({ facts }) => facts),
    codes: sheet.reduce((sum, { shares, frames }) => sum + shares.length + frames.length, 0),
  }));
}

function placeOf({ facts: { source, origin, page } }: SetPage) {
  return { source, origin, page };
}

/** Whether a picture shows a document code more often than shares: each sheet has it once, so that another one is there. */
function hasAnother({ shares, frames }: SetPage): boolean {
  const most = Math.max(0, ...frames.map((index) => frames.filter((one) => one === index).length));
  return most > 1 && most > new Set(shares).size;
}

/** The front of an open sheet that has room for a second code, with one of them. */
function frontGap(facts: PageFacts): SheetGap[] {
  const { source, origin, page, codes, unread, look } = facts;
  const uris = [...new Set(codes.flatMap(({ text }) => uriOf(text) ?? []))];
  const [uri] = uris;
  if (uri === undefined || uris.length > 1) return [];
  const read = codes.filter(({ text }) => uriOf(text) === uri).length;
  const expected = Math.max(look?.halved ? 2 : 1, read + unread);
  if (read >= expected) return [];
  const name = accountName(parseOtpauth(uri).account);
  const seen = Math.min(unread, expected - read);
  return [{ what: "front", source, origin, page, name, read, expected, seen, poor: isPoor(facts) }];
}

/** Shares whose code was read once on a page. */
function shareGap({ facts, set, shares }: SetPage): SheetGap[] {
  const { source, origin, page, unread, look } = facts;
  // A page that a program drew has what it has.
  if (!look) return [];
  return [...new Set(shares)].flatMap((x) => {
    const read = shares.filter((one) => one === x).length;
    if (read >= SHARE_TWICE) return [];
    const expected = SHARE_TWICE;
    const seen = Math.min(unread, expected - read);
    return [{ what: "share", source, origin, page, name: set, x, read, expected, seen, poor: isPoor(facts) }];
  });
}

/** Document codes that the pages of one sheet must have. */
function documentGap(sheet: readonly SetPage[], ofShares: boolean): SheetGap[] {
  const pages = sheet.filter(({ frames }) => frames.length > 0);
  const [first] = pages;
  if (!first) return [];
  const { set, total } = first;
  const shares = [...new Set(sheet.flatMap((page) => page.shares))];
  // The code of a share follows the last document code; sealed sheets have all of them on the front page, if they fit.
  const wholePages = shares.length > 0 || total <= (ofShares ? ON_PAGE : ON_FRONT);
  const gaps: SheetGap[] = [];
  for (const own of shares.length > 0 ? [pages] : pages.map((page) => [page])) {
    const indices = own.flatMap(({ frames }) => frames);
    const [least, most] = [Math.min(...indices), Math.max(...indices)];
    const missing = Array.from({ length: total }, (_, i) => i).filter(
      (i) => !indices.includes(i) && (wholePages || (i > least && i < most)),
    );
    const facts = (own[0] as SetPage).facts;
    const unread = own.reduce((sum, page) => sum + page.facts.unread, 0);
    if (missing.length === 0) continue;
    gaps.push({
      what: "document",
      source: facts.source,
      origin: facts.origin,
      page: facts.page,
      name: set,
      ...(shares[0] === undefined ? {} : { x: shares[0] }),
      read: total - missing.length,
      expected: total,
      seen: Math.min(unread, missing.length),
      missing: missing.map((index) => index + 1),
      poor: own.some((page) => isPoor(page.facts)),
    });
  }
  return gaps;
}

/** Pages of sets by the sheet they are of: a share's by its number; others of a PDF go with the page before them. */
function sheetsOf(pages: readonly SetPage[]): SetPage[][] {
  const sheets: { set: string; x: number | undefined; pages: SetPage[] }[] = [];
  for (const page of pages) {
    const [x] = page.shares;
    const before = sheets.at(-1);
    const last = before?.pages.at(-1);
    const follows =
      last !== undefined &&
      before?.set === page.set &&
      last.facts.origin === "pdf" &&
      last.facts.source === page.facts.source &&
      last.facts.page + 1 === page.facts.page &&
      // A code that a share's sheet has already begins another one; a sealed sheet may have it twice.
      !(
        before.x !== undefined && page.frames.some((index) => before.pages.some(({ frames }) => frames.includes(index)))
      );
    const same =
      x === undefined ? (follows ? before : undefined) : sheets.find((one) => one.set === page.set && one.x === x);
    if (same) same.pages.push(page);
    else sheets.push({ set: page.set, x, pages: [page] });
  }
  return sheets.map((sheet) => sheet.pages);
}

/** What a page says, by set. */
function setPages(facts: PageFacts): SetPage[] {
  const sets = new Map<string, { shares: number[]; frames: number[]; total: number }>();
  const of = (setId: Uint8Array) => {
    const key = encodeBase32(setId);
    const one = sets.get(key) ?? { shares: [], frames: [], total: 0 };
    sets.set(key, one);
    return one;
  };
  for (const { text } of facts.codes) {
    const reading = parseRecord(text);
    if (reading.status !== "record") continue;
    try {
      if (reading.record.kind === "share") {
        const share = decodeShare(reading.record.bytes);
        of(share.setId).shares.push(share.point.x);
      } else if (reading.record.kind === "document") {
        const { setId, index, total } = decodeFrame(reading.record.bytes);
        const one = of(setId);
        one.frames.push(index);
        one.total = total;
      }
    } catch (error) {
      // A broken record is a problem of its own.
      if (!(error instanceof EscrowError)) throw error;
    }
  }
  return [...sets].map(([set, one]) => ({ facts, set: set.match(/.{4}/gu)?.join("-") ?? set, ...one }));
}

/** Whether a page's picture is blurred or cut off, so that the paper is not to blame. */
function isPoor({ codes, look }: PageFacts): boolean {
  return look?.cut === true || codes.some(({ quality }) => quality !== undefined && quality.capture !== "good");
}
