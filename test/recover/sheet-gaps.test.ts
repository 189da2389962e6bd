import { beforeAll, describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { type PlannedSet, planShares } from "../../src/make/set-sheets.js";
import { parseRecord } from "../../src/paper/record.js";
import { statesOf } from "../../src/recover/page-states.js";
import { gatherReading } from "../../src/recover/reading.js";
import { findGaps, linesForCodes } from "../../src/recover/sheet-gaps.js";
import type { PageFacts } from "../../src/recover/source-reading.js";
import { setResources } from "../helpers/set-sheets.js";

let set: PlannedSet;

beforeAll(async () => {
  const accounts = [makeAccount({ issuer: "Example", account: "alice", secret: "JBSWY3DPEHPK3PXPMFRGGZDFMZTWQ2LK" })];
  const contents = { accounts, keeps: [], notes: [], holders: [], made: "2026-03-01" };
  set = await planShares(contents, { k: 2, n: 3 }, { paper: "a4", version: "0.1.0" }, await setResources("en"));
});

/** Texts on a page of a share's sheet, from 1. */
function textsOf(share: number, page: number): string[] {
  const boxes = set.sheets[share - 1]?.pages[page - 1]?.boxes ?? [];
  return boxes.flatMap((box) => (box.kind === "code" ? [box.text] : []));
}

function picture(source: string, texts: readonly string[], unread = 0): PageFacts {
  const codes = texts.map((text) => ({ page: 1, text, usedCorrection: 0 }));
  const look = { blank: false, clear: true, ruler: true, finders: unread, halved: false };
  return { source, origin: "picture", page: 1, codes, unread, exact: false, look };
}

/** Pages of a share's sheet with and without the document's codes; both have the share's. */
const [WITH_DOCUMENT, SHARE_ALONE] = [1, 2];

const isShare = (text: string) => {
  const reading = parseRecord(text);
  return reading.status === "record" && reading.record.kind === "share";
};

describe("codes that must be on a page", () => {
  it("are all there on whole pages", () => {
    const pages = [1, 2].map((page) => picture(`${page}.jpg`, textsOf(2, page)));
    expect(findGaps(pages)).toEqual({ gaps: [], nameless: [], withoutDocument: [] });
  });

  it("are told by number where they are gone, those that are seen apart", () => {
    const front = picture("1.jpg", textsOf(2, SHARE_ALONE));
    const texts = textsOf(2, WITH_DOCUMENT);
    const documents = texts.filter((text) => !isShare(text));
    const left = texts.filter((text) => text !== documents[1] && text !== documents[3]);
    const { gaps, nameless } = findGaps([front, picture("2.jpg", left, 1)]);
    expect(nameless).toEqual([]);
    expect(gaps).toEqual([
      expect.objectContaining({
        what: "document",
        source: "2.jpg",
        x: 2,
        read: documents.length - 2,
        expected: documents.length,
        missing: [2, 4],
        seen: 1,
      }),
    ]);
  });

  it("are missed where the second of a share's two is gone", () => {
    const [only = ""] = textsOf(3, SHARE_ALONE);
    expect(findGaps([picture("1.jpg", [only])]).gaps).toEqual([
      expect.objectContaining({ what: "share", x: 3, read: 1, expected: 2, seen: 0 }),
    ]);
  });

  it("tell of a page without its share's code, in a picture beside another holder's sheet", () => {
    const own = [1, 2].map((page) => picture(`a${page}.jpg`, textsOf(1, page)));
    const cut = picture(
      "b2.jpg",
      textsOf(2, WITH_DOCUMENT).filter((text) => !isShare(text)),
    );
    expect(findGaps([...own, cut]).nameless).toEqual([expect.objectContaining({ source: "b2.jpg" })]);
  });

  it("tell of a sheet without its share's code in the same picture, and on the next page of a scan", () => {
    const documents = textsOf(2, WITH_DOCUMENT).filter((text) => !isShare(text));
    const both = picture("both.jpg", [...textsOf(1, WITH_DOCUMENT), ...documents]);
    expect(findGaps([both]).nameless).toEqual([expect.objectContaining({ source: "both.jpg" })]);
    expect(
      findGaps([picture("both.jpg", [...textsOf(1, WITH_DOCUMENT), ...textsOf(2, WITH_DOCUMENT)])]).nameless,
    ).toEqual([]);
    // Two pictures of one page are no other sheet.
    expect(findGaps(["a.jpg", "b.jpg"].map((name) => picture(name, textsOf(1, WITH_DOCUMENT)))).nameless).toEqual([]);
    const scan = [textsOf(1, SHARE_ALONE), textsOf(1, WITH_DOCUMENT), documents].map((texts, i) => ({
      ...picture("scan.pdf", texts),
      origin: "pdf" as const,
      page: i + 1,
    }));
    expect(findGaps(scan).nameless).toEqual([expect.objectContaining({ source: "scan.pdf", page: 3 })]);
  });

  it("are no fault of a healthy page alone that has none: the other one is named", () => {
    const { gaps, withoutDocument } = findGaps([picture("1.jpg", textsOf(2, SHARE_ALONE))]);
    expect(gaps).toEqual([]);
    expect(withoutDocument).toEqual([expect.objectContaining({ source: "1.jpg", x: 2 })]);
  });

  it("are on the other page, too, where all that was seen and not read is the share's second code", () => {
    const [only = ""] = textsOf(2, SHARE_ALONE);
    const named = (unread: number) => findGaps([picture("1.jpg", [only], unread)]).withoutDocument;
    expect(named(1)).toEqual([expect.objectContaining({ source: "1.jpg", x: 2 })]);
    expect(named(2)).toEqual([]);
  });

  it("are not said to be gone from the paper where the picture cuts one off", () => {
    const [only = ""] = textsOf(2, SHARE_ALONE);
    const { look, ...facts } = picture("1.jpg", [only], 1);
    if (!look) throw new Error("a look");
    const poor = (cut: object) => findGaps([{ ...facts, look: { ...look, ...cut } }]).gaps.map((gap) => gap.poor);
    expect([poor({}), poor({ cut: true })]).toEqual([[false], [true]]);
  });
});

describe("lines that were read in place of codes", () => {
  const blamed = async (...facts: PageFacts[]) => {
    const reading = await gatherReading([], ["2.jpg"]);
    return linesForCodes({ ...reading, facts, pages: statesOf(facts, new Set()) });
  };

  it("are no fault of a page that has all its codes: the document's are on a page that was not shown", async () => {
    expect(await blamed(picture("2.jpg", textsOf(1, SHARE_ALONE)))).toEqual([]);
  });

  it("are told where a code is seen and not read, where one is gone, and where a page gave no code", async () => {
    const back = textsOf(1, SHARE_ALONE);
    const front = textsOf(1, WITH_DOCUMENT).slice(0, -1);
    expect(await blamed(picture("2.jpg", back, 1))).toEqual(["2.jpg"]);
    expect(await blamed(picture("1.jpg", front), picture("2.jpg", back))).toEqual(["2.jpg"]);
    expect(await blamed(picture("1.jpg", [], 2), picture("2.jpg", back))).toEqual(["2.jpg"]);
  });
});
