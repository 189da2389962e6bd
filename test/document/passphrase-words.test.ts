import { describe, expect, it } from "vitest";
import { nearestWords, passphraseForms, wordFaults } from "../../src/document/passphrase-words.js";

const GENERATED = "defense gravity tuna orbit canyon jungle frost acid basket ribbon olive zebra";
const words = GENERATED.split(" ");
const typed = (place: number, ...by: string[]) => words.toSpliced(place - 1, 1, ...by).join(" ");

describe("forms of a passphrase", () => {
  it("begin with what was given, and a generated one is found in each of them", () => {
    expect(passphraseForms(GENERATED)).toEqual([GENERATED]);
    const ways = [
      ` ${GENERATED} `,
      GENERATED.replace(" ", "  "),
      GENERATED.replace(/ /gu, "　"),
      `D${GENERATED.slice(1)}`,
      GENERATED.toUpperCase(),
      GENERATED.replace(/ /gu, "-"),
      `${GENERATED}.`,
      `“${GENERATED}”`,
      words.map((word, i) => `${i + 1}. ${word}`).join(" "),
      words.map((word) => `'${word}'`).join(", "),
    ];
    for (const way of ways) {
      const forms = passphraseForms(way);
      expect(forms[0]).toBe(way.normalize("NFKC"));
      expect(forms).toContain(GENERATED);
      expect(forms.length).toBeLessThanOrEqual(3);
    }
  });

  it("of a chosen one keep its capitals and signs", () => {
    expect(passphraseForms("Gravel  under-my Shoes! ")).toEqual(["Gravel  under-my Shoes! ", "Gravel under-my Shoes!"]);
    expect(passphraseForms("ｐａｓｓ")).toEqual(["pass"]);
    expect(passphraseForms("  ")).toEqual(["  "]);
  });

  it("of a chosen one have the quotation marks and dashes that were typed, after those that came", () => {
    const chosen = `Ann's "blue" boat-house 14`;
    for (const way of ["Ann’s “blue” boat–house 14", "Ann‘s „blue“ boat—house 14", "Ann′s ‟blue” boat‑house  14"]) {
      const forms = passphraseForms(way);
      expect(forms[0]).toBe(way.normalize("NFKC"));
      expect(forms).toContain(chosen);
      expect(forms.length).toBeLessThanOrEqual(3);
    }
  });
});

describe("faults of a passphrase", () => {
  it("name the word that is not in the list, and the nearest", () => {
    expect(wordFaults(typed(1, "defence"))).toEqual({ have: 12, unknown: [{ place: 1, nearest: ["defense"] }] });
    expect(wordFaults(typed(12, "zerba"))?.unknown).toEqual([{ place: 12, nearest: ["zebra"] }]);
    expect(wordFaults(typed(9, "bask"))?.unknown[0]?.nearest).toContain("basket");
    expect(wordFaults(typed(3, "xxxxxxxxx"))?.unknown).toEqual([{ place: 3, nearest: [] }]);
    expect(wordFaults(`“${typed(3, "tuma")}”`)?.unknown).toEqual([{ place: 3, nearest: ["tuna"] }]);
  });

  it("count the words", () => {
    expect(wordFaults(typed(4))).toEqual({ have: 11, unknown: [] });
    expect(wordFaults(`${GENERATED} frost`)).toEqual({ have: 13, unknown: [] });
  });

  it("are none of a right one, nor of one that was chosen", () => {
    for (const passphrase of [
      GENERATED,
      `${GENERATED.toUpperCase()} `,
      "gravity tuna",
      "Was du heute kannst besorgen",
      "",
    ]) {
      expect(wordFaults(passphrase)).toBeUndefined();
    }
  });

  it("are found in a long text in no time to speak of", () => {
    expect(nearestWords("a".repeat(1000))).toEqual([]);
    expect(wordFaults("word ".repeat(100_000))).toBeUndefined();
  });
});
