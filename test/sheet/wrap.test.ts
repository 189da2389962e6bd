import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrap } from "../../src/sheet/wrap.js";
import { fonts } from "../helpers/sheets.js";

/** Width of a number of full-width characters of 10 pt. */
function ems(count: number): number {
  return (count * 10 * 25.4) / 72 + 0.001;
}

function wrapped(text: string, count: number): string[] {
  return wrap(text, "text", 10, ems(count), fonts);
}

describe("wrap", () => {
  it("breaks Latin text at blanks only, and drops the blank", () => {
    expect(wrapped("one two three four", 5)).toEqual(["one two", "three four"]);
    expect(wrapped("one two", 50)).toEqual(["one two"]);
  });

  it("breaks Japanese text anywhere between its characters", () => {
    expect(wrapped("認証基盤管理部門", 3)).toEqual(["認証基", "盤管理", "部門"]);
  });

  it("begins no line with a closing mark or a small kana", () => {
    expect(wrapped("認証基。盤", 3)).toEqual(["認証", "基。盤"]);
    expect(wrapped("認証」基盤", 2)).toEqual(["認", "証」", "基盤"]);
    expect(wrapped("ああチャッ", 3)[0]).toBe("ああ");
    expect(wrapped("コードーー", 3).some((line) => line.startsWith("ー"))).toBe(false);
  });

  it("ends no line with an opening bracket", () => {
    expect(wrapped("認証「基盤」", 3)).toEqual(["認証", "「基", "盤」"]);
    expect(wrapped("認証（基", 3)).toEqual(["認証", "（基"]);
  });

  it("keeps a Latin word whole within Japanese text", () => {
    expect(wrapped("認証基Amazon盤", 5)).toEqual(["認証基", "Amazon盤"]);
  });

  it("breaks a word that is wider than the line wherever it must", () => {
    const lines = wrapped("x".repeat(100), 5);
    expect(lines.join("")).toBe("x".repeat(100));
    expect(lines.length).toBeGreaterThan(5);
  });

  it("gives one empty line for nothing", () => expect(wrapped("", 5)).toEqual([""]));

  const unit = fc.constantFrom(..."ab W、。「」（）ー認証っょ1%,.!", "  ", "Amazon", "🐙");
  it("keeps every character and never a line wider than told", () => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), fc.integer({ min: 3, max: 30 }), (text, count) => {
        const lines = wrapped(text, count);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        for (const line of lines) expect(fonts.width(line, "text", 10)).toBeLessThanOrEqual(ems(count));
      }),
      { numRuns: 2_000, seed: 3 },
    );
  });

  it("keeps to the rules of line ends wherever a line has room for them", () => {
    const japanese = fc.string({ unit: fc.constantFrom(..."認証基盤アカ、。」ー"), maxLength: 40 });
    fc.assert(
      fc.property(japanese, (text) => {
        // Marks that follow each other faster than a line has characters cannot all be kept off its beginning.
        fc.pre(!/[、。」ー]{3}/u.test(text));
        for (const line of wrapped(text, 12).slice(1)) expect(line).not.toMatch(/^[、。」ー]/u);
      }),
      { numRuns: 1_000, seed: 4 },
    );
  });
});
