import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FULL, some, wide } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import { AXE, bracketed, faultsOfSteps, findings, SCHEMES } from "./helpers/axe.js";
import { choose, type GivenFile, startBrowser, type TestBrowser } from "./helpers/browser.js";
import { KINDS, sealedSet, shareSet, type TestSet, THIRTY, UNIX_SECONDS } from "./helpers/fixtures.js";
import { keyboardOf } from "./helpers/keyboard.js";

const LANGUAGES = fileURLToPath(new URL("../../templates/lang", import.meta.url));
/** A language that nobody speaks: English sentences in brackets. */
const MADE_UP = "eo";

describeWith("chromium", () => {
  let browser: TestBrowser;
  let folder: string | undefined;
  let various: TestSet;
  let shares: GivenFile[];
  let other: GivenFile;
  let sealed: GivenFile;

  beforeAll(async () => {
    various = await shareSet(KINDS, 2, 3, "kinds");
    shares = await Promise.all([0, 1, 2].map(various.picture));
    if (!FULL) {
      browser = await startBrowser();
      return;
    }
    // What only wide tests look at.
    folder = mkdtempSync(join(tmpdir(), "paper-escrow-lang-"));
    cpSync(LANGUAGES, folder, { recursive: true });
    const english = JSON.parse(readFileSync(join(folder, "en.json"), "utf8")) as unknown;
    writeFileSync(join(folder, `${MADE_UP}.json`), JSON.stringify(bracketed(english)));
    other = await (await shareSet(THIRTY, 3, 5, "other")).picture(1);
    sealed = await (await sealedSet(KINDS)).picture(0);
    browser = await startBrowser(folder);
  });
  afterAll(async () => {
    await browser.end();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  /** Goes through the steps of the dialogue by what stands in them, whatever the language. */
  async function everyStep(page: Page, look: (step: string) => Promise<void>): Promise<void> {
    const way = (n: number) => page.locator(".ways > button").nth(n);
    await look("start");
    await way(2).click();
    await page.locator(".ways").waitFor();
    await look("no camera");
    await page.locator("main > .row button").click();
    await way(3).click();
    await look("typing");
    const [heading = "", line = ""] = await various.lines();
    await page.locator(".line-field").fill(heading);
    await page.keyboard.press("Enter");
    await page.locator(".lines li").waitFor();
    await page.locator(".line-field").fill(line.replace(/^(D1 .)./u, "$1?"));
    await page.keyboard.press("Enter");
    await page.locator("mark").waitFor();
    await look("a line in doubt");
    await page.locator("main > .row .plain").click();
    await page.locator("main details").first().locator("summary").click();
    await look("a key");
    await page.locator("header button").click();
    await look("forgotten");
    await page.locator("main .main").click();
    await choose(page, sealed);
    await page.locator("input[type=password]").waitFor();
    await look("a passphrase");
    const boxes = page.locator(".word-boxes input");
    await page.locator("main form label.choice input").last().check();
    await boxes.first().pressSequentially("zeb");
    await look("a word begun");
    await boxes.first().fill("zebre");
    await page.keyboard.press("Tab");
    await page.locator(".word-boxes [aria-invalid=true]").waitFor();
    await look("a word of no list");
    await boxes.first().fill(Array.from({ length: 12 }, () => "zebra").join(" "));
    await look("twelve words");
    await boxes.last().fill("");
    await page.locator("main form .main").click();
    await page.locator("main form [role=alert] p").first().waitFor();
    await look("eleven words");
    await page.locator("header button").click();
    await page.locator("main .main").click();
    await choose(page, shares[0]!, other, await various.altered(1), { name: "x.txt", bytes: new Uint8Array([65]) });
    await page.locator(".problems").waitFor();
    for (const part of await page.locator("main summary").all()) await part.click();
    await look("two sets");
    await choose(page, shares[1]!);
    await page.locator("main > .row .main").click();
    await look("accounts");
    await page.locator(".accounts button").first().click();
    await page.locator(".code .digits").waitFor();
    for (const part of await page.locator("main summary").all()) await part.click();
    await page.locator(".qr").waitFor();
    await look("an account");
    await page.locator("main > .plain").click();
    await page.locator(".accounts button").nth(1).click();
    await page.locator(".code .digits").waitFor();
    await look("a counter");
    await page.locator("header button").click();
    await page.locator("main .main").click();
    await page.locator("main .card button").first().click();
    await look("check");
    await choose(page, shares[2]!);
    await page.locator(".good").waitFor();
    await look("checked");
    await page.locator("main > .plain").click();
    await page.locator("main .card button").nth(1).click();
    await look("a ledger");
    const ledger = (text: string) => ({ name: "sheets.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await page.locator("input[type=file]").setInputFiles(ledger("{}"));
    await page.locator("[role=alert]").waitFor();
    await look("no ledger");
    await page.locator("main .row button").nth(1).click();
    await choose(page, shares[0]!);
    await page.locator("#shown-heading").waitFor();
    await page.locator("main form input").fill("AAAA-AAAA");
    await page.locator("main form button").click();
    await page.locator("[role=alert]").waitFor();
    for (const part of await page.locator("main summary").all()) await part.click();
    await look("a ledger with a sheet");
  }

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
          expect(await page.title()).toBe(await page.locator("header .name").textContent());
        },
      );
      expect(found).toEqual([]);
      // The same tools do find what is wrong.
      await page.evaluate(() => document.querySelector("main")?.append(document.createElement("button")));
      expect(await findings(page)).toEqual([expect.stringContaining("button-name")]);
    },
  );

  it("is used with the keyboard alone, and leads the focus from step to step", async () => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS });
    const { tabTo, expectHeading } = keyboardOf(page);
    // Asked for before the keys are pressed: the browser takes a moment until it hands dialogues over.
    const choosing = page.waitForEvent("filechooser");
    await tabTo(/^Choose photos/u);
    await page.keyboard.press("Enter");
    const files = shares
      .slice(0, 2)
      .map(({ name, bytes }) => ({ name, mimeType: "image/png", buffer: Buffer.from(bytes) }));
    await (await choosing).setFiles(files);
    await expectHeading(/accounts are here/u);
    await tabTo(/Amazon/u);
    await page.keyboard.press("Enter");
    await expectHeading(/Amazon/u);
    await tabTo(/^Put it on a phone/u);
    await page.keyboard.press("Enter");
    await page.locator(".qr").waitFor();
    await tabTo(/^Add to an authenticator/u);
    await tabTo(/^Forget everything/u);
    await page.keyboard.press("Enter");
    await expectHeading(/forgotten/u);
    await tabTo(/^Begin again/u);
    await page.keyboard.press("Space");
    await expectHeading(/Get back/u);
  });

  wide(
    "puts the keyboard into the field of a step for typing, and shows the end of a long line on a narrow screen",
    async () => {
      const page = await browser.open({ viewport: { width: 320, height: 640 } });
      await page.locator(".ways > button").last().click();
      const field = page.locator(".line-field");
      expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
      const [, line = ""] = await various.lines();
      await page.keyboard.type(`${line.slice(0, -1)}?`);
      const isWhole = () =>
        field.evaluate((one) => one.scrollHeight <= one.clientHeight && one.scrollWidth <= one.clientWidth);
      expect(await field.inputValue()).toHaveLength(line.length);
      expect(await isWhole()).toBe(true);
      await page.setViewportSize({ width: 195, height: 640 });
      await expect.poll(isWhole).toBe(true);
      await page.setViewportSize({ width: 1280, height: 640 });
      await expect.poll(() => field.evaluate((one) => (one as HTMLTextAreaElement).rows)).toBe(1);
      // Another language draws the step anew: what stands in the field stays, and stays whole.
      await page.setViewportSize({ width: 320, height: 640 });
      await page.locator("header select").selectOption("ja");
      expect(await field.inputValue()).toHaveLength(line.length);
      await expect.poll(isWhole).toBe(true);
      await field.press("Enter");
      await page.locator("mark").waitFor();
      await page.locator("main > .row .plain").click();
      expect(await page.evaluate(() => document.activeElement?.matches("input.typed"))).toBe(true);
    },
  );

  wide("tells only those to drop files who have something to drag them with", async () => {
    const drop = (page: Page) => page.getByText("You can also drop photos");
    const computer = await browser.open();
    expect(await drop(computer).count()).toBe(1);
    const phone = await browser.open({ hasTouch: true, isMobile: true });
    expect(await drop(phone).count()).toBe(0);
    expect(await phone.getByRole("button", { name: "Take a photo now" }).count()).toBe(1);
    await phone.getByRole("button", { name: "Check a sheet without opening it" }).click();
    expect(await drop(phone).count()).toBe(0);
  });

  wide("does not talk without end: nothing is announced while a code runs out", async () => {
    const page = await browser.open();
    await choose(page, ...shares.slice(0, 2));
    await page.locator(".accounts button").first().click();
    await page.locator(".code .digits").waitFor();
    const announced = await page.evaluate(async () => {
      const changes: string[] = [];
      const observer = new MutationObserver((records) => changes.push(...records.map(({ target }) => target.nodeName)));
      for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live], output")) {
        observer.observe(region, { childList: true, characterData: true, subtree: true });
      }
      await new Promise((resolve) => setTimeout(resolve, 2500));
      return changes;
    });
    expect(announced).toEqual([]);
  });

  wide("moves nothing for those who do not want it", async () => {
    const page = await browser.open({ reducedMotion: "reduce" });
    await choose(page, ...shares.slice(0, 2));
    await page.locator(".accounts button").first().click();
    const bar = page.locator(".bar > div");
    await bar.waitFor({ state: "attached" });
    expect(await bar.evaluate((one) => getComputedStyle(one).transitionDuration)).toBe("0s");
  });

  wide("speaks a third language that is one file, in every step", async () => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS, hasTouch: true });
    await page.locator("header select").selectOption(MADE_UP);
    expect(await page.locator("html").getAttribute("lang")).toBe(MADE_UP);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SELECT");
    const foreign: string[] = [];
    await everyStep(page, async (step) => {
      const texts = await page
        .locator("#page :is(h1, h2, h3, label, summary, button:not(.accounts *), p, th)")
        .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent ?? ""));
      // Names, numbers, keys and signs are of no language.
      const own =
        /⟪|^[\s\d✓?✕–]*$|^(?:Amazon|root-account|VPN|bob|Gone|Backup|kinds|other|altered|x\.txt|[DS]\d)|^[A-Z2-7 -]+$/u;
      foreign.push(...texts.filter((text) => !own.test(text)).map((text) => `${step}: ${text}`));
    });
    expect(foreign).toEqual([]);
  });

  it("asked the network for nothing, and nothing went wrong unseen", () => {
    expect(browser.requests).toEqual([]);
    expect(browser.errors).toEqual([]);
  });
});
