import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { wide } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import { recoveryPage } from "./helpers/browser.js";

const ADDRESS = "https://family.test/recover.html";
const DOCS = readFileSync(fileURLToPath(new URL("../../docs/recovery-page.md", import.meta.url)), "utf8");
const FRAMED = ["en", "ja"].map((code) => {
  const file = new URL(`../../templates/lang/${code}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { page: { framed: string } }).page.framed;
});

/** The headers that the manual gives, as a host's file has them. */
function documentedHeaders(): Record<string, string> {
  const [, block = ""] = /```\n\/recover\.html\n([\s\S]*?)```/u.exec(DOCS) ?? [];
  return Object.fromEntries([...block.matchAll(/^ {2}([\w-]+): (.+)$/gmu)].map(([, name, value]) => [name, value]));
}

describeWith("chromium", () => {
  let browser: Browser;
  let html: string;

  beforeAll(async () => {
    ({ html } = await recoveryPage());
    const args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
  });
  afterAll(() => browser.close());

  /** A page with the recovery page at its address and, elsewhere, one that frames it. */
  async function served(headers: Record<string, string>): Promise<{ page: Page; refused: string[] }> {
    const page = await browser.newPage({ locale: "en-GB" });
    const refused: string[] = [];
    page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    await page.route("**/*", (route) => {
      const framing = `<iframe src="${ADDRESS}" width="600" height="600" allow="camera"></iframe>`;
      const own = route.request().url() === ADDRESS;
      return route.fulfill({ contentType: "text/html", body: own ? html : framing, ...(own ? { headers } : {}) });
    });
    return { page, refused };
  }

  it("does nothing in a frame but say so, in every language", async () => {
    const { page } = await served({});
    await page.goto("https://elsewhere.test/");
    const inner = page.frameLocator("iframe");
    await inner.getByText(FRAMED[0]!).waitFor();
    expect(await inner.locator("#page p").allTextContents()).toEqual(FRAMED);
    expect(await inner.locator("#page :is(button, input, textarea, select, a, h1)").count()).toBe(0);
    // Nothing runs that could be given anything.
    expect(page.workers()).toEqual([]);
    await page.goto(ADDRESS);
    await page.getByRole("heading", { level: 1, name: "Get back into your accounts" }).waitFor();
    expect(page.workers()).toHaveLength(1);
    await page.close();
  });

  wide("works with the headers of the manual, camera too, and no frame gets it at all", async () => {
    const headers = documentedHeaders();
    expect(headers["Content-Security-Policy"]).toMatch(/frame-ancestors 'none'/u);
    const { page, refused } = await served(headers);
    await page.goto(ADDRESS);
    await page.getByRole("button", { name: "Hold sheets up to the camera" }).click();
    await page.locator("main").getByText("Let the square codes fill most of the picture").waitFor();
    expect(refused).toEqual([]);
    await page.goto("https://elsewhere.test/");
    await expect.poll(() => refused.join("\n")).toMatch(/frame-ancestors/u);
    expect(await page.frameLocator("iframe").locator("#page").count()).toBe(0);
    await page.close();
  });
});
