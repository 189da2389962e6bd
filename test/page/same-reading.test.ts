import { beforeAll, describe, expect, it, vi } from "vitest";
// @ts-expect-error: the build's own script, without types
import { pageFonts } from "../../scripts/page-fonts.mjs";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { encodeUtf8 } from "../../src/bytes.js";
import { nodePlatform } from "../../src/node/platform.js";
import { loadFootWords } from "../../src/node/resources.js";
import { loadTypedFont } from "../../src/node.js";
import { Gathering } from "../../src/page/worker/gathering.js";
import { fontOfOutlines } from "../../src/page/worker/outline-font.js";
import { findLines } from "../../src/read/glyphs/found-lines.js";
import { glyphReaderOf } from "../../src/read/glyphs/glyphs.js";
import { PDF_DPI } from "../../src/read/pages/pdf.js";
import { sourcesOf } from "../../src/recover/problem.js";
import { ReadingSession, type SessionState } from "../../src/recover/reading-session.js";
import { FULL, wide } from "../helpers/full.js";
import { encodeJpeg, encodePng, rasteriseForTest } from "../helpers/photo.js";
import { scannedPdf, scansOf } from "../helpers/scans.js";
import { fixedSets } from "../vectors/v0/sets.js";
import type { GivenFile } from "./helpers/browser.js";
import { AWS, KINDS, openFile, openPicture, rasterOf, sealedSet, shareSet, type TestSet } from "./helpers/fixtures.js";

// Lines take seconds a page, and more where other tests run beside these.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 180_000 });

/** What a person brings: files, then lines that are typed; and the names of what is set aside again. */
interface Brought {
  readonly files: readonly GivenFile[];
  readonly typed?: readonly string[];
  readonly aside?: readonly string[];
}

/** What a reading says, without what depends on how it names its sources. */
function said(reading: SessionState, nameOf: (source: string) => string) {
  return {
    sheets: reading.sheets.map(({ source, account }) => `${nameOf(source)} ${formatOtpauth(account)}`).sort(),
    keeps: reading.keeps.map(({ source, keep }) => `${nameOf(source)} ${keep.name}`),
    sets: reading.sets.map(({ name, document, frames, fault, shares }) => ({
      name,
      complete: document !== undefined,
      frames,
      fault: fault?.code,
      shares: shares.map(({ share, status, sources }) => `${share.point.x} ${status} ${sources.map(nameOf)}`).sort(),
    })),
    problems: reading.problems.map((one) => `${sourcesOf(one).map(nameOf)} ${one.code} ${one.data.page ?? ""}`),
    pages: reading.pages.map(
      ({ source, page, state, codes, unread, foot }) =>
        `${nameOf(source)} ${page}: ${state} ${codes} ${unread} ${foot ? `${foot.kind} ${foot.page}/${foot.pages}` : ""}`,
    ),
    lines: reading.byLines.map(nameOf),
  };
}

/** What the command line reads, as `recover` does. */
async function onCommandLine({ files, typed, aside = [] }: Brought) {
  const session = new ReadingSession(nodePlatform, {
    typedFont: loadTypedFont,
    lineFont: loadTypedFont,
    footWords: loadFootWords,
    printedLines: "needed",
  });
  for (const file of files) await session.add(file);
  await session.readPrintedLines();
  if (typed) await session.setLines("typed", typed);
  for (const name of aside) session.remove(name);
  return said(await session.state(), (source) => source);
}

/** What the page reads, with what is built into it. */
async function onPage({ files, typed, aside = [] }: Brought) {
  const gathering = new Gathering(nodePlatform, pageFonts(), "recover", () => {});
  for (const { name, bytes } of files) {
    // The page looks for lines after each file that was given.
    await gathering.addFile({ name, bytes: async () => bytes, release: () => {} });
  }
  await gathering.readLines();
  if (typed) await gathering.setTyped(typed);
  for (const { id, name } of gathering.sources) if (aside.includes(name || "typed")) await gathering.remove(id);
  const names = new Map(gathering.sources.map(({ id, name }) => [String(id), name || "typed"]));
  return said(gathering.reading, (source) => names.get(source) ?? source);
}

/** Both sides of one thing that was brought: what they say is the same. */
async function both(brought: Brought) {
  const here = await onCommandLine(brought);
  expect(await onPage(brought)).toEqual(here);
  return here;
}

const jpegs = (name: string, scans: readonly Uint8Array[]): GivenFile[] =>
  scans.map((bytes, i) => ({ name: `${name}-${i + 1}.jpg`, bytes }));
const pdf = async (name: string, scans: readonly (Uint8Array | undefined)[]): Promise<GivenFile> => ({
  name,
  bytes: await scannedPdf(scans),
});

describe("the command line and the page say the same", () => {
  let shares: TestSet;
  let sealed: TestSet;
  let first: Uint8Array[];

  beforeAll(async () => {
    shares = await shareSet([AWS], 2, 3, "share");
    if (FULL) sealed = await sealedSet([AWS]);
    first = await scansOf((await shares.pdf(0)).bytes, []);
  });

  it("of files that a program drew, of every kind", async () => {
    // Sealing takes seconds: by default the texts of codes that are sealed already.
    const texts = { name: "sealed.txt", bytes: encodeUtf8((fixedSets[3]?.frames ?? []).join("\n")) };
    const files = [await openFile(), FULL ? await sealed.pdf(0) : texts, await shares.pdf(1), await shares.picture(2)];
    const { sheets, sets, problems } = await both({ files });
    expect([sheets.length, sets.map(({ complete }) => complete), problems]).toEqual([1, [true, true], []]);
  });

  wide("of a scan in which pages are blank, backs or something else, and of its pictures", async () => {
    const other = await encodePng(rasterOf("https://example.com/", 6));
    const scan = await pdf("scan.pdf", [...first, undefined]);
    const { pages } = await both({ files: [scan, { name: "shop.png", bytes: other }] });
    const states = pages.map((page) => /: ([\w-]+)/u.exec(page)?.[1]);
    expect(states.filter((state) => state === "blank")).toHaveLength(1);
    expect(states.filter((state) => state === "back")).toHaveLength(first.length - 2);
    expect(states.at(-1)).toBe("no-code");
    if (!FULL) return;
    const pictures = await both({ files: jpegs("scan", first) });
    const plain = (list: readonly string[]) => list.map((page) => page.replace(/^.*?: /u, ""));
    expect(plain(pictures.pages)).toEqual(plain(pages).slice(0, first.length));
  });

  it("of lines that a program drew: the outlines of the page read what the font reads", async () => {
    const [page] = (await rasteriseForTest((await shares.pdf(0)).bytes)).slice(1);
    const fonts = [await loadTypedFont(), fontOfOutlines(pageFonts().lines)];
    const [here, there] = fonts.map((font) =>
      page ? findLines(page.raster, glyphReaderOf(font), { dpi: PDF_DPI }).map(({ text }) => text) : [],
    );
    expect(there?.length).toBeGreaterThan(5);
    expect(there).toEqual(here);
  });

  it("of what is typed, beside files and alone", async () => {
    const lines = [...(await shares.lines()), ...shares.shareLines(0)];
    const alone = await both({ files: [], typed: lines });
    expect(alone.sets).toMatchObject([{ complete: true, shares: ["1 in-roster typed"] }]);
    const beside = await both({ files: [await shares.picture(1), await openPicture()], typed: shares.shareLines(0) });
    expect(beside.sets[0]?.shares).toHaveLength(2);
    const text = { name: "typed.txt", bytes: encodeUtf8([...lines].reverse().slice(2).join("\n")) };
    await both({ files: [text] });
  });

  it("of what is set aside again: nothing of it is left", async () => {
    const text = (name: string, lines: readonly string[]) => ({ name, bytes: encodeUtf8(lines.join("\n")) });
    const one = text("one.txt", [...(await shares.lines()), ...shares.shareLines(0)]);
    const other = text("other.txt", shares.shareLines(1));
    const open = text("open.txt", ["Key: JBSW Y3DP EHPK 3PXP", "Issuer: Example"]);
    const typed = shares.shareLines(2);
    const left = await both({ files: [one, other, open], typed, aside: [other.name, open.name, "typed"] });
    expect(left).toEqual(await both({ files: [one] }));
    expect(left.sets).toMatchObject([{ complete: true, shares: [expect.stringContaining("1 in-roster")] }]);
  });

  it("of a share that is none of its set, and of frames that contradict each other", async () => {
    const { problems } = await both({ files: [await shares.picture(0), await shares.altered(1)] });
    expect(problems).toEqual(["altered.png share-not-in-roster "]);
  });

  it("of a picture that gave nothing beside those of a set that opens: its page says so, in a picture as in a scan", async () => {
    const dark = { width: 800, height: 800, data: Uint8Array.from({ length: 640_000 }, (_, i) => ((i >> 4) % 2) * 8) };
    const set = [await shares.picture(0), await shares.picture(1)];
    const pictures = await both({ files: [...set, { name: "dark.png", bytes: await encodePng(dark) }] });
    expect([pictures.problems, pictures.pages.at(-1)]).toEqual([[], "dark.png 1: no-code 0 0 "]);
    if (!FULL) return;
    const scan = await pdf("scan.pdf", [...first, await encodeJpeg(dark, 75)]);
    const scanned = await both({ files: [scan, await shares.picture(1)] });
    expect([scanned.problems, scanned.pages.at(first.length)]).toEqual([
      [],
      `scan.pdf ${first.length + 1}: no-code 0 0 `,
    ]);
  });

  wide("of an open sheet with dead codes among pictures of a set that opens", async () => {
    const [, back] = await scansOf((await openFile()).bytes, undefined, 3);
    if (!back) throw new Error("no back");
    const set = [await shares.picture(0), await shares.picture(1)];
    const brought = { files: [...set, { name: "open.jpg", bytes: back }] };
    const { sheets, lines } = await (FULL ? both : onCommandLine)(brought);
    expect(sheets).toEqual([`open.jpg ${formatOtpauth(AWS)}`]);
    expect(lines).toEqual(["open.jpg"]);
  });
});

describe.runIf(FULL)("the command line and the page say the same of sheets with dead codes", () => {
  const two = KINDS.slice(0, 2);
  let scans: Uint8Array[];

  beforeAll(async () => {
    const set = await shareSet(two, 2, 3, "share");
    scans = [...(await scansOf((await set.pdf(0)).bytes)), ...(await scansOf((await set.pdf(1)).bytes))];
  });

  it("as pictures and as a scanned PDF of the same pixels", async () => {
    const asPictures = await both({ files: jpegs("scan", scans) });
    expect(asPictures.sets).toMatchObject([{ complete: true }]);
    expect(asPictures.sets[0]?.shares).toHaveLength(2);
    const asPdf = await both({ files: [await pdf("scan.pdf", scans)] });
    const plain = (shareOf: readonly string[] = []) => shareOf.map((text) => text.replace(/ \S*$/u, ""));
    expect([asPictures.problems, asPdf.problems]).toEqual([[], []]);
    expect(plain(asPdf.sets[0]?.shares)).toEqual(plain(asPictures.sets[0]?.shares));
    expect(asPdf.sets).toMatchObject([{ complete: true }]);
    expect(asPdf.lines).toEqual(["scan.pdf"]);
  });

  it("in any order, one file after the other", async () => {
    const { sets } = await both({ files: jpegs("scan", scans.toReversed()) });
    expect(sets).toMatchObject([{ complete: true }]);
  });
});
