import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { buildBoth } from "../../scripts/workshop.mjs";
import { wide } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import { freePort } from "./helpers/driven-page.js";

const ROOT = join(import.meta.dirname, "..", "..");
const SITE = join(ROOT, "dist", "site");
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  png: "image/png",
  webmanifest: "application/manifest+json",
};
/** What the host sends with each file, as its `_headers` says. */
const HEADERS = Object.fromEntries(
  readFileSync(join(SITE, "_headers"), "utf8")
    .split("\n")
    .flatMap((line) => [...line.matchAll(/^ {2}([\w-]+): (.+)$/gu)].map(([, name = "", value = ""]) => [name, value])),
);

/** A host of static files that knows nothing but the site's folder. */
interface Host {
  readonly address: string;
  /** Names of files as they were asked for. */
  readonly asked: readonly string[];
  /** Files whose bytes are others than they should be. */
  readonly altered: Set<string>;
  readonly end: () => void;
}

async function startHost(): Promise<Host> {
  const asked: string[] = [];
  const altered = new Set<string>();
  const files = new Map(readdirSync(SITE).map((name) => [name, readFileSync(join(SITE, name))]));
  const server: Server = createServer(({ url = "" }, response) => {
    const name = url.replace(/^\/sheets\//u, "") || "index.html";
    asked.push(name);
    const bytes = files.get(name);
    const type = TYPES[name.split(".").at(-1) ?? ""] ?? "text/plain";
    response.writeHead(bytes ? 200 : 404, { ...HEADERS, "Content-Type": type });
    response.end(bytes && altered.has(name) ? Buffer.concat([bytes, Buffer.from("\n")]) : bytes);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  const end = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${port}/sheets/`, asked, altered, end };
}

describeWith("chromium", () => {
  let browser: Browser;
  let host: Host;
  const footer = (page: Page) => page.locator("footer");
  const open = async () => {
    const context = await browser.newContext({ locale: "en-GB" });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(host.address);
    return { context, page, errors };
  };

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    host = await startHost();
  });
  afterAll(async () => {
    host.end();
    await browser.close();
  });

  it("opens again without the internet once it was opened with it, keeps its own bytes only, and says so", async () => {
    const { context, page, errors } = await open();
    await footer(page).getByText("The browser has kept it").waitFor();
    const html = readFileSync(join(SITE, "index.html"));
    await footer(page).getByText(createHash("sha256").update(html).digest("hex")).waitFor();
    await context.setOffline(true);
    // That a browser looks for a newer worker is none of the page's doing.
    const asked = () => host.asked.filter((name) => name !== "sw.js");
    const before = asked();
    await page.reload();
    await page.getByRole("button", { name: "Make a sheet", exact: true }).click();
    await page.getByRole("button", { name: "Type the key" }).click();
    await page.locator("input.typed").fill("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    await page.keyboard.press("Enter");
    await page.locator("#found-heading").waitFor();
    expect(asked()).toEqual(before);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return { names, urls: all.flat().map(({ url }) => url) };
    });
    expect(kept.names).toEqual([expect.stringContaining(createHash("sha256").update(html).digest("hex"))]);
    const files = ["icon-192.png", "icon-512.png", "index.html", "manifest.webmanifest"];
    expect(kept.urls.sort()).toEqual(files.map((name) => host.address + name));
    expect(new Set(host.asked)).toEqual(new Set([...files, "sw.js"]));
    // Nothing else is stored.
    const stored = await page.evaluate(async () => [
      localStorage.length + sessionStorage.length,
      (await indexedDB.databases()).length,
      document.cookie,
    ]);
    expect(stored).toEqual([0, 0, ""]);
    expect(errors).toEqual([]);
    await context.close();
  });

  wide("can be installed", async () => {
    const { context, page } = await open();
    await footer(page).getByText("The browser has kept it").waitFor();
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // A context of its own counts as a private window, where nothing is installed.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
    await context.close();
  });

  wide("keeps no byte that is not its own", async () => {
    host.altered.add("icon-512.png");
    const { context, page } = await open();
    await expect.poll(() => host.asked.filter((name) => name === "icon-512.png").length).toBeGreaterThan(0);
    await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(0);
    expect(await footer(page).textContent()).not.toContain("kept");
    host.altered.clear();
    await context.close();
  });

  wide("is the same to the byte when it is built in another folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paper-escrow-site-"));
    for (const name of ["src", "scripts", "templates", "licences", "package.json", "tsconfig.json", "LICENSE"]) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const other = (await import(join(folder, "scripts", "workshop.mjs"))) as { buildBoth: typeof buildBoth };
    const { file, site } = await other.buildBoth(folder);
    expect(file.html === readFileSync(join(ROOT, "dist", "paper-escrow.html"), "utf8")).toBe(true);
    expect(site.map(([name]) => name).sort()).toEqual(readdirSync(SITE).sort());
    for (const [name, bytes] of site) expect(readFileSync(join(SITE, name)).equals(bytes), name).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
