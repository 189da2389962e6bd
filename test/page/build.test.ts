import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { buildPage, MAX_PAGE_BYTES } from "../../scripts/page.mjs";
import { ERROR_CODES, WARNING_CODES } from "../../src/error.js";
import type { Sentences } from "../../src/language.js";
import type { PictureFault } from "../../src/read/pages/picture-fault.js";

const root = join(import.meta.dirname, "..", "..");
const PICTURE_FAULTS: readonly PictureFault[] = ["dark", "small", "far", "cut", "faint", "blurred"];
const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "paper-escrow-build-"));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const { html, inputs } = await buildPage();

/** Text of an embedded part. */
const part = (name: string) =>
  new RegExp(`<script type="[^"]+" id="embedded-${name}">([\\s\\S]*?)</script>`, "u").exec(html)?.[1] ?? "";

describe("the recovery page", () => {
  it("is the same to the byte when it is built in another folder, at another time", async () => {
    const folder = newFolder();
    for (const name of ["src", "scripts", "templates", "licences", "package.json", "tsconfig.json", "LICENSE"]) {
      cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    utimesSync(join(folder, "src", "page", "main.ts"), 0, 0);
    const other = (await import(join(folder, "scripts", "page.mjs"))) as { buildPage: typeof buildPage };
    const again = await other.buildPage();
    expect(again.html === html).toBe(true);
    expect(again.inputs).toEqual(inputs);
    expect(html).not.toContain(root);
    expect(readFileSync(join(root, "dist", "recover.html"), "utf8") === html).toBe(true);
  });

  it("is one file of 4.5 MB at most", () => {
    expect(MAX_PAGE_BYTES).toBe(4_500_000);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MAX_PAGE_BYTES);
    expect(html).not.toMatch(/<(?:link|img|iframe|object|embed|base|source|video|audio)\b(?![^>]*href="data:,")/iu);
    expect(html.match(/<script(?! type="(?:application\/json|text\/plain)" id="embedded-)[^>]*>/gu)).toEqual([
      "<script>",
    ]);
  });

  it("allows itself its own script and style, and nothing from elsewhere", () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/u.exec(html)?.[1] ?? "";
    const hash = (tag: string) => {
      const [, text = ""] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, "u").exec(html) ?? [];
      return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    };
    expect(
      Object.fromEntries(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1)])),
    ).toEqual({
      "default-src": ["'none'"],
      "script-src": [hash("script"), "'wasm-unsafe-eval'"],
      "style-src": [hash("style")],
      "worker-src": ["blob:"],
      "connect-src": ["'none'"],
      "img-src": ["blob:", "data:"],
      "media-src": ["blob:", "data:"],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
    });
    // Before anything that it must hold for.
    expect(html.indexOf(policy)).toBeLessThan(html.search(/<(?:style|script|link)\b/u));
  });

  it("holds the readers' WebAssembly as it was installed", () => {
    for (const [name, file] of [
      ["zxing", "zxing-wasm/dist/reader/zxing_reader.wasm"],
      ["pdfium", "@hyzyla/pdfium/dist/pdfium.wasm"],
    ] as const) {
      const bytes = inflateSync(Buffer.from(part(name), "base64"));
      expect(readFileSync(join(root, "node_modules", file)).equals(bytes), name).toBe(true);
    }
  });

  it("says its version, and the licences of all that is inside", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(html).toContain(`<meta name="generator" content="paper-escrow ${version}">`);
    expect(JSON.parse(part("data"))).toMatchObject({ version });
    for (const name of ["paper-escrow", "zxing-wasm", "@hyzyla/pdfium", "age-encryption", "otpauth"]) {
      expect(part("licences")).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "mu"));
    }
  });
});

describe("what is inside", () => {
  const packages = new Set(inputs.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1] ?? []));
  const own = inputs.filter((path) => path.startsWith("src/"));
  const below = (folder: string) => own.filter((path) => path.startsWith(`src/${folder}/`));

  it("is what reading, opening and showing need", () => {
    expect([...packages].sort()).toEqual([
      "@expo-google-fonts/jetbrains-mono",
      "@expo-google-fonts/noto-sans-jp",
      "@hyzyla/pdfium",
      "@noble/ciphers",
      "@noble/hashes",
      "@scure/base",
      // Its word list: a mistyped word of a passphrase is named.
      "@scure/bip39",
      "age-encryption",
      "dijkstrajs",
      "fflate",
      "otpauth",
      "qr",
      "qrcode",
      "zxing-wasm",
    ]);
  });

  it("is nothing that makes sheets, imports from apps or belongs to the command line", () => {
    expect(below("cli")).toEqual([]);
    expect([...below("make"), ...below("node")]).toEqual([]);
    // What a text is and was meant to be, and whether age encrypted it; how a ledger's text is read.
    expect(below("import")).toEqual([
      "src/import/formats/encodings.ts",
      "src/import/formats/json.ts",
      "src/import/other-file.ts",
      "src/import/text.ts",
      "src/import/written-text.ts",
    ]);
    // Where the numbers of pages stand at their feet.
    expect(below("sheet")).toEqual(["src/sheet/guide.ts", "src/sheet/paper.ts"]);
  });
});

describe("languages of the page", () => {
  const load = (code: string) =>
    JSON.parse(readFileSync(join(root, "templates", "lang", `${code}.json`), "utf8")) as Sentences & {
      page: Sentences;
    };
  const build = async (change: (english: Sentences & { page: Sentences }) => Sentences) => {
    const languages = newFolder();
    const english = load("en");
    writeFileSync(join(languages, "en.json"), JSON.stringify(english));
    writeFileSync(join(languages, "xx.json"), JSON.stringify(change(structuredClone(english))));
    return buildPage({ languages });
  };

  it("are all that there are files for", async () => {
    const built = await build((english) => english);
    expect(built.html).toContain('{"code":"xx","sentences":');
    expect(built.html).not.toContain('{"code":"ja","sentences":');
  });

  it("lack no sentence: the build says which", async () => {
    const name = Object.keys(load("en").page)[0] ?? "";
    const without = ({ page, ...rest }: Sentences & { page: Sentences }) => ({
      ...rest,
      page: Object.fromEntries(Object.entries(page).filter(([key]) => key !== name)),
    });
    await expect(build(without)).rejects.toThrow(new RegExp(`xx: page\\.${name}`, "u"));
    await expect(build((all) => ({ ...all, errors: {} }))).rejects.toThrow(/xx: errors\.picture-unreadable\.message/u);
  });

  it("have every error and warning that the page's scripts can give, and none of the command line's", () => {
    const { languages } = JSON.parse(part("data")) as { languages: { sentences: Record<string, Sentences> }[] };
    const scripts = part("worker") + html.slice(html.lastIndexOf("<script>"));
    const given = (codes: readonly string[]) => codes.filter((code) => scripts.includes(`"${code}"`));
    expect(given(ERROR_CODES).length).toBeGreaterThan(60);
    for (const { sentences } of languages) {
      expect(Object.keys(sentences.errors ?? {})).toEqual(expect.arrayContaining(given(ERROR_CODES)));
      expect(Object.keys(sentences.warnings ?? {})).toEqual(expect.arrayContaining(given(WARNING_CODES)));
      expect(sentences.errors).not.toHaveProperty("usage-option");
      // What is wrong with a picture is said with the error.
      expect(Object.keys(sentences["picture-faults"] ?? {})).toEqual(expect.arrayContaining(PICTURE_FAULTS));
    }
  });

  it("lack no placeholder", async () => {
    const broken = (all: Sentences) => JSON.parse(JSON.stringify(all).replaceAll("{have}", "")) as Sentences;
    await expect(build(broken)).rejects.toThrow(/xx: .* lacks \{have\}/u);
  });
});
