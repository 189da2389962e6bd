import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { drawSheet, type PlannedSet, planShares } from "../../src/make/set-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import { loadFootWords, loadTypedFont } from "../../src/node/resources.js";
import type { Reading } from "../../src/recover/reading.js";
import { strayKeepers } from "../../src/recover/sets.js";
import { readSheets } from "../../src/recover/sheet-reading.js";
import { verifySheets } from "../../src/recover/verify.js";
import { formatSetId } from "../../src/share/set-id.js";
import { wide } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { drawnPages, scanned } from "../helpers/scan.js";
import { setResources } from "../helpers/set-sheets.js";

const resources = await setResources("en");
const accounts = [makeAccount({ issuer: "Example", account: "alice", secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" })];
const contents = { accounts, keeps: [], notes: [], holders: ["Ann", "Ben", ""], made: "2026-03-01" };
const plan = () => planShares(contents, { k: 2, n: 3 }, { paper: "a4", version: "0.1.0" }, resources);
const [set, other] = [await plan(), await plan()];
const nameOf = ({ document }: PlannedSet) => formatSetId(document.setId);
const draw = async (one: PlannedSet, at: number) => {
  const sheet = one.sheets.at(at);
  if (!sheet) throw new RangeError("no such sheet");
  return drawSheet(sheet, resources);
};
const keeper = { name: "keeper.pdf", bytes: await draw(set, -1) };
/** The codes of a share sheet, as a program for scanning writes them. */
const codesOf = ({ sheets }: PlannedSet) =>
  (sheets[0]?.pages ?? []).flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "code" ? [box.text] : [])));
const share = { name: "share.txt", bytes: new TextEncoder().encode(codesOf(set).join("\n")) };

const read = (...inputs: { name: string; bytes: Uint8Array }[]) =>
  readSheets(inputs, nodePlatform, { footWords: loadFootWords, typedFont: loadTypedFont });
const verified = (reading: Reading) => {
  const { verified: isVerified, problems } = verifySheets(reading, { unixSeconds: 0 });
  return { isVerified, problems: problems.map(({ code }) => code) };
};

describe("a keeper's page", () => {
  it("is known by its code: of which set it is, and that nothing is missing", async () => {
    const reading = await read(keeper);
    expect(reading).toMatchObject({
      sets: [],
      problems: [],
      keepers: [{ name: nameOf(set), k: 2, n: 3, made: "2026-03-01", accounts: 1, source: "keeper.pdf", page: 1 }],
      pages: [{ state: "read", codes: 1, unread: 0 }],
    });
    expect(verified(reading)).toEqual({ isVerified: true, problems: [] });
  });

  it("counts as no share, and says nothing beside sheets of its set", async () => {
    const reading = await read(keeper, share);
    expect(reading.sets).toMatchObject([{ name: nameOf(set), shares: [{ status: "in-roster" }] }]);
    expect(strayKeepers(reading)).toEqual([]);
    expect(verified(reading)).toEqual({ isVerified: true, problems: [] });
  });

  it("is told of beside sheets of another set alone", async () => {
    const stray = { name: "other.pdf", bytes: await draw(other, -1) };
    const reading = await read(stray, share);
    expect(strayKeepers(reading).map(({ name }) => name)).toEqual([nameOf(other)]);
    expect(verified(reading)).toEqual({ isVerified: true, problems: [] });
    expect(strayKeepers(await read(keeper, stray))).toEqual([]);
  });

  it("holds what is compared with it no more than an empty page", async () => {
    const { verified: isVerified, problems } = verifySheets(await read(keeper), { unixSeconds: 0, accounts });
    expect({ isVerified, codes: problems.map(({ code }) => code) }).toEqual({
      isVerified: false,
      codes: ["expected-missing"],
    });
  });

  wide("with its code blotted is known by its foot, and is nothing that is missing", async () => {
    const [page] = await drawnPages(keeper.bytes);
    if (!page) throw new Error("no page");
    const painted = [{ x: 0.8, y: 0.55, width: 0.17, height: 0.37, level: 60 }];
    for (const scan of [{}, { painted }]) {
      const reading = await read({ name: "scan.jpg", bytes: await scanned(page, scan) }, share);
      expect(reading.pages?.[0]?.state).toBe(scan.painted ? "back" : "read");
      expect(verified(reading)).toEqual({ isVerified: true, problems: [] });
    }
  });
});

describeWith(["zbarimg"], () => {
  const folder = mkdtempSync(join(tmpdir(), "keeper-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("another program reads the code of a keeper's page", async () => {
    const [page] = await drawnPages(keeper.bytes);
    if (!page) throw new Error("no page");
    const raw = { width: page.width, height: page.height, channels: 1 as const };
    const file = join(folder, "keeper.png");
    writeFileSync(file, await sharp(page.data, { raw }).png().toBuffer());
    const text = runProgram("zbarimg", ["-q", "--raw", "-Sdisable", "-Sqrcode.enable", file]).toString().trim();
    const reading = await read({ name: "text", bytes: new TextEncoder().encode(`${text}\n`) });
    expect(text).toMatch(/^PE1K[A-Z2-7]{32}$/u);
    expect(reading.keepers.map(({ name }) => name)).toEqual([nameOf(set)]);
  });
});
