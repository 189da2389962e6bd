// Runs in full what `npm test` runs a part of: what is left out there by name, whole tables and many fuzz inputs, and
// other engines than Chromium. What both would do alike is not done again: `npm test` comes first.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");

const given = process.argv.slice(2);
// Files named on the command line are run instead, whatever they do.
const files = given.some((one) => !one.startsWith("-")) ? [] : wider(join(root, "test"));
const { status } = spawnSync(process.execPath, [vitest, "run", ...files, ...given], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PAPER_ESCROW_FULL: "1" },
});
process.exit(status ?? 1);

/** Test files that ask whether they are to run in full. */
function wider(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(".test.ts") && readFileSync(path, "utf8").includes("helpers/full.js"))
    .sort();
}
