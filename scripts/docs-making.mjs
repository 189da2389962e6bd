// Takes the pictures of the page that makes sheets in docs/page/, for docs/make-a-sheet.md: run after changing the page.
// Needs the system's Chromium and pdftoppm, and a built dist/.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import sharp from "sharp";
import { formatOtpauth, makeAccount } from "../dist/index.js";

const LANGUAGES = { en: "en-GB", ja: "ja-JP" };
const NOW = new Date("2026-03-01T00:00:10Z");
const VIEWPORT = { width: 768, height: 640 };
/** Pixels of a step that a picture shows at most: pages of sheets are long. */
const MAX_HEIGHT = 1000;
/** Dots per inch of the paper that is shown to the page. */
const PAPER_DPI = "150";

const folder = new URL("../docs/page/", import.meta.url);
const uri = formatOtpauth(
  makeAccount({
    issuer: "Amazon Web Services",
    account: "root-account-mfa-device@123456789012",
    secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
  }),
);
const aside = await mkdtemp(join(tmpdir(), "paper-escrow-docs-"));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [code, locale] of Object.entries(LANGUAGES)) {
  const context = await browser.newContext({ viewport: VIEWPORT, locale, timezoneId: "UTC", bypassCSP: true });
  const page = await context.newPage();
  const shoot = async (name) => {
    // Without the frame around what has the focus, and the foot that is the same everywhere.
    const style = "footer { display: none } :focus { outline: none !important }";
    const png = await page.screenshot({ fullPage: true, animations: "disabled", style });
    const { width, height } = await sharp(png).metadata();
    const cut = await sharp(png)
      .extract({ left: 0, top: 0, width, height: Math.min(height, MAX_HEIGHT) })
      .png({ palette: true, colours: 32 })
      .toBuffer();
    await writeFile(new URL(`make-${name}-${code === "en" ? "" : `${code}-`}768.png`, folder), cut);
  };
  const main = () => page.locator("main .main").last();
  const goTo = async (kind) => {
    await page.goto(new URL("../dist/paper-escrow.html", import.meta.url).href);
    if (kind === "sealed") await shoot("home");
    await page.locator("main .main").first().click();
    if (kind === "sealed") await shoot("source");
    await page.locator(".ways > button").last().click();
    await page.locator("input.typed").fill(uri);
    await page.keyboard.press("Enter");
    await page.locator("#found-heading").waitFor();
    if (kind === "sealed") await shoot("found");
    await page.locator("main > .main").click();
    await page.locator(".pair .digits").first().waitFor();
    if (kind === "sealed") await shoot("register");
    await page.locator("main label.choice input").first().check();
    await page.locator("main > .main").click();
    await page.locator(`input[name=kind]`).nth(["open", "sealed", "shares"].indexOf(kind)).check();
  };
  await page.clock.setFixedTime(NOW);

  await goTo("sealed");
  await page.locator("main .row > .main").click();
  await main().click();
  await page.locator(".words").waitFor();
  await shoot("passphrase");

  await goTo("shares");
  for (const [i, name] of ["A", "B", "C"].entries()) await page.locator(".holders input").nth(i).fill(name);
  await shoot("kind");
  await page.locator("main .row > .main").click();
  await page.locator("canvas[width='0'], canvas").last().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll("canvas")].every(({ width }) => width > 300));
  await shoot("look");
  await page.locator("main .main").first().click();
  const photos = [];
  for (const save of await page.locator(".files button").all()) {
    const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
    const file = join(aside, `${code}-${download.suggestedFilename()}`);
    await download.saveAs(file);
    if (!/share-.*pdf$/u.test(file)) continue;
    execFileSync("pdftoppm", ["-r", PAPER_DPI, "-f", "1", "-singlefile", "-png", "-gray", file, file]);
    photos.push(`${file}.png`);
  }
  await shoot("print");
  await main().click();
  const show = async (files, works) => {
    await page.locator("input[type=file][multiple]").setInputFiles(files);
    await page.waitForFunction((n) => document.querySelectorAll("main .files .good, main li.good").length === n, works);
  };
  await show(photos.slice(0, 1), 1);
  await shoot("prove");
  await show(photos.slice(1), 3);
  await main().click();
  await shoot("end");
  await context.close();
}
await browser.close();
await rm(aside, { recursive: true });
