import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EscrowError } from "../../src/error.js";
import { loadTemplateText, SET_TEMPLATE_NAMES, TEMPLATE_NAMES } from "../../src/node/resources.js";
import { BLOCKS_OF, MANDATORY_OF } from "../../src/sheet/blocks/template-blocks.js";
import { parseTemplate, tighten } from "../../src/sheet/template.js";
import { FULL } from "../helpers/full.js";

/** What the fault of a template says. */
function faultOf(source: string): { line: number; column: number; expected: string; file: string } {
  try {
    parseTemplate(source, "mine.jsonc");
  } catch (error) {
    if (error instanceof EscrowError && error.code === "template-fault") return error.data as never;
    throw error;
  }
  throw new Error("no fault");
}

const BLOCKS = [
  '{ "block": "title", "titlePt": 15, "issuerPt": 24, "accountPt": 15 }',
  '{ "block": "worth", "pt": 12 }',
  '{ "block": "code", "gapMm": 8, "sizeMm": 60, "stepsPt": 14 }',
  '{ "block": "key", "pt": 16 }',
  '{ "block": "settings", "pt": 11 }',
];

/** Blocks that only open sheets have: those that place a secret, a standard QR or a test value among them. */
const OPEN_ALONE = Object.keys({ ...BLOCKS_OF.leaf, ...BLOCKS_OF.cards }).filter(
  (block) => !(block in BLOCKS_OF.share),
);

/** What a card may hold of these. */
const CARD_BLOCKS = BLOCKS.filter((block) => !block.includes("worth"));

function source(blocks: readonly string[] = BLOCKS, layout = "leaf", margin = '"top": 13, "right": 18'): string {
  return `{
  "name": "mine",
  "layout": "${layout}",
  "marginMm": { ${margin}, "bottom": 10, "left": 18 },
  "pages": [
    [
      ${blocks.join(",\n      ")}
    ]
  ]
}
`;
}

describe("parseTemplate", () => {
  it.each([
    ["[".repeat(100_000), 9],
    ["[".repeat(100_000) + "]".repeat(100_000), 9],
    [`${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`, 41],
    [`${source()}${"[".repeat(100_000)}`, 9],
  ])("refuses what is nested too deep for the parser, and says where: case %#", (text, column) => {
    expect(faultOf(text)).toMatchObject({ column, expected: "at most 8 levels of lists and objects" });
  });

  it("takes brackets in texts and comments for what they are", () => {
    const name = "[{".repeat(20);
    expect(parseTemplate(source().replace('"mine"', `"${name}" // ${name}\n`), "mine.jsonc").name).toBe(name);
  });

  it("refuses a file longer than any template, before it is parsed", () => {
    for (const text of [`{ "name": "${"a".repeat(10_000_000)}" }`, source(Array(100_000).fill(BLOCKS[0]))]) {
      expect(faultOf(text)).toMatchObject({ line: 1, column: 1, expected: "at most 262144 characters" });
    }
  });

  it.each(TEMPLATE_NAMES)("reads the template %s that comes with the program", async (name) => {
    const template = parseTemplate(await loadTemplateText(name), `${name}.jsonc`);
    expect(template.name).toBe(name);
    expect(template.layout).toBe(name === "cards" ? "cards" : "leaf");
    expect(Math.max(...Object.values(template.marginMm))).toBeLessThanOrEqual(name === "cards" ? 10 : 18);
  });

  it("reads blocks in their order with their numbers", () => {
    const template = parseTemplate(source(), "mine.jsonc");
    expect(template.pages.map((page) => page.map(({ block }) => block))).toEqual([
      ["title", "worth", "code", "key", "settings"],
    ]);
    expect(template.pages[0]?.[2]).toEqual({ block: "code", gapMm: 8, settings: { sizeMm: 60, stepsPt: 14 } });
    expect(template.pages[0]?.[3]).toEqual({ block: "key", gapMm: 0, settings: { pt: 16 } });
    expect(template.marginMm).toEqual({ top: 13, right: 18, bottom: 10, left: 18 });
  });

  it("takes comments of both kinds, trailing commas and a byte order mark", () => {
    const commented = source()
      .replace('"pages"', '// what stands where\n  "pages"')
      .replace('"pt": 11 }', '"pt": 11, /* words */ },')
      .replace('"name"', '/* mine */ "name"');
    expect(parseTemplate(commented, "mine.jsonc")).toEqual(parseTemplate(source(), "mine.jsonc"));
    expect(parseTemplate(`\uFEFF${source()}`, "mine.jsonc")).toEqual(parseTemplate(source(), "mine.jsonc"));
    expect(parseTemplate(source().replaceAll("\n", "\r\n"), "mine.jsonc")).toEqual(
      parseTemplate(source(), "mine.jsonc"),
    );
  });
});

/** The place of a piece of text as editors count it. */
function placeOf(text: string, piece: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(piece)).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe("a fault of a template names file, line, column and what was expected", () => {
  const faults: Record<string, { text: string; at: string; expected: RegExp }> = {
    "unknown member of the sheet": {
      text: source().replace('"name"', '"title": 1,\n  "name"'),
      at: '"title": 1',
      expected: /^one of: name, layout, marginMm, pages$/u,
    },
    "unknown member of a block": {
      text: source().replace('"pt": 16', '"pt": 16, "colour": 3'),
      at: '"colour"',
      expected: /gapMm.*pt/u,
    },
    "member of another block": {
      text: source().replace('"pt": 16', '"pt": 16, "sizeMm": 30'),
      at: '"sizeMm": 30',
      expected: /^one of: block, gapMm, pt$/u,
    },
    "unknown block": {
      text: source().replace('"worth"', '"secret"'),
      at: '"secret"',
      expected: /^one of: title, worth, code, key,/u,
    },
    "number too small": {
      text: source().replace('"pt": 16', '"pt": 13.9'),
      at: "13.9",
      expected: /^a number from 14 to 28$/u,
    },
    "number too large": {
      text: source().replace('"sizeMm": 60', '"sizeMm": 121'),
      at: "121",
      expected: /^a number from 25 to 120$/u,
    },
    "text instead of a number": {
      text: source().replace('"sizeMm": 60', '"sizeMm": "60 mm"'),
      at: '"60 mm"',
      expected: /^a number from 25 to 120$/u,
    },
    "negative gap": {
      text: source().replace('"gapMm": 8', '"gapMm": -8'),
      at: "-8",
      expected: /^a number from 0 to 60$/u,
    },
    "margin too narrow": {
      text: source().replace('"top": 13', '"top": 4'),
      at: "4,",
      expected: /^a number from 5 to 60$/u,
    },
    "missing margin": {
      text: source(BLOCKS, "leaf", '"top": 13'),
      at: '{ "top"',
      expected: /^a member "right"$/u,
    },
    "missing number": {
      text: source().replace(', "stepsPt": 14', ""),
      at: '{ "block": "code"',
      expected: /^a member "stepsPt"$/u,
    },
    "member twice": {
      text: source().replace('"pt": 16', '"pt": 16, "pt": 17'),
      at: '"pt": 17',
      expected: /^"pt" only once$/u,
    },
    "unknown layout": {
      text: source(BLOCKS, "booklet"),
      at: '"booklet"',
      expected: /^one of: leaf, cards, keep, recovery, sealed, share, keeper, ledger$/u,
    },
    "name that is no text": { text: source().replace('"mine"', "7"), at: "7,", expected: /^a text$/u },
    "page that is no list": {
      text: source().replace(/\[\n {4}\[/u, "[\n    {}, ["),
      at: "{},",
      expected: /^a list$/u,
    },
    "block that is no object": {
      text: source([...BLOCKS, '"key"']),
      at: '"key"\n',
      expected: /^an object$/u,
    },
    "more pages than a leaf has": {
      text: source().replace("\n  ]\n}", ",\n    [], []\n  ]\n}"),
      at: "[\n    [",
      expected: /a leaf has no more$/u,
    },
  };
  for (const [name, { text, at, expected }] of Object.entries(faults)) {
    it(name, () => {
      const fault = faultOf(text);
      expect(fault).toMatchObject({ file: "mine.jsonc", ...placeOf(text, at) });
      expect(fault.expected).toMatch(expected);
    });
  }

  it.each([
    ["title", "title"],
    ["worth", "worth"],
    ["code", "code"],
    ["key", "key"],
    ["settings", "settings"],
  ])("a leaf without the block %s", (block) => {
    const without = source(BLOCKS.filter((text) => !text.includes(`"block": "${block}"`)));
    const fault = faultOf(without);
    expect(fault).toMatchObject(placeOf(without, "[\n    ["));
    expect(fault.expected).toBe(`the mandatory blocks: ${block}`);
  });

  it("cards without their lines, or with two lists", () => {
    expect(faultOf(source(CARD_BLOCKS, "cards")).expected).toBe("the mandatory blocks: lines");
    const two = source([...CARD_BLOCKS, '{ "block": "lines", "pt": 7 }'], "cards").replace(
      "\n  ]\n}",
      ",\n    []\n  ]\n}",
    );
    expect(faultOf(two).expected).toMatch(/^one list of blocks/u);
  });

  it("a block that leaves have not, on a leaf", () => {
    const text = source([...BLOCKS, '{ "block": "lines", "pt": 7 }']);
    expect(faultOf(text)).toMatchObject(placeOf(text, '"lines"'));
  });

  it.each(SET_TEMPLATE_NAMES)("a block of open sheets on a %s sheet", async (name) => {
    const text = await loadTemplateText(name);
    for (const block of OPEN_ALONE) {
      const added = text.replace('{ "block": "heading"', `{ "block": "${block}" }, { "block": "heading"`);
      expect(faultOf(added)).toMatchObject(placeOf(added, `"${block}"`));
      expect(faultOf(added).expected).toMatch(/^one of: heading, worth, opens/u);
    }
  });

  it.each(SET_TEMPLATE_NAMES)("a %s sheet without a mandatory block", async (name) => {
    const text = await loadTemplateText(name);
    const lists = text.slice(text.indexOf('"pages"') + '"pages": '.length);
    for (const block of MANDATORY_OF[name]) {
      const without = text.replaceAll(`"block": "${block}"`, `"block": "${block}-"`);
      expect(faultOf(without).expected).toMatch(/^one of/u);
      const removed = text.replace(new RegExp(`\\{ "block": "${block}"[^}]*\\},?`, "gu"), "");
      expect(faultOf(removed)).toMatchObject({ expected: `the mandatory blocks: ${block}`, ...placeOf(text, lists) });
    }
  });

  it.each([
    ["sealed", "share-code"],
    ["sealed", "holders"],
    ["keeper", "share-code"],
    ["keeper", "codes"],
    ["keeper", "document-lines"],
  ] as const)("a %s sheet with %s", async (name, block) => {
    const text = (await loadTemplateText(name)).replace('"worth"', `"${block}"`);
    expect(faultOf(text)).toMatchObject(placeOf(text, `"${block}"`));
  });

  it("a block twice on a page", () => {
    const text = source([...BLOCKS, '{ "block": "key", "pt": 20 }']);
    expect(faultOf(text)).toMatchObject(placeOf(text, '{ "block": "key", "pt": 20'));
    expect(faultOf(text).expected).toBe('the block "key" only once a page');
  });

  it("a block that cards have not, on a card", () => {
    const text = source(
      [...CARD_BLOCKS, '{ "block": "lines", "pt": 7 }', '{ "block": "sign-in", "pt": 11, "rowMm": 10 }'],
      "cards",
    );
    expect(faultOf(text)).toMatchObject(placeOf(text, '"sign-in"'));
  });

  it.each([
    ["nothing", "", 1, 1],
    ["a comment alone", "// mine", 1, 8],
    ["another kind of text", "margin: 13\n", 1, 1],
    ["an open brace", "{\n", 2, 1],
    ["a missing comma", '{\n  "name": "a"\n  "layout": "leaf"\n}', 3, 3],
    ["single quotes", "{\n  'name': 1\n}", 2, 3],
    ["more behind it", `${source()}\n{}`, 16, 1],
    ["a list", "[]", 1, 1],
  ])("broken JSON: %s", (_, text, line, column) => {
    expect(faultOf(text)).toMatchObject({ file: "mine.jsonc", line, column, expected: expect.stringMatching(/./u) });
  });
});

describe("parseTemplate fed with anything", () => {
  it("gives a template or a fault with a place inside the text", () => {
    const pieces = fc.constantFrom(
      ..."{}[]:,\"'/*\n \\",
      '"block"',
      '"title"',
      '"pages"',
      '"marginMm"',
      "1e999",
      "-0",
      "null",
      "//",
      "\u0000",
      "\uFEFF",
    );
    const cut = fc.tuple(fc.nat(source().length), fc.nat(source().length), fc.string({ unit: pieces, maxLength: 4 }));
    const runs = FULL ? 20_000 : 2_000;
    fc.assert(
      fc.property(cut, ([from, length, inserted]) => {
        const text = source().slice(0, from) + inserted + source().slice(from + (length % 9));
        try {
          parseTemplate(text, "mine.jsonc");
        } catch (error) {
          if (!(error instanceof EscrowError)) throw error;
          const { line = 0, column = 0 } = error.data;
          const lines = text.split("\n");
          expect(Number(line)).toBeLessThanOrEqual(lines.length);
          expect(Number(column)).toBeLessThanOrEqual((lines[Number(line) - 1]?.length ?? 0) + 1);
        }
      }),
      { numRuns: runs, seed: 11 },
    );
  });
});

describe("tighten", () => {
  const code = { block: "code", gapMm: 10, settings: { sizeMm: 60, stepsPt: 14 } };

  it("makes gaps and type smaller, but never a code", () => {
    expect(tighten(code, 0.8, "leaf")).toEqual({
      block: "code",
      gapMm: 8,
      settings: { sizeMm: 60, stepsPt: 14 * 0.8 },
    });
  });

  it("makes a code smaller where the template says how small it may be", () => {
    const codes = { block: "codes", gapMm: 0, settings: { sizeMm: 46, leastMm: 38 } };
    expect(tighten(codes, 0.8, "share").settings).toEqual({ sizeMm: 46, leastMm: 38 });
    expect(tighten(codes, 0.72, "share").settings.sizeMm).toBeCloseTo(46 * 0.9);
    expect(tighten(codes, 0.1, "share").settings).toEqual({ sizeMm: 38, leastMm: 38 });
    const steps = { block: "gather", gapMm: 0, settings: { pt: 13, rowMm: 9 } };
    expect(tighten(steps, 0.1, "share").settings).toEqual({ pt: 12, rowMm: 7 });
  });

  it("stops at what a person can read", () => {
    expect(tighten(code, 0.1, "leaf").settings.stepsPt).toBe(10);
    expect(tighten({ block: "key", gapMm: 0, settings: { pt: 16 } }, 0.1, "leaf").settings.pt).toBe(14);
    expect(
      tighten({ block: "log", gapMm: 0, settings: { pt: 10, rowMm: 7, rows: 3 } }, 0.5, "leaf").settings.rows,
    ).toBe(1);
  });

  it("leaves a block as it is at 1", () => expect(tighten(code, 1, "leaf")).toEqual(code));
});
