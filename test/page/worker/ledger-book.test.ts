import { beforeAll, describe, expect, it } from "vitest";
import { pageFonts } from "../../../scripts/page-fonts.mjs";
import { enterProofs } from "../../../src/ledger/enter-proofs.js";
import type { Ledger } from "../../../src/ledger/ledger.js";
import { formatLedger, parseLedger } from "../../../src/ledger/ledger-file.js";
import { mergeLedgers } from "../../../src/ledger/merge.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { LANGUAGE_CODES, loadLanguage } from "../../../src/node/resources.js";
import { Desk, type DeskParts } from "../../../src/page/worker/desk.js";
import { LedgerBook } from "../../../src/page/worker/ledger-book.js";
import { sortCodes } from "../../../src/recover/code-sorting.js";
import { ReadingSession } from "../../../src/recover/reading-session.js";
import { encodePng, rasteriseForTest } from "../../helpers/photo.js";
import { AWS, openPicture, shareSet, type TestSet } from "../helpers/fixtures.js";

const ON = "2027-02-01";
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const encode = (text: string) => new TextEncoder().encode(text);

/** A worker's desk, and how files reach it. */
function deskOf() {
  const files: { name: string; bytes: Uint8Array }[] = [];
  const file = ({ ticket, name }: { ticket: number; name: string }) => ({
    name,
    bytes: async () => files[ticket]?.bytes ?? new Uint8Array(),
    release: () => {},
  });
  const parts = { mode: "check", platform: nodePlatform, guides: [], fonts: pageFonts(), page: { file } };
  const desk = new Desk({ ...parts, tell: () => {}, tellMaking: () => {} } as unknown as DeskParts);
  const give = (name: string, bytes: Uint8Array) => ({ ticket: files.push({ name, bytes }) - 1, name });
  return {
    desk,
    load: (text: string, name = "sheets.json") => desk.loadLedger(give(name, encode(text)), ON),
    show: async (one: { name: string; bytes: Uint8Array }) => desk.addFile(give(one.name, one.bytes)),
    saved: async () => decode(await desk.ledgerFile()),
  };
}

let set: TestSet;
let name = "";
/** A ledger that knows three sheets of a set, made two years ago. */
let before: Ledger;

beforeAll(async () => {
  set = await shareSet([AWS], 2, 3, "share");
  const { desk, show, saved } = deskOf();
  await desk.beginLedger("sheets.json", "2025-01-01");
  for (const i of [0, 1, 2]) await show(await set.picture(i));
  const { sheets } = parseLedger(await saved(), "sheets.json");
  before = { sheets: sheets.map((sheet) => ({ ...sheet, events: [{ n: 1, on: "2025-01-01", what: "made" }] })) };
  name = before.sheets[0]?.id.split("/")[0] ?? "";
  expect(before.sheets.map(({ id }) => id)).toEqual([1, 2, 3].map((x) => `${name}/${x}`));
});

describe("a ledger on the page", () => {
  it("says what is due, and is what the command line makes of the same pictures", async () => {
    const { desk, load, show, saved } = deskOf();
    const loaded = await load(formatLedger(before));
    expect(loaded).toMatchObject({ file: "sheets.json", on: ON, copies: 1, unsaved: false, shown: [] });
    expect(loaded.sheets.map(({ task }) => task?.key)).toEqual(Array(3).fill("task.check-share"));
    const pages = (await rasteriseForTest((await set.pdf(0)).bytes)).slice(0, 2);
    const pictures = await Promise.all(
      pages.map(async ({ raster }, i) => ({ name: `${i}.png`, bytes: await encodePng(raster) })),
    );
    // Codes alone, and one of them is missing.
    pictures.push(await set.picture(2));
    for (const one of pictures) await show(one);
    const now = await desk.ledger();
    expect(now.shown.map(({ id, outcome }) => [id, outcome])).toEqual([
      [`${name}/1`, "proved"],
      [`${name}/3`, "poor"],
    ]);
    expect(now.sheets.map(({ task }) => task !== undefined)).toEqual([false, true, true]);
    expect(now.unsaved).toBe(true);

    const session = new ReadingSession(nodePlatform, {});
    for (const one of pictures) await session.add(one);
    const { ledger } = await enterProofs(before, await session.state(), { on: ON, addUnknown: false });
    expect(await saved()).toBe(formatLedger(ledger));
    expect((await desk.ledger()).unsaved).toBe(false);
  });

  it("takes no PDF as a program drew it, no altered sheet and no camera for a proof", async () => {
    const { desk, load, show, saved } = deskOf();
    await load(formatLedger(before));
    await show(await set.pdf(0));
    await show(await set.altered(1));
    const now = await desk.ledger();
    expect(now).toMatchObject({ files: 1, unsaved: false });
    expect(now.shown.filter(({ unproved }) => !unproved)).toEqual([]);
    expect(await saved()).toBe(formatLedger(before));

    const session = new ReadingSession(nodePlatform, {});
    const codes = set.codes(0).map((text) => ({ text, page: 1, usedCorrection: 0 }));
    session.set(sortCodes("1", "picture", codes));
    const book = new LedgerBook();
    book.load(encode(formatLedger(before)), "l.json", ON);
    expect(await book.answer(await session.state())).toMatchObject({ shown: [], files: 1, unsaved: false });
  });

  it("forgets what a picture proved with the picture", async () => {
    const { desk, load, show } = deskOf();
    await load(formatLedger(before));
    const { sources } = await show(await set.picture(1));
    expect((await desk.ledger()).unsaved).toBe(true);
    await desk.removeSource(sources[0]?.id ?? 0);
    expect(await desk.ledger()).toMatchObject({ shown: [], unsaved: false });
  });

  it("takes this year's receipts, once each, and says what is wrong with others", async () => {
    const { desk, load, saved } = deskOf();
    await load(formatLedger(before));
    const receipt = set.receipt(1, 2027);
    await desk.tellReceipt(receipt.toLowerCase().replace("-", " "));
    const { receipts, sheets } = await desk.tellReceipt(receipt);
    expect(receipts).toEqual([{ id: `${name}/2`, receipt, year: 2027, key: "receipt" }]);
    expect(sheets.map(({ task }) => task !== undefined)).toEqual([true, false, true]);
    const text = await saved();
    expect(text.split(`"what":"receipt","year":2027`)).toHaveLength(2);
    await expect(desk.tellReceipt("12")).rejects.toMatchObject({ code: "receipt-form" });
    await expect(desk.tellReceipt("AAAA-AAAA")).rejects.toMatchObject({ code: "receipt-unknown" });
    await expect(desk.tellReceipt(set.receipt(2, 2029))).rejects.toMatchObject({ code: "receipt-other-year" });
    expect(await saved()).toBe(text);
  });

  it.each([
    ["damaged", (text: string) => text.slice(0, -30), "ledger-broken"],
    ["altered", (text: string) => text.replace(`"made"`, `"mad"`), "ledger-broken"],
    ["foreign", () => `{"accounts":[]}`, "ledger-foreign"],
    ["no text", () => "\u0000", "ledger-foreign"],
    ["older", (text: string) => text.replace(`"version": 1`, `"version": 0`), "ledger-version"],
    ["newer", (text: string) => text.replace(`"version": 1`, `"version": 2`), "ledger-version"],
  ])("refuses a file that is %s, and keeps what was loaded before", async (_, change, code) => {
    const { desk, load, saved } = deskOf();
    const text = formatLedger(before);
    await expect(load(change(text))).rejects.toMatchObject({ code });
    await expect(desk.ledgerFile()).rejects.toThrow();
    await load(text);
    await expect(load(change(text))).rejects.toMatchObject({ code, data: { file: "sheets.json" } });
    expect(await desk.ledger()).toMatchObject({ copies: 1, unsaved: false });
    expect(await saved()).toBe(text);
  });

  it("puts copies together, and enters what it does not know only when asked", async () => {
    const { desk, load, show, saved } = deskOf();
    const [first, ...others] = before.sheets;
    const [mine, theirs] = [{ sheets: others }, { sheets: first ? [first] : [] }];
    await load(formatLedger(mine));
    await show(await set.picture(0));
    await show(await openPicture());
    expect((await desk.ledger()).shown.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown"]);
    expect(await desk.ledger()).toMatchObject({ unsaved: false });
    expect(await load(formatLedger(theirs), "copy.json")).toMatchObject({
      file: "sheets.json",
      copies: 2,
      unsaved: true,
    });
    const whole = parseLedger(await saved(), "");
    expect(mergeLedgers(whole, before)).toEqual(whole);

    const other = deskOf();
    await other.load(formatLedger(mine));
    await other.show(await set.picture(0));
    const { shown } = await other.desk.takeUnknown();
    expect(shown).toEqual([{ id: `${name}/1`, outcome: "poor", unproved: false }]);
    expect(parseLedger(await other.saved(), "").sheets).toHaveLength(3);
  });

  it.each(LANGUAGE_CODES)("has a word for all that it can say, in %s", async (code) => {
    const { sentences } = await loadLanguage(code);
    const { cli, page } = sentences as unknown as Record<"cli" | "page", { ledger: Record<string, unknown> }>;
    const keys = ({ ledger }: typeof cli, section: string) => Object.keys(ledger[section] as object);
    for (const section of ["standing", "task"]) expect(keys(page, section)).toEqual(keys(cli, section));
    for (const key of ["overdue", "due-today", "none", "by-lines", "picture-blurred", "picture-cut", "ink", "margin"]) {
      expect(page.ledger[key]).toBeTypeOf("string");
    }
    for (const key of ["margin-fading", "receipt", "receipt-collect", "receipt-destroyed"]) {
      expect(page.ledger[key]).toBeTypeOf("string");
    }
  });
});
