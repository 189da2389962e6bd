import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect } from "vitest";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { wide } from "../../helpers/full.js";
import { encodePng } from "../../helpers/photo.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { atStep, drop, startBrowser, type TestBrowser } from "../helpers/browser.js";
import { AWS, photosOf, rasterOf, SECRET, UNIX_SECONDS } from "../helpers/fixtures.js";

const PAGE = pathToFileURL(join(import.meta.dirname, "..", "..", "..", "dist", "paper-escrow.html")).href;

describeWith(["chromium", "oathtool"], () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.end());

  wide("gets from a picture of the service's code to paper that works, and asks the network for nothing", async () => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS });
    await page.goto(PAGE);
    await drop(page, { name: "screenshot.png", bytes: await encodePng(rasterOf(formatOtpauth(AWS), 4)) });
    await page.getByRole("button", { name: "Go on" }).click();
    await atStep(page, "Finish the registration");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("radio", { name: /^Open sheet/u }).check();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Go on to printing" }).click();
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save sheet-001.pdf" }).click(),
    ]);
    const pdf = { name: "sheet-001.pdf", bytes: new Uint8Array(readFileSync(await saved.path())) };
    await page.getByRole("button", { name: "It is printed: prove the paper" }).click();
    await drop(page, pdf);
    await page.getByText("This is the file, not the paper.").waitFor();
    await drop(page, ...(await photosOf(pdf, 1)));
    await atStep(page, "This paper works");
    const code = await page.locator("main .digits [aria-hidden]").first().textContent();
    expect(code).toBe(
      runProgram("oathtool", ["--totp", "-b", "-N", `@${UNIX_SECONDS}`, "-"], SECRET)
        .toString()
        .trim(),
    );
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
      0,
      0,
      "",
    ]);
    expect(browser.requests).toEqual([]);
    expect(browser.errors).toEqual([]);
  });
});
