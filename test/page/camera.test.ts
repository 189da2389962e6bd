import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { codeAt } from "../../src/account/codes.js";
import { wide } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import { atStep, shownCode, startBrowser, type TestBrowser } from "./helpers/browser.js";
import { AWS, rasterOf, shareSet, UNIX_SECONDS } from "./helpers/fixtures.js";

/** Pictures of the camera for which each code is held up, 30 a second. */
const PICTURES_EACH = 24;

/** One picture of the camera: a code on a grey table. */
async function picture(text: string): Promise<Buffer> {
  const { width, height, data } = rasterOf(text, 8);
  const code = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize({ height: 620, kernel: "nearest" })
    .png()
    .toBuffer();
  return sharp({ create: { width: 1280, height: 720, channels: 3, background: "#777777" } })
    .composite([{ input: code }])
    .jpeg({ quality: 85 })
    .toBuffer();
}

describeWith("chromium", () => {
  let folder: string;
  let browser: TestBrowser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "paper-escrow-camera-"));
    const set = await shareSet([AWS], 2, 3, "share");
    const codes = [...new Set([...set.codes(0), ...set.codes(2)])];
    const pictures = await Promise.all(["https://example.com/a-poster", ...codes].map(picture));
    const film = join(folder, "film.mjpeg");
    writeFileSync(film, Buffer.concat(pictures.flatMap((one) => Array.from({ length: PICTURES_EACH }, () => one))));
    browser = await startBrowser(undefined, [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-video-capture=${film}`,
    ]);
  });
  afterAll(async () => {
    await browser.end();
    rmSync(folder, { recursive: true });
  });

  wide("finds code after code, says so, and goes on by itself when there are enough", async () => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS });
    await page.getByRole("button", { name: "Hold sheets up to the camera" }).click();
    await atStep(page, "Hold a sheet up to the camera");
    await page
      .locator("main")
      .getByText(/^\d+ codes? found/u)
      .waitFor();
    expect(await page.getByRole("status").first().textContent()).toMatch(/^\d+ codes? found/u);
    await atStep(page, "Amazon Web Services");
    expect(await shownCode(page)).toBe(codeAt(AWS, UNIX_SECONDS));
    // The camera is given back.
    expect(await page.locator("video").count()).toBe(0);
  });

  it("says plainly when it may not use a camera, and what to do instead", async () => {
    const page = await browser.open();
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
    });
    await page.getByRole("button", { name: "Hold sheets up to the camera" }).click();
    await page.locator("main").getByText("The browser does not let this page use the camera.").waitFor();
    await page.getByText("Take photos with the camera app").waitFor();
    await page.getByRole("button", { name: "Choose photos or PDF files" }).waitFor();
  });

  it("asked the network for nothing, and nothing went wrong unseen", () => {
    expect(browser.requests).toEqual([]);
    expect(browser.errors).toEqual([]);
  });
});
