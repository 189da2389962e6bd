// Builds dist/: TypeScript to JavaScript, what every start loads in one file, the fonts with their licences, what
// the library hands out in browsers, man pages, and the recovery page.
// Files of an earlier build go last, so that dist/ is never missing while it is replaced.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const packages = join(root, "node_modules", "@expo-google-fonts");

/** Package, its family's name in file names, and the folder and name of each weight that sheets use. */
const FAMILIES = [
  ["jetbrains-mono", "JetBrainsMono", [["400Regular", "Regular"]]],
  [
    "noto-sans-jp",
    "NotoSansJP",
    [
      ["400Regular", "Regular"],
      ["700Bold", "Bold"],
    ],
  ],
];

// The compiler itself; `typescript` beside it is the last one with an interface for programs, which typedoc needs.
const tsc = ["typescript-native", "typescript"]
  .map((name) => join(root, "node_modules", name, "bin", "tsc"))
  .find(existsSync);
if (tsc === undefined) {
  process.stderr.write("paper-escrow: error: packages are missing\npaper-escrow: hint: run npm ci first\n");
  process.exit(1);
}

/** @returns 0, or what the compiler ended with */
function compile(...options) {
  return spawnSync(process.execPath, [tsc, "-p", root, ...options], { cwd: root, stdio: "inherit" }).status;
}

mkdirSync(join(dist, "fonts"), { recursive: true });
(await import("./sheet-words.mjs")).writeSheetWords(root);
// The stamp's time is the file system's own, taken before any source is read.
const stamp = join(dist, ".building");
writeFileSync(stamp, "");
const startMs = statSync(stamp).mtimeMs;

const { plainFont } = await import("./font-cut.mjs");
for (const [name, family, weights] of FAMILIES) {
  for (const [folder, weight] of weights) {
    const font = readFileSync(join(packages, name, folder, `${family}_${folder}.ttf`));
    writeFileSync(join(dist, "fonts", `${family}-${weight}.ttf`), plainFont(font));
  }
  copy(join(packages, name, "LICENSE_FONT"), join(dist, "fonts", `${family}-LICENSE.txt`));
}

// Comments stand in the types, for editors; in the code they would be a fifth of it.
const status = compile("--declaration", "false", "--removeComments") || compile("--emitDeclarationOnly");
if (status === 0) {
  (await import("./resources.mjs")).writeResources();
  const vendor = await import("./vendor.mjs");
  await vendor.writeVendored(root);
  vendor.useVendored(root);
  await (await import("./start.mjs")).writeStart();
  await (await import("./man.mjs")).writeManPages();
  const recovery = await (await import("./page.mjs")).writePage();
  await (await import("./workshop.mjs")).writeWorkshop(root, recovery);
  vendor.removeUnreachedTypes(root);
}
removeOlder(dist);
if (status !== 0) process.exit(1);
renameSync(stamp, join(dist, ".built"));

/** Not copyFile: that keeps the old time on some systems, and the file would be taken for a stale one. */
function copy(from, to) {
  writeFileSync(to, readFileSync(from));
}

function removeOlder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeOlder(path);
    else if (statSync(path).mtimeMs < startMs) rmSync(path);
  }
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
