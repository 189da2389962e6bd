import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { has } from "../../src/language.js";
import { LANGUAGE_CODES, loadLanguage, loadTemplateText } from "../../src/node/resources.js";
import { MARGINS_MM } from "../../src/recover/lines/foot-words.js";
import { PAPER_NAMES, usualPaper } from "../../src/sheet/paper.js";

describe("papers", () => {
  it.each(LANGUAGE_CODES)("have a name in %s, on the page and where the command line asks", async (code) => {
    const language = await loadLanguage(code);
    const keys = PAPER_NAMES.flatMap((name) => [`making.kind.papers.${name}`, `cli.ask.papers.${name}`]);
    expect(keys.filter((key) => !has(language, key))).toEqual([]);
  });

  it.each(["docs/commands.md", "docs/commands.ja.md"])("and languages are listed in %s", (page) => {
    const text = readFileSync(page, "utf8");
    expect(text).toContain(`--paper ${PAPER_NAMES.join("|")}\``);
    expect(text).toContain(`--lang ${LANGUAGE_CODES.join("|")}\``);
  });

  it("are those of the region", () => {
    expect(["US", "PH", "JP", undefined].map(usualPaper)).toEqual(["letter", "letter", "a4", "a4"]);
  });
});

describe("feet of pages", () => {
  const templates = readdirSync("templates").filter((name) => name.endsWith(".jsonc"));

  it.each(templates)("are looked for between the margins of %s", async (file) => {
    const text = await loadTemplateText(file.replace(".jsonc", "") as Parameters<typeof loadTemplateText>[0]);
    const [, right, left] = /"marginMm":.*"right": (\d+),.*"left": (\d+)/u.exec(text) ?? [];
    expect(MARGINS_MM).toContain(Number(right) + Number(left));
  });
});
