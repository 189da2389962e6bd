// What PDFium's JavaScript is bundled without, in the package and on both pages.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A function of PDFium as its JavaScript knows it. */
const PDFIUM_FUNCTION = /\b_F(?:PDF|ORM|SDK)\w*/gu;

/**
 * Leaves out what leads to those four hundred functions of PDFium that nothing calls, and what says of all of them that
 * they were called too early: two fifths of its JavaScript. The WebAssembly stays as it is.
 */
export function withoutUncalled(root) {
  const own = readdirSync(join(root, "src", "read"), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? (readFileSync(join(entry.parentPath, entry.name), "utf8").match(PDFIUM_FUNCTION) ?? []) : [],
  );
  return {
    name: "without-uncalled",
    setup(build) {
      build.onLoad({ filter: /[/\\]pdfium[/\\]dist[/\\]index\.esm[\w.]*js$/ }, ({ path }) => {
        const code = readFileSync(path, "utf8");
        const called = new Set([...own, ...[...code.matchAll(/\bmodule\.(_F\w+)/gu)].map(([, name]) => name)]);
        const early = /\(Module\["_F(?:PDF|ORM|SDK)\w*"\] =\s+makeInvalidEarlyAccess\(\s*"\w+",?\s*\)\);/gu;
        const wrapped = /Module\["(_F(?:PDF|ORM|SDK)\w*)"\] =\s+createExportWrapper\(\s*"\w+",\s*\d+,?\s*\);/gu;
        return {
          contents: code.replace(early, "").replace(wrapped, (whole, name) => (called.has(name) ? whole : "")),
        };
      });
    },
  };
}
