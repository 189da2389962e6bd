import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { wide } from "../../helpers/full.js";
import { encodePng } from "../../helpers/photo.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { atStep, drop, startBrowser, type TestBrowser } from "../helpers/browser.js";
import { AWS, type GivenFile, rasterOf, SECRET, UNIX_SECONDS } from "../helpers/fixtures.js";
import { heapsOf } from "../helpers/heaps.js";
import { ordinaryPhotos } from "../helpers/ordinary-photos.js";

const PAGE = pathToFileURL(join(import.meta.dirname, "..", "..", "..", "dist", "paper-escrow.html")).href;
/** The ten seconds in which forgetting can be undone, and one more. */
const FORGOTTEN_MS = 11_000;

const goOn = (page: Page) => page.getByRole("button", { name: "Go on" }).click();
const oathtool = (seconds: number) =>
  runProgram("oathtool", ["--totp", "-b", "-N", `@${seconds}`, "-"], SECRET)
    .toString()
    .trim();

/** Pastes a picture, as after taking a screenshot. */
async function paste(page: Page, { name, bytes }: GivenFile): Promise<void> {
  await page.evaluate(
    ({ name: of, base64 }) => {
      const data = new DataTransfer();
      const own = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      data.items.add(new File([own], of, { type: "image/png" }));
      document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    },
    { name, base64: Buffer.from(bytes).toString("base64") },
  );
}

async function saved(page: Page, name: string): Promise<GivenFile> {
  const save = page.getByRole("button", { name: `Save ${name}` });
  const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
  return { name, bytes: new Uint8Array(readFileSync(await download.path())) };
}

/** Draws a passphrase of twelve words, and gives back the two that are asked for. */
async function drawPassphrase(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Draw twelve words" }).click();
  await page.locator(".words").waitFor();
  const words = await page.locator(".words li").allTextContents();
  await page.getByRole("button", { name: "I have written them down" }).click();
  const fields = page.locator("main form input");
  await fields.first().waitFor();
  for (const [i, label] of (await page.locator("main form label").allTextContents()).entries()) {
    await fields.nth(i).fill(words[Number(/\d+/u.exec(label)?.[0]) - 1] ?? "");
  }
  await page.keyboard.press("Enter");
}

const KINDS = {
  "an open sheet": { radio: /^Open sheet/u, files: [["sheet-001.pdf", 1]] },
  "a sealed sheet": { radio: /^Sealed sheet/u, files: [["sealed-sheet.pdf", 1]] },
  "sheets among three people": {
    radio: /^Among people/u,
    files: [1, 2, 3].map((x) => [`share-${x}-of-3.pdf`, 1] as const),
  },
} as const satisfies Record<string, { radio: RegExp; files: readonly (readonly [string, number])[] }>;

describeWith(["chromium", "oathtool"], () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.end());

  wide("does not say that nothing was found where what was found is not chosen", async () => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS });
    await page.goto(PAGE);
    await page.getByRole("button", { name: "Make a sheet" }).click();
    await page.getByRole("button", { name: "Type the key" }).click();
    await page.getByLabel("Key, or a text").fill("hello world");
    await page.keyboard.press("Enter");
    await page.getByText("Its key can be guessed").waitFor();
    expect(await page.locator("main > .quiet").first().textContent()).toContain("Nothing is chosen");
    await page.close();
  });

  wide.each(Object.entries(KINDS))(
    "gets from the service's code to paper that works, asks the network for nothing and forgets: %s",
    { timeout: 600_000 },
    async (_, { radio, files }) => {
      const page = await browser.open({ unixSeconds: UNIX_SECONDS });
      await page.goto(PAGE);
      await page.getByRole("button", { name: "Make a sheet" }).click();
      await paste(page, { name: "screenshot.png", bytes: await encodePng(rasterOf(formatOtpauth(AWS), 4)) });
      await goOn(page);
      await atStep(page, "Finish the registration");
      // AWS asks for two codes in a row.
      const codes = page.locator(".pair .digits [aria-hidden]");
      await codes.nth(1).waitFor();
      const pair = await codes.allTextContents();
      expect(pair).toEqual([oathtool(UNIX_SECONDS), oathtool(UNIX_SECONDS + 30)]);
      await goOn(page);
      await page.getByRole("radio", { name: radio }).check();
      if (radio.test("Among people")) {
        for (const [i, holder] of ["Aunt, 555-0100", "Bob", "Carol"].entries()) {
          await page.getByLabel(`Sheet ${i + 1}`, { exact: true }).fill(holder);
        }
      }
      await goOn(page);
      if (radio.test("Sealed sheet")) await drawPassphrase(page);
      await page.getByRole("button", { name: "Go on to printing" }).click();
      const pdfs: [GivenFile, number][] = [];
      for (const [name, pages] of files) pdfs.push([await saved(page, name), pages]);
      await page.getByRole("button", { name: "It is printed: prove the paper" }).click();
      const [[first] = []] = pdfs;
      if (first) await drop(page, first);
      await page.getByText("This is the file, not the paper.").waitFor();
      for (const [pdf, pages] of pdfs) await drop(page, ...(await ordinaryPhotos(pdf, pages)));
      await atStep(page, "This paper works");
      expect(await page.locator("main li.good").count()).toBe(files.length);
      expect(await page.locator("main .digits [aria-hidden]").first().textContent()).toBe(oathtool(UNIX_SECONDS));
      expect((await heapsOf(page)).includes(SECRET)).toBe(true);

      await page.getByRole("button", { name: "Forget everything" }).first().click();
      await atStep(page, "Forgotten");
      await page.waitForTimeout(FORGOTTEN_MS);
      expect(await page.getByRole("button", { name: "Undo" }).isVisible()).toBe(false);
      const heap = await heapsOf(page);
      const bytes = Buffer.from("12345678901234567890");
      for (const secret of [SECRET, "otpauth://totp/Amazon", bytes.toString("hex"), bytes.toString("base64")]) {
        expect(heap.includes(secret)).toBe(false);
      }
      const kept = () => [localStorage.length, sessionStorage.length, document.cookie];
      expect(await page.evaluate(kept)).toEqual([0, 0, ""]);
      expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
      expect(browser.requests).toEqual([]);
      expect(browser.errors).toEqual([]);
    },
  );
});
