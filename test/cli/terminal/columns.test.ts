import { describe, expect, it } from "vitest";
import { columnsOf, wrapColumns } from "../../../src/cli/terminal/columns.js";

describe("wrapColumns", () => {
  it("breaks between words, and goes on where the line began", () => {
    expect(wrapColumns("  one two three four", 11)).toBe("  one two\n  three\n  four");
    expect(wrapColumns("one\ntwo three", 5)).toBe("one\ntwo\nthree");
  });

  it("leaves what fits, and a word that fits nowhere", () => {
    expect(wrapColumns("a  b ", 5)).toBe("a  b ");
    expect(wrapColumns("see /a/long/path/of/files now", 10)).toBe("see\n/a/long/path/of/files\nnow");
  });

  it("keeps a command together that is to be copied", () => {
    const line = "check the photos: paper-escrow verify PHOTOS";
    expect(wrapColumns(line, 30)).toBe("check the photos:\npaper-escrow verify PHOTOS");
    expect(wrapColumns("say `age -d a.age` for the text", 16)).toBe("say\n`age -d a.age`\nfor the text");
    expect(wrapColumns("paper-escrow recover a.txt --by-hand", 20)).toBe("paper-escrow recover\na.txt --by-hand");
  });

  it("breaks Japanese between phrases, never before a mark that ends them or after one that opens", () => {
    const text = "シートを「フォルダー」に入れて、ブラウザーかスマートフォンで開いてください。";
    for (let columns = 22; columns < 60; columns++) {
      const lines = wrapColumns(text, columns).split("\n");
      expect(lines.join("")).toBe(text);
      for (const line of lines) {
        expect(columnsOf(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/^[、。」をにで]|「$/u);
        expect(line).not.toMatch(/(?:フォル|フォルダ|ブラウ|ブラウザ|スマート)$/u);
      }
    }
  });
});
