import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
const folders: string[] = [];

/**
 * Lints a made-up tree under this project's own rules.
 * @param files source texts by path
 * @returns the rules that each file breaks, one entry a place
 */
function lint(files: Readonly<Record<string, string>>): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), "paper-escrow-lint-"));
  folders.push(folder);
  for (const name of ["biome.json", "package.json"]) copyFileSync(join(root, name), join(folder, name));
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  const report = join(folder, "report.json");
  const args = [biome, "lint", "src", "--reporter=json", `--reporter-file=${report}`, "--max-diagnostics=none"];
  spawnSync(process.execPath, args, { cwd: folder });
  const { diagnostics } = JSON.parse(readFileSync(report, "utf8")) as {
    diagnostics: { category: string; location: { path: string } }[];
  };
  const broken = new Map<string, string[]>(Object.keys(files).map((path) => [path, []]));
  for (const { category, location } of diagnostics) {
    broken.get(location.path.replaceAll("\\", "/"))?.push(category.replace(/^lint\/\w+\//u, ""));
  }
  return broken;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A file that takes from another in the three ways there are. */
const using = (source: string) =>
  [
    `import type { Thing } from "${source}";`,
    `import { thing } from "${source}";`,
    `export { other } from "${source}";`,
    "export const it: Thing = thing();",
    "",
  ].join("\n");

describe("the linter holds the direction of imports", () => {
  const forbidden = [
    ["src/error.ts", "./account/account.js"],
    ["src/bytes.ts", "./paper/lines.js"],
    ["src/language.ts", "./sheet/box.js"],
    ["src/account/codes.ts", "../paper/lines.js"],
    ["src/paper/lines.ts", "../document/document.js"],
    ["src/paper/frames.ts", "../read/pixels/raster.js"],
    ["src/share/roster.ts", "../sheet/box.js"],
    ["src/document/document.ts", "../import/registry.js"],
    ["src/read/picture.ts", "../import/registry.js"],
    ["src/read/lines/lattice.ts", "../../sheet/box.js"],
    ["src/sheet/box.ts", "../read/picture.js"],
    ["src/sheet/blocks/blocks.ts", "../../import/registry.js"],
    ["src/sheet/template.ts", "../make/open-sheets.js"],
    ["src/import/registry.ts", "../sheet/box.js"],
    ["src/import/apps/uri.ts", "../../recover/verify.js"],
    ["src/recover/verify.ts", "../make/open-sheets.js"],
    ["src/recover/sets.ts", "../page/page.js"],
    ["src/make/open-sheets.ts", "../cli/commands/print.js"],
    ["src/make/open-sheets.ts", "../ledger/ledger.js"],
    ["src/ledger/proofs.ts", "../make/open-sheets.js"],
    ["src/recover/verify.ts", "../ledger/ledger.js"],
    ["src/index.ts", "./node.js"],
    ["src/node/platform.ts", "../cli/commands/print.js"],
    ["src/cli/commands/print.ts", "../../page/page.js"],
    ["src/cli/commands/print.ts", "../../browser/platform.js"],
    ["src/browser/platform.ts", "../node/platform.js"],
    ["src/browser/platform.ts", "../page/engine.js"],
    ["src/make/open-sheets.ts", "../browser/platform.js"],
    ["src/ledger/ledger.ts", "../browser.js"],
    ["src/page/views/source-list.ts", "../../browser/platform.js"],
    ["src/page/worker/desk.ts", "../../cli/commands/print.js"],
    ["src/page/camera.ts", "../node/platform.js"],
    ["src/page/views/source-list.ts", "../worker/sources.js"],
    ["src/page/views/codes/key-view.ts", "../../../account/account.js"],
    ["src/page/parts/table.ts", "../../document/document.js"],
  ] as const;
  const broken = lint(Object.fromEntries(forbidden.map(([path, source]) => [path, using(source)])));

  it.each(forbidden)("%s must not import %s", (path) => {
    const rules = broken.get(path)?.filter((rule) => rule === "noRestrictedImports");
    expect(rules).toHaveLength(3);
  });

  const allowed = [
    ["src/account/codes.ts", "../bytes.js"],
    ["src/paper/lines.ts", "../account/base32.js"],
    ["src/sheet/box.ts", "../paper/lines.js"],
    ["src/read/pixels/raster.ts", "../../paper/lines.js"],
    ["src/import/picture.ts", "../read/picture.js"],
    ["src/import/apps/uri.ts", "../registry.js"],
    ["src/make/open-sheets.ts", "../sheet/box.js"],
    ["src/make/read-back.ts", "../recover/sets.js"],
    ["src/recover/sets.ts", "../import/registry.js"],
    ["src/ledger/proofs.ts", "../recover/reading.js"],
    ["src/index.ts", "./make/open-sheets.js"],
    ["src/node.ts", "./node/platform.js"],
    ["src/node/files.ts", "node:fs"],
    ["src/node/picture.ts", "sharp"],
    ["src/cli/commands/print.ts", "../../make/open-sheets.js"],
    ["src/cli/commands/verify.ts", "../../node/platform.js"],
    ["src/cli/output/output.ts", "node:fs"],
    ["src/browser/platform.ts", "../read/platform.js"],
    ["src/page/worker/desk.ts", "../../recover/sets.js"],
    ["src/page/worker/platform.ts", "../../browser/platform.js"],
    ["src/page/views/source-list.ts", "../answers.js"],
    ["src/page/parts/qr-picture.ts", "../../paper/qr/qr-symbol.js"],
    ["src/page/views/word-boxes.ts", "../../document/passphrase-words.js"],
    ["src/page/views/making/kind-view.ts", "../../../sheet/paper.js"],
  ] as const;
  const clean = lint(Object.fromEntries(allowed.map(([path, source]) => [path, using(source)])));

  it.each(allowed)("%s may import %s", (path) => {
    expect(clean.get(path)).toEqual([]);
  });
});

describe("the linter keeps the library pure", () => {
  const impure = [
    [
      "src/sheet/clock.ts",
      "noNodejsModules",
      'import { readFileSync } from "node:fs";\nexport const it = readFileSync;\n',
    ],
    ["src/sheet/native.ts", "noRestrictedImports", 'import sharp from "sharp";\nexport const it = sharp;\n'],
    ["src/page/say.ts", "noConsole", 'console.log("a");\n'],
    ["src/node.ts", "noConsole", 'console.log("a");\n'],
    ["src/make/open-sheets.ts", "noProcessGlobal", "export const it = process.argv;\n"],
    ["src/read/pixels.ts", "noRestrictedGlobals", 'export const it = Buffer.from("a");\n'],
    ["src/recover/verify.ts", "noRestrictedGlobals", 'export const it = fetch("a");\n'],
    ["src/import/undeclared.ts", "noUndeclaredDependencies", 'import { it } from "undeclared";\nexport { it };\n'],
  ] as const;
  const broken = lint(Object.fromEntries(impure.map(([path, , source]) => [path, source])));

  it.each(impure)("%s breaks %s", (path, rule) => {
    expect(broken.get(path)).toContain(rule);
  });

  it("sees a circle of imports", () => {
    const files = { "src/paper/hen.ts": using("./egg.js"), "src/paper/egg.ts": using("./hen.js") };
    expect(lint(files).get("src/paper/hen.ts")).toContain("noImportCycles");
  });

  it("lets the command line print", () => {
    expect(lint({ "src/cli/commands/print.ts": 'console.log("a");\n' }).get("src/cli/commands/print.ts")).toEqual([]);
  });
});

describe("the tree", () => {
  const folders = new Map<string, string[]>();
  for (const path of readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })) {
    if (!statSync(join(root, "src", path)).isFile()) continue;
    const folder = dirname(path);
    folders.set(folder, [...(folders.get(folder) ?? []), basename(path)]);
  }

  it("has no folder that a newcomer cannot take in: at most 20 files, but for one an app", () => {
    const large = [...folders].filter(([, files]) => files.length > 20).map(([folder]) => folder);
    expect(large).toEqual([join("import", "apps")]);
  });

  it("exports nothing that no other file names", () => {
    const ours = ["src", "test", "bench", "scripts"].flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: "utf8" }).map((path) => join(top, path)),
    );
    const texts = ours
      .filter((path) => /(?<!\.d)\.(?:ts|mjs)$/u.test(path))
      .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
    const naming = new Map<string, number>();
    for (const { text } of texts) {
      for (const name of new Set(text.match(/[\w$]+/gu))) naming.set(name, (naming.get(name) ?? 0) + 1);
    }
    const unused = texts
      .filter(({ path }) => path.startsWith("src"))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^export (?:async )?(?:abstract )?(?:const|function\*?|class|interface|type) (\w+)/gmu)]
          .filter(([, name = ""]) => naming.get(name) === 1)
          .map(([, name]) => `${path}: ${name}`),
      );
    expect(unused).toEqual([]);
  });

  it("has the entries of the library and what all folders use at its top, and nothing else", () => {
    const entries = ["browser.ts", "index.ts", "node.ts"];
    expect(folders.get(".")?.sort()).toEqual([...entries, "bytes.ts", "error.ts", "language.ts", "showable.ts"].sort());
  });
});
