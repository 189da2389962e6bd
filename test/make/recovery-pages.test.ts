import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { formatRecoveryCodes, makeRecoveryCodes, type RecoveryCodes } from "../../src/document/recovery-codes.js";
import { checkSheets } from "../../src/make/check-open.js";
import { makeOpenSheets } from "../../src/make/open-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import { loadTemplate } from "../../src/node/resources.js";
import { verifySheets } from "../../src/recover/verify.js";
import type { Page } from "../../src/sheet/box.js";
import { drawPdf } from "../../src/sheet/pdf.js";
import { some } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { fonts, MADE_ON, OPEN, readFiles, resourcesOf, VERSION } from "../helpers/sheets.js";

const alice = makeAccount({ issuer: "Example", account: "alice", secret: "JBSWY3DPEHPK3PXP" });
const hanako = makeAccount({ issuer: "例銀行", account: "花子", secret: "GEZDGNBVGY3TQOJQ" });
const SIXTEEN = Array.from({ length: 16 }, (_, i) => `a1b2c-3d4e${(i + 16).toString(17)}`);
const OF_ALICE = makeRecoveryCodes(alice, SIXTEEN);
const OF_HANAKO = makeRecoveryCodes(hanako, ["1234 5678", "2345 6789"]);
const APART: RecoveryCodes = { label: "Gone%3Abob", codes: ["zz11-yy22"] };

interface Making {
  readonly language?: "en" | "ja";
  readonly paper?: "a4" | "letter";
  readonly copies?: number;
  readonly template?: "open" | "front" | "cards";
}

async function made(
  recovery: readonly RecoveryCodes[],
  { language = "en", paper = "a4", copies = 1, template = "open" }: Making = {},
  accounts = [alice, hanako],
) {
  const own = { ...OPEN, language, template };
  const resources = { ...(await resourcesOf(own)), recoveryTemplate: await loadTemplate("recovery") };
  const options = { paper, madeOn: MADE_ON, version: VERSION, copies };
  return makeOpenSheets(accounts, options, resources, [], undefined, recovery);
}

/** Whose page it is: a letter for a leaf, `codes` for recovery codes, `blank`. */
const order = (pages: readonly Page[]) =>
  pages.map(({ accounts: [own], recovery }) => (recovery ? `codes ${recovery.list}` : (own ?? "blank")));

const monoTexts = ({ boxes }: Page) =>
  boxes.flatMap((box) => (box.kind === "text" && box.face === "mono" ? [box] : []));

describe("pages of recovery codes", () => {
  it.each(
    some([
      ["en", "letter"],
      ["en", "a4"],
      ["ja", "letter"],
      ["ja", "a4"],
    ] as const),
  )("stand after their account's leaf, and read back whole (%s, %s)", async (language, paper) => {
    const lists = [OF_ALICE, OF_HANAKO, APART];
    const sheets = await made(lists, { language, paper });
    // Another leaf begins on a front, where leaves have two sides.
    expect(order(sheets.pages)).toEqual([0, 0, "codes 0", "blank", 1, 1, "codes 1", "codes 2"]);
    const checked = await checkSheets(sheets, [alice, hanako], fonts, nodePlatform, undefined, [], lists);
    expect(checked.codes).toBe(3 + 1 + 3 + 1 + 1);
    const { recovery, problems, pages } = await readFiles({ name: "a.pdf", bytes: sheets.pdf });
    expect(recovery?.map(({ page, recovery: list }) => [page, list])).toEqual([
      [3, OF_ALICE],
      [7, OF_HANAKO],
      [8, APART],
    ]);
    expect(problems).toEqual([]);
    expect(pages?.map(({ state }) => state).filter((state) => state !== "read")).toEqual(["blank"]);
  });

  it("have every code in letters to type from, and a box beside each", async () => {
    const page = (await made([OF_ALICE], { paper: "letter", language: "ja" }, [alice])).pages[2];
    const texts = page ? monoTexts(page) : [];
    expect(texts.map(({ text }) => text)).toEqual(SIXTEEN);
    expect(Math.min(...texts.map(({ pt }) => pt))).toBeGreaterThanOrEqual(14);
    const sides = page?.boxes.filter((box) => box.kind === "rule" && box.grey === 0 && box.heightMm > 4);
    expect(sides).toHaveLength(2 * SIXTEEN.length);
  });

  it("come with every copy, and after all cards", async () => {
    expect(order((await made([OF_ALICE], { copies: 2 }, [alice])).pages)).toEqual([
      ...[0, 0, "codes 0", "blank"],
      ...[0, 0, "codes 0"],
    ]);
    const cards = await made([OF_ALICE, OF_HANAKO], { template: "cards" });
    expect(order(cards.pages).slice(-2)).toEqual(["codes 0", "codes 1"]);
  });

  it("are as many as there is room for, each with its own in its code", async () => {
    const codes = Array.from({ length: 64 }, (_, i) => `${i + 10}`.repeat(i < 40 ? 5 : 60));
    const list = makeRecoveryCodes(alice, codes);
    const sheets = await made([list], { paper: "letter" }, [alice]);
    const own = sheets.pages.filter(({ recovery }) => recovery);
    expect(own.length).toBeGreaterThan(3);
    await checkSheets(sheets, [alice], fonts, nodePlatform, undefined, [], [list]);
    const read = own.flatMap((page) => monoTexts(page).map(({ text }) => text));
    expect(read.join("")).toBe(codes.join(""));
  });

  const otherText = (page: Page): Page => ({
    ...page,
    boxes: page.boxes.map((box) =>
      page.recovery && box.kind === "text" && box.text === SIXTEEN[3] ? { ...box, text: ` ${box.text.slice(1)}` } : box,
    ),
  });

  it("fail the self-check where a character is not in ink", async () => {
    const { pages } = await made([OF_ALICE], {}, [alice]);
    const pdf = await drawPdf(pages.map(otherText), fonts);
    const check = checkSheets({ pdf, pages }, [alice], fonts, nodePlatform, undefined, [], [OF_ALICE]);
    await expect(check).rejects.toMatchObject({ code: "self-check-failed", data: { what: "text", page: 3 } });
  });

  it.each<[string, RecoveryCodes, number]>([
    ["another code", makeRecoveryCodes(alice, [...SIXTEEN.slice(1), "a1b2c-00000"]), 3],
    ["a code more", makeRecoveryCodes(alice, [...SIXTEEN, "a1b2c-00000"]), 3],
    ["another account's", { ...OF_ALICE, label: OF_HANAKO.label }, 3],
  ])("fail the self-check where %s was meant", async (_, meant, page) => {
    const sheets = await made([OF_ALICE], {}, [alice]);
    const check = checkSheets(sheets, [alice], fonts, nodePlatform, undefined, [], [meant]);
    await expect(check).rejects.toMatchObject({ code: "self-check-failed", data: { what: "account", page } });
  });

  it("are compared with what was expected, by number and account alone", async () => {
    const reading = await readFiles({ name: "a.pdf", bytes: (await made([OF_ALICE], {}, [alice])).pdf });
    const verify = (recovery: readonly RecoveryCodes[]) =>
      verifySheets(reading, { accounts: [alice], recovery, unixSeconds: 0 });
    expect(verify([OF_ALICE])).toMatchObject({ verified: true, problems: [] });
    expect(verify([])).toMatchObject({ verified: true, problems: [] });
    const other = verify([makeRecoveryCodes(alice, [...SIXTEEN.slice(2), "new-1"])]);
    expect(other.verified).toBe(false);
    expect(other.problems).toEqual([
      { source: "", code: "recovery-codes-missing", data: { name: "Example: alice", codes: 1 } },
      { source: "", code: "recovery-codes-other", data: { name: "Example: alice", codes: 2 } },
    ]);
  });

  it("are refused without their template: a caller's mistake", async () => {
    const options = { paper: "a4", madeOn: MADE_ON, version: VERSION } as const;
    const making = makeOpenSheets([alice], options, await resourcesOf(OPEN), [], undefined, [OF_ALICE]);
    await expect(making).rejects.toThrow(TypeError);
  });
});

describeWith(["pdftoppm", "zbarimg"], () => {
  it("zbarimg shows the codes as plain text, a line each", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paper-escrow-recovery-"));
    try {
      writeFileSync(join(folder, "a.pdf"), (await made([OF_HANAKO], {}, [hanako])).pdf);
      runProgram("pdftoppm", ["-r", "150", "-f", "3", "-png", join(folder, "a.pdf"), join(folder, "p")]);
      const { stdout } = spawnSync("zbarimg", ["-q", "--raw", join(folder, "p-3.png")]);
      expect(stdout.toString().trim().split("\n")).toEqual(formatRecoveryCodes(OF_HANAKO));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
