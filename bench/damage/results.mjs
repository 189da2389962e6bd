import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** What makes a case's outcome: results of another program, other sheets or another simulator do not add up with ours. */
export function stateOfCode() {
  const hash = createHash("sha256");
  const files = [...below("dist", /\.js$/), ...below("templates", /./), ...below("bench/damage", /\.(mjs|json)$/)];
  // The table's own words change nothing.
  for (const file of files.filter((name) => !/durability-table\.mjs$|run\.mjs$|results\.mjs$/.test(name))) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

function below(folder, pattern) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** A case by all that makes it. */
export function keyOf({ reader, seed, kind, content, grade, damage, number }) {
  return [reader, seed, kind, content, grade, damage, number].join(" ");
}

/** Results of earlier runs of the same code, in a file of JSON lines; half a line at its end, of a run cut short, is passed over. */
export function loadResults(path, state) {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        const result = JSON.parse(line);
        return result.state === state ? [result] : [];
      } catch {
        return [];
      }
    });
}

/** Adds one result, at once: a run that is stopped loses nothing. */
export function addResult(path, result) {
  appendFileSync(path, `${JSON.stringify(result)}\n`);
}
