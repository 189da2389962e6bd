// The licences that go with every file in which code or WebAssembly of others is put.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Packages that bring WebAssembly, and the names of its files. */
const WASM_OF = { "@hyzyla/pdfium": "pdfium.wasm", "zxing-wasm": "zxing_reader.wasm" };

/**
 * The licences of this project, of every package whose code is inside, and of what is inside their WebAssembly: all of
 * them ask to be kept with copies.
 */
export function licencesOf(root, inputs) {
  const packages = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0] ?? []));
  return ["", ...[...packages].sort()]
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      const files = readdirSync(join(root, folder), { withFileTypes: true })
        .flatMap((entry) => (entry.isDirectory() || !/^(?:licen[cs]e|notice)/iu.test(entry.name) ? [] : [entry.name]))
        .sort();
      const texts = files.map((file) => plainLines(readFileSync(join(root, folder, file), "utf8")));
      return [`${name} ${version} (${license})`, ...texts].join("\n\n");
    })
    .concat(
      wasmLicences(
        root,
        Object.entries(WASM_OF).flatMap(([name, file]) =>
          [...packages].some((folder) => folder.endsWith(`node_modules/${name}`)) ? [file] : [],
        ),
      ),
    )
    .join(`\n\n${"-".repeat(72)}\n\n`);
}

/** A licence's text, its lines ended as HTML's parser ends them. */
function plainLines(text) {
  return text.replace(/\r\n?/gu, "\n").trim();
}

/** Notices of what is inside WebAssembly, as `licences/inside-wasm.json` lists it, and the text that several refer to. */
function wasmLicences(root, files) {
  const text = (name) => plainLines(readFileSync(join(root, "licences", `${name}.txt`), "utf8"));
  const inside = JSON.parse(readFileSync(join(root, "licences", "inside-wasm.json"), "utf8")).filter((one) =>
    one.inside.some((file) => files.includes(file)),
  );
  const notices = inside.map(
    ({ name, licence, inside: where, file }) => `${name} (${licence}), inside ${where.join(" and ")}\n\n${text(file)}`,
  );
  return inside.length > 0 ? [...notices, text("apache-2.0")] : [];
}
