import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { drawSheet, planShares } from "../../../src/make/set-sheets.js";
import { FULL, wide } from "../../helpers/full.js";
import { drawnPages, emptyBack, letterPage, scanned } from "../../helpers/scan.js";
import { setResources } from "../../helpers/set-sheets.js";
import { OPEN, sheetsOf } from "../../helpers/sheets.js";
import { folderWith, run } from "../helpers/run.js";

const account = (name: string) =>
  makeAccount({ issuer: name, account: "alice@example.com", secret: `GEZDGNBVGY3TQOJQGEZDGNBVGY3TQO${name[0]}A` });
const cwd = folderWith();
const told = (command: string, ...files: string[]) => run([command, ...files, "--json"], { cwd });
const said = (command: string, ...files: string[]) => run([command, ...files], { cwd });
const statesIn = (stdout: string) =>
  JSON.parse(stdout).pages.map(({ source, state }: Record<string, string>) => [source, state]);

/** What nobody sees of the card on the left, between two others: a note over its code. */
const BLOTTED = { painted: [{ x: 0.04, y: 0.38, width: 0.26, height: 0.18, level: 250 }] };
/** The same over the last card, after which no other shows that one is gone. */
const LAST = { painted: [{ x: 0.04, y: 0.66, width: 0.44, height: 0.25, level: 250 }] };

beforeAll(async () => {
  const cards = await sheetsOf(["Birch", "Cedar", "Elm", "Fern", "Gorse"].map(account), { ...OPEN, template: "cards" });
  const [card] = await drawnPages(cards.pdf);
  if (!card) throw new Error("a page of cards");
  writeFileSync(join(cwd, "cards-blotted.jpg"), await scanned(card, BLOTTED));
  writeFileSync(join(cwd, "cards-last.jpg"), await scanned(card, LAST));
  const eight = ["Hazel", "Iris", "Juniper", "Larch", "Maple", "Oak", "Pine", "Rowan"].map(account);
  const [six] = await drawnPages((await sheetsOf(eight, { ...OPEN, template: "cards" })).pdf);
  if (!six) throw new Error("a page of cards");
  writeFileSync(join(cwd, "cards-six.jpg"), await scanned(six));
  // What only the tests in full look at is not drawn.
  if (!FULL) return;
  const [front, back] = await drawnPages((await sheetsOf([account("Acorn")])).pdf);
  const contents = { accounts: [account("Fir")], keeps: [], notes: [], holders: [], made: "2026-03-01" };
  const resources = await setResources("en");
  const set = await planShares(contents, { k: 2, n: 2 }, { paper: "a4", version: "0.1.0" }, resources);
  const shares = await Promise.all(set.sheets.map(async (sheet) => drawnPages(await drawSheet(sheet, resources))));
  const [one, two] = shares[0] ?? [];
  // Sheets of one leaf have no page without codes: those of four pages had.
  const old = readFileSync(new URL("../../vectors/golden/old/share-four-pages.pdf", import.meta.url));
  const [, , , four] = await drawnPages(old);
  const [other] = shares[1] ?? [];
  if (!front || !back || !one || !two || !other) throw new Error("pages of all sheets");
  // All but the foot, so that nothing is left to read.
  const illegible = { painted: [{ x: 0, y: 0, width: 1, height: 0.93, level: 255 }] };
  const pages: Record<string, () => Promise<Uint8Array>> = {
    "front.jpg": () => scanned(front),
    "back.jpg": () => scanned(back),
    "front-lost.jpg": () => scanned(front, illegible),
    "blank.jpg": () => scanned(emptyBack(front)),
    "letter.jpg": async () => scanned(await letterPage(front)),
    "cards.jpg": () => scanned(card),
    "share-1.jpg": () => scanned(one),
    "share-2.jpg": () => scanned(two),
    "share-2-lost.jpg": () => scanned(two, illegible),
    "share-card.jpg": () => scanned(four ?? emptyBack(one)),
    "other-1.jpg": () => scanned(other),
  };
  for (const [name, scan] of Object.entries(pages)) writeFileSync(join(cwd, name), await scan());
}, 400_000);

describe("a card whose code is covered", () => {
  it.each(FULL ? ["verify", "recover", "codes", "inspect"] : ["verify"])(
    "is a problem that %s names, beside others that are read",
    (command) => {
      const { status, stdout, stderr } = said(command, "cards-blotted.jpg");
      expect(status).toBe(1);
      expect(stdout + stderr).toMatch(
        /could not be read.*cards-blotted\.jpg|without a readable QR code beside others: 1;.*cards-blotted\.jpg/u,
      );
      expect(statesIn(told(command, "cards-blotted.jpg").stdout)).toEqual([["cards-blotted.jpg", "partly-read"]]);
    },
    60_000,
  );

  it("is missed by the foot where it is the last one and nothing of it is seen", () => {
    const { status, stderr, stdout } = said("verify", "cards-last.jpg");
    expect(status).toBe(1);
    expect(stdout + stderr).toMatch(/without a readable QR code beside others: 1;.*cards-last\.jpg/u);
    expect(JSON.parse(told("verify", "cards-last.jpg").stdout).pages).toMatchObject([
      { source: "cards-last.jpg", state: "partly-read", codes: 4 },
    ]);
  }, 60_000);

  it("is missed where the page that it is on is not there", () => {
    const { status, stderr, stdout } = said("verify", "cards-six.jpg");
    expect(status).toBe(1);
    expect(stdout + stderr).toMatch(/page 2 of 2 of these cards is not here.*cards-six\.jpg/u);
  }, 60_000);

  wide(
    "is none where all of them are read",
    () => {
      const { status, stdout } = told("verify", "cards.jpg");
      expect([status, statesIn(stdout)]).toEqual([0, [["cards.jpg", "read"]]]);
    },
    200_000,
  );
});

describe("pages that give nothing", () => {
  const files = ["front.jpg", "blank.jpg", "share-card.jpg"];

  wide(
    "have the same state in all commands, and are no fault where nothing of them is lost",
    () => {
      const states = ["read", "blank", "back"];
      for (const command of ["verify", "recover", "codes", "inspect"]) {
        const { status, stdout } = told(command, ...files);
        const byFile = new Map(statesIn(stdout));
        expect([command, files.map((file) => byFile.get(file))]).toEqual([command, states]);
        if (command !== "inspect") expect([command, status]).toEqual([command, 0]);
      }
    },
    400_000,
  );

  wide(
    "are named by recover as what they are",
    () => {
      const { status, stderr } = said(
        "recover",
        "share-1.jpg",
        "share-2.jpg",
        "other-1.jpg",
        "share-card.jpg",
        "letter.jpg",
      );
      expect(status).toBe(0);
      expect(stderr).toMatch(/^nothing to read on them, such as format cards: share-card\.jpg$/mu);
      expect(stderr).toMatch(/^no page of a sheet: letter\.jpg$/mu);
    },
    400_000,
  );

  wide(
    "are not needed where they are of an open set, and said to be unreadable",
    () => {
      const { status, stderr } = said("recover", "share-1.jpg", "share-2.jpg", "other-1.jpg", "share-2-lost.jpg");
      expect([status, stderr]).toEqual([
        0,
        expect.stringMatching(/could not be read, and were not needed, as the sets are open: share-2-lost/u),
      ]);
    },
    400_000,
  );

  wide(
    "are missed where they are an open sheet's, beside a set that is open and beside other open sheets",
    () => {
      for (const others of [["share-1.jpg", "share-2.jpg", "other-1.jpg"], ["cards.jpg"]]) {
        const { status, stderr } = said("recover", ...others, "front-lost.jpg");
        expect(status).toBe(1);
        expect(stderr).toMatch(/^paper-escrow: error: a page of a sheet, .* \(front-lost\.jpg\)$/mu);
        expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/whose accounts are missing here: front-lost\.jpg$/u);
      }
    },
    400_000,
  );
});

describe("a picture", () => {
  wide(
    "has no page number, in words or in JSON",
    () => {
      for (const args of [["share-1.jpg", "share-2.jpg"], ["front.jpg"]]) {
        expect(said("verify", ...args, "--verbose").stdout).not.toMatch(/\.jpg, page|page 1/u);
        expect(told("verify", ...args).stdout).not.toMatch(/"page":/u);
      }
      expect(told("recover", "front.jpg").stdout).not.toMatch(/"page":|"pages":\s*\[\s*1/u);
    },
    400_000,
  );
});
