import { readCodes } from "../read/codes.js";
import { fileKind } from "../read/file-kind.js";
import { rasterisePdf } from "../read/pdf.js";
import type { Platform } from "../read/platform.js";
import type { Raster } from "../read/raster.js";
import type { ImportContext } from "./source.js";

/** What sources need, by the reading chain of sheets: pictures as they are, PDFs page by page. */
export function importContext(platform: Platform): ImportContext {
  return {
    readCodes: async (bytes) => {
      const texts: string[] = [];
      for await (const page of readPages(bytes, platform)) texts.push(...page);
      return texts;
    },
  };
}

/**
 * The texts of all QR codes of a picture, or of a PDF page by page: what is not asked for is not read.
 * @throws EscrowError where it cannot be decoded
 */
export async function* readPages(bytes: Uint8Array, platform: Platform): AsyncGenerator<string[], void, void> {
  if (fileKind(bytes) !== "pdf") yield await readTexts(await platform.decodePicture(bytes), platform);
  else
    for await (const { raster, exact } of rasterisePdf(bytes, platform)) yield await readTexts(raster, platform, exact);
}

async function readTexts(raster: Raster, platform: Platform, exact = false): Promise<string[]> {
  return (await readCodes(raster, platform, { exact })).map(({ text }) => text);
}
