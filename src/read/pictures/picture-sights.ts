import type { Remains } from "../codes/rescue/qr-remains.js";
import { sightPage } from "../pages/page-sight.js";
import { lostPage, type PageReading } from "../pages/pages.js";
import type { Platform } from "../platform.js";
import { lookOnBoth, picturePages } from "./picture-pages.js";

/**
 * Reads the codes of a picture page by page.
 * @param remains what is left of damaged codes elsewhere: used, and added to
 * @throws EscrowError as `picturePages`
 */
export async function* readPicture(
  bytes: Uint8Array,
  platform: Platform,
  remains: Remains = [],
): AsyncGenerator<PageReading, void, void> {
  for await (const one of picturePages(bytes, platform)) {
    if ("fault" in one) {
      yield lostPage(one);
      continue;
    }
    const { page, pages } = one;
    const sight = await lookOnBoth(
      one,
      (raster) => sightPage(raster, platform, { remains }),
      ({ codes }) => codes.length > 0,
    );
    yield { page, pages, rows: [], ...sight };
  }
}
