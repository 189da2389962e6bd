import { PDFDocument } from "pdf-lib";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { codeAt } from "../../../src/account/codes.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { readCodes } from "../../../src/read/codes/codes.js";
import { rasterisePdf } from "../../../src/read/pages/pdf.js";
import type { Raster } from "../../../src/read/pixels/raster.js";
import { wide } from "../../helpers/full.js";
import { encodeJpeg, encodePng } from "../../helpers/photo.js";
import { describeWith } from "../../helpers/programs.js";
import { atStep, choose, type GivenFile, shownCode, startBrowser, type TestBrowser } from "../helpers/browser.js";
import { AWS, openFile, shareSet, UNIX_SECONDS } from "../helpers/fixtures.js";

/** Lines take seconds a picture, and more where other tests run beside these. */
const PATIENCE_MS = 90_000;
vi.setConfig({ testTimeout: PATIENCE_MS });

describeWith(["chromium"], () => {
  let browser: TestBrowser;
  let back: Raster;
  const open = async (locale = "en-GB") => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS, locale });
    page.setDefaultTimeout(PATIENCE_MS);
    return page;
  };
  const main = (page: Page) => page.locator("main").innerText();

  beforeAll(async () => {
    browser = await startBrowser();
    for await (const { page, raster, widthMm } of rasterisePdf((await openFile()).bytes, nodePlatform)) {
      if (page !== 2) continue;
      // The back's code is gone, and with it the left half of the page: the lines stand in the right one.
      const { width, height, data } = raster;
      for (let y = 0; y < height; y++) data.fill(255, y * width, y * width + Math.round((100 / widthMm) * width));
      back = raster;
    }
  });
  afterAll(() => browser.end());

  wide(
    "reads the lines of a photo whose codes are gone, stays responsive, and says to print the sheet again",
    async () => {
      const page = await open();
      await choose(page, await photo("no-code.jpg"));
      await page.getByText("no-code.jpg: its codes were not enough. Reading the printed lines").waitFor();
      expect(await page.locator("progress").getAttribute("value")).toBeNull();
      await page.locator("header select").selectOption("ja");
      await page.getByText("no-code.jpg: コードだけでは足りないため、印刷された行を読んでいます").waitFor();
      await page.locator("header select").selectOption("en");
      expect(await shownCode(page)).toBe(codeAt(AWS, UNIX_SECONDS));
      expect(await main(page)).toMatch(/Read from the printed lines[\s\S]*no-code\.jpg[\s\S]*have it printed again/u);
    },
  );

  wide("does the same of a scan in a PDF, and says so in Japanese", async () => {
    const page = await open("ja-JP");
    await choose(page, { name: "scan.pdf", bytes: await scan() });
    expect(await shownCode(page)).toBe(codeAt(AWS, UNIX_SECONDS));
    expect(await main(page)).toMatch(/印刷された行から読み取りました[\s\S]*scan\.pdf[\s\S]*印刷し直してください/u);
  });

  wide(
    "takes a share from its lines where another sheet's codes give the document, and leaves what it does not need",
    async () => {
      const set = await shareSet([AWS], 2, 2, "share");
      const page = await open();
      await choose(page, await set.picture(1));
      await atStep(page, "1 more sheet is needed");
      expect(await page.locator(".by-lines").count()).toBe(0);
      await choose(page, { name: "worn.png", bytes: await paintedOut((await set.pdf(0)).bytes, 2) });
      expect(await shownCode(page)).toBe(codeAt(AWS, UNIX_SECONDS));
      const words = await page.locator(".by-lines").innerText();
      expect(words).toContain("worn.png");
      expect(words).not.toContain("share-2.png");
    },
  );

  wide("shows nothing of what no one can read, and says that it could not be read", async () => {
    const page = await open();
    await choose(page, await photo("blurred.jpg", 9));
    await atStep(page, "No sheet could be read yet");
    expect(await page.locator(".problems").innerText()).toMatch(
      /blurred\.jpg[\s\S]*no code could be read on it: the picture is blurred\s*Hold still/iu,
    );
    expect(await page.locator(".by-lines, .code").count()).toBe(0);
  });

  wide("asked the network for nothing, and nothing went wrong unseen", () => {
    expect(browser.requests).toEqual([]);
    expect(browser.errors).toEqual([]);
  });

  async function photo(name: string, blur = 0): Promise<GivenFile> {
    const { width, height, data } = back;
    const turned = sharp(data, { raw: { width, height, channels: 1 } }).rotate(7, { background: "#777" });
    return { name, bytes: await (blur > 0 ? turned.blur(blur) : turned).jpeg({ quality: 70 }).toBuffer() };
  }

  /** The page as an office scanner files it, after an empty one. */
  async function scan(): Promise<Uint8Array> {
    const document = await PDFDocument.create();
    const size = { width: 595, height: 842 };
    document.addPage([size.width, size.height]);
    const picture = await document.embedJpg(await encodeJpeg(back, 75));
    document.addPage([size.width, size.height]).drawImage(picture, { x: 0, y: 0, ...size });
    return document.save();
  }
});

/** The first page of a sheet without any of its codes. */
async function paintedOut(pdf: Uint8Array, wanted = 1): Promise<Uint8Array> {
  for await (const { page, raster } of rasterisePdf(pdf, nodePlatform)) {
    if (page !== wanted) continue;
    const { width, data } = raster;
    for (const { corners } of await readCodes(raster, nodePlatform)) {
      const [xs, ys] = [corners.map(({ x }) => Math.round(x)), corners.map(({ y }) => Math.round(y))];
      for (let y = Math.min(...ys) - 4; y < Math.max(...ys) + 4; y++) {
        data.fill(255, y * width + Math.min(...xs) - 4, y * width + Math.max(...xs) + 4);
      }
    }
    return encodePng(raster);
  }
  throw new Error("no page");
}
