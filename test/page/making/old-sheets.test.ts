import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect } from "vitest";
import { wide } from "../../helpers/full.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { atStep, drop, type GivenFile, startBrowser, type TestBrowser, workshopPage } from "../helpers/browser.js";
import { AWS, photosOf, SECRET, shareSet, UNIX_SECONDS } from "../helpers/fixtures.js";

const YEAR = 2026;
const PATIENCE = { timeout: 600_000 };

describeWith(["chromium", "oathtool"], () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser(undefined, [], await workshopPage());
  });
  afterAll(() => browser.end());

  wide("checks a holder's sheet, whose receipt the keeper then enters in a ledger", PATIENCE, async () => {
    const set = await shareSet([AWS], 2, 3, "old");
    const photos = await photosOf(await set.pdf(0), 1);
    const receipt = set.receipt(0, YEAR);
    const page = await browser.open({ unixSeconds: UNIX_SECONDS });
    await page.getByRole("button", { name: "Check a sheet without opening it" }).click();
    await atStep(page, "Check a sheet");
    await drop(page, ...photos);
    await atStep(page, "What you showed is in order");
    await page.getByText(`Receipt of share 1 for ${YEAR}: ${receipt}`).waitFor();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(receipt);
    await page.getByRole("button", { name: "All tasks" }).click();
    await atStep(page, "What would you like to do?");

    await page.getByRole("button", { name: "Open a ledger" }).click();
    await page.getByRole("button", { name: "Begin a new ledger" }).click();
    await page.getByRole("heading", { name: "Show sheets" }).waitFor();
    await drop(page, ...photos);
    await page.getByText("proved from paper").first().waitFor();
    const field = page.getByLabel(/^Receipt, such as/u);
    await field.fill("AAAA-AAAA");
    await page.keyboard.press("Enter");
    await page.locator("main [role=alert]").waitFor();
    await field.fill(receipt.toLowerCase().replace("-", " "));
    await page.keyboard.press("Enter");
    await page.getByText(`${receipt} is right`).waitFor();
    await page.getByRole("button", { name: "Save sheets.json" }).waitFor();
  });

  wide("makes a set anew from old sheets, and says what is to be destroyed", PATIENCE, async () => {
    const old = await shareSet([AWS], 2, 3, "old", ["Aunt", "Bob", "Carol"]);
    const page = await browser.open({ unixSeconds: UNIX_SECONDS });
    await page.getByRole("button", { name: "Make a set from old sheets" }).click();
    await drop(page, ...(await photosOf(await old.pdf(0), 1)));
    await page.getByText("1 more is needed, whichever it is.").waitFor();
    await drop(page, ...(await photosOf(await old.pdf(2), 1)));
    await page.getByRole("button", { name: "Open this set" }).click();
    await page.getByText(AWS.issuer).first().waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("Take out who has left").waitFor();
    const holder = (x: number) => page.getByLabel(`Sheet ${x}`, { exact: true });
    expect(await Promise.all([1, 2, 3].map((x) => holder(x).inputValue()))).toEqual(["Aunt", "Bob", "Carol"]);
    await holder(2).fill("Dora");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Go on to printing" }).click();
    await page.getByText("destroy at least 2 of its 3 old sheets").waitFor();
    await page.getByText("Who had the old sheets: Aunt, Bob, and Carol.").waitFor();
    const made: GivenFile[] = [];
    for (const x of [1, 2, 3]) {
      const name = `share-${x}-of-3.pdf`;
      const save = page.getByRole("button", { name: `Save ${name}` });
      const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
      made.push({ name, bytes: new Uint8Array(readFileSync(await download.path())) });
    }
    await page.getByRole("button", { name: "It is printed: prove the paper" }).click();
    for (const pdf of made) await drop(page, ...(await photosOf(pdf, 1)));
    await atStep(page, "This paper works");
    const code = runProgram("oathtool", ["--totp", "-b", "-N", `@${UNIX_SECONDS}`, "-"], SECRET)
      .toString()
      .trim();
    expect(await page.locator("main .digits [aria-hidden]").first().textContent()).toBe(code);
    expect(await page.locator("main li.good").count()).toBe(3);
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByText("destroy at least 2 of its 3 old sheets").waitFor();
  });

  wide("asked the network for nothing, and nothing went wrong unseen", () => {
    expect(browser.requests).toEqual([]);
    expect(browser.errors).toEqual([]);
  });
});
