import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";
import { buildPage } from "../../../scripts/page.mjs";
import type { GivenFile } from "./browser.js";

/** A page under the recovery page's policy that shows nothing: its insides are called directly. */
export interface Harness {
  /** Opened from a file. */
  readonly page: Page;
  /** Opens it once more, from an address that nothing serves but the test. */
  readonly openAt: (address: string) => Promise<Page>;
  /** Whatever went wrong in any page, and whatever it asked the network for. */
  readonly troubles: readonly string[];
  readonly end: () => Promise<void>;
}

/**
 * Starts a browser with a page of another main script.
 * @param main path of the script below the project
 * @param args more arguments of the browser's command line
 */
export async function startHarness(main: string, args: readonly string[] = []): Promise<Harness> {
  const { html } = await buildPage({ main });
  const folder = mkdtempSync(join(tmpdir(), "paper-escrow-harness-"));
  const file = join(folder, "recover.html");
  writeFileSync(file, html);
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", ...args] });
  const troubles: string[] = [];
  const open = async (address: string, offline: boolean) => {
    const context = await browser.newContext({ offline });
    const page = await context.newPage();
    page.on("pageerror", (error) => troubles.push(String(error)));
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
    await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: html }));
    page.on("request", (request) => {
      const url = request.url();
      if (url !== address && !/^(?:blob|data):/u.test(url)) troubles.push(`asked for ${url}`);
    });
    await page.goto(address);
    return page;
  };
  return {
    page: await open(pathToFileURL(file).href, true),
    openAt: (address) => open(address, false),
    troubles,
    end: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Files on their way into a page. */
export function packed(files: readonly GivenFile[]): { name: string; base64: string }[] {
  return files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString("base64") }));
}
