import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { buildPage } from "../../../scripts/page.mjs";

/** A file that a page is given. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One browser with the recovery page in a folder of its own. */
export interface TestBrowser {
  /** A new page of its own, opened from the file; the network is off. */
  readonly open: (options?: BrowserContextOptions & { readonly unixSeconds?: number }) => Promise<Page>;
  /** Everything that any page asked the network for. */
  readonly requests: readonly string[];
  /** Errors that no page expected. */
  readonly errors: readonly string[];
  readonly end: () => Promise<void>;
}

/** The recovery page as `npm run build` has left it: a test of its own holds that against a build. */
export async function recoveryPage(): Promise<{ readonly html: string }> {
  return { html: await readFile(new URL("../../../dist/recover.html", import.meta.url), "utf8") };
}

/** The page that makes sheets, as `npm run build` has left it. */
export async function workshopPage(): Promise<string> {
  return readFile(new URL("../../../dist/paper-escrow.html", import.meta.url), "utf8");
}

/**
 * Starts a browser.
 * @param languages folder of languages to build the page with
 * @param args more arguments of the browser's command line
 * @param other text of another page than the recovery page
 */
export async function startBrowser(
  languages?: string,
  args: readonly string[] = [],
  other?: string,
): Promise<TestBrowser> {
  const html = other ?? (await (languages === undefined ? recoveryPage() : buildPage({ languages }))).html;
  const folder = mkdtempSync(join(tmpdir(), "paper-escrow-page-"));
  const file = join(folder, "recover.html");
  writeFileSync(file, html);
  const browser: Browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    // The sandbox needs rights that a container rarely gives.
    args: ["--no-sandbox", ...args],
  });
  const requests: string[] = [];
  const errors: string[] = [];
  const open: TestBrowser["open"] = async ({ unixSeconds, ...options } = {}) => {
    const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", offline: true, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    context.on("request", (request) => {
      if (!/^(?:file|blob|data):/u.test(request.url())) requests.push(request.url());
    });
    if (unixSeconds !== undefined) await page.clock.setFixedTime(unixSeconds * 1000);
    await page.goto(pathToFileURL(file).href);
    return page;
  };
  const end = async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  };
  return { open, requests, errors, end };
}

/** Chooses files as a person does, by the first way in that is shown. */
export async function choose(page: Page, ...files: readonly GivenFile[]): Promise<void> {
  const payload = files.map(({ name, bytes }) => ({ name, mimeType: mimeOf(name), buffer: Buffer.from(bytes) }));
  await page.locator("input[type=file][multiple]").first().setInputFiles(payload);
}

/** Drops files onto the page. */
export async function drop(page: Page, ...files: readonly GivenFile[]): Promise<void> {
  const data = files.map(({ name, bytes }) => ({
    name,
    type: mimeOf(name),
    base64: Buffer.from(bytes).toString("base64"),
  }));
  const transfer = await page.evaluateHandle((given) => {
    const made = new DataTransfer();
    for (const { name, type, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      made.items.add(new File([bytes], name, { type }));
    }
    return made;
  }, data);
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

/** Waits for a step by its heading. */
export async function atStep(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
}

/** The code that is shown largest. */
export async function shownCode(page: Page): Promise<string> {
  const code = page.locator(".code .digits [aria-hidden]");
  await code.waitFor();
  return (await code.textContent()) ?? "";
}

function mimeOf(name: string): string {
  if (name.endsWith(".pdf")) return "application/pdf";
  return name.endsWith(".png") ? "image/png" : name.endsWith(".txt") ? "text/plain" : "image/jpeg";
}
