import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { printable } from "../../src/sheet/fonts.js";
import { wide } from "../helpers/full.js";
import { fonts, OPEN, sheetsOf } from "../helpers/sheets.js";

describe("printable", () => {
  it("leaves what a face has as it is", () => {
    expect(printable("Finanzamt München – 銀行", "text", fonts)).toEqual({
      text: "Finanzamt München – 銀行",
      missing: [],
    });
  });

  it("takes out control, escape and direction-changing characters", () => {
    expect(printable("a\u0000b\u001b[31mc\u007f\u0085", "text", fonts).text).toBe("ab[31mc");
    expect(printable("user\u202Egpj.exe\u2066x\u2069\u200F\u061C", "text", fonts).text).toBe("usergpj.exex");
    expect(printable("zero\u200Bwidth\u2060joined\u00AD\uFEFF", "text", fonts).text).toBe("zerowidthjoined");
    expect(printable("line\u2028break\u2029s", "text", fonts).text).toBe("linebreaks");
  });

  it("writes what no font has by its number, and says which", () => {
    expect(printable("octo🐙cat", "text", fonts)).toEqual({ text: "octo[U+1F419]cat", missing: ["🐙"] });
    expect(printable("\u0E01", "text", fonts)).toEqual({ text: "[U+0E01]", missing: ["\u0E01"] });
    expect(printable("🐙🐙", "bold", fonts).missing).toEqual(["🐙", "🐙"]);
  });

  it("puts marks and their characters together, and names marks that stand alone", () => {
    expect(printable("Cafe\u0301", "text", fonts)).toEqual({ text: "Caf\u00E9", missing: [] });
    expect(printable("か\u3099", "text", fonts)).toEqual({ text: "が", missing: [] });
    expect(printable("\u0301x\u0321", "text", fonts)).toEqual({
      text: "[U+0301]x[U+0321]",
      missing: ["\u0301", "\u0321"],
    });
  });

  it("leaves variants of kanji as their names are written", () => {
    expect(printable("\uFA19\uFA11", "text", fonts).text).toBe("\uFA19\uFA11");
    expect(printable("葛\u{E0100}城", "text", fonts)).toEqual({ text: "葛城", missing: [] });
  });

  it("shows every kind of blank as one blank", () => {
    expect(printable("a\u3000b\u2009c", "text", fonts)).toEqual({ text: "a b c", missing: [] });
  });

  wide("gives only characters that the face has a glyph for", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 30 }),
        fc.constantFrom("text", "bold", "mono"),
        (text, face) => {
          const { text: shown } = printable(text, face, fonts);
          for (const character of shown) expect(fonts.has(character, face), JSON.stringify(character)).toBe(true);
          expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        },
      ),
      { numRuns: 2_000, seed: 5 },
    );
  });
});

describe("a name that no font can show whole", () => {
  const account = makeAccount({ issuer: "octo🐙cat", account: "evil\u202Eliame", secret: "JBSWY3DPEHPK3PXP" });

  it("is printed by numbers with a warning, and held exactly by the code", async () => {
    const { pages, warnings } = await sheetsOf([account], OPEN);
    const texts = pages.flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "text" ? [box.text] : [])));
    expect(texts).toContain("octo[U+1F419]cat");
    expect(texts).toContain("evilliame");
    expect(warnings).toContainEqual({
      code: "characters-missing",
      data: { name: expect.any(String), characters: "🐙" },
    });
    const [code] = pages.flatMap(({ boxes }) => boxes.filter((box) => box.kind === "code"));
    expect(decodeURIComponent(code?.text ?? "")).toContain("octo🐙cat:evil\u202Eliame");
  });

  it("is cleaned in blanks too", async () => {
    const { pages } = await sheetsOf([account], OPEN, { fields: { "sign-in-name": "a\u001b]0;\u0007b" } });
    const texts = pages.flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "text" ? [box.text] : [])));
    expect(texts).toContain("a]0;b");
  });
});

describe("width", () => {
  it("is that of the glyphs one by one, in mm", () => {
    expect(fonts.width("W", "mono", 10)).toBeCloseTo((0.6 * 10 * 25.4) / 72, 6);
    expect(fonts.width("fi=>", "mono", 10)).toBeCloseTo((4 * 0.6 * 10 * 25.4) / 72, 6);
    expect(fonts.width("認証", "text", 72)).toBeCloseTo(50.8, 6);
    expect(fonts.width("", "text", 72)).toBe(0);
  });
});
