import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FULL, some } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import { type Bundler, bundle, bundledBytes, runInBrowser } from "./helpers/bundles.js";

const page = readFileSync(new URL("../../docs/library.md", import.meta.url), "utf8");
const SAMPLE =
  [...page.matchAll(/```js\n([\s\S]*?)```/gu)].map((match) => match[1] ?? "").find((code) => code.includes("?url")) ??
  "";

/** Shares made and opened, and a wrong key: what the page's sample leaves out. */
const SET = `
import {
  checkSet, drawSheet, EscrowError, makeAccount, openSet, parseFonts, planSealed, planShares, readSheets,
} from "paper-escrow";
import * as browser from "paper-escrow/browser";
import monoUrl from "paper-escrow/fonts/JetBrainsMono-Regular.ttf?url";
import boldUrl from "paper-escrow/fonts/NotoSansJP-Bold.ttf?url";
import textUrl from "paper-escrow/fonts/NotoSansJP-Regular.ttf?url";
import pdfiumUrl from "paper-escrow/wasm/pdfium.wasm?url";
import zxingUrl from "paper-escrow/wasm/zxing_reader.wasm?url";
const urls = { mono: monoUrl, text: textUrl, bold: boldUrl, pdfium: pdfiumUrl, zxing: zxingUrl };
const load = async (name) => new Uint8Array(await (await fetch(urls[name])).arrayBuffer());
console.log(typeof Buffer, typeof process, browser.LANGUAGE_CODES.join());
try { makeAccount({ issuer: "Example", account: "a", secret: "0189" }); }
catch (error) { console.log(error instanceof EscrowError, error.code); }
const resources = {
  fonts: parseFonts({ mono: await load("mono"), text: await load("text"), bold: await load("bold") }),
  language: await browser.loadLanguage("ja"),
  templates: await browser.loadSetTemplates(),
  program: await browser.loadFormatCard(),
};
const platform = browser.browserPlatform(load);
const accounts = [makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" })];
const contents = { accounts, keeps: [], notes: [], holders: [], made: "2026-01-31" };
const set = await planShares(contents, { k: 2, n: 3 }, { paper: "a4", version: "0.1.0" }, resources);
const drawn = [];
for (const sheet of set.sheets) drawn.push({ sheet, pdf: await drawSheet(sheet, resources) });
await checkSet(set, drawn, resources.fonts, platform);
const { sets } = await readSheets([0, 2].map((i) => ({ name: "s" + i, bytes: drawn[i].pdf })), platform);
console.log((await openSet(sets[0])).accounts[0].issuer);
console.log("end");
`;

describeWith("chromium", () => {
  describe.each(some<Bundler>(["esbuild", "Vite", "webpack"]))("bundled by %s", (bundler) => {
    it("the sample of docs/library.md makes an open sheet, checks it and reads its code", async () => {
      const lines = await runInBrowser(await bundle(`${SAMPLE}console.log("end");\n`, bundler));
      expect(lines).toEqual([expect.stringMatching(/^Example \d{6}$/u)]);
    });

    it.runIf(FULL)("a set is split, checked and opened, without Buffer or process", async () => {
      const lines = await runInBrowser(await bundle(SET, bundler));
      expect(lines).toEqual(["undefined undefined en,ja", "true secret-character", "Example"]);
    });
  });
});

describe("a bundle holds what is used", () => {
  it.each([
    [
      "makeAccount and codeAt",
      'import { codeAt, makeAccount } from "paper-escrow";\nconsole.log(codeAt, makeAccount);',
      27_000,
    ],
    ["readSheets", 'import { readSheets } from "paper-escrow";\nconsole.log(readSheets);', 415_000],
    ["an error's class", 'import { EscrowError } from "paper-escrow";\nconsole.log(EscrowError);', 300],
  ])("of %s", async (_, source, mostBytes) => {
    expect(await bundledBytes(source)).toBeLessThanOrEqual(mostBytes);
  });
});
