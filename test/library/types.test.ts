import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { newFolder } from "../helpers/folders.js";
import { some, wide } from "../helpers/full.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** How a bundler's own types say what its imports give. */
const URLS = 'declare module "*?url" {\n  const url: string;\n  export default url;\n}\n';

/** Runs the compiler over the examples, as a project that has the package installed. */
function check(page: string, module: string, moduleResolution: string): string {
  const folder = newFolder();
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["paper-escrow", "@types"]) {
    symlinkSync(
      name === "@types" ? join(root, "node_modules", name) : root,
      join(folder, "node_modules", name),
      "junction",
    );
  }
  const samples = [...page.matchAll(/```js\n([\s\S]*?)```/gu)].map((match) => match[1] ?? "");
  expect(samples.length).toBeGreaterThan(2);
  for (const [i, sample] of samples.entries()) writeFileSync(join(folder, `sample-${i}.js`), sample);
  writeFileSync(join(folder, "urls.d.ts"), URLS);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  const compilerOptions = {
    ...{ module, moduleResolution, target: "es2023", lib: ["es2024", "dom"], types: ["node"] },
    ...{
      strict: true,
      allowJs: true,
      checkJs: true,
      noEmit: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
    },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*"] }));
  const tsc = join(root, "node_modules", "typescript-native", "bin", "tsc");
  return spawnSync(process.execPath, [tsc, "-p", folder], { cwd: folder, encoding: "utf8" }).stdout;
}

describe.each(["docs/library.md", "docs/library.ja.md"])("the examples of %s have the right types", (name) => {
  const page = readFileSync(join(root, name), "utf8");

  it.each(
    some([
      ["nodenext", "nodenext"],
      ["preserve", "bundler"],
    ]),
  )("for modules %s, resolved by %s", (module, resolution) => {
    expect(check(page, module, resolution)).toBe("");
  });
});

it("a wrong example is found", () => {
  const wrong = '```js\nimport { makeAccount } from "paper-escrow";\nmakeAccount({ secret: 5 });\n```\n';
  expect(check(wrong.repeat(3), "nodenext", "nodenext")).toMatch(/sample-0\.js.*TS2322/u);
});

describe("the package, looked at by others", () => {
  const bin = (...path: readonly string[]) => join(root, "node_modules", ...path);
  const node = (args: readonly string[]) =>
    spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });

  wide("publint finds nothing", async () => {
    const { publint } = await import("publint");
    const { messages } = await publint({ pkgDir: root, strict: true });
    expect(messages).toEqual([]);
  });

  wide("attw finds the types of every entry, for every way of resolving that knows exports", () => {
    const { status, stdout } = node([
      bin("@arethetypeswrong", "cli", "dist", "index.js"),
      ...["--pack", ".", "--profile", "esm-only", "--format", "table-flipped", "--no-emoji"],
      ...["--entrypoints", ".", "node", "browser"],
    ]);
    expect(status, stdout).toBe(0);
  });

  wide("typedoc makes the reference, and finds every referenced type and every description", () => {
    const out = join(newFolder(), "api");
    const { status, stderr, stdout } = node([bin("typedoc", "bin", "typedoc"), "--out", out]);
    expect(status, stdout + stderr).toBe(0);
    expect(existsSync(join(out, "index.html"))).toBe(true);
  });
});
