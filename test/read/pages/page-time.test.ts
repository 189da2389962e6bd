import { describe, expect, it } from "vitest";
import { browserPlatform } from "../../../src/browser/platform.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { type Look, type LookedPage, lookTwice, PageTime, quickFault } from "../../../src/read/pages/page-time.js";

/**
 * What a page of a pretended file takes, in seconds, for a glance, a quick look beyond it and a close one, and shows:
 * `behind` what only a close look shows, `seen` a code that a glance sees and does not read.
 */
interface Paper {
  readonly glance: number;
  readonly quick?: number;
  readonly close?: number;
  readonly text?: string;
  readonly behind?: string;
  readonly seen?: true;
}

const BLANK: Paper = { glance: 0.08 };
const FOREIGN: Paper = { glance: 0.08, quick: 0.2, close: 1 };

/** Looks through a file as `readPages` does, by a watch that its pages move: what each page gave, in order of pages. */
async function lookedThrough(papers: readonly Paper[], bytes = papers.length * 50_000) {
  let worked = 0;
  const time = new PageTime(new Uint8Array(bytes), { ...nodePlatform, startWatch: () => () => worked });
  const pages = papers.length;
  async function* look(only?: readonly number[], how?: Look): AsyncGenerator<FakePage, void, void> {
    for (const [i, paper] of papers.entries()) {
      const page = i + 1;
      if (only && !only.includes(page)) continue;
      const lost = time.lost({ page, pages }, how);
      if (lost) {
        yield { ...lost, unread: 0 };
        return;
      }
      const first = paper.close === undefined ? "close" : (how ?? time.firstLook({ page, pages }));
      const isClose = first === "close";
      worked += paper.glance + (first === "glance" ? 0 : (paper.quick ?? 0)) + (isClose ? (paper.close ?? 0) : 0);
      const text = paper.text ?? (isClose ? paper.behind : undefined);
      if (text) time.found([text]);
      const unread = paper.seen && !text ? 1 : 0;
      const open =
        isClose || text ? {} : { quick: true as const, ...(first === "glance" ? { glanced: true as const } : {}) };
      yield { page, pages, unread, ...(text ? { text } : {}), ...open };
    }
  }
  const read: FakePage[] = [];
  for await (const one of lookTwice(time, look, (one) => one)) read.push(one);
  read.sort((a, b) => a.page - b.page);
  return { read, worked, texts: read.flatMap(({ text }) => text ?? []), fault: quickFault(read) };
}

type FakePage = LookedPage & { readonly text?: string };

const times = (count: number, paper: (i: number) => Paper) => Array.from({ length: count }, (_, i) => paper(i));
const sheets = (count: number) => times(count, (i) => ({ glance: 0.15, text: `PE1D${i}` }));

describe("the time that looking through a file may take", () => {
  it("is not prolonged for ever by codes of strangers, each another one", async () => {
    const { worked, fault } = await lookedThrough(times(600, (i) => ({ glance: 0.3, text: `parcel ${i}` })));
    expect(worked).toBeLessThan(17);
    expect(fault).toBeUndefined();
    const { texts } = await lookedThrough(times(40, (i) => ({ glance: 0.3, text: `a kept secret: ${i}` })));
    expect(texts).toHaveLength(40);
  });

  it("is enough for a binder of 300 sheets, each page of which gives something", async () => {
    const { read, texts, fault } = await lookedThrough(sheets(300));
    expect([read.length, texts.length, fault]).toEqual([300, 300, undefined]);
  });

  it.each([
    ["blank", BLANK],
    ["foreign", FOREIGN],
  ])("reaches sheets behind 100 pages that are %s", async (_, paper) => {
    const { texts } = await lookedThrough([...times(100, () => paper), ...sheets(20)]);
    expect(texts).toHaveLength(20);
  });

  it("ends where nothing is found for long, and says from which page on", async () => {
    const { read, worked } = await lookedThrough(
      times(5_000, () => FOREIGN),
      1_000_000,
    );
    expect(worked).toBeLessThan(15);
    expect(read.at(-1)?.fault?.code).toBe("pdf-slow");
    expect(read.at(-1)?.fault?.data).toMatchObject({ page: read.length });
  });

  it("ends where every page shows one code, or a small file many", async () => {
    const same = times(300, () => ({ glance: 1, text: "same" }));
    expect((await lookedThrough(same, 500_000)).worked).toBeLessThan(15);
    const small = times(300, (i) => ({ glance: 1, text: `${i}` }));
    expect((await lookedThrough(small, 15_000)).worked).toBeLessThan(15);
  });

  it("looks at all pages quickly before it looks at one closely, at those first on which a code is seen", async () => {
    const damaged: Paper = { glance: 0.1, close: 2, behind: "damaged", seen: true };
    const { texts, fault, worked } = await lookedThrough([...times(60, () => FOREIGN), damaged], 1_000_000);
    expect(texts).toEqual(["damaged"]);
    // The others are named, with their number: looked at quickly alone.
    expect(fault?.code).toBe("pages-quick");
    expect(fault?.data.count).toBeGreaterThan(30);
    expect(worked).toBeLessThan(18);
  });

  it("keeps some for pages on which a code is seen, however many others there are", async () => {
    const damaged: Paper = { glance: 0.1, close: 2, behind: "damaged", seen: true };
    const { texts, read, worked } = await lookedThrough([FOREIGN, damaged, ...times(5_000, () => FOREIGN)]);
    expect(texts).toEqual(["damaged"]);
    expect(read.length).toBeGreaterThan(100);
    expect(worked).toBeLessThan(15);
  });

  it("looks for marks of a sheet on the first leaves, however long a slow machine takes", async () => {
    const { read } = await lookedThrough(times(6, () => ({ glance: 2, quick: 4, close: 20 })));
    expect(read.map(({ glanced, fault }) => fault?.code ?? glanced === true)).toEqual([
      false,
      false,
      false,
      false,
      "pdf-slow",
    ]);
  });

  it("looks for marks of a sheet on every page of a scan before it looks at one closely", async () => {
    const { read, fault } = await lookedThrough([...times(40, () => FOREIGN), ...sheets(3)]);
    expect(read.filter(({ glanced }) => glanced)).toEqual([]);
    expect(fault?.code).toBe("pages-quick");
  });

  it("is as long for any size of file, and lines have a little of their own", async () => {
    const { worked } = await lookedThrough(
      times(5_000, () => FOREIGN),
      1e9,
    );
    expect(worked).toBeLessThan(14);
    let watch = 0;
    const bytes = new Uint8Array(1);
    const platform = { ...nodePlatform, startWatch: () => () => watch };
    const time = new PageTime(bytes, platform);
    watch = 12.5;
    expect([time.left <= 0, time.isUsedUp]).toEqual([true, false]);
    // What is done meanwhile with other files does not count.
    watch = 50;
    const lines = PageTime.of(bytes, platform);
    expect([lines, lines.isUsedUp]).toEqual([time, false]);
    watch = 54;
    expect(lines.isUsedUp).toBe(true);
    lines.foundLines();
    expect(lines.left).toBe(12);
  });

  it("is four times as long in a browser, which tells the clock alone", async () => {
    const platform = browserPlatform(async () => new Uint8Array());
    const bytes = new Uint8Array(1);
    const [clock, processor] = [platform, nodePlatform].map(
      (one) => new PageTime(bytes, { ...one, startWatch: () => () => 0 }),
    );
    expect(clock?.left).toBe(4 * (processor?.left ?? 0));
  });

  it("is spoken for by pages that are looked at meanwhile, more for a close look than for a glance", () => {
    let watch = 0;
    const time = new PageTime(new Uint8Array(1), { ...nodePlatform, startWatch: () => () => watch });
    expect([time.isTaken("close", 0), time.isTaken("close", 2), time.isTaken("close", 3)]).toEqual([
      false,
      false,
      true,
    ]);
    watch = 9;
    expect([time.isTaken("close", 0), time.isTaken("close", 1), time.isTaken("glance", 7)]).toEqual([
      false,
      true,
      false,
    ]);
    watch = 20;
    expect(time.isTaken("close", 0)).toBe(false);
  });

  it("is not prolonged for a close look at the first leaves", () => {
    let watch = 0;
    const time = new PageTime(new Uint8Array(1), { ...nodePlatform, startWatch: () => () => watch });
    const page = { page: 2, pages: 30 };
    expect([time.lost(page), time.lost(page, "close")]).toEqual([undefined, undefined]);
    watch = 20;
    expect([time.lost(page), time.lost(page, "quick"), time.lost(page, "close")?.fault.code]).toEqual([
      undefined,
      undefined,
      "pdf-slow",
    ]);
  });

  it("is that of all threads that work on a file", () => {
    const told: (number | undefined)[] = [];
    const startWatch = (threads?: number) => {
      told.push(threads);
      return () => 0;
    };
    const helpers = { count: 3, readCodes: async () => [], drawPages: async function* () {} };
    new PageTime(new Uint8Array(1), { ...nodePlatform, startWatch });
    new PageTime(new Uint8Array(1), { ...nodePlatform, startWatch, helpers });
    expect(told).toEqual([1, 4]);
  });

  it("looks at a few pages closely in their order", async () => {
    const { fault, texts } = await lookedThrough(times(6, (i) => ({ glance: 0.1, close: 1, behind: `${i}` })));
    expect([texts.length, fault]).toEqual([6, undefined]);
  });
});
