// Puts into dist/vendor/ what is used of packages that are large because of what is not: other builds, maps, sources,
// one more copy of their WebAssembly. They are development dependencies, and nobody who installs this package gets them.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { licencesOf } from "./licences.mjs";
import { withoutUncalled } from "./pdfium-functions.mjs";

/**
 * The modules, by how they are imported: the file's name, what of them is used where that is not all, their types, and
 * whether Node needs a build of its own.
 */
export const VENDORED = {
  "@cantoo/fontkit": { file: "fontkit", types: "dist/index.d.ts" },
  "@hyzyla/pdfium": { file: "pdfium", used: ["PDFiumLibrary", "PDFiumModule"], node: true },
  "@noble/ciphers/_poly1305.js": { file: "poly1305" },
  "@noble/ciphers/aes.js": { file: "aes", used: ["ecb"] },
  "@noble/ciphers/chacha.js": { file: "chacha" },
  "@noble/ciphers/salsa.js": { file: "salsa", used: ["salsa20"] },
  "@scure/bip39/wordlists/english.js": { file: "english-words" },
  "@zxcvbn-ts/core": { file: "zxcvbn", used: ["ZxcvbnFactory"] },
  "@zxcvbn-ts/language-common": { file: "zxcvbn-common", used: ["adjacencyGraphs", "dictionary"] },
  "@zxcvbn-ts/language-en": { file: "zxcvbn-english", used: ["dictionary"] },
  "age-encryption": { file: "age", used: ["Decrypter", "Encrypter"] },
  fflate: { file: "fflate" },
  "hash-wasm": { file: "argon2", used: ["argon2d", "argon2i", "argon2id"] },
  "jsonc-parser": { file: "jsonc" },
  "pdf-lib/dist/pdf-lib.esm.min.js": { file: "pdf-lib" },
  "qr/decode.js": { file: "qr-decode", used: ["decodeQR"] },
  "zxing-wasm/reader": { file: "zxing", used: ["prepareZXingModule", "readBarcodes"] },
};

/** The packages that they are of. */
export const VENDORED_PACKAGES = [...new Set(Object.keys(VENDORED).map(packageOf))];

/** Types of what the package exports. */
const TYPED = ["index.d.ts", "node.d.ts", "browser.d.ts"];

/** Bundles the modules, with the licences of all that is inside. */
export async function writeVendored(root) {
  const { build } = await import("esbuild");
  const folder = join(root, "dist", "vendor");
  mkdirSync(folder, { recursive: true });
  const inputs = new Set();
  const builds = Object.entries(VENDORED).flatMap(([name, { node, ...module }]) => [
    { name, ...module, platform: "browser" },
    ...(node ? [{ name, ...module, file: `${module.file}-node`, platform: "node" }] : []),
  ]);
  for (const { name, file, used, types, platform } of builds) {
    const { outputFiles, metafile } = await build({
      absWorkingDir: root,
      stdin: {
        contents: `export ${used ? `{ ${used.join(", ")} }` : "*"} from ${JSON.stringify(name)};`,
        resolveDir: root,
      },
      bundle: true,
      minify: true,
      // Builds for browsers ask for no module of Node.
      platform,
      format: "esm",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      preserveSymlinks: true,
      plugins: [byPlatform, ownDependencies(root), withoutBrotli, withoutUncalled(root)],
      metafile: true,
      write: false,
      logLevel: "error",
    });
    // What bundlers copy along lies in another folder.
    const code = outputFiles[0].text.replace(/new URL\("(\w+\.wasm)",/gu, 'new URL("../wasm/$1",');
    writeFileSync(join(folder, `${file}.js`), code);
    for (const path of Object.keys(metafile.inputs)) inputs.add(path);
    if (types) writeFileSync(join(folder, `${file}.d.ts`), readFileSync(join(root, "node_modules", name, types)));
  }
  writeFileSync(join(folder, "LICENSES.txt"), `${licencesOf(root, [...inputs].sort())}\n`);
}

/**
 * Leaves out what unpacks fonts for the web, WOFF2: ours are TrueType, and its dictionary would be unpacked whenever one
 * is read, a twelfth of the time that a sheet takes.
 */
const withoutBrotli = {
  name: "without-brotli",
  setup(build) {
    build.onResolve({ filter: /^brotli\// }, () => ({ path: "none", namespace: "without-brotli" }));
    build.onLoad({ filter: /^none$/, namespace: "without-brotli" }, () => ({ contents: "export default undefined;" }));
  },
};

/** Of scrypt package.json says which one is taken where: Node has its own. */
const byPlatform = {
  name: "by-platform",
  setup(build) {
    build.onResolve({ filter: /^@noble\/hashes\/scrypt\.js$/ }, () => ({ path: "#scrypt", external: true }));
  },
};

/** Leaves out what is installed beside this package anyway: there is one copy of it. */
function ownDependencies(root) {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    name: "own-dependencies",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...options }) => {
        if (pluginData === "asked" || !(packageOf(path) in dependencies)) return undefined;
        const found = await build.resolve(path, { ...options, pluginData: "asked" });
        const own = found.path.startsWith(join(root, "node_modules", packageOf(path)) + sep);
        return own ? { path, external: true } : undefined;
      });
    },
  };
}

/** Leads what the compiler wrote to dist/vendor/. */
export function useVendored(root) {
  const dist = join(root, "dist");
  for (const path of filesBelow(dist)) {
    if (!/\.(?:js|d\.ts)$/u.test(path) || path.startsWith(join(dist, "vendor") + sep)) continue;
    const text = readFileSync(path, "utf8");
    const led = text.replace(/(\bfrom |\bimport\()"([^".#][^"]*)"/gu, (whole, before, name) => {
      const vendored = VENDORED[name];
      if (!vendored) return whole;
      // Of two builds, package.json says which one is taken where.
      const to = vendored.node
        ? `#${vendored.file}`
        : importPath(dirname(path), join(dist, "vendor", `${vendored.file}.js`));
      return `${before}"${to}"`;
    });
    if (led !== text) writeFileSync(path, led);
  }
}

/** Takes out the types that the compiler wrote and no entry leads to. */
export function removeUnreachedTypes(root) {
  const dist = join(root, "dist");
  const queue = TYPED.map((name) => join(dist, name));
  const reached = new Set();
  for (const path of queue) {
    if (reached.has(path) || !existsSync(path)) continue;
    reached.add(path);
    for (const [, target] of readFileSync(path, "utf8").matchAll(/"(\.\.?\/[^"\n]+)\.js"/gu)) {
      queue.push(join(dirname(path), `${target}.d.ts`));
    }
  }
  for (const path of filesBelow(dist)) if (path.endsWith(".d.ts") && !reached.has(path)) rmSync(path);
}

function importPath(from, to) {
  const path = relative(from, to).replaceAll(sep, "/");
  return path.startsWith(".") ? path : `./${path}`;
}

/** The package of a module. */
export function packageOf(name) {
  return /^(?:@[^/]+\/)?[^/]+/u.exec(name)?.[0] ?? name;
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}
