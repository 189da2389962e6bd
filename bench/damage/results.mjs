import { createHash } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Files that only tell of outcomes. */
const TELLING = /\/(cliff\w*(?:-\w+)?|confidence|documents|durability-\w+|results|run)\.mjs$/;

/** The command line and the page, which no case runs. */
const SHELLS = /^dist\/(cli|page)\//;

/** What makes a case's outcome: results of another program, other sheets or another simulator do not add up with ours. */
export function stateOfCode() {
  const hash = createHash("sha256");
  const files = [...below("dist", /\.js$/), ...below("templates", /./), ...below("bench/damage", /\.(mjs|json)$/)];
  for (const file of files.filter((name) => !TELLING.test(name) && !SHELLS.test(name))) {
    hash.update(file).update(contentOf(file));
  }
  return hash.digest("hex").slice(0, 12);
}

/** A file, and of a language's sentences those that may stand on a sheet. */
function contentOf(file) {
  const bytes = readFileSync(join(root, file));
  if (!file.startsWith("templates/lang/")) return bytes;
  const { cli: _cli, page: _page, ...printed } = JSON.parse(bytes);
  return JSON.stringify(printed);
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

/** Adds one result, at once: a run that is stopped loses nothing. It begins a line even after half a line. */
export function addResult(path, result) {
  const whole = !existsSync(path) || endsLine(path);
  appendFileSync(path, `${whole ? "" : "\n"}${JSON.stringify(result)}\n`);
}

function endsLine(path) {
  const { size } = statSync(path);
  if (size === 0) return true;
  const file = openSync(path, "r");
  try {
    const last = Buffer.alloc(1);
    readSync(file, last, 0, 1, size - 1);
    return last[0] === 0x0a;
  } finally {
    closeSync(file);
  }
}
