// Joins what sheets print and people write beside keys, in every language, into src/read/text/sheet-words.ts: the sections
// `typed` of templates/lang/. Alone: node scripts/sheet-words.mjs
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");
/** Where they go, below the project's folder. */
export const SHEET_WORDS = join("src", "read", "text", "sheet-words.ts");

/** The file's text. */
export function sheetWords(root = here) {
  const folder = join(root, "templates", "lang");
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).typed);
  const everyOf = (key) => all.flatMap((one) => one[key]);
  const by = (key) =>
    Object.fromEntries(Object.keys(all[0][key]).map((name) => [name, all.flatMap((one) => one[key][name])]));
  const lists = ["key-names", "codes", "key-heading", "begins", "printed", "test-value", "settings-sentence"];
  const words = {
    ...Object.fromEntries(lists.map((key) => [camel(key), everyOf(key)])),
    settings: by("settings"),
    units: by("units"),
  };
  return [
    "// Made by scripts/sheet-words.mjs out of templates/lang/*.json, `typed`: change it there.",
    "",
    "/** What sheets print and people write beside keys, in every language. All but names are parts of expressions. */",
    `export const SHEET_WORDS = ${JSON.stringify(words, undefined, 2)} as const;`,
    "",
  ].join("\n");
}

/** Writes the file where it says something else. */
export function writeSheetWords(root = here) {
  const [path, text] = [join(root, SHEET_WORDS), sheetWords(root)];
  if (readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}

function camel(key) {
  return key.replace(/-(\w)/gu, (_, letter) => letter.toUpperCase());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeSheetWords();
