// Builds the page that makes sheets, dist/paper-escrow.html, around the recovery page: one file with all that it needs,
// the same to the byte wherever it is built from the same sources; and dist/site/, the same for a web server.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { cutFont, keptCharacters } from "./font-cut.mjs";
import { licencesOf } from "./licences.mjs";
import { block, buildPage, bundle, fillShell, guidesOf, pack, readerBlocks, versionOf } from "./page.mjs";
import { pageFonts } from "./page-fonts.mjs";
import { loadLanguages } from "./page-strings.mjs";
import { SITE_SHELL, siteFiles } from "./site.mjs";

/** What people are told the page weighs at most. */
export const MAX_WORKSHOP_BYTES = 12_000_000;

/** The script of the page, and that of its worker. */
const MAIN = join("src", "page", "making", "main.ts");
const WORKER = join("src", "page", "worker", "workshop-worker.ts");

/** Fonts of sheets, by what they are for. */
const FONTS = {
  mono: "jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf",
  text: "noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf",
  bold: "noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf",
};

/** Templates of sheets that the page makes. */
const TEMPLATES = ["open", "keep", "recovery", "sealed", "share", "keeper"];

/** Stands in the page for its own hash while that is worked out. */
const UNKNOWN_HASH = "0".repeat(64);

/** What of the recovery page is in this one anyway. */
const SHARED = ["zxing", "pdfium"];

/**
 * Builds the page.
 * @param root the project's folder
 * @param recovery the recovery page, which is given along with sheets; built where it is left out
 * @returns the file's text, and the names of all files whose code is inside
 * @throws Error when a sentence is missing, or the page has become too large
 */
export async function buildWorkshop(root, recovery) {
  return (await buildBoth(root, recovery)).file;
}

/** The page as a file, and the same for a web server. @see buildWorkshop */
export async function buildBoth(root, recovery) {
  const recover = recovery ?? (await buildPage({ root })).html;
  const [main, worker] = [await bundle(root, MAIN), await bundle(root, WORKER)];
  const folder = join(root, "templates", "lang");
  const scripts = main.inputs.filter((path) => path.startsWith("src/page/"));
  // The worker makes sheets and needs all sentences; those that are shown must be there in every language.
  loadLanguages(
    folder,
    scripts.map((path) => readFileSync(join(root, path), "utf8")),
    ["page", "making", "errors", "picture-faults", "warnings", "guides"],
  );
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const languages = names.sort().map((name) => {
    const { cli: _, ...sentences } = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return { code: name.slice(0, -".json".length), sentences };
  });
  const text = (name) => readFileSync(join(root, "templates", name), "utf8");
  const data = {
    version: versionOf(root),
    languages,
    guides: guidesOf(root),
    fonts: pageFonts(root, folder),
    making: {
      templates: Object.fromEntries(TEMPLATES.map((name) => [name, text(`${name}.jsonc`)])),
      program: text("format-card.py"),
      recoverSha256: createHash("sha256").update(recover).digest("hex"),
    },
    self: UNKNOWN_HASH,
  };
  const keep = keptCharacters();
  const fonts = Object.entries(FONTS).map(([face, path]) => {
    const file = new Uint8Array(readFileSync(join(root, "node_modules", "@expo-google-fonts", path)));
    return block(`font-${face}`, "text/plain", pack(cutFont(file, keep)));
  });
  const used = Object.values(FONTS).map((path) => `node_modules/@expo-google-fonts/${path}`);
  const inputs = [...new Set([...main.inputs, ...worker.inputs, ...used])].sort();
  const blocks = [
    block("data", "application/json", JSON.stringify(data)),
    block("licences", "text/plain", licencesOf(root, inputs)),
    block("worker", "text/plain", pack(Buffer.from(worker.raw))),
    ...readerBlocks(),
    ...fonts,
    block("recover", "text/plain", pack(Buffer.from(withoutShared(recover)))),
  ];
  const shell = (more) => fillShell(root, main.code, data, { noscript: "making", blocks, ...more });
  return {
    file: { html: signed(await shell({})), inputs },
    site: siteFiles(root, signed(await shell(SITE_SHELL))),
  };
}

/** Puts the page's own hash into it. */
function signed(unsigned) {
  if (unsigned.split(UNKNOWN_HASH).length !== 2) throw new Error("the page has no one place for its hash");
  const html = unsigned.replace(UNKNOWN_HASH, createHash("sha256").update(unsigned).digest("hex"));
  const size = Buffer.byteLength(html);
  if (size > MAX_WORKSHOP_BYTES) throw new Error(`the page has ${size} bytes, more than ${MAX_WORKSHOP_BYTES}`);
  return html;
}

/** The recovery page without the parts that this page has too: they are put back when it is given along. */
function withoutShared(html) {
  return SHARED.reduce((text, name) => {
    const parts = text.split(new RegExp(`(?<=id="embedded-${name}">)[^<]*`, "u"));
    if (parts.length !== 2) throw new Error(`the recovery page has no one part ${name}`);
    return parts.join(`{{${name}}}`);
  }, html);
}

/**
 * Builds the page into dist/, the same compressed, as the package has it (a quarter of it is the price of base64), and
 * dist/site/ with what a web server needs.
 * @param recovery the recovery page
 */
export async function writeWorkshop(root, recovery) {
  const { file, site } = await buildBoth(root, recovery);
  const folder = join(root, "dist", "site");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, "dist", "paper-escrow.html"), file.html);
  const compressed = brotliCompressSync(file.html, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  writeFileSync(join(root, "dist", "paper-escrow.html.br"), compressed);
  for (const [name, bytes] of site) writeFileSync(join(folder, name), bytes);
}
