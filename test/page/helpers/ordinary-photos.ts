import { damagePage } from "../../../bench/damage/damage-page.mjs";
import { drawDamage } from "../../../bench/damage/draw-case.mjs";
import { drawPage } from "../../../bench/damage/print.mjs";
import type { GivenFile } from "./fixtures.js";

/** A4 without codes that damage could be drawn at: ordinary damages ask for none. */
const PAGE = { widthMm: 210, heightMm: 297, codes: [] };

/** Photos of a printed file's pages, as a person takes them with a phone: grade *ordinary* of the damage simulator. */
export async function ordinaryPhotos({ name, bytes }: GivenFile, pages: number): Promise<GivenFile[]> {
  return Promise.all(
    Array.from({ length: pages }, async (_, index) => {
      let seed = 100 * index;
      let drawn = drawDamage(seed, "ordinary", PAGE);
      while (drawn.capture.name !== "photo") drawn = drawDamage(++seed, "ordinary", PAGE);
      const { bytes: photo } = await damagePage(await drawPage(bytes, index), drawn);
      return { name: name.replace(".pdf", `-${index + 1}.jpg`), bytes: new Uint8Array(photo) };
    }),
  );
}
