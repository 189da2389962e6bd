import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
// @ts-expect-error a script without types
import { sheetWords } from "../../scripts/sheet-words.mjs";
import { ERROR_CODES, WARNING_CODES } from "../../src/error.js";
import { has, type Language, type Sentences, say, sayAll } from "../../src/language.js";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "templates", "lang");
const load = (code: string): Language => ({
  code,
  sentences: JSON.parse(readFileSync(join(folder, `${code}.json`), "utf8")) as Sentences,
});
const languages = [load("en"), load("ja")] as const;
const [english, japanese] = languages;

/** Every sentence by its whole key; a list counts as one. */
function flatten(sentences: Sentences, prefix = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(sentences)) {
    if (typeof value === "string") all.set(prefix + key, value);
    else if (Array.isArray(value)) all.set(prefix + key, value.join("\n"));
    else for (const [inner, text] of flatten(value as Sentences, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}

/** Sentences without plural forms but the one that every language has. */
const withoutForms = (all: ReadonlyMap<string, string>) =>
  new Map([...all].filter(([key]) => /\.other$/u.test(key) || !all.has(key.replace(/\w+$/u, "other"))));
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/gu) ?? [])].sort();

describe("languages", () => {
  const en = flatten(english.sentences);
  const ja = flatten(japanese.sentences);

  it("have the same keys", () => {
    expect([...withoutForms(ja).keys()].sort()).toEqual([...withoutForms(en).keys()].sort());
  });

  it("have the same placeholders in each sentence", () => {
    const of = (all: Map<string, string>) =>
      Object.fromEntries([...withoutForms(all)].map(([key, text]) => [key, placeholders(text)]));
    expect(of(ja)).toEqual(of(en));
  });

  it("leave nothing empty or untranslated", () => {
    for (const [key, text] of [...en, ...ja]) expect(text.trim(), key).not.toBe("");
    // Japanese writing, or nothing to translate: names, numbers, placeholders alone, and what a shell runs.
    for (const [key, text] of ja) {
      if (key.startsWith("cli.examples.")) continue;
      if (/[a-z]{3,} [a-z]{2,} [a-z]{2,}/u.test(text.replace(/\{\w+\}/gu, ""))) {
        expect(text, key).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/u);
      }
    }
  });

  it("have one Japanese word for one thing, as CONTRIBUTING.md lists them", () => {
    const root = join(folder, "..", "..");
    const read = (name: string) => readFileSync(join(root, name), "utf8");
    const [, table = ""] = /\| English \| Japanese \| not \|\n\|.*\n((?:\|.*\n)+)/u.exec(read("CONTRIBUTING.md")) ?? [];
    const wrong = table.split("\n").flatMap((row) => (row.split("|")[3] ?? "").trim().split("、"));
    const words = wrong.filter((word) => word !== "" && word !== "–");
    expect(words.length).toBeGreaterThan(30);
    // What people write is not for us to choose.
    const own = [...ja].filter(([key]) => !key.startsWith("typed."));
    const pages = ["README.ja.md", ...readdirSync(join(root, "docs")).map((name) => join("docs", name))]
      .filter((name) => name.endsWith(".ja.md"))
      .map((name) => [name, read(name)] as const);
    expect(pages.length).toBeGreaterThan(5);
    const texts = [...own, ...pages];
    const found = texts.flatMap(([key, text]) => {
      const ours = text.replace(/「[^」]*」/gu, "");
      return words.filter((word) => ours.includes(word)).map((word) => `${key}: ${word}`);
    });
    expect(found).toEqual([]);
  });

  it("say everything of the help in Japanese but what is typed as it stands", () => {
    for (const key of ["error", "hint", "warning"]) expect(say(japanese, `cli.${key}`)).toMatch(/[\u3040-\u9fff]/u);
    for (const [key, text] of ja) {
      if (key.startsWith("cli.value-names.")) expect(text, key).toMatch(/^[\u3040-\u9fffー]+$/u);
    }
  });

  describe.each(languages.map((language) => [language.code, language] as const))("%s", (code, language) => {
    it.each(ERROR_CODES)("says the error %s, with a hint", (error) => {
      const message = say(language, `errors.${error}.message`);
      expect(say(language, `errors.${error}.hint`)).not.toBe("");
      if (code === "en") expect(message).toMatch(/^(?:[^A-Z]|[A-Z]{2,}|[A-Z]\w*[A-Z0-9])/u);
      expect(message).not.toMatch(/[.。]$/u);
    });

    it.each(WARNING_CODES)("says the warning %s", (warning) => {
      expect(has(language, `warnings.${warning}`)).toBe(true);
    });
  });

  it("have no sentence for codes that are gone", () => {
    const known = new Set<string>([...ERROR_CODES, ...WARNING_CODES]);
    const said = ["errors", "warnings"].flatMap((section) => Object.keys(english.sentences[section] ?? {}));
    expect(said.filter((code) => !known.has(code))).toEqual([]);
  });
});

describe("what sheets print and people write beside keys", () => {
  it("is joined into the library as the languages' files have it", () => {
    const made = readFileSync(join(folder, "..", "..", "src", "read", "text", "sheet-words.ts"), "utf8");
    expect(made).toBe(sheetWords());
  });
});

describe("sentences", () => {
  const language: Language = { code: "xx", sentences: { a: { b: "{n} of {m}", c: ["one {n}", "two"] } } };

  it("are filled, and keep a placeholder that got no value", () => {
    expect(say(language, "a.b", { n: 1 })).toBe("1 of {m}");
    expect(sayAll(language, "a.c", { n: 1 })).toEqual(["one 1", "two"]);
  });

  it("fill a value as it is, even where it looks like a placeholder or a pattern", () => {
    expect(say(language, "a.b", { n: "{m}", m: "$&" })).toBe("{m} of $&");
  });

  it("that are missing, or of the other kind, are a fault of ours", () => {
    for (const key of ["a", "a.x", "a.b.c", "toString", "a.c"]) expect(() => say(language, key)).toThrow(RangeError);
    expect(() => sayAll(language, "a.b")).toThrow(RangeError);
    expect(has(language, "a.b")).toBe(true);
    expect(has(language, "a.x")).toBe(false);
  });
});
