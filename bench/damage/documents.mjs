import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { durabilitySummary } from "./durability-summary.mjs";
import { durabilityTables } from "./durability-table.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Puts the tables into the documents that show them; each is replaced as a whole, or not at all. */
export function writeDocuments(results) {
  put("docs/durability.md", durabilityTables(results));
  put("README.md", durabilitySummary(results, "en"));
  put("README.ja.md", durabilitySummary(results, "ja"));
}

function put(name, text) {
  const path = join(root, name);
  writeFileSync(`${path}.new`, betweenMarks(readFileSync(path, "utf8"), text));
  renameSync(`${path}.new`, path);
}

/**
 * A document with another text between its marks.
 * @throws RangeError when it has no marks
 */
export function betweenMarks(document, text) {
  const section = /<!-- durability -->\n[\s\S]*?<!-- \/durability -->/;
  if (!section.test(document)) throw new RangeError("the document has no marks <!-- durability -->");
  return document.replace(section, () => `<!-- durability -->\n\n${text}\n\n<!-- /durability -->`);
}
