import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { packageOf, VENDORED, VENDORED_PACKAGES } from "../../scripts/vendor.mjs";
import { loadMakingPage } from "../../src/node/resources.js";

// What people get when they install the package, counted from what is here: its own files, and those packages of
// node_modules that package-lock.json does not mark as needed for development only.

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = (...path: readonly string[]) => readFileSync(join(root, ...path), "utf8");
const manifest = JSON.parse(text("package.json")) as {
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

/** All that is installed. Raise it only for what is worth it to everyone. */
const MOST_BYTES = 60_000_000;
/** The same with `--omit=optional`. */
const MOST_BYTES_WITHOUT_OPTIONAL = 41_000_000;

interface LockEntry {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

const sizeOf = (paths: readonly string[]) => paths.reduce((sum, path) => sum + statSync(path).size, 0);

/** The package's own files, as `files` in package.json names them. */
function ownFiles(): string[] {
  const wanted = manifest.files.filter((name) => !name.startsWith("!"));
  const left = manifest.files.flatMap((name) => (name.startsWith("!") ? [join(root, name.slice(1))] : []));
  const paths = [...wanted, "package.json", "README.md", "LICENSE"].flatMap((name) => {
    const [folder, pattern] = [dirname(name), name.slice(name.lastIndexOf("/") + 1)];
    if (!pattern.includes("*")) return filesBelow(join(root, name));
    const [start = "", end = ""] = pattern.split("*");
    const names = readdirSync(join(root, folder)).filter((one) => one.startsWith(start) && one.endsWith(end));
    return names.map((one) => join(root, folder, one));
  });
  return [...new Set(paths)].filter((path) => !left.some((one) => path === one || path.startsWith(`${one}/`)));
}

function installedFiles(omitOptional: boolean): string[] {
  const { packages } = JSON.parse(text("package-lock.json")) as { packages: Record<string, LockEntry> };
  const folders = Object.entries(packages).flatMap(([path, { dev, devOptional, optional, peer }]) => {
    if (path === "" || dev || devOptional || peer || (optional && omitOptional)) return [];
    return existsSync(join(root, path)) ? [path] : [];
  });
  return folders.flatMap((path) =>
    filesBelow(join(root, path)).filter((file) => !file.slice(root.length + path.length).includes("node_modules")),
  );
}

describe("an installed package", () => {
  it.each([
    ["with all that is optional", false, MOST_BYTES],
    ["with --omit=optional", true, MOST_BYTES_WITHOUT_OPTIONAL],
  ])("is small: %s", (_, omitOptional, most) => {
    const dependencies = installedFiles(omitOptional);
    expect(dependencies.length).toBeGreaterThan(100);
    expect(sizeOf(ownFiles()) + sizeOf(dependencies)).toBeLessThanOrEqual(most);
  });

  it("imports only what comes along, and each file that it names is there", () => {
    const installed = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies };
    const code = ownFiles().filter((path) => /\.(?:js|d\.ts)$/u.test(path) && !path.includes("resources"));
    expect(code.length).toBeGreaterThan(300);
    const missing = code.flatMap((path) => {
      const source = readFileSync(path, "utf8");
      const named = [...source.matchAll(/(?:\bfrom ?|^import |\bimport\()"([\w@./#:-]+)"/gmu)].map(
        ([, name = ""]) => name,
      );
      return named.flatMap((name) => {
        const target = join(dirname(path), path.endsWith(".d.ts") ? name.replace(/\.js$/u, ".d.ts") : name);
        const found = name.startsWith(".")
          ? existsSync(target)
          : isBuiltin(name) || name.startsWith("#") || packageOf(name) in installed;
        return found ? [] : [`${path.slice(root.length)}: ${name}`];
      });
    });
    expect(missing).toEqual([]);
  });
});

it("the page that makes sheets is handed out as it was built", async () => {
  const { bytes } = await loadMakingPage();
  expect(Buffer.compare(bytes, readFileSync(join(root, "dist", "paper-escrow.html")))).toBe(0);
});

describe("dist/vendor", () => {
  it.each(Object.entries(VENDORED).map(([name, { file }]) => [name, file] as const))(
    "has what is imported from %s",
    async (name, file) => {
      const wanted = filesBelow(join(root, "src")).flatMap((path) => {
        const source = readFileSync(path, "utf8");
        const quoted = name.replaceAll(/[/.]/gu, "\\$&");
        const imports = new RegExp(
          `import (\\{[^}]*\\}) from "${quoted}"|const (\\{[^}]*\\}) = await import\\("${quoted}"\\)`,
          "gu",
        );
        const lists = [...source.matchAll(imports)].map(([, list = "", asked = ""]) => `${list}${asked}`);
        return lists.flatMap((list) => list.replace(/[{}]/gu, "").split(","));
      });
      const names = wanted.map((one) => one.trim()).filter((one) => one !== "" && !one.startsWith("type "));
      const module = (await import(join(root, "dist", "vendor", `${file}.js`))) as object;
      expect(Object.keys(module).length).toBeGreaterThan(0);
      expect(names.map((one) => one.split(/ as |:/u)[0]).filter((one) => !(`${one}` in module))).toEqual([]);
    },
  );

  it.each(["pdfium.js", "pdfium-node.js"])("leads in %s to each function of PDFium that is called", (file) => {
    const called = new Set(
      filesBelow(join(root, "src", "read")).flatMap(
        (path) => readFileSync(path, "utf8").match(/\b_F(?:PDF|ORM)\w+/gu) ?? [],
      ),
    );
    const code = text("dist", "vendor", file);
    for (const [, name = ""] of code.matchAll(/\bmodule\.(_F\w+)/gu)) called.add(name);
    expect(called.size).toBeGreaterThan(40);
    expect([...called].filter((name) => !code.includes(`"${name.slice(1)}"`))).toEqual([]);
    expect(code).not.toContain("FPDFAnnot_");
  });

  it("comes with the licence of each package", () => {
    const licences = text("dist", "vendor", "LICENSES.txt");
    expect(VENDORED_PACKAGES.filter((name) => !licences.includes(`\n${name} `))).toEqual([]);
  });
});
