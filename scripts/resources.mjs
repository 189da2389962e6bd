// What `paper-escrow/browser` hands out, for bundlers: the texts of templates/ as modules, each loaded by itself, in
// dist/resources/, and the WebAssembly of the readers in dist/wasm/. Alone: node scripts/resources.mjs
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);

/** The readers' WebAssembly, by the file's name. */
export const WASM_FILES = {
  "zxing_reader.wasm": "zxing-wasm/reader/zxing_reader.wasm",
  "pdfium.wasm": "@hyzyla/pdfium/pdfium.wasm",
};

/** Writes them into dist/. */
export function writeResources(root = here) {
  const templates = join(root, "templates");
  const text = (...path) => readFileSync(join(templates, ...path), "utf8");
  const names = (ending, ...path) =>
    readdirSync(join(templates, ...path))
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .sort();
  const modules = new Map();
  const loads = (folder, all, read) =>
    all.map((name) => {
      modules.set(`${folder}/${name}.js`, read(name));
      return `  ${JSON.stringify(name)}: () => import("./${folder}/${name}.js"),`;
    });
  const codes = names(".json", "lang").sort((a, b) => Number(b === "en") - Number(a === "en") || (a < b ? -1 : 1));
  const languages = loads("lang", codes, (name) => JSON.parse(text("lang", `${name}.json`)));
  const sheets = loads("templates", names(".jsonc"), (name) => text(`${name}.jsonc`));
  modules.set(
    "guides.js",
    names(".json", "guides").map((name) => JSON.parse(text("guides", `${name}.json`))),
  );
  modules.set("format-card.js", text("format-card.py"));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const index = [
    `export const version = ${JSON.stringify(version)};`,
    ...["export const languages = {", ...languages, "};"],
    ...["export const templates = {", ...sheets, "};"],
    'export const guides = () => import("./guides.js");',
    'export const formatCard = () => import("./format-card.js");',
    "",
  ].join("\n");
  for (const folder of ["lang", "templates"]) mkdirSync(join(root, "dist", "resources", folder), { recursive: true });
  writeFileSync(join(root, "dist", "resources", "index.js"), index);
  for (const [path, value] of modules) {
    writeFileSync(join(root, "dist", "resources", path), `export default ${JSON.stringify(value)};\n`);
  }
  const { errors, "picture-faults": faults } = JSON.parse(text("lang", "en.json"));
  writeFileSync(
    join(root, "dist", "resources", "english-errors.js"),
    `export const english = ${JSON.stringify({ errors, "picture-faults": faults })};\n`,
  );
  mkdirSync(join(root, "dist", "wasm"), { recursive: true });
  for (const [name, from] of Object.entries(WASM_FILES)) {
    writeFileSync(join(root, "dist", "wasm", name), readFileSync(require.resolve(from)));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeResources();
