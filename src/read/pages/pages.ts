import type { Font } from "@cantoo/fontkit";
import type { Remains } from "../codes/rescue/qr-remains.js";
import { prepareZxing } from "../codes/zxing-reader.js";
import { type FoundLine, findLines } from "../glyphs/found-lines.js";
import { glyphReaderOf } from "../glyphs/glyphs.js";
import type { Raster } from "../pixels/raster.js";
import type { Helpers, Platform } from "../platform.js";
import { drawPdf, type LostPage } from "./drawn-pages.js";
import { lookOptions, type PageSight, type SightOptions, sightOf, sightPage } from "./page-sight.js";
import { type Look, type LookedPage, lookTwice, PageTime } from "./page-time.js";
import type { PdfPage } from "./pdf.js";

/** What stands on one page of a PDF or of a picture. */
export interface PageReading extends PageSight, LookedPage {
  /** Rows of typed characters; none where they were not asked for. */
  readonly rows: readonly FoundLine[];
  /** The page in grey levels; nothing where it could not be drawn, was looked at quickly alone, or is an animation. */
  readonly raster?: Raster;
}

/** Whoever looks at pages. */
interface PageReader {
  readonly count: number;
  sightPage(raster: Raster, options: SightOptions): Promise<PageSight>;
}

/** Files of fewer pages are read sooner than helpers have woken up. */
const LEAST_SHARED_PAGES = 20;

/**
 * Reads the codes of a PDF page by page, and typed rows where their font is given. Of a long file helpers read the
 * codes while further pages are drawn.
 * @param typedFont the font of typed rows, where these are to be read too; and the words at the feet of scans
 * @param remains what is left of damaged codes on other pages, here and elsewhere: used, and added to
 * @returns every page, those last that were looked at closely once all others had been looked at
 * @throws EscrowError as `drawPdf`
 */
export async function* readPages(
  bytes: Uint8Array,
  platform: Platform,
  typedFont?: () => Promise<Font>,
  remains: Remains = [],
): AsyncGenerator<PageReading> {
  // Loaded while the first page is drawn.
  prepareZxing(platform);
  typedFont?.().catch(() => {});
  const alone: PageReader = { count: 0, sightPage: (raster, options) => sightPage(raster, platform, options) };
  const time = new PageTime(bytes, platform);
  async function* look(only?: readonly number[], how?: Look): AsyncGenerator<PageReading, void, void> {
    const begun: Promise<PageReading>[] = [];
    let open = 0;
    for await (const drawn of drawPdf(bytes, platform, { scansAsTheyAre: true, ...(only ? { only } : {}) }, time)) {
      const first = how ?? time.firstLook(drawn);
      while (begun.length > 0 && time.isTaken(first, open)) yield (await begun.shift()) as PageReading;
      const lost = time.lost(drawn, how);
      if (lost) {
        begun.push(Promise.resolve(lostPage(lost)));
        break;
      }
      const { pages } = drawn;
      const helpers = pages < LEAST_SHARED_PAGES ? alone : platform.helpers ? readerOf(platform.helpers) : alone;
      // A file of one page has no other that waits; pages that are looked at together share what is left.
      const bound = pages === 1 ? {} : { seconds: time.secondsOfPage(open) };
      const reading = readPage(drawn, helpers, typedFont, remains, { ...lookOptions(first), ...bound });
      open++;
      // It is awaited in its turn, or never where an earlier page ends the work.
      reading.then(
        ({ codes }) => {
          open--;
          time.found(codes.map(({ text }) => text));
        },
        () => {},
      );
      begun.push(reading);
      if (begun.length > 2 * helpers.count) yield (await begun.shift()) as PageReading;
    }
    for (const reading of begun) yield await reading;
  }
  yield* lookTwice(time, look, ({ raster: _, ...one }) => one);
}

function readerOf(helpers: Helpers): PageReader {
  const { count, readCodes } = helpers;
  const byCodes: PageReader["sightPage"] = async (raster, options) =>
    sightOf(raster, await readCodes(raster, options), 0, options.exact);
  return { count, sightPage: helpers.sightPage ?? byCodes };
}

/** A page that could not be drawn, as a reading. */
export function lostPage({ page, pages, fault }: LostPage): PageReading {
  return { page, pages, codes: [], qualities: [], unread: 0, exact: false, rows: [], fault };
}

async function readPage(
  drawn: PdfPage | LostPage,
  helpers: PageReader,
  typedFont: (() => Promise<Font>) | undefined,
  remains: Remains,
  how: Pick<SightOptions, "glance" | "quick" | "seconds">,
): Promise<PageReading> {
  if ("fault" in drawn) return lostPage(drawn);
  const { page, pages } = drawn;
  const { raster, exact, dpi } = drawn;
  // What a helper is given is a copy: what it leaves is put together with the rest later on.
  const foot = typedFont !== undefined;
  const sight = helpers.sightPage(raster, { ...how, exact, foot, ...(helpers.count === 0 ? { remains } : {}) });
  sight.catch(() => {});
  const typed = async () => (typedFont ? findLines(raster, glyphReaderOf(await typedFont()), { dpi }) : []);
  // Rows of pages that are glanced at come with a closer look.
  if (how.glance && (await sight).glanced) return { page, pages, raster, rows: [], ...(await sight) };
  const rows = await typed();
  return { page, pages, raster, rows, ...(await sight) };
}
