import { describe, expect, it } from "vitest";
import type { Account } from "../../src/account/account.js";
import { makeAccount } from "../../src/account/account.js";
import { checkSheets } from "../../src/make/check-open.js";
import type { MadeSheets } from "../../src/make/open-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import type { Box, Page } from "../../src/sheet/box.js";
import { drawPdf } from "../../src/sheet/pdf.js";
import { withContent, withFonts, withGlyphs, withPages, withSymbols } from "../helpers/altered-pdf.js";
import { FULL, some, wide } from "../helpers/full.js";
import { seededRandom } from "../helpers/photo.js";
import { fonts, LOOKS, type Look, lookName, OPEN, sheetsOf, TEN_ACCOUNTS } from "../helpers/sheets.js";

const FRONT: Look = { ...OPEN, template: "front" };

/** What the check finds: what failed and on which page, or nothing. */
async function failureOf(made: Pick<MadeSheets, "pdf" | "pages">, accounts: readonly Account[]) {
  try {
    await checkSheets(made, accounts, fonts, nodePlatform);
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ name: "EscrowError", code: "self-check-failed" });
    return (error as { data: { what: string; page: number } }).data;
  }
}

const account = makeAccount({
  issuer: "Example",
  account: "alice@example.com",
  secret: "JBSWY3DPEHPK3PXPMFRGGZDFMZTWQ2LK",
});
const other = makeAccount({
  issuer: "Example",
  account: "alicia@example.com",
  secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
});
const good = await sheetsOf([account]);
const goodFront = await sheetsOf([account], FRONT);

describe("the self-check passes a good sheet", () => {
  // By default one look of each template, every paper and language among them, and each account in one of them.
  const shown = LOOKS.filter((_, i) => FULL || i % 5 === 0);
  it.each(shown.map((look, i) => [lookName(look), look, i] as const))("of every sort: %s", async (_, look, i) => {
    const accounts = Object.values(TEN_ACCOUNTS).filter((_, j) => FULL || j % shown.length === i);
    const made = await sheetsOf(accounts, look);
    const checked = await checkSheets(made, accounts, fonts, nodePlatform);
    const boxes = made.pages.flatMap((page) => page.boxes);
    expect(checked.codes).toBe(boxes.filter(({ kind }) => kind === "code").length);
    expect(checked.codes).toBeGreaterThanOrEqual(accounts.length * (look.template === "open" ? 2 : 1));
    expect(checked.lines).toBe(boxes.filter((box) => box.kind === "text" && box.role).length);
    expect(checked.glyphs).toBeGreaterThan(300);
  });

  wide("of odd names, in copies, with blanks filled in", async () => {
    const odd = [
      "octo🐙cat",
      "a\u202Eb",
      "日本語 mixed ＡＢＣ",
      "I l 1 | O 0",
      "….,'`´",
      "–—−-_",
      "\u0301\u0308",
      "ＷＷＷ",
    ];
    const accounts = odd.map((name, i) =>
      makeAccount({ issuer: name, account: [...name].reverse().join(""), secret: `MFRGGZDFMZTWQ2L${"ABCDEFGH"[i]}` }),
    );
    const made = await sheetsOf(accounts, OPEN, {
      copies: 2,
      fields: { "sign-in-name": "アリス", "phone-on-file": "+81 3" },
    });
    expect(made.pages).toHaveLength(odd.length * 4);
    expect(await failureOf(made, accounts)).toBeUndefined();
  });

  wide(`with a seeded ${FULL ? "tenth" : "hundredth"} of the characters that the fonts have`, async () => {
    const draw = seededRandom(23);
    const characters = fonts.parsed.text.characterSet
      .map((code) => String.fromCodePoint(code))
      .filter((character) => fonts.has(character, "bold") && !/[\p{C}\p{Z}\p{M}]/u.test(character))
      .filter(() => draw() < (FULL ? 0.1 : 0.01));
    expect(characters.length).toBeGreaterThan(100);
    for (let i = 0; i < characters.length; i += 40) {
      const name = characters.slice(i, i + 40).join("");
      const one = makeAccount({ issuer: name, account: [...name].reverse().join(""), secret: "JBSWY3DPEHPK3PXP" });
      expect(await failureOf(await sheetsOf([one], FRONT), [one]), name).toBeUndefined();
    }
  });

  it("after it was written anew by another program", async () => {
    const untouched = await withContent(good.pdf, (operators) => operators);
    expect(await failureOf({ ...good, pdf: untouched }, [account])).toBeUndefined();
  });
});

describe("the self-check fails text that no eye sees", () => {
  const isText = (operator: string) => operator.startsWith("BT ");
  const texts: Record<string, { matches: (operator: string) => boolean; what: string; page: number }> = {
    "all of it": { matches: isText, what: "key", page: 1 },
    "the key": { matches: (operator) => operator.startsWith("BT /F1 16 Tf"), what: "key", page: 1 },
    "the check lines": {
      matches: (operator) => /^BT \/F1 (?:7|8|9|10)(?:\.5)? Tf/u.test(operator),
      what: "line",
      page: 2,
    },
    "the prose": { matches: (operator) => operator.startsWith("BT /F2"), what: "text", page: 1 },
    "the headings": { matches: (operator) => operator.startsWith("BT /F3"), what: "text", page: 1 },
  };
  const ways: Record<string, (operator: string) => string> = {
    "drawn in mode 3": (operator) => operator.replace(" Tj", " Tj 0 Tr").replace("BT ", "BT 3 Tr "),
    "drawn white": (operator) => `1 g ${operator} 0 g`,
    "drawn as a clip": (operator) => `q ${operator.replace("BT ", "BT 7 Tr ")} Q`,
    "drawn a page aside": (operator) => `q 1 0 0 1 900 0 cm ${operator} Q`,
    "drawn without width": (operator) => operator.replace("BT ", "BT 0 Tz ").replace(" ET", " 100 Tz ET"),
  };
  for (const [i, [name, { matches, what, page }]] of Object.entries(texts).entries()) {
    for (const [j, [way, hide]] of Object.entries(ways).entries()) {
      // By default all of it in every way, and every text in one.
      if (!FULL && i > 0 && i !== j) continue;
      it(`${name}, ${way}`, async () => {
        const pdf = await withContent(good.pdf, (operators) =>
          operators.map((operator) => (matches(operator) ? hide(operator) : operator)),
        );
        expect(await failureOf({ ...good, pdf }, [account])).toEqual({ what, page });
      });
    }
  }

  it("one run of prose after the other", async () => {
    const [front] = goodFront.pages;
    const runs = front?.boxes.filter((box) => box.kind === "text").length ?? 0;
    expect(runs).toBeGreaterThan(15);
    for (let hidden = 0; hidden < runs; hidden++) {
      if (!FULL && hidden % 4 !== 0) continue;
      let run = -1;
      const pdf = await withContent(goodFront.pdf, (operators) =>
        operators.map((operator) =>
          isText(operator) && ++run === hidden ? operator.replace("BT", "BT 3 Tr") : operator,
        ),
      );
      expect(await failureOf({ ...goodFront, pdf }, [account]), `run ${hidden}`).toMatchObject({ page: 1 });
    }
  });

  it("covered by a white sheet of paper", async () => {
    const pdf = await withContent(good.pdf, (operators, page) =>
      page === 1 ? [...operators, "1 g 300 0 300 800 re f"] : operators,
    );
    expect(await failureOf({ ...good, pdf }, [account])).toMatchObject({ page: 2 });
  });

  it("moved by half a character", async () => {
    const pdf = await withContent(goodFront.pdf, (operators) =>
      operators.map((operator) =>
        operator.startsWith("BT /F1 16 Tf") ? `q 1 0 0 1 4.8 0 cm ${operator} Q` : operator,
      ),
    );
    expect(await failureOf({ ...goodFront, pdf }, [account])).toEqual({ what: "key", page: 1 });
  });
});

/** The sheet drawn with its boxes changed, held against the sheet as it was meant. */
async function redrawn(made: MadeSheets, edit: (box: Box, page: number) => Box): Promise<MadeSheets> {
  const pages: Page[] = made.pages.map((page, i) => ({ ...page, boxes: page.boxes.map((box) => edit(box, i)) }));
  return { ...made, pdf: await drawPdf(pages, fonts) };
}

describe("the self-check fails a code", () => {
  it("that is another account's, in front or behind", async () => {
    const [otherCode] = (await sheetsOf([other])).pages[0]?.boxes.filter((box) => box.kind === "code") ?? [];
    if (!otherCode) throw new Error("no code");
    for (const place of [0, 1]) {
      const swapped = await redrawn(good, (box, page) =>
        box.kind === "code" && page === place ? { ...box, symbol: otherCode.symbol } : box,
      );
      expect(await failureOf(swapped, [account])).toEqual({ what: "code", page: place + 1 });
    }
  });

  it("that is another's in the plan too", async () => {
    const accounts = [account, other];
    const made = await sheetsOf(accounts);
    const symbols = made.pages.map(({ boxes }) => boxes.find((box) => box.kind === "code"));
    const pages = made.pages.map((page, i) => {
      const code = symbols[(i + 2) % 4];
      const boxes = page.boxes.map((box) =>
        box.kind === "code" && code ? { ...box, symbol: code.symbol, text: code.text } : box,
      );
      return { ...page, boxes };
    });
    expect(await failureOf({ pdf: await drawPdf(pages, fonts), pages }, accounts)).toEqual({
      what: "account",
      page: 1,
    });
  });

  wide("of which a part is changed beyond its correction", async () => {
    const pdf = await withSymbols(good.pdf, (operators, side) => {
      return [`8 0 ${side - 8} ${side - 8} re`, ...operators];
    });
    expect(await failureOf({ ...good, pdf }, [account])).toMatchObject({ what: "code" });
  });

  it("that is missing, white or without its light space", async () => {
    const missing = await withContent(good.pdf, (operators) =>
      operators.filter((operator) => !operator.includes(" Do ")),
    );
    const white = await withContent(good.pdf, (operators) =>
      operators.map((operator) => (operator.includes(" Do ") ? `1 g ${operator} 0 g` : operator)),
    );
    const small = await withContent(good.pdf, (operators) =>
      operators.map((operator) => operator.replace(/^q (\S+) 0 0 (\S+)/u, "q 20 0 0 20")),
    );
    for (const pdf of [missing, white, small]) {
      expect(await failureOf({ ...good, pdf }, [account])).toEqual({ what: "code", page: 1 });
    }
  });
});

/** The plan with one character of the key or of a check line replaced. */
function withCharacter(made: MadeSheets, role: "key" | "line", place: number, character: string): Promise<MadeSheets> {
  let left = place;
  return redrawn(made, (box) => {
    if (box.kind !== "text" || box.role !== role) return box;
    const at = left;
    left -= box.text.length;
    return at >= 0 && at < box.text.length
      ? { ...box, text: box.text.slice(0, at) + character + box.text.slice(at + 1) }
      : box;
  });
}

function charactersOf(made: MadeSheets, role: "key" | "line"): string {
  return made.pages
    .flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "text" && box.role === role ? [box.text] : [])))
    .join("");
}

/** Characters that are taken for each other. */
const ALIKE: Readonly<Record<string, string>> = {
  B: "8",
  "8": "B",
  D: "O",
  O: "Q",
  Q: "O",
  G: "6",
  "6": "G",
  I: "J",
  J: "I",
  L: "I",
  S: "5",
  "5": "S",
  Z: "2",
  "2": "Z",
  U: "V",
  V: "U",
  E: "F",
  F: "E",
  P: "R",
  R: "P",
  M: "N",
  N: "M",
  C: "G",
  H: "K",
  K: "X",
  X: "K",
  T: "7",
  "7": "T",
  W: "V",
  Y: "V",
  A: "4",
  "4": "A",
  "3": "8",
};

describe("the self-check fails one wrong character", () => {
  const key = charactersOf(goodFront, "key");
  it(`of the key, at ${FULL ? "every" : "every eighth"} place, by the one most alike`, async () => {
    expect(key.replaceAll(" ", "")).toBe(account.secret);
    for (const [place, character] of [...key].entries()) {
      if (character === " " || (!FULL && place % 8 !== 0)) continue;
      const wrong = await withCharacter(goodFront, "key", place, ALIKE[character] ?? "A");
      expect(await failureOf(wrong, [account]), `${character} at ${place}`).toEqual({ what: "key", page: 1 });
    }
  });

  it("of the keys of other accounts, drawn at random", async () => {
    const draw = seededRandom(21);
    for (const one of some(Object.values(TEN_ACCOUNTS), 3)) {
      const made = await sheetsOf([one], FRONT);
      const characters = charactersOf(made, "key");
      for (let i = 0; i < (FULL ? 8 : 1); i++) {
        const place = Math.floor(draw() * characters.length);
        const right = characters.charAt(place);
        const others = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"].filter((character) => character !== right);
        const wrong = await withCharacter(made, "key", place, others[Math.floor(draw() * others.length)] ?? "A");
        expect(await failureOf(wrong, [one]), `place ${place}`).toEqual({ what: "key", page: 1 });
      }
    }
  });

  it("left out of the key, or in a blank of it", async () => {
    const shorter = await withCharacter(goodFront, "key", 7, " ");
    const fuller = await withCharacter(goodFront, "key", 4, "A");
    for (const wrong of [shorter, fuller]) expect(await failureOf(wrong, [account])).toEqual({ what: "key", page: 1 });
  });

  it("of the check lines, drawn at random", async () => {
    const draw = seededRandom(22);
    const characters = charactersOf(good, "line");
    for (let i = 0; i < (FULL ? 40 : 6); i++) {
      const place = Math.floor(draw() * characters.length);
      const right = characters.charAt(place);
      const wrong = await withCharacter(good, "line", place, right === " " ? "A" : (ALIKE[right] ?? "A"));
      expect(await failureOf(wrong, [account]), `${right} at ${place}`).toEqual({ what: "line", page: 2 });
    }
  });

  it("of the key, in the plan too", async () => {
    const pages = good.pages.map((page) => ({
      ...page,
      boxes: page.boxes.map((box) =>
        box.kind === "text" && box.role === "key" ? { ...box, text: box.text.replace("J", "I") } : box,
      ),
    }));
    const made = { pdf: await drawPdf(pages, fonts), pages };
    expect(await failureOf(made, [account])).toEqual({ what: "key", page: 1 });
  });

  it("of the check lines, in the plan too", async () => {
    const pages = good.pages.map((page) => ({
      ...page,
      boxes: page.boxes.map((box) =>
        box.kind === "text" && box.text.startsWith("T2 ")
          ? { ...box, text: box.text.replace(/.$/u, (c) => (c === "A" ? "B" : "A")) }
          : box,
      ),
    }));
    const made = { pdf: await drawPdf(pages, fonts), pages };
    expect(await failureOf(made, [account])).toEqual({ what: "line", page: 2 });
  });
});

describe("the self-check fails pages", () => {
  it("that are missing, too many or in another order", async () => {
    const accounts = [account, other];
    const made = await sheetsOf(accounts);
    const failures = async (order: readonly number[]) =>
      failureOf({ ...made, pdf: await withPages(made.pdf, order) }, accounts);
    expect(await failures([0, 1, 2, 3])).toBeUndefined();
    expect(await failures([0, 1, 2])).toEqual({ what: "pages", page: 1 });
    expect(await failures([0, 1, 2, 3, 0])).toEqual({ what: "pages", page: 1 });
    expect(await failures([2, 3, 0, 1])).toMatchObject({ page: 1 });
    expect(await failures([0, 3, 2, 1])).toMatchObject({ page: 2 });
  });

  it("of two accounts whose sheets are exchanged", async () => {
    const made = await sheetsOf([account, other]);
    expect(await failureOf(made, [other, account])).toMatchObject({ page: 1 });
    expect(await failureOf(made, [account, account])).toMatchObject({ page: 3 });
  });

  it("that carry an account with other settings than were meant", async () => {
    const meant = makeAccount({ ...account, digits: 8 });
    expect(await failureOf(good, [meant])).toEqual({ what: "account", page: 1 });
  });

  it("of a file that is none", async () => {
    await expect(
      checkSheets({ ...good, pdf: good.pdf.slice(0, 400) }, [account], fonts, nodePlatform),
    ).rejects.toMatchObject({
      name: "EscrowError",
    });
  });
});

describe("the self-check fails fonts", () => {
  it("whose glyphs are blank while every program still finds their text", async () => {
    const pdf = await withFonts(good.pdf, (file) =>
      withGlyphs(file, (outlines) => outlines.map(() => new Uint8Array(0))),
    );
    expect(await failureOf({ ...good, pdf }, [account])).toEqual({ what: "key", page: 1 });
  });

  it("of which one glyph is blank, whichever", async () => {
    const counts: number[] = [];
    await withFonts(goodFront.pdf, (file) =>
      withGlyphs(file, (outlines) => {
        counts.push(outlines.length);
        return outlines;
      }),
    );
    for (const [font, count] of counts.entries()) {
      const step = FULL ? 1 : Math.ceil(count / 4);
      for (let glyph = 1; glyph < count; glyph += step) {
        let seen = -1;
        let empty = false;
        const pdf = await withFonts(goodFront.pdf, (file) => {
          seen++;
          if (seen !== font) return file;
          return withGlyphs(file, (outlines) => {
            empty = outlines[glyph]?.length === 0;
            return outlines.with(glyph, new Uint8Array(0));
          });
        });
        // A blank has no ink to lose.
        if (empty) continue;
        expect(await failureOf({ ...goodFront, pdf }, [account]), `font ${font}, glyph ${glyph}`).toMatchObject({
          page: 1,
        });
      }
    }
  });

  it("of which two glyphs have changed places", async () => {
    let fontsSeen = 0;
    const pdf = await withFonts(good.pdf, (file) =>
      withGlyphs(file, (outlines) => {
        const [a, b] = [outlines[1], outlines[2]];
        fontsSeen++;
        return fontsSeen === 1 && a && b ? outlines.with(1, b).with(2, a) : outlines;
      }),
    );
    expect(fontsSeen).toBe(3);
    expect(await failureOf({ ...good, pdf }, [account])).toEqual({ what: "key", page: 1 });
  });
});
