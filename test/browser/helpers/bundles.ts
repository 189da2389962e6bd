import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Route } from "playwright-core";
import { newFolder } from "../../helpers/folders.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Bundlers that the library is tried with. */
export type Bundler = "esbuild" | "esbuild, in one file" | "Vite" | "webpack";

/**
 * A program that uses the package as an installed one, and the folder of what a bundler makes of it.
 * @param source of the program; files to hand out are imported as Vite wants them, `"…?url"`
 */
export async function bundle(source: string, bundler: Bundler): Promise<string> {
  const folder = newFolder();
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "paper-escrow"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "name": "app", "private": true, "type": "module" }\n');
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><title>app</title><script type="module" src="/app.js"></script>',
  );
  writeFileSync(join(folder, "app.js"), sourceFor(source, bundler));
  const out = join(folder, "out");
  await BUNDLE[bundler](folder, out);
  return out;
}

/** Size of a program with all that it may ever load, minified, in bytes. */
export async function bundledBytes(source: string): Promise<number> {
  return readFileSync(join(await bundle(source, "esbuild, in one file"), "app.js")).length;
}

/** How each bundler is told to hand out a file. */
function sourceFor(source: string, bundler: Bundler): string {
  if (bundler === "Vite") return source;
  if (bundler.startsWith("esbuild")) return source.replaceAll(/\?url"/gu, '"');
  return source.replaceAll(/^import (\w+) from ("[^"]+)\?url";$/gmu, 'const $1 = new URL($2", import.meta.url).href;');
}

const BUNDLE: Readonly<Record<Bundler, (folder: string, out: string) => Promise<void>>> = {
  esbuild: (folder, out) => byEsbuild(folder, out, true),
  "esbuild, in one file": (folder, out) => byEsbuild(folder, out, false),
  Vite: async (folder, out) => {
    const { build } = await import("vite");
    await build({
      root: folder,
      configFile: false,
      logLevel: "error",
      build: {
        outDir: out,
        assetsDir: ".",
        target: "es2022",
        rolldownOptions: { output: { entryFileNames: "app.js" } },
      },
    });
  },
  webpack: async (folder, out) => {
    const webpack = createRequire(import.meta.url)("webpack") as typeof import("webpack");
    await new Promise<void>((resolve, reject) => {
      const compiler = webpack({
        context: folder,
        mode: "production",
        entry: "./app.js",
        target: "web",
        output: { path: out, filename: "app.js", publicPath: "/", module: true },
        experiments: { outputModule: true },
        performance: false,
      });
      compiler?.run((error, stats) => {
        if (error) reject(error);
        else if (stats?.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
        else compiler.close(() => resolve());
      });
    });
  },
};

async function byEsbuild(folder: string, out: string, splitting: boolean): Promise<void> {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: folder,
    entryPoints: ["app.js"],
    bundle: true,
    minify: true,
    splitting,
    format: "esm",
    target: "es2022",
    outdir: out,
    loader: { ".ttf": "file", ".wasm": "file" },
    logLevel: "error",
  });
}

const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".wasm": "application/wasm" };

/**
 * Runs what a bundler made in Chromium, as a page of its own.
 * @returns the lines that it wrote to the console
 * @throws Error with the first error of the page
 */
export async function runInBrowser(out: string): Promise<string[]> {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const lines: string[] = [];
    const ended = new Promise<void>((resolve, reject) => {
      page.on("pageerror", reject);
      page.on("console", (message) => {
        if (message.type() === "error") reject(new Error(message.text()));
        else if (message.text() === "end") resolve();
        else lines.push(message.text());
      });
    });
    await page.route("**/*", (route) => give(route, out));
    await page.goto("https://app.test/");
    await ended;
    return lines;
  } finally {
    await browser.close();
  }
}

async function give(route: Route, out: string): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname === "/") {
    await route.fulfill({
      contentType: "text/html",
      body: '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/app.js"></script>',
    });
    return;
  }
  const contentType = TYPES[extname(pathname)] ?? "application/octet-stream";
  await route.fulfill({ contentType, body: readFileSync(join(out, pathname)) });
}
