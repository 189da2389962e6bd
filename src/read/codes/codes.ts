import { isBlank } from "../pages/blank-page.js";
import type { Raster } from "../pixels/raster.js";
import type { Platform } from "../platform.js";
import {
  CodeSearch,
  FURTHER,
  MAX_FIRST_PIXELS,
  MAX_PLACE_PIXELS,
  MAX_WHOLE_PIXELS,
  PLAIN,
  readDark,
  readDrawn,
} from "./code-search.js";
import { withoutCrowds } from "./crowds.js";
import type { FoundCode } from "./found-code.js";
import type { Remains } from "./rescue/qr-remains.js";
import type { Corners } from "./sighting.js";

/** How hard to look. */
export interface ReadCodesOptions {
  /** Take every look, even after codes were found: when some are known to be missing. */
  readonly thorough?: boolean;
  /** The picture is as a program drew it: what one quick look does not find is not there. */
  readonly exact?: boolean;
  /** What is left of damaged codes in other pictures, which may show the same: used, and added to. */
  readonly remains?: Remains;
  /** Look once: of a camera the next picture comes at once, and holds what this one does not. */
  readonly once?: boolean;
  /** Look once, and say whether more looks would have followed: other pages come first. */
  readonly quick?: boolean;
  /** Seconds of processor time after which no further look begins. */
  readonly seconds?: number;
}

/**
 * Places like finder patterns from which on a picture is no page of codes: a code has 3, and up to 16 with those that
 * chance makes, a noisy photo of 12 megapixels 124; pictures made of finder patterns have 900 to 30,000.
 */
const CROWD = 1_200;

/**
 * Every QR code in a picture, whichever way it lies. Looks again at what was located and not read,
 * and at the whole where nothing was found; works out what is damaged where something is still missing. A code that is printed twice is two results.
 * @returns in the order found
 */
export async function readCodes(
  raster: Raster,
  platform: Platform,
  { thorough = false, exact = false, once = false, remains = [] }: ReadCodesOptions = {},
): Promise<FoundCode[]> {
  const { codes } = await searchCodes(raster, platform, { thorough, exact, once, remains });
  return codes;
}

/** What a search for codes ended with. */
interface SearchEnd {
  readonly codes: FoundCode[];
  /** Outlines of codes that were located and not read. */
  readonly unread: readonly Corners[];
  /** So much looks like finder patterns that the picture was given up after a second look without the closest. */
  readonly crowded?: true;
  /** Looks that would have followed were left for later. */
  readonly quick?: true;
}

/** As `readCodes`, with what was located and not read. */
export async function searchCodes(
  raster: Raster,
  platform: Platform,
  options: ReadCodesOptions = {},
): Promise<SearchEnd> {
  const { thorough = false, exact = false, once = false, remains = [], quick = false } = options;
  const { seconds: most = Number.POSITIVE_INFINITY } = options;
  const seconds = platform.startWatch?.() ?? (() => 0);
  const search = new CodeSearch(withoutCrowds(raster), platform);
  const whole = { x: 0, y: 0, width: raster.width, height: raster.height };
  const read = exact ? readDrawn : once ? readDark : PLAIN.read;
  await search.look({ ...PLAIN, read }, whole, MAX_FIRST_PIXELS);
  // Backs of sheets are blank more often than not, and nothing is sooner told.
  if (!exact && !once && search.isEmpty && isBlank(raster)) return { codes: [], unread: [] };
  const done = () => exact || once || (search.found.length > 0 && !thorough);
  const isLate = () => seconds() > most;
  if (quick && !exact && (!done() || search.lacks)) return { codes: search.found, unread: search.unread, quick: true };
  // A camera's frame, and a page that a program drew without a code, are not looked at further: nothing is to be spared.
  const goesOn = !done() || (!once && !search.isEmpty && search.lacks);
  if (goesOn && (await search.lookTimed()) > CROWD) {
    // Every further look would take seconds, and find nothing.
    search.calm();
    await search.look({ ...PLAIN, read }, whole, MAX_FIRST_PIXELS);
    return { codes: search.found, unread: search.unread, crowded: true };
  }
  if (!exact && !once && search.lacks && !isLate()) await search.lookFilled();
  for (const look of FURTHER) {
    for (const place of search.openPlaces()) {
      if (!isLate()) await search.look(look, place, MAX_PLACE_PIXELS);
    }
  }
  const large = raster.width * raster.height > MAX_WHOLE_PIXELS;
  for (const look of large ? [{ ...PLAIN, pass: "small" as const }, ...FURTHER] : FURTHER) {
    if (done() || isLate()) break;
    await search.look(look, whole, MAX_WHOLE_PIXELS);
  }
  if (!exact && !once && !isLate() && !(await search.rescue(thorough, remains, most - seconds()))) {
    if (!isLate()) await search.lookHard();
  }
  return { codes: search.found, unread: search.unread };
}
