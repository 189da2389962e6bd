// Takes the pictures of the recovery page in docs/page/, from the format's fixed vectors and a fixed time: run after
// changing the page. Needs the system's Chromium and a built dist/.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import sharp from "sharp";
import { formatOtpauth, makeAccount } from "../dist/index.js";
import { encodeQr, QUIET_MODULES } from "../dist/paper/qr/qr.js";

const WIDTHS = [320, 768, 1280];
const LANGUAGES = { en: "en-GB", ja: "ja-JP" };
const NOW = new Date("2026-03-01T00:00:10Z");
const MODULE_PIXELS = 6;

const folder = new URL("../docs/page/", import.meta.url);
await mkdir(folder, { recursive: true });
const [set] = JSON.parse(await readFile(new URL("../test/vectors/v1/sets.json", import.meta.url), "utf8"));
const account = makeAccount({
  issuer: "Amazon Web Services",
  account: "root-account-mfa-device@123456789012",
  secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
});
const share = await Promise.all([set.shares[0].code, ...set.frames].map(picture));
const open = [await picture(formatOtpauth(account), 0)];

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [code, locale] of Object.entries(LANGUAGES)) {
  for (const width of WIDTHS) {
    const viewport = { width, height: 640 };
    const context = await browser.newContext({ viewport, locale, timezoneId: "UTC", hasTouch: width < 500 });
    const page = await context.newPage();
    const shoot = async (name) => {
      const file = `${name}-${code === "en" ? "" : `${code}-`}${width}.png`;
      const png = await page.screenshot({ fullPage: true, animations: "disabled" });
      await writeFile(new URL(file, folder), await sharp(png).png({ palette: true, colours: 32 }).toBuffer());
    };
    const begin = async () => {
      await page.clock.setFixedTime(NOW);
      await page.goto(new URL("../dist/recover.html", import.meta.url).href);
    };
    const choose = (files) => page.locator("input[type=file][multiple]").first().setInputFiles(files);
    await begin();
    await shoot("start");
    await choose(share);
    await page.locator(".set").waitFor();
    await shoot("missing");
    await begin();
    await choose(open);
    await page.locator(".code .digits").waitFor();
    await shoot("account");
    await context.close();
  }
}
await browser.close();

/** A picture of one code, as a phone might send it. */
async function picture(text, i) {
  const { size, modules } = encodeQr(text, 60);
  const light = QUIET_MODULES;
  const code = await sharp(Buffer.from(modules.map((dark) => (dark ? 0 : 255))), {
    raw: { width: size, height: size, channels: 1 },
  })
    .extend({ top: light, bottom: light, left: light, right: light, background: "#ffffff" })
    .png()
    .toBuffer();
  const side = (size + 2 * light) * MODULE_PIXELS;
  const buffer = await sharp(code).resize({ width: side, kernel: "nearest" }).png().toBuffer();
  return { name: `photo-${i + 1}.png`, mimeType: "image/png", buffer };
}
