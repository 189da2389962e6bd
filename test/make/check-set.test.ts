import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { encodeUtf8 } from "../../src/bytes.js";
import { sealDocument } from "../../src/document/document.js";
import type { Contents } from "../../src/document/plaintext.js";
import { checkSet, type DrawnSheet } from "../../src/make/check-set.js";
import {
  drawSheet,
  type PlannedReprint,
  type PlannedSet,
  planReprint,
  planSealed,
  planShares,
  type SetOptions,
  type SetSheet,
} from "../../src/make/set-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import { LANGUAGE_CODES, type LanguageCode } from "../../src/node/resources.js";
import { FRAME_BYTES } from "../../src/paper/frame.js";
import { formatLine, parseLine } from "../../src/paper/line.js";
import { readCodes } from "../../src/read/codes/codes.js";
import { rasterisePdf } from "../../src/read/pages/pdf.js";
import type { Platform } from "../../src/read/platform.js";
import { makeRoster } from "../../src/share/roster.js";
import { splitSecret } from "../../src/share/secret-sharing.js";
import type { Box } from "../../src/sheet/box.js";
import { FIELD_NAMES } from "../../src/sheet/fields.js";
import { PAPERS, type PaperName } from "../../src/sheet/paper.js";
import { withContent } from "../helpers/altered-pdf.js";
import { FULL, some, wide } from "../helpers/full.js";
import { printedProgram, printedText } from "../helpers/printed-card.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { planSealedQuickly, setResources } from "../helpers/set-sheets.js";
import { fonts, LONG_NAMES } from "../helpers/sheets.js";
import { faultsOf } from "../sheet/layout-faults.js";
import { fixedSets } from "../vectors/v1/sets.js";

const KEY = "JBSWY3DPEHPK3PXPMFRGGZDFMZTWQ2LK";
const PASSPHRASE = "staple outdoor mango violet";
const resources = { en: await setResources("en"), ja: await setResources("ja") };

function contentsOf(count: number, more: Partial<Contents> = {}): Contents {
  const accounts = Array.from({ length: count }, (_, i) =>
    makeAccount({ issuer: `Zebra ${i}`, account: "alice@example.com", secret: `${KEY}${"ABCDEFGHIJKL".charAt(i)}A` }),
  );
  return { accounts, keeps: [], notes: [], holders: [], made: "2026-03-01", ...more };
}

/** One way that sheets can look. */
interface Look {
  kind: "share" | "sealed";
  language: LanguageCode;
  paper: PaperName;
  count: number;
  more: Partial<Contents>;
  options: Partial<SetOptions>;
  /** Shares, of which two open the set; 3 by default. */
  n?: number;
}

const MORE: Partial<Contents> = {
  title: "Everything of 山田家 & co.",
  holders: ["Ann", LONG_NAMES["40 Japanese"], "octo🐙cat"],
  replaces: "K7QF2M3XABCDEFGH",
  notes: ["only inside"],
  keeps: [{ name: "bank", text: "hidden-words" }],
};
const SHOWN: Partial<SetOptions> = { showAccounts: true, fields: { "password-kept-at": "the blue folder" } };
const LOOKS: readonly Look[] = (["share", "sealed"] as const).flatMap((kind) =>
  LANGUAGE_CODES.flatMap((language) =>
    (Object.keys(PAPERS) as PaperName[]).flatMap((paper) =>
      [1, 12].flatMap((count) => {
        const bare = { kind, language, paper, count, more: {}, options: {} };
        return [bare, { ...bare, more: MORE, options: SHOWN }];
      }),
    ),
  ),
);
const lookName = ({ kind, language, paper, count, more }: Look) =>
  `${kind}, ${language}, ${paper}, ${count}, ${more === MORE ? "with everything" : "bare"}`;

function planOf({ kind, language, paper, count, more, options, n = 3 }: Look): Promise<PlannedSet> {
  const all = { paper, version: "0.1.0", ...options };
  const contents = contentsOf(count, more);
  if (kind === "sealed") return planSealed(contents, PASSPHRASE, all, resources[language]);
  return planShares(contents, { k: 2, n }, all, resources[language]);
}

const drawnOnce = new WeakMap<SetSheet, Promise<Uint8Array>>();
function draw(sheet: SetSheet): Promise<Uint8Array> {
  const pdf = drawnOnce.get(sheet) ?? drawSheet(sheet, resources.en);
  drawnOnce.set(sheet, pdf);
  return pdf;
}
const drawAll = (sheets: readonly SetSheet[]) =>
  Promise.all(sheets.map(async (sheet) => ({ sheet, pdf: await draw(sheet) })));

/** What the check finds, or nothing. */
async function failureOf(set: PlannedSet | PlannedReprint, drawn?: { sheet: SetSheet; pdf: Uint8Array }[]) {
  try {
    await checkSet(set, drawn ?? (await drawAll(set.sheets)), fonts, nodePlatform);
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ name: "EscrowError", code: "self-check-failed" });
    return (error as { data: { what: string } }).data.what;
  }
}

describe("the self-check of a set passes", () => {
  // By default one: the tests below have the others; all in full.
  const passing = [12];
  test.each(LOOKS.filter((_, i) => FULL || passing.includes(i)).map((look) => [lookName(look), look] as const))(
    "%s",
    async (_, look) => {
      const set = await planOf(look);
      const seen: string[] = [];
      const drawn = await drawAll(set.sheets);
      const checked = await checkSet(set, drawn, fonts, nodePlatform, (sheet, of) => seen.push(`${sheet}/${of}`));
      const boxes = set.sheets.flatMap(({ pages }) => pages.flatMap((page) => page.boxes));
      expect(checked.codes).toBe(boxes.filter(({ kind }) => kind === "code").length);
      expect(checked.lines).toBe(boxes.filter((box) => box.kind === "text" && box.role === "line").length);
      expect(checked.glyphs).toBeGreaterThan(1000);
      expect(seen).toEqual(set.sheets.map((_, i) => `${i + 1}/${set.sheets.length}`));
    },
  );
});

const LOOK: Look = { kind: "share", language: "en", paper: "a4", count: 1, more: {}, options: {}, n: 2 };

describe("sheets that are checked while the next are drawn", () => {
  // As with threads: several sheets are under way at a time.
  const helped: Platform = {
    ...nodePlatform,
    helpers: {
      count: 1,
      readCodes: (raster, options) => readCodes(raster, nodePlatform, options),
      drawPages: (pdf) => rasterisePdf(pdf, nodePlatform),
    },
  };
  async function* given(drawn: readonly DrawnSheet[], events: string[]) {
    for (const [i, one] of drawn.entries()) {
      events.push(`drawn ${i + 1}`);
      yield one;
    }
  }

  test("are the same as those that are drawn before", async () => {
    const set = await planOf(LOOK);
    const drawn = await drawAll(set.sheets);
    const events: string[] = [];
    const note = (sheet: number) => events.push(`checked ${sheet}`);
    const checked = await checkSet(set, given(drawn, events), fonts, helped, note);
    expect(checked).toEqual(await checkSet(set, drawn, fonts, nodePlatform));
    expect(events).toEqual(["drawn 1", "checked 1", "drawn 2", "checked 2", "drawn 3", "checked 3"]);
  });

  test("fail as those do, also the last of them, and where drawing fails", async () => {
    const set = await planOf(LOOK);
    const [first, second, third] = await drawAll(set.sheets);
    if (!first || !second || !third) throw new Error("not three sheets");
    const swapped = [first, second, { ...third, pdf: second.pdf }];
    await expect(checkSet(set, given(swapped, []), fonts, helped)).rejects.toMatchObject({ code: "self-check-failed" });
    async function* failing() {
      yield first as DrawnSheet;
      throw new RangeError("no room");
    }
    await expect(checkSet(set, failing(), fonts, helped)).rejects.toThrow("no room");
  });
});

describe("the self-check of a set fails", () => {
  let set: PlannedSet;
  let other: PlannedSet;
  let sheets: SetSheet[];
  beforeAll(async () => {
    set = await planOf(LOOK);
    other = await planOf(LOOK);
    sheets = [...set.sheets];
  });

  /** The plan with the boxes of one sheet changed: what a faulty layout would have drawn. */
  function replanned(edit: (boxes: readonly Box[], page: number) => readonly Box[], sheet = 0): PlannedSet {
    const changed = sheets.map((one, i) =>
      i === sheet ? { ...one, pages: one.pages.map((page, p) => ({ ...page, boxes: edit(page.boxes, p) })) } : one,
    );
    return { ...set, sheets: changed };
  }

  /** The plan as it is, one sheet drawn from another: what a faulty writer would have written. */
  async function redrawn(edit: (boxes: readonly Box[], page: number) => readonly Box[]) {
    const { sheets: drawnFrom } = replanned(edit);
    return Promise.all(sheets.map(async (sheet, i) => ({ sheet, pdf: await draw(drawnFrom[i] ?? sheet) })));
  }

  const isFrame = (box: Box) => box.kind === "code" && box.text.startsWith("PE1D");
  const line = (label: string) => (box: Box) =>
    box.kind === "text" && box.role === "line" && box.text.startsWith(`${label} `);

  test("two sheets that were exchanged, in the files and in the plan too", async () => {
    const drawn = await drawAll(sheets);
    const [first, second, ...rest] = drawn;
    if (!first || !second) throw new Error("no sheets");
    const exchanged = [{ ...first, pdf: second.pdf }, { ...second, pdf: first.pdf }, ...rest];
    expect(await failureOf(set, exchanged)).toBe("code");
    const planned = sheets.map((sheet, i) => ({ ...sheet, pages: sheets[[1, 0][i] ?? i]?.pages ?? [] }));
    expect(await failureOf({ ...set, sheets: planned })).toBe("share");
  });

  wide("the same share on two sheets", async () => {
    const [first, , ...rest] = sheets;
    if (!first) throw new Error("no sheet");
    expect(await failureOf({ ...set, sheets: [first, first, ...rest] })).toBe("share");
  });

  test.each(FULL ? ["S0", "S2", "S5", "D0", "D1", "D25"] : ["S2"])("one wrong character of line %s", async (label) => {
    const spoil = (boxes: readonly Box[]) =>
      boxes.map((box) =>
        line(label)(box) && box.kind === "text"
          ? { ...box, text: box.text.replace(/.$/u, (last) => (last === "A" ? "B" : "A")) }
          : box,
      );
    expect(await failureOf(set, await redrawn(spoil))).toBe("line");
    expect(await failureOf(replanned(spoil))).toBe("line");
  });

  test.each(FULL ? ["S1", "S4", "D3", "D25"] : ["D3"])(
    "line %s checking by itself, and not what it must be",
    async (label) => {
      const spoil = (boxes: readonly Box[]) =>
        boxes.map((box) => {
          if (!line(label)(box) || box.kind !== "text") return box;
          const reading = parseLine(box.text);
          if (reading?.status !== "good") throw new Error("not a line");
          return { ...box, text: formatLine({ ...reading.line, bytes: reading.line.bytes.map((byte) => byte ^ 1) }) };
        });
      expect(await failureOf(replanned(spoil))).toBe("line");
    },
  );

  test("a code of another set, in the file and in the plan too", async () => {
    const foreign = other.sheets[0]?.pages[0]?.boxes.filter(isFrame) ?? [];
    const own = sheets[0]?.pages[0]?.boxes.filter(isFrame) ?? [];
    expect(own.length).toBeGreaterThan(3);
    const exchange = (boxes: readonly Box[]) =>
      boxes.map((box) => {
        const code = foreign[1];
        return box === own[1] && box.kind === "code" && code?.kind === "code"
          ? { ...box, symbol: code.symbol, text: code.text }
          : box;
      });
    expect(await failureOf(set, await redrawn(exchange))).toBe("code");
    expect(await failureOf(replanned(exchange))).toBe("document");
  });

  test("a frame that is missing, in the file and in the plan too", async () => {
    const own = sheets[0]?.pages[0]?.boxes.filter(isFrame) ?? [];
    for (const missing of FULL ? [own[0], own[4]] : [own[4]]) {
      const drop = (boxes: readonly Box[]) => boxes.filter((box) => box !== missing);
      expect(await failureOf(set, await redrawn(drop))).toBe("code");
      expect(await failureOf(replanned(drop))).toBe("document");
    }
  });

  test.each([
    { name: "the lines", what: "line", match: /^BT \/F1 (?:6\.[5-9]\d*|[789](?:\.\d+)?|10) Tf/u },
    { name: "the format card", what: "text", match: /^BT \/F1 [45](?:\.\d+)? Tf/u },
    { name: "what is read", what: "text", match: /^BT \/F2/u },
  ])("$name that no eye sees", async ({ what, match }) => {
    const [first, ...rest] = sheets;
    if (!first) throw new Error("no sheet");
    const hide = (operator: string) =>
      match.test(operator) ? operator.replace("BT ", "BT 3 Tr ").replace(" ET", " 0 Tr ET") : operator;
    const pdf = await withContent(await draw(first), (operators) => operators.map(hide));
    expect(await failureOf(set, [{ sheet: first, pdf }, ...(await drawAll(rest))])).toBe(what);
  });

  /** Sheets of a document whose roster commits to these points, whatever they lie on. */
  async function withPoints(passphrase: string, sources: readonly string[]): Promise<PlannedSet> {
    const splits = new Map(sources.map((secret) => [secret, splitSecret(encodeUtf8(secret), 2, 3)]));
    const points = sources.flatMap((secret, i) => splits.get(secret)?.[i] ?? []);
    const contents = contentsOf(1);
    const lock = { kind: "shares", roster: await makeRoster(points, 2) } as const;
    const document = await sealDocument(contents, lock, passphrase, FRAME_BYTES);
    const shares = points.map((point) => ({ setId: document.setId, k: 2, n: 3, point }));
    const options = { paper: "a4", version: "0.1.0" } as const;
    const planned = await planReprint(document, shares, { made: "2026-03-01" }, options, resources.en);
    return { ...planned, passphrase, contents };
  }

  wide(
    "shares that are not on one polynomial, or on that of another secret, although the roster has them",
    async () => {
      const [mine, foreign] = ["A".repeat(32), "B".repeat(32)];
      expect(await failureOf(await withPoints(mine, [mine, mine, mine]))).toBeUndefined();
      expect(await failureOf(await withPoints(mine, [mine, mine, foreign]))).toBe("share");
      expect(await failureOf(await withPoints(mine, [foreign, foreign, foreign]))).toBe("share");
    },
  );

  test("a set without one of its sheets", async () => {
    expect(await failureOf({ ...set, sheets: sheets.slice(1) })).toBe("share");
  });

  wide("accounts other than were meant, and another document", async () => {
    const [account] = set.contents.accounts;
    if (!account) throw new Error("no account");
    const contents = { ...set.contents, accounts: [makeAccount({ ...account, digits: 8 })] };
    expect(await failureOf({ ...set, contents })).toBe("account");
    expect(await failureOf({ ...set, document: other.document })).toBe("document");
  });
});

describe("the layout of a set's sheets", () => {
  const fields = Object.fromEntries(FIELD_NAMES.map((name) => [name, "in the red binder, second shelf from the top"]));
  const long = { ...MORE, title: LONG_NAMES["80 Latin"], holders: Object.values(LONG_NAMES) };

  test.each(LOOKS.filter((_, i) => FULL || i % 14 === 0).map((look) => [lookName(look), look] as const))(
    "nothing overlaps or leaves the margins: %s",
    async (_, look) => {
      const full = look.more === MORE ? { ...look, more: long, options: { ...SHOWN, fields } } : look;
      const { kind: of, language, paper, count, more, options } = full;
      const all = { paper, version: "0.1.0", ...options };
      const planned =
        of === "sealed"
          ? await planSealedQuickly(contentsOf(count, more), all, resources[language])
          : await planOf(full);
      for (const { kind, pages } of planned.sheets) {
        for (const page of pages) expect(faultsOf(page, resources[look.language].templates[kind])).toEqual([]);
      }
    },
  );

  wide.each([50, 150])("nothing overlaps or leaves the margins with %i accounts", async (count) => {
    const contents = contentsOf(count);
    const accounts = contents.accounts.map((account, i) => makeAccount({ ...account, issuer: `Shop ${i}` }));
    const options = { paper: "letter", version: "0.1.0", showAccounts: true } as const;
    const set = await planShares({ ...contents, accounts }, { k: 8, n: 16 }, options, resources.ja);
    for (const { kind, pages } of set.sheets.slice(-2)) {
      for (const page of pages) expect(faultsOf(page, resources.ja.templates[kind])).toEqual([]);
    }
  });
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The text of a PDF, as it is taken off the pages. */
async function textOf(sheet: SetSheet): Promise<string> {
  return printedText(await draw(sheet));
}

describeWith("pdftotext", () => {
  test.each(some(LANGUAGE_CODES))("sheets name no account and hold no secret: %s", async (language) => {
    const look: Look = { ...LOOK, language, count: 12, more: MORE };
    const set = await planOf(look);
    const texts = await Promise.all(set.sheets.map(textOf));
    const kept = [
      "Zebra",
      "alice",
      // Four characters alone stand somewhere by chance.
      "JBSWY3DP",
      "JBSW Y3DP",
      "hidden-words",
      "bank",
      "only inside",
      set.passphrase,
      set.passphrase.slice(0, 8),
    ];
    for (const text of texts) {
      expect(text.length).toBeGreaterThan(500);
      expect(kept.filter((one) => text.includes(one))).toEqual([]);
    }
    // The keeper's page has no share and no document.
    expect(texts.at(-1)).not.toMatch(/^\s*[SD]\d+ [A-Z2-7]{4} /mu);
    expect(texts[0]).toMatch(/^\s*S1 [A-Z2-7]{4} /mu);
  });

  test("with --show-accounts they name accounts, and still hold no secret", async () => {
    const set = await planOf({ ...LOOK, count: 12, more: MORE, options: SHOWN });
    for (const text of await Promise.all(set.sheets.map(textOf))) {
      expect(text).toContain("Zebra 11");
      expect(
        ["JBSWY3DP", "JBSW Y3DP", "hidden-words", "only inside", set.passphrase].filter((one) => text.includes(one)),
      ).toEqual([]);
    }
  });
});

describeWith(["pdftotext", "python3"], () => {
  const printed = LOOKS.filter(({ more }, i) => more !== MORE && (FULL || i === 14));
  test.each(printed.map((look) => [lookName(look), look] as const))(
    "the format card's program runs as it is taken off the page: %s",
    async (_, look) => {
      const [sheet] = (await planOf(look)).sheets;
      if (!sheet) throw new Error("no sheet");
      const folder = mkdtempSync(join(tmpdir(), "printed-card-"));
      folders.push(folder);
      writeFileSync(join(folder, "card.py"), printedProgram(sheet.pages, await draw(sheet)));
      const [fixed] = fixedSets;
      const codes = [...fixed.frames.slice(2), ...fixed.shares.slice(1).map(({ code }) => code)];
      const said = runProgram("sh", ["-c", 'cd "$1" && python3 card.py', "sh", folder], `${codes.join("\n")}\n`);
      expect(said.toString()).toBe(`${fixed.setId}.age passphrase: ${fixed.passphrase}\n`);
    },
  );
});
