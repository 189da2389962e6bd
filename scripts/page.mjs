// Builds the recovery page, dist/recover.html: one file with all that it needs, the same to the byte wherever it is
// built from the same sources. Alone: node scripts/page.mjs
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "fflate";
import { licencesOf } from "./licences.mjs";
import { FONT_FILES, pageFonts } from "./page-fonts.mjs";
import { loadLanguages, withoutUnsaid } from "./page-strings.mjs";
import { withoutUncalled } from "./pdfium-functions.mjs";

/** What sheets and people are told the page weighs at most. */
export const MAX_PAGE_BYTES = 4_500_000;

/** The script of the page that people get. */
const MAIN = join("src", "page", "main.ts");

/** The file that lists all errors and warnings. */
const ERROR_LIST = join("src", "error.ts");

/** Browsers that the scripts are written for: what WebAssembly under a strict policy needs anyway. */
const TARGET = ["es2022", "chrome97", "firefox105", "safari16.4"];

/** The parts of the page's style, the later ones overruling the earlier. */
const STYLES = ["page", "controls", "cards", "fields", "sheets", "lines", "codes", "close"];

const require = createRequire(import.meta.url);
const here = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Builds the page.
 * @param root the project's folder
 * @param languages folder of the languages' files
 * @param main the script of the page; tests put one of their own in its place
 * @returns the file's text, and the names of all files whose code is inside
 * @throws Error when a sentence is missing, or the page has become too large
 */
export async function buildPage({ root = here, languages: given, main: entry = MAIN } = {}) {
  const languages = given ?? join(root, "templates", "lang");
  const [main, worker] = [await bundle(root, entry), await bundle(root, join("src", "page", "worker", "worker.ts"))];
  const textsOf = (paths) => paths.map((path) => readFileSync(join(root, path), "utf8"));
  const own = [...main.inputs, ...worker.inputs].filter((path) => /^(?!node_modules\/).*\.ts$/u.test(path));
  const data = {
    version: versionOf(root),
    languages: withoutUnsaid(
      loadLanguages(languages, textsOf(main.inputs.filter((path) => path.startsWith("src/page/")))),
      textsOf(own.filter((path) => path !== ERROR_LIST)),
    ),
    guides: guidesOf(root),
    fonts: pageFonts(root, languages),
  };
  const inputs = [...new Set([...main.inputs, ...worker.inputs, ...FONT_FILES])].sort();
  const html = await fillShell(root, main.code, data, {
    noscript: "page",
    blocks: [
      block("data", "application/json", JSON.stringify(data)),
      block("licences", "text/plain", licencesOf(root, inputs)),
      block("worker", "text/plain", worker.code),
      ...readerBlocks(),
    ],
  });
  const size = Buffer.byteLength(html);
  // A page of a test holds its script or one more language besides.
  if (entry === MAIN && given === undefined && size > MAX_PAGE_BYTES)
    throw new Error(`the recovery page has ${size} bytes, more than ${MAX_PAGE_BYTES}`);
  return { html, inputs };
}

/** The project's version. */
export function versionOf(root) {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}

/** What services do and ask. */
export function guidesOf(root) {
  return readFolder(join(root, "templates", "guides")).map((text) => JSON.parse(text));
}

/** The WebAssembly of the readers. */
export function readerBlocks() {
  return [
    block("zxing", "text/plain", packed("zxing-wasm/reader/zxing_reader.wasm")),
    block("pdfium", "text/plain", packed("@hyzyla/pdfium/pdfium.wasm")),
  ];
}

/**
 * A page around its script: policy, style, what is shown without scripts, and the blocks.
 * @param data has the version and the languages
 * @param noscript section whose sentence `noscript` is shown where no script runs
 * @param head more of the head
 * @param rules more of the policy: each in place of the rule of its name, or beside them
 */
export async function fillShell(root, script, { version, languages }, { noscript, blocks, head = "", rules = [] }) {
  const style = await minifyStyle(readStyle(join(root, "src", "page", "style")));
  const shell = readFileSync(join(root, "templates", "recover.html"), "utf8").replaceAll("{version}", version);
  return fill(shell, {
    csp: `<meta http-equiv="Content-Security-Policy" content="${policy(script, style, rules)}">${head}`,
    style: `<style>${style}</style>`,
    noscript: languages
      .map(
        ({ code, sentences }) =>
          `<p lang="${code}">${sentences[noscript].noscript.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`,
      )
      .join("\n"),
    data: blocks.join("\n"),
    script: `<script>${script}</script>`,
  });
}

/**
 * Leaves out what age-encryption has for public keys, 98 kB of curves and lattices: a document has one scrypt stanza, and
 * any other is refused before the package sees it (`src/document/document.ts`).
 */
const WITHOUT_PUBLIC_KEYS = {
  name: "without-public-keys",
  setup(build) {
    const names = ["MLKEM768P256", "MLKEM768X25519", "p256", "x25519"];
    const contents = names.map((name) => `export const ${name} = undefined;`).join("\n");
    build.onResolve({ filter: /^@noble\/(?:curves|post-quantum)\// }, ({ path, importer }) =>
      importer.includes("age-encryption") ? { path, namespace: "left-out" } : undefined,
    );
    build.onLoad({ filter: /./, namespace: "left-out" }, () => ({ contents }));
  },
};

/** One script with everything it imports. */
export async function bundle(root, entry) {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    // Where packages really lie must not show: a linked folder gives the same bytes.
    preserveSymlinks: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: TARGET,
    charset: "utf8",
    legalComments: "none",
    define: { global: "globalThis" },
    plugins: [WITHOUT_PUBLIC_KEYS, withoutUncalled(root)],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const [output] = result.outputFiles;
  const [made] = Object.values(result.metafile.outputs);
  const inputs = Object.entries(made.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
  // What would end the script's element early, wherever it stands.
  return {
    raw: output.text.trim(),
    code: output.text.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--"),
    inputs,
  };
}

/** The style of all parts, in the order in which they overrule each other. */
function readStyle(folder) {
  const present = readdirSync(folder).sort().join();
  if (
    present !==
    STYLES.map((name) => `${name}.css`)
      .sort()
      .join()
  )
    throw new Error(`STYLES does not name ${present}`);
  return STYLES.map((name) => readFileSync(join(folder, `${name}.css`), "utf8")).join("\n");
}

async function minifyStyle(css) {
  const { transform } = await import("esbuild");
  return (await transform(css, { loader: "css", minify: true, target: TARGET, charset: "utf8" })).code.trim();
}

/** What the page may do: run these two scripts and this style, nothing from elsewhere. */
function policy(script, style, rules) {
  const nameOf = (rule) => rule.split(" ", 1)[0];
  const own = [
    "default-src 'none'",
    `script-src '${hashOf(script)}' 'wasm-unsafe-eval'`,
    `style-src '${hashOf(style)}'`,
    "worker-src blob:",
    "connect-src 'none'",
    "img-src blob: data:",
    "media-src blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return [...own.filter((rule) => !rules.some((other) => nameOf(other) === nameOf(rule))), ...rules].join("; ");
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}

/** A part that is no script of the page: it is read as text, and runs, if at all, in the worker. */
export function block(name, type, text) {
  const safe = type === "application/json" ? text.replaceAll("<", "\\u003c") : text;
  // What a parser would read as something else: then the page could not tell its own hash.
  if (/[\r\0]/u.test(safe)) throw new Error(`embedded ${name} has line ends that a parser changes`);
  if (/<\/script|<!--/iu.test(safe)) throw new Error(`embedded ${name} would end its own element`);
  return `<script type="${type}" id="embedded-${name}">${safe}</script>`;
}

function packed(file) {
  return pack(readFileSync(require.resolve(file)));
}

/** Deflated, in base64. Not by zlib: another Node brings another zlib, and its bytes differ. */
export function pack(bytes) {
  return Buffer.from(deflateSync(bytes, { level: 9 })).toString("base64");
}

function fill(shell, parts) {
  let html = shell;
  for (const [name, text] of Object.entries(parts)) {
    const mark = `<!-- ${name} -->`;
    if (html.split(mark).length !== 2) throw new Error(`templates/recover.html needs ${mark} exactly once`);
    html = html.replace(mark, () => text);
  }
  return html;
}

function readFolder(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

/** Builds the page into dist/. @returns its text */
export async function writePage(root = here) {
  const { html } = await buildPage({ root });
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(join(root, "dist", "recover.html"), html);
  return html;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writePage();
