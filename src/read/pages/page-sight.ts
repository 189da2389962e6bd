import { lacksCompanions } from "../../paper/frame-texts.js";
import { parseRecord } from "../../paper/record.js";
import { type CodeQuality, codeQuality, placeOnPage } from "../codes/code-quality.js";
import { type ReadCodesOptions, searchCodes } from "../codes/codes.js";
import type { FoundCode } from "../codes/found-code.js";
import type { Remains } from "../codes/rescue/qr-remains.js";
import type { Raster } from "../pixels/raster.js";
import type { Platform } from "../platform.js";
import { isBlank } from "./blank-page.js";
import { countCardGaps, mayBeCards } from "./card-gaps.js";
import { lookAtPage, type PageLook } from "./page-look.js";
import type { Look } from "./page-time.js";

/** All that a picture of a page gave. */
export interface PageSight {
  /** Codes that were found on the page. */
  readonly codes: readonly FoundCode[];
  /** How each of them is printed and captured; none for a page that a program drew. */
  readonly qualities: readonly CodeQuality[];
  /** Codes that are seen and could not be read. */
  readonly unread: number;
  /** It was looked at quickly, and a closer look may show more. */
  readonly quick?: true;
  /** It was looked at for its codes alone. */
  readonly glanced?: true;
  /** Whether it is full of what looks like finder patterns: it was given up after the first look, and is no page of lines. */
  readonly crowded?: true;
  /** Whether a program drew the page: it is no scan or photo of paper. */
  readonly exact: boolean;
  /** Where codes may be missing: what else the page shows. */
  readonly look?: PageLook;
  /** The line of words at its foot, where it was asked for and the page has codes. */
  readonly foot?: Raster;
  /** What is left of codes that could not be read by themselves: it may complete those of other pages, and they it. */
  readonly left?: Remains;
}

/** How a page is looked at. */
export interface SightOptions extends ReadCodesOptions {
  /** Looks for codes alone, and quickly, where that finds none: other pages come first. */
  readonly glance?: boolean;
  /** Whether the words at the foot of a scan or photo with codes of a set are wanted, too: they are compared with these. */
  readonly foot?: boolean;
}

/** What is asked for where a page is looked at so closely. */
export function lookOptions(look: Look): Pick<SightOptions, "glance" | "quick"> {
  return { glance: look === "glance", quick: look === "quick" };
}

/** Most remains that one page leaves: more codes than one has, each tried in two ways. */
const MOST_LEFT = 32;

/** Reads the codes of a page, and looks at what else is on it where some may be missing. */
export async function sightPage(raster: Raster, platform: Platform, options: SightOptions): Promise<PageSight> {
  const { remains = [], exact = false, glance = false } = options;
  const before = new Set(remains);
  const { codes, unread, crowded, quick } = await searchCodes(raster, platform, {
    ...options,
    remains,
    quick: glance || (options.quick ?? false),
  });
  // A blank page needs no other look, which would draw it again.
  if (glance && codes.length === 0 && (quick || (exact && !isBlank(raster))))
    return { codes, qualities: [], unread: unread.length, exact, quick: true, glanced: true };
  const located = Math.max(unread.length, crowded ? 1 : 0);
  const compared = options.foot && !exact && codes.some(({ text }) => parseRecord(text).status === "record");
  const foot = compared ? (await import("./foot-sight.js")).footBelow(raster, codes) : undefined;
  const seen = { ...(crowded ? { crowded } : {}), ...(quick ? { quick } : {}), ...(foot ? { foot } : {}) };
  const sight = { ...sightOf(raster, codes, located, exact), ...seen };
  const left = remains.filter((one) => !before.has(one)).slice(-MOST_LEFT);
  return left.length > 0 ? { ...sight, left } : sight;
}

/** The same of a page whose codes were read elsewhere. @param located how many are seen and could not be read */
export function sightOf(raster: Raster, codes: readonly FoundCode[], located: number, exact = false): PageSight {
  const qualities = exact ? [] : codes.map((code) => codeQuality(raster, code));
  // What a program drew is all there.
  const gaps = exact ? 0 : countCardGaps(codes);
  // The back of an open sheet has one code, at its foot: cards begin further up.
  const cards = mayBeCards(codes.map(({ text }) => text)) && codes.some((code) => isAboveFoot(raster, code));
  if (!cards && (!mayMiss(raster, codes, located) || (exact && codes.length > 0)))
    return { codes, qualities, unread: Math.max(located, gaps), exact };
  const look = lookAtPage(
    raster,
    codes.map(({ corners }) => corners),
    exact,
    cards,
  );
  const finders = exact && codes.length > 0 ? 0 : look.finders;
  return { codes, qualities, unread: Math.max(located, finders, gaps), exact, look };
}

/** Whether codes may be missing: none was read, some were seen, or sheets have more beside these. */
function mayMiss(raster: Raster, codes: readonly FoundCode[], unread: number): boolean {
  const [first, second] = codes;
  if (!first || unread > 0 || lacksCompanions(codes.map(({ text }) => text))) return true;
  // The back of an open sheet has one code, at the foot; the front has one further up, and usually a second one.
  return !second && isAboveFoot(raster, first);
}

function isAboveFoot(raster: Raster, { corners }: FoundCode): boolean {
  return placeOnPage(raster, corners).y < FOOT_OF_PAGE;
}

/** Share of the page above the code of an open sheet's back. */
const FOOT_OF_PAGE = 0.7;
