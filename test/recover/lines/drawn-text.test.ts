import { describe, expect, test } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { planSealed, planShares } from "../../../src/make/set-sheets.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { loadTypedFont } from "../../../src/node.js";
import { readSheets } from "../../../src/recover/sheet-reading.js";
import { formatSetId } from "../../../src/share/set-id.js";
import type { Box, Page } from "../../../src/sheet/box.js";
import { drawPdf } from "../../../src/sheet/pdf.js";
import { some } from "../../helpers/full.js";
import { setResources } from "../../helpers/set-sheets.js";
import { fonts, OPEN, sheetsOf } from "../../helpers/sheets.js";

const account = makeAccount({ issuer: "GitHub", account: "octo", secret: "JBSWY3DPEHPK3PXP" });
const other = makeAccount({ issuer: "GitHub", account: "octo", secret: "JBSWY3DPEHPK3PXQ" });

async function verify(pages: readonly Page[]) {
  const bytes = await drawPdf(pages, fonts);
  return readSheets([{ name: "sheet.pdf", bytes }], nodePlatform, { typedFont: loadTypedFont });
}

function change(pages: readonly Page[], map: (box: Box) => Box | undefined): Page[] {
  return pages.map((page) => ({ ...page, boxes: page.boxes.flatMap((box) => map(box) ?? []) }));
}

describe("keys and check lines of a PDF beside its codes", () => {
  test.each(["open", "front", "cards"] as const)("%s: a good sheet has no problem", async (template) => {
    const { pages } = await sheetsOf(
      [account, makeAccount({ issuer: "Example", secret: "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U" })],
      { ...OPEN, template },
    );
    const reading = await verify(pages);
    expect(reading.problems).toEqual([]);
    expect(reading.sheets).toHaveLength(2);
  });

  test("one changed character of the key is told with its page", async () => {
    const { pages } = await sheetsOf([account]);
    const changed = change(pages, (box) =>
      box.kind === "text" && box.role === "key" ? { ...box, text: box.text.replace(/P$/u, "Q") } : box,
    );
    expect((await verify(changed)).problems).toMatchObject([{ code: "sheet-key-differs", data: { page: 1 } }]);
  });

  test("the check lines of another account are told", async () => {
    const [{ pages }, { pages: foreign }] = [await sheetsOf([account]), await sheetsOf([other])];
    const lines = (foreign[1]?.boxes ?? []).filter((box) => box.kind === "text" && box.role === "line");
    const own = (box: Box) => box.kind === "text" && box.role === "line";
    const mixed = change(pages, (box) => (own(box) ? undefined : box)).map((page, i) =>
      i === 1 ? { ...page, boxes: [...page.boxes, ...lines] } : page,
    );
    expect((await verify(mixed)).problems).toMatchObject([{ code: "sheet-lines-differ", data: { page: 2 } }]);
  });

  test("the back of another account of the same name is told", async () => {
    const [{ pages }, { pages: foreign }] = [await sheetsOf([account]), await sheetsOf([other])];
    const swapped = [pages[0], foreign[1]].flatMap((page) => page ?? []);
    expect((await verify(swapped)).problems).toContainEqual(expect.objectContaining({ code: "sheet-codes-differ" }));
  });

  test("two accounts of one name, each on its own page, are no contradiction", async () => {
    const { pages } = await sheetsOf([account, other], { ...OPEN, template: "front" });
    const reading = await verify(pages);
    expect(reading.problems).toEqual([]);
    expect(reading.sheets.map((sheet) => sheet.account)).toEqual([account, other]);
  });

  test("without a living code the check lines alone give the account", async () => {
    const { pages } = await sheetsOf([account]);
    const reading = await verify(change(pages, (box) => (box.kind === "code" ? undefined : box)));
    expect(reading).toMatchObject({ problems: [], sheets: [{ account, codes: [] }] });
  });
});

describe("the number of a set in large type", () => {
  const OPTIONS = { version: "test" } as const;
  const contents = { accounts: [account], keeps: [], notes: [], holders: ["", "", ""] };
  const FOREIGN = "ABCD-EFGH-2345-67QR";
  const isNumber = (box: Box, number: string) => box.kind === "text" && box.face === "mono" && box.text === number;

  test.each(
    some([
      ["ja", "letter"],
      ["en", "a4"],
    ] as const),
  )("%s, %s: is that of the codes, and another one is told with both", async (language, paper) => {
    const resources = await setResources(language);
    const options = { ...OPTIONS, paper };
    for (const plan of some([
      () => planShares(contents, { k: 2, n: 3 }, options, resources),
      () => planSealed(contents, "correct horse", options, resources),
    ])) {
      const set = await plan();
      const number = formatSetId(set.document.setId);
      const [sheet] = set.sheets;
      if (!sheet) throw new RangeError("no sheet");
      expect((await verify(sheet.pages)).problems).toEqual([]);
      let changed = 0;
      const forged = change(sheet.pages, (box) => {
        if (!isNumber(box, number)) return box;
        changed++;
        return { ...box, text: FOREIGN } as Box;
      });
      expect(changed).toBe(1);
      expect((await verify(forged)).problems).toMatchObject([
        { source: "sheet.pdf", code: "sheet-set-differs", data: { page: 1, printed: FOREIGN, set: number } },
      ]);
    }
  });
});
