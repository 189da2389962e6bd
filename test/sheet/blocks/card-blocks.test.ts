import { expect, test } from "vitest";
import { loadFonts, loadLanguage } from "../../../src/node/resources.js";
import { programColumns } from "../../../src/sheet/blocks/card-blocks.js";

test("the program is set once for a width, and anew for another width, other words and other fonts", async () => {
  const [fonts, others, language] = await Promise.all([loadFonts(), loadFonts(), loadLanguage("en")]);
  const words = { ...language, sentences: { ...language.sentences, set: { "card-columns": "Two columns." } } };
  const setting = { fonts, language, widthMm: 170, heightMm: 250 };
  const program = "import sys\nprint(sys.version)\n".repeat(20);
  const first = programColumns(program, 8, 2, setting);
  expect(programColumns(program, 8, 2, { ...setting, heightMm: 100 })).toBe(first);
  expect(programColumns(program, 8, 2, { ...setting, widthMm: 100 }).widthMm).toBe(100);
  expect(programColumns(program, 8, 1, setting).boxes).toHaveLength(40);
  expect(programColumns("exit()\n", 8, 1, setting).boxes).toHaveLength(1);
  const [heading] = programColumns(program, 8, 2, { ...setting, language: words }).boxes;
  expect(heading).toMatchObject({ text: "Two columns." });
  expect(programColumns(program, 8, 2, { ...setting, fonts: { ...others } }).fonts).not.toBe(fonts);
});
