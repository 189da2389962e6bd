import { beforeAll, describe, expect, it, vi } from "vitest";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { loadFootWords } from "../../../src/node/resources.js";
import { loadTypedFont } from "../../../src/node.js";
import type { Platform } from "../../../src/read/platform.js";
import { type ReadSheetsOptions, readSheets } from "../../../src/recover/sheet-reading.js";
import { FULL, wide } from "../../helpers/full.js";
import { type Scan, scannedPdf, scansOf } from "../../helpers/scans.js";
import { sheetsOf } from "../../helpers/sheets.js";
import { AWS, KINDS, openFile, shareSet, type TestSet } from "../../page/helpers/fixtures.js";

/** A machine by whose watch everything takes so many times as long. */
function slower(times: number): Platform {
  const startWatch = () => {
    const seconds = nodePlatform.startWatch?.() ?? (() => 0);
    return () => times * seconds();
  };
  return { ...nodePlatform, startWatch };
}

/** What was read, whatever files it came in; and the pages whose lines were read. */
async function read(
  files: readonly (readonly [string, Uint8Array])[],
  options: ReadSheetsOptions = {},
  platform: Platform = nodePlatform,
) {
  const inputs = files.map(([name, bytes]) => ({ name, bytes }));
  const pages: string[] = [];
  const { sheets, sets, byLines, problems } = await readSheets(inputs, platform, {
    lineFont: loadTypedFont,
    onLines: ({ source, page }) => pages.push(`${source} ${page}`),
    ...options,
  });
  return {
    uris: sheets.map(({ account }) => formatOtpauth(account)),
    sets: sets.map(({ name, document, shares }) => ({
      name,
      complete: document !== undefined,
      shares: shares.map(({ share, status }) => `${share.point.x} ${status}`).sort(),
    })),
    byLines,
    problems: problems.map(({ source, code }) => `${source} ${code}`),
    pages,
  };
}

// Lines take seconds a page, and more where other tests run beside these.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 180_000 });

const URI = formatOtpauth(AWS);

describe("lines of pages that are pictures", () => {
  let lines: Scan;
  let open: Scan;

  beforeAll(async () => {
    const { bytes } = await openFile();
    // Turned, so that nothing reads it as drawn by a program.
    const [, back] = await scansOf(bytes, undefined, 3);
    const [front] = await scansOf((await sheetsOf(KINDS.slice(1, 2))).pdf, []);
    if (!front || !back) throw new Error("no pages");
    [open, lines] = [front, back];
  });

  wide("come back from a scanned PDF as from a picture of the same pixels", async () => {
    const picture = await read([["a.jpg", lines]]);
    expect(picture).toMatchObject({ uris: [URI], byLines: ["a.jpg"], problems: [] });
    const pdf = await read([["a.pdf", await scannedPdf([lines])]]);
    expect(pdf).toMatchObject({ uris: [URI], byLines: ["a.pdf"], problems: [] });
  });

  wide("are read only on the pages whose codes gave nothing", async () => {
    const { uris, pages, problems } = await read([["a.pdf", await scannedPdf([open, undefined, lines, open])]]);
    expect(uris).toHaveLength(2);
    expect(uris).toContain(URI);
    expect(pages).toEqual(["a.pdf 3"]);
    expect(problems).toEqual([]);
  });
});

describe.runIf(FULL)("lines of a set's pages", () => {
  let set: TestSet;
  let first: Scan[];
  let second: Scan[];

  beforeAll(async () => {
    set = await shareSet(KINDS, 2, 3, "share");
    [first, second] = [await scansOf((await set.pdf(0)).bytes), await scansOf((await set.pdf(1)).bytes)];
  });

  const both = { complete: true, shares: ["1 in-roster", "2 in-roster"] };

  it("come back from a scanned PDF as from pictures, and from both together", async () => {
    const pictures = [...first, ...second].map((scan, i) => [`${i}.jpg`, scan] as const);
    const asPictures = await read(pictures);
    expect(asPictures.sets).toMatchObject([both]);
    // Feet say which pages come after those of codes: lines of the document may go on there.
    const pdf = await read([["scan.pdf", await scannedPdf([...first, ...second])]], { footWords: loadFootWords });
    expect(pdf.sets).toEqual(asPictures.sets);
    expect([pdf.byLines, pdf.problems]).toEqual([["scan.pdf"], []]);
    const mixed = await read([["scan.pdf", await scannedPdf(first)], ...pictures.slice(first.length)]);
    expect(mixed.sets).toEqual(asPictures.sets);
  });

  it("come back on a machine that takes twenty times as long", async () => {
    const { sets, byLines } = await read([["scan.pdf", await scannedPdf(first)]], {}, slower(20));
    expect(sets).toMatchObject([{ complete: true, shares: ["1 in-roster"] }]);
    expect(byLines).toEqual(["scan.pdf"]);
  });

  it("are read only on the pages that need them, and only until everything can be opened", async () => {
    const healthy = await scansOf((await set.pdf(0)).bytes, []);
    const pdf = await scannedPdf([...healthy, undefined, ...second, ...first, undefined]);
    const { sets, pages } = await read([["scan.pdf", pdf]], { printedLines: "needed", footWords: loadFootWords });
    expect(sets).toMatchObject([both]);
    // The back of the second sheet, where its lines are, before its front; of the first nothing is needed.
    expect(pages).toEqual([`scan.pdf ${healthy.length + 3}`]);
  });

  it("of a healthy share are left alone", async () => {
    const healthy = await scansOf((await set.pdf(0)).bytes, []);
    expect((await read([["scan.pdf", await scannedPdf(healthy)]])).pages).toEqual([]);
  });
});
