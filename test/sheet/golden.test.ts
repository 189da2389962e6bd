import { existsSync, readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../src/node/platform.js";
import { rasterisePdf } from "../../src/read/pages/pdf.js";
import { sheetsOf, TEN_ACCOUNTS } from "../helpers/sheets.js";
import { GOLDEN_NAMES, goldenPath, goldenPicturePath, makeGolden } from "./golden.js";
import { GOLDEN_SET_NAMES, makeGoldenSet } from "./golden-sets.js";

// To renew the golden PDFs and pictures after a change of the drawing that was meant:
// PAPER_ESCROW_RENEW_GOLDEN=1 npx vitest run test/sheet/golden.test.ts
const renew = process.env.PAPER_ESCROW_RENEW_GOLDEN === "1";

/** Enough to see every line and module move, and small enough to keep. */
const PICTURE_DPI = 60;

const NAMES = [...GOLDEN_NAMES, ...GOLDEN_SET_NAMES];
const make = async (name: string) =>
  GOLDEN_SET_NAMES.includes(name) ? makeGoldenSet(name) : (await makeGolden(name)).pdf;

describe("golden PDFs", () => {
  it.each(NAMES)("%s is made to the byte as it is kept", async (name) => {
    const pdf = await make(name);
    if (renew) writeFileSync(goldenPath(name), pdf);
    expect(existsSync(goldenPath(name))).toBe(true);
    expect(Buffer.from(pdf).equals(readFileSync(goldenPath(name)))).toBe(true);
  });

  it("do not depend on what was made before", async () => {
    await sheetsOf(Object.values(TEN_ACCOUNTS));
    for (const name of [...NAMES].reverse()) {
      expect(Buffer.from(await make(name)).equals(readFileSync(goldenPath(name))), name).toBe(true);
    }
  });
});

// The renderer is WebAssembly, which draws the same everywhere; PNG files are compared by their pixels, for encoders differ.
describe("golden pictures", () => {
  it.each(NAMES)("%s looks to the pixel as it is kept", async (name) => {
    let pages = 0;
    for await (const { page, raster } of rasterisePdf(readFileSync(goldenPath(name)), nodePlatform, {
      dpi: PICTURE_DPI,
    })) {
      pages = page;
      const { width, height, data } = raster;
      const path = goldenPicturePath(name, page);
      if (renew) {
        const picture = sharp(data, { raw: { width, height, channels: 1 } }).toColourspace("b-w");
        writeFileSync(path, await picture.png({ compressionLevel: 9, effort: 10 }).toBuffer());
      }
      const kept = await sharp(path).toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
      expect(kept.info).toMatchObject({ width, height, channels: 1 });
      expect(kept.data.equals(data), `page ${page}`).toBe(true);
    }
    expect(existsSync(goldenPicturePath(name, pages + 1))).toBe(false);
  });
});
