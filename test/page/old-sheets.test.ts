import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { folderWith, run } from "../cli/helpers/run.js";
import { FULL, wide } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { fixedSets } from "../vectors/v0/sets.js";
import { choose, startBrowser, type TestBrowser } from "./helpers/browser.js";

const OLD = new URL("../vectors/golden/old/", import.meta.url);
const ALICE = "otpauth://totp/Example%3Aalice%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example";
const passphrase = fixedSets.find(({ name }) => name === "one account, sealed")?.passphrase;
/** Another holder's share of the set that the share sheets are of. */
const beside = fixedSets[0].shares[2]?.code;

interface OldSheet {
  readonly name: string;
  /** A text of another sheet that it takes. */
  readonly beside?: string | undefined;
  readonly passphrase?: string | undefined;
  /** What an open sheet shows, or what the set of a sheet holds. */
  readonly uris: readonly string[];
}

/** Every golden sheet of PE0, and all that it takes to open it. */
const SHEETS: readonly OldSheet[] = [
  { name: "share-pe0", beside, uris: [ALICE] },
  { name: "share-four-pages", beside, uris: [ALICE] },
  { name: "sealed-pe0", passphrase, uris: [ALICE] },
  { name: "sealed-four-pages", passphrase, uris: [ALICE] },
  { name: "open-pe0", uris: [ALICE.replace(/secret=[A-Z2-7]+/u, "secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")] },
  {
    name: "cards-pe0",
    uris: [
      "otpauth://totp/%E4%BE%8B%E3%81%AE%E4%BC%9A%E7%A4%BE%3A%E3%82%A2%E3%83%AA%E3%82%B9?secret=MFRGGZDFMZTWQ2LK&issuer=%E4%BE%8B%E3%81%AE%E4%BC%9A%E7%A4%BE",
      "otpauth://hotp/VPN%3Abob?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=VPN&counter=7",
      "otpauth://steam/Steam%3Agordon?secret=STK7746GVMCHMNH5&issuer=Steam",
    ],
  },
];

const fileOf = ({ name }: OldSheet) => ({ name: `${name}.pdf`, bytes: readFileSync(new URL(`${name}.pdf`, OLD)) });
const besideOf = ({ beside: text }: OldSheet) =>
  text === undefined ? [] : [{ name: "beside.txt", bytes: Buffer.from(`${text}\n`) }];

/** A folder with a sheet and what it takes, and the arguments that name its passphrase. */
function given(sheet: OldSheet) {
  const files = [fileOf(sheet), ...besideOf(sheet)];
  const folder = folderWith(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])));
  const secret = folderWith({ "passphrase.txt": `${sheet.passphrase ?? ""}\n` });
  const args = sheet.passphrase === undefined ? [] : ["--passphrase-file", join(secret, "passphrase.txt")];
  return { folder, names: files.map(({ name }) => name), args };
}

it("are all that are kept", () => {
  const kept = readdirSync(OLD).map((name) => name.replace(/\.pdf$/u, ""));
  expect(SHEETS.map(({ name }) => name).sort()).toEqual(kept.sort());
});

const rows = (text: string) => text.split("\n").filter((row) => row !== "");

wide.each(SHEETS)("the command line recovers $name", (sheet) => {
  const { folder, names, args } = given(sheet);
  const { status, stdout } = run(["recover", ...names, "--uris", ...args], { cwd: folder });
  expect({ status, uris: rows(stdout).sort() }).toEqual({ status: 0, uris: [...sheet.uris].sort() });
});

describeWith(["python3", "age", "pdftoppm", "zbarimg"], () => {
  const script = join(import.meta.dirname, "..", "clean-room", "recover.py");

  wide.each(SHEETS)("the reader in Python recovers $name from what zbarimg reads", (sheet) => {
    const { folder, args } = given(sheet);
    runProgram("pdftoppm", ["-r", "200", "-gray", join(folder, `${sheet.name}.pdf`), join(folder, "page")]);
    const pages = readdirSync(folder).filter((name) => name.endsWith(".pgm"));
    // A page without codes ends zbarimg with status 4.
    const texts = pages.map((page) => {
      const { stdout } = spawnSync("zbarimg", ["--raw", "-q", "-Sdisable", "-Sqrcode.enable", join(folder, page)]);
      return [`${page}.txt`, `${stdout}`] as const;
    });
    const named = [...texts, ...besideOf(sheet).map(({ name, bytes }) => [name, bytes] as const)];
    const seen = folderWith(Object.fromEntries(named));
    const files = named.map(([name]) => join(seen, name));
    const { status, stdout } = spawnSync("python3", ["-B", script, ...args, ...files]);
    expect({ status, uris: [...new Set(rows(`${stdout}`))].sort() }).toEqual({
      status: 0,
      uris: [...sheet.uris].sort(),
    });
  });
});

describeWith("chromium", () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    if (FULL) browser = await startBrowser();
  });
  afterAll(() => browser?.end());

  /** The Key URI of the account that a page shows. */
  async function shownUri(page: Page): Promise<string> {
    await page.getByText("Put it on a phone again").click();
    const link = page.locator("a[href^='otpauth:']");
    await link.waitFor();
    return (await link.getAttribute("href")) ?? "";
  }

  wide.each(SHEETS)("the page recovers $name in Chromium", async (sheet) => {
    const page = await browser.open();
    await choose(page, fileOf(sheet), ...besideOf(sheet));
    if (sheet.passphrase !== undefined) {
      await page.getByLabel("Passphrase", { exact: true }).fill(sheet.passphrase);
      await page.keyboard.press("Enter");
    }
    const shown: string[] = [];
    const { length } = sheet.uris;
    for (let i = 0; i < length; i++) {
      if (length > 1) await page.locator(".accounts li button").nth(i).click();
      shown.push(await shownUri(page));
      if (length > 1) await page.getByRole("button", { name: "All accounts" }).click();
    }
    expect(shown.sort()).toEqual([...sheet.uris].sort());
    expect(browser.errors).toEqual([]);
  });
});
