import type { Remains } from "../codes/rescue/qr-remains.js";
import { prepareZxing } from "../codes/zxing-reader.js";
import { lookOptions, sightPage } from "../pages/page-sight.js";
import { type Look, lookTwice, PageTime } from "../pages/page-time.js";
import { lostPage, type PageReading } from "../pages/pages.js";
import type { Platform } from "../platform.js";
import { Frames } from "./frames.js";
import { lookOnBoth, type PicturePage, picturePages } from "./picture-pages.js";

/**
 * Reads the codes of a picture page by page; an animation is one page.
 * @param remains what is left of damaged codes elsewhere: used, and added to
 * @param foot whether the words at the feet of pages are wanted, too
 * @returns as `readPages`
 * @throws EscrowError as `picturePages`
 */
export async function* readPicture(
  bytes: Uint8Array,
  platform: Platform,
  remains: Remains = [],
  foot = false,
): AsyncGenerator<PageReading, void, void> {
  // Loaded while the picture is decoded.
  prepareZxing(platform);
  const time = new PageTime(bytes, platform);
  const look = async (one: PicturePage, how: Look) => {
    const options = {
      remains,
      foot,
      ...lookOptions(how),
      ...(one.pages === 1 ? {} : { seconds: time.secondsOfPage() }),
    };
    const sight = await lookOnBoth(
      one,
      async (raster) => ({ raster, ...(await sightPage(raster, platform, options)) }),
      ({ codes }) => codes.length > 0,
    );
    time.found(sight.codes.map(({ text }) => text));
    return sight;
  };
  const frames = new Frames(platform);
  async function* lookAt(only?: readonly number[], how?: Look): AsyncGenerator<PageReading, void, void> {
    for await (const one of picturePages(bytes, platform, time, only)) {
      const { page, pages } = one;
      if ("fault" in one) yield lostPage(one);
      else if (one.animated) await frames.add(one);
      else yield { page, pages, rows: [], ...(await look(one, how ?? time.firstLook(one))) };
    }
  }
  yield* lookTwice(time, lookAt, ({ raster: _, ...one }) => one);
  const [sample] = frames.samples;
  if (!sample) return;
  const seen = [...frames.codes.values()];
  const codes = seen.map(({ code }) => code);
  const qualities = seen.map(({ quality }) => quality);
  const sight = seen.length > 0 ? { codes, qualities, unread: 0, exact: false } : await look(sample, "close");
  // All frames are one picture.
  yield { page: 1, pages: 1, rows: [], ...sight };
}
