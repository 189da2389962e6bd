import { describe, expect } from "vitest";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import type { Page } from "../../src/sheet/box.js";
import { drawPdf } from "../../src/sheet/pdf.js";
import { wide } from "../helpers/full.js";
import { encodeJpeg, photograph, rasteriseForTest, seededRandom } from "../helpers/photo.js";
import { fonts, OPEN, readFiles, sheetsOf, TEN_ACCOUNTS } from "../helpers/sheets.js";
import { CONDITIONS, RESOLUTIONS, type Resolution } from "./conditions.js";

const accounts = Object.values(TEN_ACCOUNTS);

/** Of pages and conditions: all of them take two minutes and show no more. */
const SHARE = 1 / 3;

/** Photographs pages under a seeded share of the conditions, and says which accounts did not come back. */
async function lostOn(pages: readonly Page[], dpi: Resolution, seed: number): Promise<string[]> {
  const draw = seededRandom(seed + dpi);
  const lost: string[] = [];
  let photos = 0;
  for (const { page, raster } of await rasteriseForTest(await drawPdf(pages, fonts), dpi)) {
    for (const [condition, { jpeg = 92, ...shot }] of Object.entries(CONDITIONS)) {
      const [taken, angle] = [draw() < SHARE, Math.floor(draw() * 360)];
      if (!taken) continue;
      const picture = await photograph(raster, { dpi, angle, seed: ++photos, ...shot });
      const { sheets } = await readFiles({ name: "photo.jpg", bytes: await encodeJpeg(picture, jpeg) });
      const found = new Set(sheets.map(({ account }) => formatOtpauth(account)));
      for (const index of pages[page - 1]?.accounts ?? []) {
        const account = accounts[index];
        if (account && found.has(formatOtpauth(account))) continue;
        lost.push(`${Object.keys(TEN_ACCOUNTS)[index]}, ${condition}, ${angle}°`);
      }
    }
  }
  expect(photos).toBeGreaterThan(0);
  return lost;
}

describe.each(RESOLUTIONS)("at %i dpi a seeded third of pages and conditions", (dpi) => {
  wide("leaves the codes on the backs of ten accounts readable", async () => {
    const { pages } = await sheetsOf(accounts, OPEN);
    const backs = pages.filter((_, i) => i % 2 === 1);
    expect(await lostOn(backs, dpi, 51)).toEqual([]);
  });

  wide("leaves the codes of cards readable, all of a page in one picture", async () => {
    const { pages } = await sheetsOf(accounts, { ...OPEN, template: "cards" });
    expect(await lostOn(pages, dpi, 58)).toEqual([]);
  });
});
