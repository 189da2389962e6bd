import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect } from "vitest";
import { longestTaskMs } from "../../../bench/main-thread.mjs";
import { wide } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { startBrowser, type TestBrowser } from "../helpers/browser.js";
import { SECRET } from "../helpers/fixtures.js";

const PAGE = pathToFileURL(join(import.meta.dirname, "..", "..", "..", "dist", "paper-escrow.html")).href;
/** Milliseconds of processor time: the goal is 100, and this machine may be a slow one. */
const MOST_MS = 250;

describeWith("chromium", () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.end());

  wide("the page is never still for long: opening, making a sheet, looking at it, forgetting", async () => {
    const page = await browser.open();
    const longest = await longestTaskMs(page, async () => {
      await page.goto(PAGE);
      await page.locator("footer .set-id").waitFor();
      await page.getByRole("button", { name: "Make a sheet" }).click();
      await page.getByRole("button", { name: "Type the key" }).click();
      await page.getByLabel("Key, or a text").fill(SECRET);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Go on" }).click();
      await page.getByRole("button", { name: "Go on" }).click();
      await page.getByRole("radio", { name: /^Open sheet/u }).check();
      await page.getByRole("button", { name: "Go on" }).click();
      await page.locator(".page-picture").last().waitFor();
      await page.waitForFunction(() => [...document.querySelectorAll("canvas")].every(({ width }) => width > 300));
      await page.getByRole("button", { name: "Forget everything" }).click();
    });
    expect(longest).toBeLessThan(MOST_MS);
  });

  wide("what can be clicked stays while the page learns what it is a copy of", async () => {
    const page = await browser.open();
    await page.addInitScript(() => {
      const first = new MutationObserver(() => {
        const button = document.querySelector("main button");
        if (!button) return;
        first.disconnect();
        Object.assign(globalThis, { firstButton: button });
      });
      first.observe(document, { childList: true, subtree: true });
    });
    await page.goto(PAGE);
    await page.locator("footer .set-id").waitFor();
    expect(await page.evaluate("firstButton.isConnected")).toBe(true);
  });
});
