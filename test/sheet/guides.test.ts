import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { has, type Language, type Sentences, say } from "../../src/language.js";
import type { Guide } from "../../src/sheet/content.js";
import { GUIDE_NAMES } from "../../src/sheet/guide-names.js";

const templates = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "templates");
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(templates, ...path), "utf8"));
const files = readdirSync(join(templates, "guides"));
const guides = files.map((file) => read("guides", file) as Guide);
const languages = ["en", "ja"].map(
  (code): Language => ({ code, sentences: read("lang", `${code}.json`) as Sentences }),
);
const keys = (guide: Guide) => [
  `${guide.name}.title`,
  ...[guide.asked, guide.refused, guide.lost, guide.haveReady, guide.secondDevice].flat(),
];

/** Lines that a sentence takes at 11 pt on the 174 mm of an A4 leaf: a Japanese character is 3.9 mm wide, a Latin one about half. */
const lines = (sentence: string) =>
  Math.ceil(
    [...sentence].reduce((sum, c) => sum + (/[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]/u.test(c) ? 2 : 1), 0) / 88,
  );

it("those that the command line offers are those that there are", () => {
  expect([...GUIDE_NAMES].sort()).toEqual(guides.map(({ name }) => name).sort());
});

describe.each(guides.map((guide, i) => [files[i], guide] as const))("guide %s", (file, guide) => {
  it("is named as its file", () => {
    expect(`${guide.name}.json`).toBe(file);
  });

  it.each(languages.map((language) => [language.code, language] as const))("has its sentences in %s", (_, language) => {
    for (const key of keys(guide)) {
      expect(has(language, `guides.${key}`), key).toBe(true);
      expect(say(language, `guides.${key}`)).not.toMatch(/[{}]/u);
    }
  });

  it.each(languages.map((language) => [language.code, language] as const))(
    "fits its part of the leaf in %s",
    (_, language) => {
      const all = keys(guide).map((key) => lines(say(language, `guides.${key}`)));
      expect(Math.max(...all)).toBeLessThanOrEqual(2);
      expect(all.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(19);
    },
  );

  it("tells the clock first when a code is refused", () => {
    expect(guide.refused[0]).toBe("common.clock");
  });

  it("has a sign-in page unless it is for any service", () => {
    expect(guide.signInPage).toMatch(guide.name === "general" ? /^$/u : /^https:\/\/[\w.]+\//u);
    expect(guide.match.issuers.length === 0).toBe(guide.name === "general");
  });
});

describe("guides", () => {
  it("leave no sentence unused, in the same keys for both languages", () => {
    const used = new Set(guides.flatMap(keys));
    for (const { sentences } of languages) {
      const there = Object.entries(sentences.guides as Sentences).flatMap(([group, inner]) =>
        Object.keys(inner as Sentences).map((key) => `${group}.${key}`),
      );
      expect(new Set(there)).toEqual(used);
    }
  });

  it("tell AWS's root user by the label of its first device", () => {
    const pattern = guides.find(({ name }) => name === "aws-root")?.match.accountPattern;
    const root = new RegExp(pattern ?? "", "iu");
    expect(root.test("root-account-mfa-device@123456789012")).toBe(true);
    expect(root.test("alice@123456789012")).toBe(false);
    expect(root.test("not-root-account-mfa-device@123456789012")).toBe(false);
  });
});
