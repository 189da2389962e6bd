import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { describeProgram } from "../../../src/cli/build-program.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { loadLanguage } from "../../../src/node/resources.js";
import { rasterisePdf } from "../../../src/read/pages/pdf.js";
import { wide } from "../../helpers/full.js";
import { encodeJpeg } from "../../helpers/photo.js";
import { folderWith, KEY_URI, run } from "../helpers/run.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const schemaOf = (name: string) => JSON.parse(readFileSync(join(root, "schemas", `${name}.json`), "utf8"));

const ajv = new Ajv.default({ allowUnionTypes: true });
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

/** A schema that knows no other members than those it names: so each that is told must be described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return "properties" in inner && inner.type === "object" ? { additionalProperties: false, ...inner } : inner;
}

/** What a command's JSON has that its schema does not allow. */
function faults(name: string, json: unknown): unknown {
  const validate = validators.get(name) ?? ajv.compile(closed(schemaOf(name)) as object);
  validators.set(name, validate);
  return validate(json) ? [] : validate.errors;
}

const folder = folderWith({
  "key.txt": `${KEY_URI}\notpauth://hotp/Other:bob?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Other&counter=3\n`,
  "recovery.txt": "12345-67890\n98765-43210\n",
  "passphrase.txt": "thrush 7 quarry lantern mosaic 4 pelican orbit\n",
});

/** Each page of a PDF as a JPEG: NAME-1.jpg and so on. */
async function photographAll(pdf: string, name: string): Promise<void> {
  const bytes = readFileSync(join(folder, pdf));
  for await (const { page, raster } of rasterisePdf(bytes, nodePlatform, { dpi: 150 })) {
    writeFileSync(join(folder, `${name}-${page}.jpg`), await encodeJpeg(raster, 90));
  }
}

/** Runs a command and holds its JSON against its schema. */
function check(args: readonly string[], status: number): void {
  const { stdout, status: own, stderr } = run([...args, "--json"], { cwd: folder });
  expect([args, own], stderr).toEqual([args, status]);
  expect([args, faults(args[0] ?? "", JSON.parse(stdout))]).toEqual([args, []]);
}

describe("the JSON of every command", () => {
  it("has a schema, and every schema a command", async () => {
    const program = describeProgram({ language: await loadLanguage("en"), version: "0.1.0" });
    const telling = program.commands.filter(({ options }) => options.some(({ long }) => long === "--json"));
    const files = readdirSync(join(root, "schemas")).map((name) => name.replace(/\.json$/u, ""));
    expect(telling.map((command) => command.name()).sort()).toEqual(files.sort());
  });

  it("is what its schema says", () => {
    const quick = ["--no-self-check"];
    check(["print", "key.txt", "-o", "sheet.pdf", "--recovery-codes", "Example*=recovery.txt", ...quick], 0);
    check(["print", "key.txt", "none.txt", "-o", "sheets/", "--keep-going", ...quick], 1);
    check(["split", "key.txt", "--shares", "2-of-3", "-o", "set", "--ledger", "ledger.json", ...quick], 0);
    check(["recover", "set/share-1-of-3.pdf", "set/share-3-of-3.pdf"], 0);
    check(["recover", "set/share-1-of-3.pdf"], 1);
    check(["reprint", "set/share-1-of-3.pdf", "-o", "again.pdf", ...quick], 0);
    check(["verify", "set/share-1-of-3.pdf"], 0);
    check(["verify", "sheet.pdf", "--code", "000000"], 1);
    check(["codes", "key.txt", "--count", "2"], 0);
    check(["inspect", "key.txt", "sheet.pdf", "set/share-2-of-3.pdf"], 0);
    check(["formats"], 0);
    check(["ledger", "ledger.json"], 0);
    check(["ledger", "ledger.json", "--due", "--on", "2040-01-01"], 1);
    for (const name of ["recover", "codes", "inspect", "verify"]) check([name, "none.pdf"], 1);
  });

  it("is what its schema says of pictures, of lines with mistakes, and of cards", async () => {
    await photographAll("sheet.pdf", "sheet");
    check(["verify", "sheet-1.jpg"], 0);
    check(["inspect", "sheet-1.jpg"], 0);
    writeFileSync(join(folder, "typed.txt"), "D1 AAAA BBBB CCCC DDDD EEEE FFFF GGGG\n");
    check(["verify", "typed.txt"], 1);
  });

  wide("is what its schema says of shares, keeper's pages and cards, from pictures too", async () => {
    await photographAll("set/share-1-of-3.pdf", "share");
    await photographAll("set/keeper.pdf", "keeper");
    for (const name of ["verify", "recover", "codes", "inspect"]) {
      const good = name === "verify" || name === "inspect" ? 0 : 1;
      check([name, "share-1.jpg", "share-2.jpg"], good);
      check([name, "keeper-1.jpg", "sheet-1.jpg"], name === "codes" ? 1 : 0);
      check([name, "typed.txt"], 1);
    }
    check(["codes", "set/share-1-of-3.pdf", "set/share-2-of-3.pdf"], 0);
    check(["print", "key.txt", "--template", "cards", "-o", "cards.pdf", "--no-self-check"], 0);
    check(["verify", "cards.pdf"], 0);
  });

  wide("is what its schema says, of sealed sheets", () => {
    check(["print", "key.txt", "--seal", "--passphrase-file", "passphrase.txt", "-o", "sealed.pdf"], 0);
    check(["verify", "sealed.pdf", "--passphrase-file", "passphrase.txt"], 0);
    check(["recover", "sealed.pdf", "--passphrase-file", "passphrase.txt"], 0);
  });

  it("is held against it: another type, a missing member and another number are found", () => {
    const { stdout } = run(["codes", "key.txt", "--json"], { cwd: folder });
    const json = JSON.parse(stdout);
    expect(faults("codes", json)).toEqual([]);
    for (const wrong of [
      { ...json, accounts: "none" },
      { ...json, pages: undefined, accounts: undefined },
      { ...json, schema: 2 },
    ]) {
      expect(faults("codes", JSON.parse(JSON.stringify(wrong)))).not.toEqual([]);
    }
  });
});
