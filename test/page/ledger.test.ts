import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EMPTY_LEDGER } from "../../src/ledger/ledger.js";
import { formatLedger, parseLedger } from "../../src/ledger/ledger-file.js";
import { wide } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import { atStep, choose, drop, startBrowser, type TestBrowser } from "./helpers/browser.js";
import { AWS, photosOf, shareSet, type TestSet, UNIX_SECONDS } from "./helpers/fixtures.js";

describeWith("chromium", () => {
  let browser: TestBrowser;
  let set: TestSet;

  beforeAll(async () => {
    set = await shareSet([AWS], 2, 2, "share");
    browser = await startBrowser();
  });
  afterAll(() => browser.end());

  wide("is loaded, filled by photos and a receipt, and given back; another file is refused", async () => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS });
    await page.getByRole("button", { name: "Open a ledger" }).click();
    await drop(page, { name: "notes.json", bytes: Buffer.from("{}") });
    await page.getByText("notes.json is no ledger").waitFor();
    await drop(page, { name: "sheets.json", bytes: Buffer.from(formatLedger(EMPTY_LEDGER)) });
    await atStep(page, "Nothing is due");
    expect(await page.getByRole("button", { name: "Save" }).count()).toBe(0);
    await choose(page, ...(await photosOf(await set.pdf(0), 2)));
    await page.getByRole("button", { name: "Enter this sheet, too" }).click();
    await page.getByText("proved from paper ·").waitFor();
    await page.getByLabel("Receipt, such as").fill(set.receipt(0, 2026));
    await page.getByRole("button", { name: "Enter", exact: true }).click();
    await page.getByText(`${set.receipt(0, 2026)} is right`).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save sheets.json" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("sheets.json");
    const { sheets } = parseLedger(readFileSync(await download.path(), "utf8"), "sheets.json");
    expect(sheets.map(({ events }) => events.map(({ on, what }) => `${on} ${what}`))).toEqual([
      ["2026-03-01 proved", "2026-03-01 receipt"],
    ]);
    await page.getByRole("button", { name: "Save" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Forget everything" }).click();
    await atStep(page, "Everything is forgotten");
  });

  wide("a photo that is dropped before a new ledger is there waits for it", async () => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS });
    await page.getByRole("button", { name: "Open a ledger" }).click();
    const [photo] = await photosOf(await set.pdf(0), 1);
    await page.evaluate(
      (base64) => {
        const begin = [...document.querySelectorAll("button")].find(({ textContent }) =>
          textContent?.startsWith("Begin"),
        );
        begin?.click();
        const data = new DataTransfer();
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], "photo.png", { type: "image/png" }));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
      },
      Buffer.from(photo?.bytes ?? []).toString("base64"),
    );
    await page.getByText("proved from paper ·").waitFor();
    expect(await page.locator("main .care[role=alert]").count()).toBe(0);
  });

  it("asked the network for nothing, and nothing went wrong unseen", () => {
    expect(browser.requests).toEqual([]);
    expect(browser.errors).toEqual([]);
  });
});
