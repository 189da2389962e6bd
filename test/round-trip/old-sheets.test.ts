import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../src/node/platform.js";
import { goodShares } from "../../src/recover/found-set.js";
import { readSheets } from "../../src/recover/sheet-reading.js";
import { fixedSets } from "../vectors/v0/sets.js";

/** Sheets as they were printed before one leaf held all: they are read for ever. */
const OLD = [
  { name: "share-four-pages", set: "one account, 2 of 3", pages: 4 },
  { name: "sealed-four-pages", set: "one account, sealed", pages: 4 },
];

/** Sheets of PE0 as version 0.1 printed them last. */
const PE0 = [
  { name: "share-pe0", set: 0, x: [2] },
  { name: "sealed-pe0", set: 3, x: [] },
  { name: "open-pe0", accounts: ["Example"] },
  { name: "cards-pe0", accounts: ["例の会社", "VPN", "Steam"] },
];

describe("sheets of PE0", () => {
  it.each(PE0)("are read as they were printed: $name", async ({ name, set, x, accounts = [] }) => {
    const pdf = readFileSync(new URL(`../vectors/golden/old/${name}.pdf`, import.meta.url));
    const reading = await readSheets([{ name: `${name}.pdf`, bytes: pdf }], nodePlatform);
    expect(reading.problems).toEqual([]);
    expect([...new Set(reading.sheets.map(({ account }) => account.issuer))]).toEqual(accounts);
    const [found] = reading.sets;
    if (set === undefined) return expect(found).toBeUndefined();
    expect(found?.format).toBe("PE0");
    expect(Buffer.from(found?.document?.bytes ?? []).toString("hex")).toBe(fixedSets[set]?.document);
    expect(found && goodShares(found).map(({ share }) => share.point.x)).toEqual(x);
  });
});

describe("sheets of earlier layouts", () => {
  it.each(OLD)("are read from paper: $name", async ({ name, set: setName, pages }) => {
    const pdf = readFileSync(new URL(`../vectors/golden/old/${name}.pdf`, import.meta.url));
    const set = fixedSets.find((one) => one.name === setName);
    const reading = await readSheets([{ name: `${name}.pdf`, bytes: pdf }], nodePlatform);
    expect(reading.pages).toHaveLength(pages);
    expect(reading.pages?.map(({ state }) => state)).toEqual(["read", "read", expect.anything(), expect.anything()]);
    const [found] = reading.sets;
    expect(Buffer.from(found?.document?.bytes ?? []).toString("hex")).toBe(set?.document);
    expect(found && goodShares(found).map(({ share }) => share.point.x)).toEqual(set?.shares.length ? [2] : []);
  });
});
