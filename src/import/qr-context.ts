import { EscrowError } from "../error.js";
import { readCodes } from "../read/codes/codes.js";
import { fileKind } from "../read/file-kind.js";
import { Frames } from "../read/pictures/frames.js";
import { firstPage, lookOnBoth, picturePages } from "../read/pictures/picture-pages.js";
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

/**
 * The texts of all QR codes of a picture or PDF, page by page: what is not asked for is not read. Of a page that
 * could not be drawn comes why.
 * @throws EscrowError where it cannot be decoded
 */
export async function* readPages(
  bytes: Uint8Array,
  platform: Platform,
): AsyncGenerator<string[] | EscrowError, void, void> {
  if (fileKind(bytes) !== "pdf") {
    const frames = new Frames(platform);
    for await (const page of picturePages(bytes, platform)) {
      if ("fault" in page) yield page.fault;
      else if (page.animated) await frames.add(page);
      else
        yield await lookOnBoth(
          page,
          (raster) => readTexts(raster, platform),
          (texts) => texts.length > 0,
        );
    }
    yield [...frames.codes.keys()];
    for (const page of frames.codes.size === 0 ? frames.samples : []) {
      yield await lookOnBoth(
        page,
        (raster) => readTexts(raster, platform),
        (texts) => texts.length > 0,
      );
    }
  } else {
    const [{ drawPdf }, { PageTime }] = await Promise.all([
      import("../read/pages/drawn-pages.js"),
      import("../read/pages/page-time.js"),
    ]);
    const time = new PageTime(bytes, platform);
    for await (const page of drawPdf(bytes, platform)) {
      const lost = time.lost(page);
      if (lost) {
        yield lost.fault;
        return;
      }
      const texts = "fault" in page ? page.fault : await readTexts(page.raster, platform, page.exact);
      if (!(texts instanceof EscrowError) && texts.length > 0) time.found();
      yield texts;
    }
  }
}

async function readTexts(raster: Raster, platform: Platform, exact = false): Promise<string[]> {
  // No code is so small: what a drawing that shows none comes as.
  if (Math.min(raster.width, raster.height) < LEAST_SIDE) return [];
  return (await readCodes(raster, platform, { exact })).map(({ text }) => text);
}
