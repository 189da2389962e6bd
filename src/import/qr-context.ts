import { EscrowError } from "../error.js";
import { type ReadCodesOptions, searchCodes } from "../read/codes/codes.js";
import { fileKind } from "../read/file-kind.js";
import { type Look, type LookedPage, lookTwice, PageTime, quickFault } from "../read/pages/page-time.js";
import { Frames } from "../read/pictures/frames.js";
import { firstPage, lookOnBoth, type PicturePage, picturePages } from "../read/pictures/picture-pages.js";
import type { Raster } from "../read/pixels/raster.js";
import type { Platform } from "../read/platform.js";
import type { ImportContext } from "./source.js";

/** Pixels of a code's side: the smallest has so many modules. */
const LEAST_SIDE = 21;

/** What sources need, by the reading chain of sheets: pictures as they are, PDFs page by page. */
export function importContext(platform: Platform): ImportContext {
  const watch = platform.startWatch?.();
  return {
    ...(watch ? { watch } : {}),
    readCodes: async (bytes, onLost = () => {}) => {
      const texts: string[] = [];
      for await (const page of readPages(bytes, platform)) {
        if (page instanceof EscrowError) onLost(page);
        else texts.push(...page);
      }
      return texts;
    },
    pictureFault: async (bytes) => {
      if (fileKind(bytes) === "pdf") return undefined;
      const { pictureFault } = await import("../read/pages/page-look.js");
      return pictureFault(await firstPage(bytes, platform));
    },
  };
}

/** A page as far as its codes are wanted. */
interface CodePage extends LookedPage {
  readonly texts: readonly string[];
}

/**
 * The texts of all QR codes of a picture or PDF, page by page. Of pages that could not be drawn, or that there was no
 * time to look at closely, comes why, at the end.
 * @throws EscrowError where it cannot be decoded
 */
export async function* readPages(
  bytes: Uint8Array,
  platform: Platform,
): AsyncGenerator<readonly string[] | EscrowError, void, void> {
  const time = new PageTime(bytes, platform);
  const frames = new Frames(platform);
  const looks =
    fileKind(bytes) === "pdf" ? lookAtPdf(bytes, platform, time) : lookAtPicture(bytes, platform, time, frames);
  const pages: CodePage[] = [];
  for await (const one of lookTwice(time, looks, (page) => page)) pages.push(one);
  pages.sort((a, b) => a.page - b.page);
  for (const { texts } of pages) yield texts;
  for (const { fault } of pages) if (fault) yield fault;
  const quick = quickFault(pages);
  if (quick) yield quick;
  yield [...frames.codes.keys()];
  for (const page of frames.codes.size === 0 ? frames.samples : []) yield (await textsOf(page, platform, {})).texts;
}

function lookAtPdf(bytes: Uint8Array, platform: Platform, time: PageTime) {
  return async function* (only?: readonly number[], how?: Look): AsyncGenerator<CodePage, void, void> {
    const { drawPdf } = await import("../read/pages/drawn-pages.js");
    for await (const one of drawPdf(bytes, platform, only ? { only } : {}, time)) {
      const lost = "fault" in one ? one : time.lost(one, how);
      if (lost) yield { ...lost, texts: [], unread: 0 };
      if (lost?.fault.code === "pdf-slow") return;
      if ("fault" in one) continue;
      const { page, pages, raster, exact } = one;
      const options = howOf(one, time, how);
      const read = await readTexts(raster, platform, { ...options, exact });
      time.found(read.texts);
      yield { page, pages, ...read };
    }
  };
}

function lookAtPicture(bytes: Uint8Array, platform: Platform, time: PageTime, frames: Frames) {
  return async function* (only?: readonly number[], how?: Look): AsyncGenerator<CodePage, void, void> {
    for await (const one of picturePages(bytes, platform, time, only)) {
      if ("fault" in one) yield { ...one, texts: [], unread: 0 };
      else if (one.animated) await frames.add(one);
      else {
        const read = await textsOf(one, platform, howOf(one, time, how));
        time.found(read.texts);
        yield { page: one.page, pages: one.pages, ...read };
      }
    }
  };
}

function howOf(page: Pick<LookedPage, "page" | "pages">, time: PageTime, how?: Look): ReadCodesOptions {
  return {
    quick: (how ?? time.firstLook(page)) !== "close",
    ...(page.pages === 1 ? {} : { seconds: time.secondsOfPage() }),
  };
}

function textsOf(page: PicturePage, platform: Platform, options: ReadCodesOptions) {
  return lookOnBoth(
    page,
    (raster) => readTexts(raster, platform, options),
    ({ texts }) => texts.length > 0,
  );
}

async function readTexts(
  raster: Raster,
  platform: Platform,
  options: ReadCodesOptions,
): Promise<Pick<CodePage, "texts" | "unread" | "quick">> {
  // No code is so small: what a drawing that shows none comes as.
  if (Math.min(raster.width, raster.height) < LEAST_SIDE) return { texts: [], unread: 0 };
  const { codes, unread, quick } = await searchCodes(raster, platform, options);
  return { texts: codes.map(({ text }) => text), unread: unread.length, ...(quick ? { quick } : {}) };
}
