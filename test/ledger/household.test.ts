import { describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { encodeUtf8 } from "../../src/bytes.js";
import { addDays } from "../../src/ledger/days.js";
import { standingsOf } from "../../src/ledger/due.js";
import { enter, enterAll } from "../../src/ledger/enter.js";
import { EMPTY_LEDGER, type Ledger, type NewEvent } from "../../src/ledger/ledger.js";
import { formatLedger } from "../../src/ledger/ledger-file.js";
import { type ProofWords, proofsOf } from "../../src/ledger/proofs.js";
import { findReceipt, shareReceipts } from "../../src/ledger/receipts.js";
import { shareSheetId } from "../../src/ledger/sheet-id.js";
import { drawSheet, planShares } from "../../src/make/set-sheets.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { shareReceipt } from "../../src/share/receipt.js";
import { formatSetId } from "../../src/share/set-id.js";
import type { Share } from "../../src/share/share.js";
import { wide } from "../helpers/full.js";
import { drawnPages, scanned } from "../helpers/scan.js";
import { setResources } from "../helpers/set-sheets.js";
import { readFiles } from "../helpers/sheets.js";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const account = makeAccount({ issuer: "Example Bank", account: "alice@example.com", secret: SECRET });
const HOLDERS = ["Aunt", "Bob", "Carol", "Dave", "Eve"];
/** Holder of the sheet that a bad printer made, of the one that gets lost, and of the one whose couple parts. */
const [FADING, LOST] = [3, 5];
const contents = { accounts: [account], keeps: [], notes: [], holders: HOLDERS, made: "2027-01-10" };
const resources = await setResources("en");
const options = { paper: "a4", version: "1" } as const;
const makeSet = (made: string) => planShares({ ...contents, made }, { k: 3, n: 5 }, options, resources);

const set = await makeSet("2027-01-10");
const name = formatSetId(set.document.setId);
const shares = set.sheets.flatMap(({ share }) => share ?? []);
const idOf = (x: number) => shareSheetId(name, x);

function made(of: readonly Share[], on: string): Parameters<typeof enterAll>[1] {
  return of.map((share) => ({
    facts: {
      id: shareSheetId(formatSetId(share.setId), share.point.x),
      threshold: { k: share.k, n: share.n },
      receipts: shareReceipts(share, Number(on.slice(0, 4))),
    },
    events: [{ on, what: "made", holder: HOLDERS[share.point.x - 1] ?? "" }],
  }));
}

/** Ink that a bad printer's toner still has after so many years. */
const inkAfter = (years: number) => Math.max(0.03, 1 - 0.105 * years);

/** What a scan of the fading sheet proves after so many years; nothing where it fails. */
type Look = (years: number) => Promise<ProofWords | undefined>;

/** Ten years. @returns what was told of each sheet, with its day */
async function play(look: Look) {
  const told: { day: string; x: number; task: string }[] = [];
  let ledger: Ledger = enterAll(EMPTY_LEDGER, made(shares, "2027-01-10"));
  const add = (x: number, event: NewEvent) => {
    ledger = enter(ledger, { id: idOf(x) }, event);
  };
  for (const { point } of shares) add(point.x, { on: "2027-01-12", what: "proved", margin: 1, ink: 1, how: "codes" });
  const failed: string[] = [];
  // A keeper who looks once a week.
  for (let day = "2027-01-13"; day < "2037-01-10"; day = addDays(day, 7)) {
    if (day > "2029-05-01" && !ledger.sheets.some(({ events }) => events.some(({ what }) => what === "moved"))) {
      add(2, { on: day, what: "moved", holder: "Bob", keptAt: "the new flat" });
    }
    for (const { sheet, task } of standingsOf(ledger, day)) {
      const x = Number(sheet.id.split("/")[1]);
      if (task === undefined || !sheet.id.startsWith(name)) continue;
      told.push({ day, x, task });
      if (task !== "check") continue;
      const [year, share] = [Number(day.slice(0, 4)), shares[x - 1]];
      if (x === FADING) {
        const proof = await look(Number(day.slice(0, 4)) - 2027);
        if (proof) add(x, { on: day, what: "proved", ...proof });
        else failed.push(day);
      } else if (share && !(x === LOST && day > "2030-06-01")) {
        const receipt = shareReceipt(share, year);
        expect(findReceipt(ledger, receipt)).toMatchObject({ sheet: { id: idOf(x) }, year });
        add(x, { on: day, what: "receipt", year });
      }
    }
  }
  return { told, failed, ledger };
}

/** Each sheet that fades is told before it fails, the lost one when its receipt does not come. */
async function expectTold(look: Look): Promise<void> {
  const { told, failed, ledger } = await play(look);
  const again = told.find(({ x, task }) => x === FADING && task === "print-again");
  expect(again).toBeDefined();
  // Told while it could still be read: no look at it had failed.
  expect(failed).toEqual([]);
  const lost = told.filter(({ x, day }) => x === LOST && day > "2030-06-01");
  expect(lost[0]?.task).toBe("check");
  expect(lost[0]!.day < "2031-06-01").toBe(true);
  // From then on every week.
  expect(lost.length).toBeGreaterThan(250);
  // The others are asked for once a year, never two of them in one week.
  for (const x of [1, 2, 4]) {
    const asked = told.filter((one) => one.x === x);
    expect(asked.length).toBeGreaterThanOrEqual(9);
    expect(asked.length).toBeLessThanOrEqual(11);
  }
  const days = told.filter(({ x }) => [1, 2, 4].includes(x)).map(({ day }) => day);
  expect(new Set(days).size).toBe(days.length);
  expect(standingsOf(ledger, "2037-01-10").find(({ sheet }) => sheet.id === idOf(2))?.keptAt).toBe("the new flat");
}

describe("a household of five holders, ten years", () => {
  it("is told in time, by measures as pictures gave them", async () => {
    await expectTold(async (years) => ({ margin: years < 6 ? 1 : 0.9, ink: inkAfter(years), how: "codes" }));
  });

  wide("is told in time, through pictures of a sheet that fades", async () => {
    const sheet = set.sheets[FADING - 1]!;
    const pages = (await drawnPages(await drawSheet(sheet, resources))).slice(0, 2);
    const inks: { read: number | undefined; laid: number }[] = [];
    await expectTold(async (years) => {
      const shot = (page: Raster, i: number) => scanned(page, { ink: inkAfter(years), seed: 10 * years + i });
      const inputs = await Promise.all(
        pages.map(async (page, i) => ({ name: `${i}.jpg`, bytes: await shot(page, i) })),
      );
      const [found] = (await proofsOf(await readFiles(...inputs))).filter(({ id }) => id === idOf(FADING));
      inks.push({ read: found?.proof?.ink, laid: inkAfter(years) });
      return found?.proof;
    });
    // What is read of its ink is what the paper has.
    for (const { read = 2, laid } of inks) expect(Math.abs(read - laid)).toBeLessThan(0.1);
  });

  it("collects the sheets of a set that was replaced, until each is destroyed", async () => {
    const next = await makeSet("2032-03-01");
    const nextShares = next.sheets.flatMap(({ share }) => share ?? []);
    const replacedBy = formatSetId(next.document.setId);
    let ledger = enterAll(EMPTY_LEDGER, made(shares, "2027-01-10"));
    ledger = enterAll(ledger, made(nextShares, "2032-03-01"));
    ledger = enterAll(
      ledger,
      shares.map(({ point }) => ({
        facts: { id: idOf(point.x) },
        events: [{ on: "2032-03-01", what: "replaced", replacedBy }],
      })),
    );
    for (const { point } of shares) {
      const left = standingsOf(ledger, "2032-05-01").filter(({ task }) => task === "collect");
      expect(left.map(({ sheet }) => sheet.id)).toEqual(shares.slice(point.x - 1).map((one) => idOf(one.point.x)));
      ledger = enter(ledger, { id: idOf(point.x) }, { on: "2032-04-01", what: "destroyed" });
    }
    expect(standingsOf(ledger, "2032-05-01").filter(({ task }) => task !== undefined)).toEqual([]);
  });
});

describe("the ledger of a set", () => {
  it("has nothing in it that opens the set, in no spelling", async () => {
    const text = formatLedger(enterAll(EMPTY_LEDGER, made(shares, "2027-01-10")));
    const secrets = [
      encodeUtf8(SECRET),
      encodeUtf8(set.passphrase),
      encodeUtf8(formatOtpauth(account)),
      set.document.bytes,
      ...shares.map(({ point }) => point.y),
    ];
    // Pieces of eight bytes, wherever they begin.
    for (const secret of secrets) {
      for (let at = 0; at + 8 <= Math.min(secret.length, 80); at++) {
        const piece = Buffer.from(secret.subarray(at, at + 8));
        // The set id is the beginning of the document's hash, not of the document.
        for (const spelling of ["latin1", "hex", "base64url"] as const) {
          expect(text.toLowerCase()).not.toContain(piece.toString(spelling).toLowerCase());
        }
      }
    }
  });
});
