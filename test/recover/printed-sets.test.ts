import { beforeAll, describe, expect, test } from "vitest";
import { type Account, makeAccount } from "../../src/account/account.js";
import { BASE32_ALPHABET } from "../../src/account/base32.js";
import { type PlannedSet, planSealed, planShares, type SetSheet } from "../../src/make/set-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import { formatLine } from "../../src/paper/line.js";
import { encodeLines } from "../../src/paper/lines.js";
import type { Reading } from "../../src/recover/reading.js";
import { openSet } from "../../src/recover/sets.js";
import { readSheets } from "../../src/recover/sheet-reading.js";
import type { Box } from "../../src/sheet/box.js";
import { drawPdf } from "../../src/sheet/pdf.js";
import { FULL, some, wide } from "../helpers/full.js";
import { setResources } from "../helpers/set-sheets.js";
import { fonts, sheetsOf } from "../helpers/sheets.js";

const OPTIONS = { paper: "a4", version: "test" } as const;
const PASSPHRASE = "gravel tulip orbit canyon mellow frost";
const account = makeAccount({ issuer: "Example", account: "alice", secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" });
/** Keys that no compression shortens: their lines fill more than a page. */
let state = 1;
const digit = () => {
  state = (state * 1103515245 + 12345) % 2 ** 31;
  return BASE32_ALPHABET.charAt(state >> 26);
};
const many = Array.from({ length: 57 }, (_, i) =>
  makeAccount({ issuer: `Service ${i}`, secret: Array.from({ length: 32 }, digit).join("") }),
);
const contents = (accounts: readonly Account[]) => ({ accounts, keeps: [], notes: [], holders: ["", "", ""] });

let set: PlannedSet;
let sealed: PlannedSet;
beforeAll(async () => {
  const resources = await setResources("en");
  set = await planShares(contents([account]), { k: 2, n: 3 }, OPTIONS, resources);
  if (!FULL) return;
  // Lines as large as templates may have them take more than a page.
  const large = resources.templates.sealed.pages.map((blocks) =>
    blocks.map((spec) => (spec.block === "document-lines" ? { ...spec, settings: { pt: 14 } } : spec)),
  );
  const templates = { ...resources.templates, sealed: { ...resources.templates.sealed, pages: large } };
  sealed = await planSealed(contents(many), PASSPHRASE, OPTIONS, { ...resources, templates });
});

type Change = (box: Box) => Box | undefined;
const blankCodes: Change = (box) => (box.kind === "code" ? undefined : box);
/** Codes of one kind of record. */
const blank =
  (prefix: "PE1S" | "PE1D"): Change =>
  (box) =>
    box.kind === "code" && box.text.startsWith(prefix) ? undefined : box;
/** A box with the first line of its label altered, if it is that. */
const alter =
  (change: Change, ...labels: string[]): Change =>
  (box) => {
    if (box.kind !== "text" || box.role !== "line" || !labels.some((label) => box.text.startsWith(`${label} `)))
      return change(box);
    return { ...box, text: box.text.replace(/ (\w)/u, (_, first: string) => (first === "A" ? " B" : " A")) };
  };

async function drawn(sheet: SetSheet | undefined, change: Change): Promise<Uint8Array> {
  const pages = (sheet?.pages ?? []).map((page) => ({
    ...page,
    boxes: page.boxes.flatMap((box) => change(box) ?? []),
  }));
  return drawPdf(pages, fonts);
}

/** Reads sheets as `recover` does; the font is taken only where lines are read. */
async function read(...files: Uint8Array[]): Promise<Reading & { linesRead: boolean }> {
  let linesRead = false;
  const typedFont = async () => {
    linesRead = true;
    return fonts.parsed.mono;
  };
  const inputs = files.map((bytes, i) => ({ name: `${i + 1}.pdf`, bytes }));
  const reading = await readSheets(inputs, nodePlatform, { typedFont, printedLines: "needed" });
  return { ...reading, linesRead };
}

describe("lines of sealed and share sheets in a PDF", () => {
  wide("are not looked at where the codes are enough", async () => {
    const reading = await read(await drawn(set.sheets[0], (box) => box), await drawn(set.sheets[2], (box) => box));
    expect(reading).toMatchObject({ linesRead: false, byLines: [], problems: [] });
    // Nor where another holder's sheet is all that is missing.
    expect(await read(await drawn(set.sheets[0], (box) => box))).toMatchObject({ linesRead: false });
  });

  test.each(
    some([
      ["all codes", blankCodes, blankCodes],
      ["the share's codes of one sheet", blank("PE1S"), (box: Box) => box],
      ["the document's codes of all sheets", blank("PE1D"), blank("PE1D")],
      ["all codes, and a line of share and document altered", alter(blankCodes, "D3", "S1"), blankCodes],
    ] as const),
  )("open the set without %s", async (_, first, second) => {
    const reading = await read(await drawn(set.sheets[0], first), await drawn(set.sheets[1], second));
    expect(reading.problems).toEqual([]);
    expect(reading.byLines).toContain("1.pdf");
    expect(reading.sets).toHaveLength(1);
    const [found] = reading.sets;
    expect(found && (await openSet(found)).accounts).toEqual([account]);
  });

  wide("open a sealed sheet whose lines go over several pages", async () => {
    const withLines = sealed.sheets[0]?.pages.filter(({ boxes }) =>
      boxes.some((box) => box.kind === "text" && box.role === "line"),
    );
    expect(withLines?.length).toBeGreaterThan(1);
    const { sets, problems, byLines } = await read(await drawn(sealed.sheets[0], blankCodes));
    expect([problems, byLines, sets.length]).toEqual([[], ["1.pdf"], 1]);
    expect(sets[0] && (await openSet(sets[0], PASSPHRASE)).accounts).toEqual(many);
  });

  wide("are never guessed: with three of a block wrong nothing is opened, and they are named", async () => {
    const altered = alter(blankCodes, "D2", "D4", "D6");
    const { sets, problems } = await read(await drawn(set.sheets[0], altered), await drawn(set.sheets[1], altered));
    expect(sets[0]?.document).toBeUndefined();
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "lines-missing", data: { missing: "D2 D4 D6", count: 3 } }),
    );
  });

  wide(
    "are settled by the document's hash: lines whose checks are right and which are another document's are refused",
    async () => {
      const other = set.document.bytes.map((byte, i) => (i > 40 ? byte ^ 1 : byte));
      const forged = new Map((await encodeLines("D", other)).map((line) => [line.number, formatLine(line)]));
      const change: Change = (box) => {
        const number = box.kind === "text" && box.role === "line" ? /^D(\d+) /u.exec(box.text)?.[1] : undefined;
        if (box.kind !== "text" || number === undefined || number === "0") return blankCodes(box);
        return { ...box, text: forged.get(Number(number)) ?? box.text };
      };
      const { sets, problems } = await read(await drawn(set.sheets[0], change), await drawn(set.sheets[1], change));
      expect(sets[0]?.document).toBeUndefined();
      expect(problems).toContainEqual(expect.objectContaining({ code: "lines-id-mismatch" }));
    },
  );

  test("of an open sheet give its account where it has no code, and only then", async () => {
    const { pages } = await sheetsOf([account]);
    const without = pages.map((page) => ({ ...page, boxes: page.boxes.flatMap((box) => blankCodes(box) ?? []) }));
    expect(await read(await drawPdf(without, fonts))).toMatchObject({ problems: [], sheets: [{ account, codes: [] }] });
    expect(await read(await drawPdf(pages, fonts))).toMatchObject({ linesRead: false, sheets: [{ account }] });
  });

  test("a page that has neither is told to have no code", async () => {
    const { problems } = await read(await drawn(set.sheets[3], blankCodes));
    expect(problems).toEqual([{ source: "1.pdf", code: "sheet-no-code", data: {} }]);
  });
});
