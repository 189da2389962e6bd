import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildPage } from "../../../scripts/page.mjs";
import type { buildWorkshop } from "../../../scripts/workshop.mjs";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { some, wide } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { AXE, bracketed, faultsOfSteps, SCHEMES } from "../helpers/axe.js";
import { startBrowser, type TestBrowser, workshopPage } from "../helpers/browser.js";
import { AWS, openPicture, UNIX_SECONDS } from "../helpers/fixtures.js";
import { keyboardOf } from "../helpers/keyboard.js";

const ROOT = join(import.meta.dirname, "..", "..", "..");
/** A language that nobody speaks: English sentences in brackets. */
const MADE_UP = "eo";

/** Goes through the steps of making by what stands in them, whatever the language. */
async function everyStep(page: Page, look: (step: string) => Promise<void>): Promise<void> {
  const main = () => page.locator("main .main");
  const { name, bytes } = await openPicture();
  const picture = { name, mimeType: "image/png", buffer: Buffer.from(bytes) };
  const files = page.locator("input[type=file][multiple]");
  await look("home");
  await main().first().click();
  await look("source");
  await files.setInputFiles({ name: "x.txt", mimeType: "text/plain", buffer: Buffer.from("A") });
  await page.locator("main .care").first().waitFor();
  await look("nothing in it");
  await page.locator(".ways > button").last().click();
  await look("key");
  await page.locator("input.typed").fill("1");
  await page.keyboard.press("Enter");
  await page.locator("main [role=alert] p").first().waitFor();
  await look("a wrong key");
  await page.locator("header button").first().click();
  await files.setInputFiles(picture);
  await page.locator("#found-heading").waitFor();
  await look("found");
  await main().first().click();
  await page.locator(".pair .digits").first().waitFor();
  await page.locator("main summary").first().click();
  await look("register");
  await main().last().click();
  const kind = (n: number) => page.locator("input[name=kind]").nth(n);
  await kind(2).check();
  await look("among people");
  await kind(1).check();
  await look("sealed");
  await main().last().click();
  await look("passphrase");
  await page.locator("main .row .plain").last().click();
  await page.locator("main form input").first().fill("a");
  await page.keyboard.press("Enter");
  await page.locator("main form .care").waitFor();
  await look("two that differ");
  await page.locator("main .row button:not([type=submit])").first().click();
  await page.locator(".words").waitFor();
  await look("words");
  const words = await page.locator(".words li").allTextContents();
  await main().last().click();
  const fields = page.locator("main form input");
  await fields.first().fill("?");
  await page.keyboard.press("Enter");
  await page.locator("main form .care").waitFor();
  await look("asked back");
  for (const [i, label] of (await page.locator("main form label").allTextContents()).entries()) {
    await fields.nth(i).fill(words[Number(/\d+/u.exec(label)?.[0]) - 1] ?? "");
  }
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => [...document.querySelectorAll("canvas")].some(({ width }) => width > 300));
  await page.locator("main summary").first().click();
  await look("look");
  await main().first().click();
  await look("print");
  await main().last().click();
  await look("prove");
  await files.setInputFiles(picture);
  // A picture of one code is no page of a sheet that was made here: the page says so, with a list or without.
  await page.locator("main .care, main li.card").first().waitFor();
  await look("another paper");
  await page.locator("main > button").last().click();
  await look("end");
  await main().last().click();
  await look("forgotten");
}

describeWith("chromium", () => {
  let browser: TestBrowser;
  let html: string;
  beforeAll(async () => {
    html = await workshopPage();
    browser = await startBrowser(undefined, [], html);
  });
  afterAll(() => browser.end());

  wide.each(["ja", "en"])(
    "has no serious finding of axe in any step, light or dark, and fits narrow screens, in %s",
    async (locale) => {
      const viewport = { width: 320, height: 640 };
      const page = await browser.open({ locale, unixSeconds: UNIX_SECONDS, viewport, hasTouch: true });
      expect(await page.locator("html").getAttribute("lang")).toBe(locale);
      await page.evaluate(AXE);
      const found = await faultsOfSteps(
        page,
        (look) => everyStep(page, look),
        some(SCHEMES),
        async () => {
          // The history of a browser must not tell of accounts.
          expect(await page.title()).not.toContain("Amazon");
        },
      );
      expect(found).toEqual([]);
    },
  );

  wide("is used with the keyboard alone, and leads the focus from step to step", async () => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS });
    const { tabTo, press, expectHeading } = keyboardOf(page);
    await press(/^Make a sheet$/u);
    await expectHeading(/code that the service shows/u);
    await press(/^Type the key$/u);
    await page.locator("input.typed").waitFor();
    await page.keyboard.type(formatOtpauth(AWS));
    await page.keyboard.press("Enter");
    await page.locator("#found-heading").waitFor();
    await press(/^Go on$/u);
    await expectHeading(/Finish the registration/u);
    await press(/^Go on$/u);
    await expectHeading(/What kind of sheet/u);
    // Tab reaches the group of kinds, Space takes its first one.
    await tabTo(/^Forget everything$/u);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await press(/^Go on$/u);
    await expectHeading(/Look at the sheets/u);
    await page.locator(".page-picture").first().waitFor();
    await press(/^Go on to printing$/u);
    await expectHeading(/Print the sheets/u);
    await tabTo(/^Save /u);
    await press(/^It is printed/u);
    await expectHeading(/Prove the paper/u);
    await tabTo(/^Choose photos/u);
    await press(/^Finish without proof$/u);
    await expectHeading(/What is left/u);
    expect(await page.locator("main .care").textContent()).toMatch(/not proved/u);
    // Its own SHA-256, whatever the parser did to its text.
    expect(await page.locator("footer").textContent()).toContain(createHash("sha256").update(html).digest("hex"));
    await page.locator("header button").last().focus();
    await page.keyboard.press("Enter");
    await expectHeading(/Forgotten/u);
    await press(/^Undo/u);
    await expectHeading(/What is left/u);
  });

  wide("speaks a third language that is one file, in every step", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paper-escrow-lang-"));
    for (const name of ["src", "scripts", "templates", "licences", "package.json", "tsconfig.json", "LICENSE"]) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const languages = join(folder, "templates", "lang");
    const english = JSON.parse(readFileSync(join(languages, "en.json"), "utf8")) as unknown;
    writeFileSync(join(languages, `${MADE_UP}.json`), JSON.stringify(bracketed(english)));
    const built = (await import(join(folder, "scripts", "workshop.mjs"))) as { buildWorkshop: typeof buildWorkshop };
    // The page that is given along has one more language, and is larger than it may be.
    const { html: recovery } = await buildPage({ root: folder, languages });
    const other = await startBrowser(undefined, [], (await built.buildWorkshop(folder, recovery)).html);
    rmSync(folder, { recursive: true });
    const page = await other.open({ unixSeconds: UNIX_SECONDS, hasTouch: true });
    await page.locator("header select").selectOption(MADE_UP);
    expect(await page.locator("html").getAttribute("lang")).toBe(MADE_UP);
    const foreign: string[] = [];
    await everyStep(page, async (step) => {
      const texts = await page
        .locator("#page :is(h1, h2, h3, label, summary, button, p, th, figcaption, legend)")
        .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent ?? ""));
      // Names, numbers and signs are of no language.
      const own = /⟪|^[\s\d✓–]*$|^(?:Amazon|root-account|open\.png|x\.txt|paper-escrow \d)/u;
      foreign.push(...texts.filter((text) => !own.test(text)).map((text) => `${step}: ${text}`));
    });
    expect(foreign).toEqual([]);
    await other.end();
  });

  it("asked the network for nothing, and nothing went wrong unseen", () => {
    expect(browser.requests).toEqual([]);
    expect(browser.errors).toEqual([]);
  });
});
