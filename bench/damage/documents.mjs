import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { durabilitySummary } from "./durability-summary.mjs";
import { durabilityTables } from "./durability-table.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Puts the tables into the documents that show them; each is replaced as a whole, or not at all. */
export function writeDocuments(results) {
  put("docs/durability.md", durabilityTables(results));
  put("docs/durability.md", durabilitySummary(results, "en"), "summary");
  put("docs/durability.ja.md", durabilitySummary(results, "ja"), "summary");
}

/** Puts the table of cliffs into the page that shows it. */
export function writeCliffs(text) {
  put("docs/durability.md", text, "cliffs");
}

function put(name, text, mark) {
  const path = join(root, name);
  writeFileSync(`${path}.new`, betweenMarks(readFileSync(path, "utf8"), text, mark));
  renameSync(`${path}.new`, path);
}

/**
 * A document with another text between its marks.
 * @throws RangeError when it has no marks
 */
export function betweenMarks(document, text, mark = "durability") {
  const section = new RegExp(`<!-- ${mark} -->\\n[\\s\\S]*?<!-- /${mark} -->`);
  if (!section.test(document)) throw new RangeError(`the document has no marks <!-- ${mark} -->`);
  return document.replace(section, () => `<!-- ${mark} -->\n\n${text}\n\n<!-- /${mark} -->`);
}
