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
      if (fileKind(bytes) !== "pdf") return readTexts(await platform.decodePicture(bytes), platform);
      const texts: string[] = [];
      for await (const { raster } of rasterisePdf(bytes, platform)) texts.push(...(await readTexts(raster, platform)));
      return texts;
    },
  };
}

async function readTexts(raster: Raster, platform: Platform): Promise<string[]> {
  return (await readCodes(raster, platform)).map(({ text }) => text);
}
