import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { WASM_FILES } from "../../scripts/resources.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = (...path: readonly string[]) => readFileSync(join(root, ...path), "utf8");

interface Inside {
  readonly name: string;
  readonly licence: string;
  readonly file: string;
  readonly inside: readonly string[];
  readonly mark: { readonly text?: string; readonly hex?: string; readonly absent?: string };
}

const LIST = JSON.parse(text("licences", "inside-wasm.json")) as readonly Inside[];
const BINARIES = new Map(Object.keys(WASM_FILES).map((name) => [name, readFileSync(join(root, "dist", "wasm", name))]));

/** Marks of libraries that PDFium and ZXing-C++ can be built with, and that are not inside: one that comes in shows here. */
const NOT_INSIDE = {
  "pdfium.wasm": ["libpng", "LIBTIFF", "SkBitmap", "icudt", "v8::", "harfbuzz", "libxml", "XFA_Object", "bad png sig"],
  "zxing_reader.wasm": ["libpng", "FREETYPE_PROPERTIES", "opj_j2k", "zueci", "zint", "incorrect header check", "icudt"],
};

describe("what is inside the WebAssembly", () => {
  it.each(LIST.map((one) => [one.name, one] as const))(
    "%s is there, by a mark that it leaves",
    (_, { inside, mark }) => {
      expect(inside.length).toBeGreaterThan(0);
      for (const name of inside) {
        const binary = BINARIES.get(name);
        if (mark.text !== undefined) expect(binary?.includes(mark.text), name).toBe(true);
        if (mark.hex !== undefined) expect(binary?.includes(Buffer.from(mark.hex, "hex")), name).toBe(true);
        if (mark.absent !== undefined) expect(binary?.includes(mark.absent), name).toBe(false);
      }
    },
  );

  it("holds none of the libraries that are not listed, as far as they leave marks", () => {
    for (const [name, marks] of Object.entries(NOT_INSIDE)) {
      expect(marks.filter((mark) => BINARIES.get(name)?.includes(mark))).toEqual([]);
    }
  });

  it("names those that people ask for", () => {
    const names = LIST.map(({ name }) => name);
    for (const name of [
      "PDFium",
      "FreeType",
      "OpenJPEG",
      "libjpeg-turbo",
      "zlib",
      "Anti-Grain Geometry",
      "ZXing-C++",
    ]) {
      expect(names).toContain(name);
    }
  });
});

describe("their notices", () => {
  const page = text("dist", "recover.html");
  const licences = /id="embedded-licences">([\s\S]*?)<\/script>/u.exec(page)?.[1] ?? "";

  it.each(LIST.map((one) => [one.name, one] as const))(
    "of %s are in the page and in the package",
    (name, { licence, file }) => {
      const notice = text("licences", `${file}.txt`).trim();
      expect(notice).toMatch(/copyright/iu);
      expect(licences).toContain(`${name} (${licence}), inside `);
      expect(licences).toContain(notice);
    },
  );

  it("refer to a text that is there, and no file is left over", () => {
    expect(licences).toContain(text("licences", "apache-2.0.txt").trim());
    expect(licences).toContain("based in part on the work of the Independent JPEG Group");
    const known = new Set(["exe", ...LIST.map(({ file }) => `${file}.txt`), "apache-2.0.txt", "inside-wasm.json"]);
    expect(readdirSync(join(root, "licences")).filter((file) => !known.has(file))).toEqual([]);
    expect(JSON.parse(text("package.json")).files).toContain("licences");
    expect(existsSync(join(root, "dist", "fonts", "NotoSansJP-LICENSE.txt"))).toBe(true);
  });
});
