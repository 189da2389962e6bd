import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { VENDORED_PACKAGES } from "../../scripts/vendor.mjs";
import { wide } from "../helpers/full.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const text = (name: string) => readFileSync(join(root, name), "utf8");

interface LockEntry {
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe("package-lock.json", () => {
  const { packages } = JSON.parse(text("package-lock.json")) as { packages: Record<string, LockEntry> };

  it("holds the binaries of every platform, so that npm ci works on all of them", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("names no registry: whichever is set up is asked", () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it("needs no install script, as SECURITY.md says", () => {
    const scripted = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path] : [],
    );
    // Of those that have one, none may run it: the page is bundled by a program that the lock file brings.
    expect(scripted).toEqual(["node_modules/esbuild"]);
    expect(text("scripts/ready.mjs")).toContain('"--ignore-scripts"');
    expect(text(".npmrc")).toMatch(/^ignore-scripts=true$/mu);
  });
});

describe("a test file that puts something in a module's place", () => {
  it("has a process of its own: in a shared one, that module may be loaded already", () => {
    const folder = join(root, "test");
    const config = text("vitest.config.ts");
    const replacing = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.ts") && /^vi\.mock\(/mu.test(readFileSync(join(folder, name), "utf8")))
      .map((name) => `test/${name.replaceAll("\\", "/")}`);
    expect(replacing.length).toBeGreaterThan(0);
    expect(replacing.filter((name) => !config.includes(`"${name}"`))).toEqual([]);
  });
});

describe("npm run test:full", () => {
  it("finds by its own text each file that runs in full: none may take that from another one", () => {
    const asking = (readdirSync(join(root, "test"), { recursive: true }) as string[])
      .filter((name) => /\.[mc]?[jt]s$/u.test(name))
      .filter((name) => text(join("test", name)).includes("helpers/full.js"));
    expect(asking.length).toBeGreaterThan(10);
    expect(asking.filter((name) => !name.endsWith(".test.ts"))).toEqual([]);
  });
});

/** All pages that people read, by their paths from the root. */
const documents = [".", "docs"].flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((name) => (name.endsWith(".md") ? [join(folder, name)] : [])),
);
const japanese = documents.filter((name) => name.endsWith(".ja.md"));

describe.each(["README.md", "README.ja.md", "docs/dependencies.md", "docs/dependencies.ja.md"])("%s", (name) => {
  const page = text(name);

  it("gives a reason for every dependency, and for no other", () => {
    const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(text("package.json")) as Record<
      string,
      object
    >;
    const installed = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
    const table = page.match(/^\| (?:package|パッケージ) \|.*\n\|.*\n((?:\|.*\n)+)/mu)?.[1] ?? "";
    const listed = [...table.matchAll(/^\| `([^`]+)` \| \S/gmu)].map((match) => match[1]);
    expect(listed.sort()).toEqual([...installed, ...VENDORED_PACKAGES].sort());
  });

  it.runIf(name.startsWith("docs/"))("names what building and testing take besides", () => {
    const { devDependencies } = JSON.parse(text("package.json")) as { devDependencies: object };
    const missing = Object.keys(devDependencies).filter(
      (one) => !one.startsWith("@types/") && !page.includes(`\`${one}\``),
    );
    expect(missing).toEqual([]);
  });
});

describe.each(japanese)("%s", (name) => {
  it("has the same commands as the English page", () => {
    const commands = (source: string) =>
      [...source.matchAll(/```\w*\n([\s\S]*?)```/gu)].map((match) => match[1]?.replace(/ *(?:#|\/\/) .*$/gmu, ""));
    expect(commands(text(name))).toEqual(commands(text(name.replace(".ja.md", ".md"))));
  });

  // The figures on paper are in English; their Japanese page is a summary.
  it.skipIf(name.endsWith("durability.ja.md"))("has as many headings and rows as the English page", () => {
    const shape = (source: string) =>
      (source.replace(/^```[\s\S]*?^```/gmu, "").match(/^(?:#+ |\|)/gmu) ?? []).map((start) => start.trim());
    expect(shape(text(name))).toEqual(shape(text(name.replace(".ja.md", ".md"))));
  });

  it("and the English page lead to each other", () => {
    const other = name.replace(".ja.md", ".md");
    expect(linksOf(name)).toContainEqual([other]);
    expect(linksOf(other)).toContainEqual([name]);
  });
});

describe("README.md", () => {
  it("is read in a few minutes: at most 900 words", () => {
    expect(text("README.md").split(/\s+/u).filter(Boolean).length).toBeLessThanOrEqual(900);
  });

  it.each(["README.md", "README.ja.md"])("%s names the two commands of a newcomer", (name) => {
    expect(text(name)).toMatch(/```sh\nnpm run demo .*\nnpm test .*\n```/u);
  });
});

describe("the library examples", () => {
  const examples = [...text("docs/library.md").matchAll(/```js\n([\s\S]*?)```/gu)].map((match) => match[1] ?? "");

  /** Runs an example in a folder of its own and hands over what it printed. */
  function runExample(example: string | undefined, check: (stdout: string, folder: string) => void): void {
    // Inside the package, where its own name leads to what was built.
    const file = join(root, "dist", `example-${process.pid}.mjs`);
    const folder = mkdtempSync(join(tmpdir(), "paper-escrow-example-"));
    try {
      writeFileSync(file, example ?? "");
      const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
      expect(stderr).toBe("");
      check(stdout, folder);
    } finally {
      rmSync(file);
      rmSync(folder, { recursive: true });
    }
  }

  it("of an open sheet runs as it stands and shows a code", () => {
    runExample(examples[0], (stdout, folder) => {
      expect(stdout).toMatch(/^(?:Example \d{6}\n)+$/u);
      expect(existsSync(join(folder, "sheet.pdf"))).toBe(true);
    });
  });

  wide("of a set runs as it stands and opens it from two shares", () => {
    runExample(examples[1], (stdout) => expect(stdout).toMatch(/^Example (?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}\n$/u));
  });
});

describe("documents", () => {
  it.each(documents)("%s links only to what is there", (name) => {
    const dead = linksOf(name).filter(
      ([file, anchor]) => !existsSync(join(root, file)) || (anchor !== undefined && !anchorsOf(text(file)).has(anchor)),
    );
    expect(dead).toEqual([]);
  });

  it.each([
    ["docs/durability", "summary"],
    ["docs/speed", "bench"],
  ])("%s has the marks %s in both languages, where its benchmark puts its table", (name, mark) => {
    for (const page of [`${name}.md`, `${name}.ja.md`]) {
      expect(text(page)).toMatch(new RegExp(`<!-- ${mark} -->\\n[\\s\\S]*?<!-- /${mark} -->`, "u"));
    }
  });

  it("are all reached from the README", () => {
    const reached = new Set(["README.md"]);
    for (const name of reached) {
      for (const [file] of linksOf(name)) if (documents.includes(file)) reached.add(file);
    }
    expect(documents.filter((name) => !reached.has(name))).toEqual([]);
  });

  it("link within the package to what is packed", () => {
    const { files } = JSON.parse(text("package.json")) as { files: readonly string[] };
    const packed = (file: string) =>
      ["README.md", "LICENSE", "package.json"].includes(file) ||
      files.some((entry) =>
        new RegExp(`^${entry.replaceAll(".", "\\.").replace("*", "[^/]*")}(?:/|$)`, "u").test(file),
      );
    expect(documents.filter((name) => !packed(name))).toEqual([]);
    const dead = documents.flatMap((name) => linksOf(name).filter(([file]) => !packed(file)));
    expect(dead).toEqual([]);
  });

  it("an anchor is looked for among the headings", () => {
    expect(anchorsOf("# One, two!\n\n## `code` and more\n\n## One, two!\n")).toEqual(
      new Set(["one-two", "code-and-more", "one-two-1"]),
    );
  });
});

/** Files of ours that a document links to or shows, from the root, each with the heading if one is named. */
function linksOf(name: string): [file: string, anchor?: string][] {
  return [...text(name).matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/gu)]
    .map((match) => match[1] ?? match[2] ?? "")
    .filter((target) => !/^https?:/u.test(target))
    .map((target) => {
      const [path = "", ...anchor] = target.split("#");
      return [path === "" ? name : join(dirname(name), path), ...anchor];
    });
}

/** What links to headings end with, as GitHub makes them. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of markdown.replace(/^```[\s\S]*?^```/gmu, "").matchAll(/^#{1,6} +(.+)$/gmu)) {
    const slug = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let i = 1; anchors.has(anchor); i++) anchor = `${slug}-${i}`;
    anchors.add(anchor);
  }
  return anchors;
}
