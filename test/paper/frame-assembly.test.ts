import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/bytes.js";
import { type Frame, makeFrames } from "../../src/paper/frame.js";
import { assembleDocument, type PlacedFrame } from "../../src/paper/frame-assembly.js";
import { FULL } from "../helpers/full.js";

/** A document of random-looking bytes with its frames. */
async function sample(length: number): Promise<{ document: Uint8Array; frames: Frame[] }> {
  const document = Uint8Array.from({ length }, (_, i) => (i * 73 + (i >> 3) * 31 + 7) & 255);
  return { document, frames: makeFrames(document, (await sha256(document)).slice(0, 10), false) };
}

/** The same place of another document, under the same set id. */
function forge(frame: Frame, seed: number): Frame {
  return { ...frame, payload: frame.payload.map((byte, i) => byte ^ ((seed * 29 + i * 7 + 1) & 255)) };
}

function page(source: string, number: number, frames: readonly Frame[]): PlacedFrame[] {
  return frames.map((frame) => ({ frame, source, page: number }));
}

describe("false frames with a right CRC cannot hide a document", () => {
  test("six on a page in front of a joint scan, and the page is named", async () => {
    const { document, frames } = await sample(800);
    const forged = frames.slice(0, 6).map((frame) => forge(frame, 1));
    const scan = [...page("scan.pdf", 1, forged), ...page("scan.pdf", 3, frames), ...page("scan.pdf", 5, frames)];
    const { document: found, wrongPages } = await assembleDocument(scan);
    expect(found).toEqual(document);
    expect(wrongPages).toEqual([{ source: "scan.pdf", page: 1 }]);
  });

  test.each([1, 2, 3])("seventy-five photos of false frames given first, the true ones on %i pages", async (pages) => {
    const { document, frames } = await sample(800);
    const forged = Array.from({ length: 75 }, (_, i) =>
      page(
        `false-${i}.jpg`,
        1,
        frames.slice(0, 1 + (i % 9)).map((frame) => forge(frame, i)),
      ),
    );
    const size = Math.ceil(7 / pages);
    const honest = Array.from({ length: pages }, (_, i) =>
      page(`true-${i}.jpg`, 1, frames.slice(i * size, (i + 1) * size)),
    );
    const { document: found, wrongPages } = await assembleDocument([...forged.flat(), ...honest.flat()]);
    expect(found).toEqual(document);
    expect(wrongPages).toHaveLength(75);
  });

  test("thousands in a list of texts, before and after the true ones", async () => {
    const { document, frames } = await sample(300);
    const forged = Array.from({ length: 3000 }, (_, i) => forge(frames[i % frames.length] as Frame, i));
    const texts = [...forged.slice(0, 2900), ...frames.slice(1), ...forged.slice(2900)];
    const found = await assembleDocument(texts.map((frame) => ({ frame, source: "codes.txt" })));
    expect(found.document).toEqual(document);
  });

  test("false frames copied onto more pages than the true ones stand on", async () => {
    const { document, frames } = await sample(1500);
    const forged = frames.map((frame) => forge(frame, 5));
    const copies = Array.from({ length: 9 }, (_, i) => page(`copy-${i}.jpg`, 1, forged));
    const halves = [page("sheet.pdf", 2, frames.slice(0, 9)), page("sheet.pdf", 3, frames.slice(9))];
    const { document: found, wrongPages } = await assembleDocument([...copies.flat(), ...halves.flat()]);
    expect(found).toEqual(document);
    expect(wrongPages.map(({ source }) => source)).toEqual(copies.map((_, i) => `copy-${i}.jpg`));
  });

  test("false and true frames on the same page, ten contradictions", async () => {
    const { document, frames } = await sample(1150);
    const mixed = frames.slice(0, 10).flatMap((frame) => [forge(frame, 3), frame]);
    expect((await assembleDocument(page("photo.jpg", 1, mixed))).document).toEqual(document);
  });

  test("a document of another length under the same set id", async () => {
    const { document, frames } = await sample(700);
    const setId = (frames[0] as Frame).setId;
    const others = makeFrames(new Uint8Array(90).fill(7), setId, false);
    const { document: found, wrongPages } = await assembleDocument([...page("a", 1, others), ...page("b", 1, frames)]);
    expect(found).toEqual(document);
    expect(wrongPages).toEqual([{ source: "a", page: 1 }]);
  });

  test("any number of pages of one forger among two holders' pages, in any order", async () => {
    const { document, frames } = await sample(1000);
    const forgedPage = fc.record({
      picks: fc.uniqueArray(fc.nat({ max: frames.length - 1 }), { minLength: 1, maxLength: 12 }),
      seed: fc.nat({ max: 4 }),
      truth: fc.nat({ max: 12 }),
    });
    const holder = fc.uniqueArray(fc.nat({ max: frames.length - 1 }), { minLength: 9, maxLength: frames.length });
    await fc.assert(
      fc.asyncProperty(
        fc.array(forgedPage, { maxLength: 12 }),
        holder,
        holder,
        fc.infiniteStream(fc.nat({ max: 2 ** 30 })),
        async (forgers, first, second, order) => {
          const pages = [
            ...forgers.map(({ picks, seed, truth }, i) =>
              page(
                `f${i}`,
                1,
                picks.map((at, j) => (j < truth ? (frames[at] as Frame) : forge(frames[at] as Frame, seed))),
              ),
            ),
            ...[first, second].map((picks, i) =>
              page(
                `holder ${i}`,
                2,
                picks.map((at) => frames[at] as Frame),
              ),
            ),
          ];
          const shuffled = pages
            .map((one) => ({ one, key: order.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .flatMap(({ one }) => one);
          const { document: found, wrongPages } = await assembleDocument(shuffled);
          expect(found).toEqual(document);
          expect(wrongPages.some(({ source }) => source.startsWith("holder"))).toBe(false);
        },
      ),
      { seed: 15, numRuns: FULL ? 2000 : 60 },
    );
  });

  test("what cannot be settled is a conflict, what is too little is missing", async () => {
    const { frames } = await sample(400);
    const bad = [forge(frames[0] as Frame, 1), ...frames.slice(1, 4)];
    await expect(assembleDocument(page("a", 1, bad))).rejects.toMatchObject({ code: "frames-conflict" });
    await expect(assembleDocument(page("a", 1, bad.slice(1)))).rejects.toMatchObject({
      code: "frames-missing",
      data: { have: 3, need: 4 },
    });
  });
});
