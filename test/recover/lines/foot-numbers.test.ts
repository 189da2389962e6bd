import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { planShares } from "../../../src/make/set-sheets.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { loadFootWords, loadTypedFont } from "../../../src/node.js";
import { sightPage } from "../../../src/read/pages/page-sight.js";
import { sortCodes } from "../../../src/recover/code-sorting.js";
import { factsOf } from "../../../src/recover/file-reading.js";
import { foreignFeet } from "../../../src/recover/lines/foot-numbers.js";
import type { Problem } from "../../../src/recover/problem.js";
import { readSheets } from "../../../src/recover/sheet-reading.js";
import { formatSetId } from "../../../src/share/set-id.js";
import type { Page } from "../../../src/sheet/box.js";
import { drawPdf } from "../../../src/sheet/pdf.js";
import { FULL } from "../../helpers/full.js";
import { drawnPages, scanned } from "../../helpers/scan.js";
import { setResources } from "../../helpers/set-sheets.js";
import { fonts } from "../../helpers/sheets.js";

const FOREIGN = "ABCD-EFGH-2345-67QR";

/** A share's first page, and the same with another set's number at its foot. */
async function sheetsIn(language: "en" | "ja") {
  const account = makeAccount({ issuer: "GitHub", account: "octo", secret: "JBSWY3DPEHPK3PXP" });
  const contents = { accounts: [account], keeps: [], notes: [], holders: ["", "", ""] };
  const set = await planShares(
    contents,
    { k: 2, n: 3 },
    { version: "test", paper: "a4" },
    await setResources(language),
  );
  const number = formatSetId(set.document.setId);
  const [page] = set.sheets[0]?.pages ?? [];
  if (!page) throw new RangeError("no page");
  let changed = 0;
  const boxes = page.boxes.map((box) => {
    if (box.kind !== "text" || !box.text.endsWith(` · ${number}`)) return box;
    changed++;
    return { ...box, text: box.text.replace(number, FOREIGN) };
  });
  expect(changed).toBe(1);
  return { number, good: page, forged: { ...page, boxes } };
}

/** What is said of the number at the foot of a page as it was drawn. */
async function problemsOf(page: Page) {
  const [raster] = await drawnPages(await drawPdf([page], fonts));
  if (!raster) throw new RangeError("no raster");
  const facts = factsOf("a.jpg", "picture", 1, await sightPage(raster, nodePlatform, { foot: true }));
  const { records } = sortCodes("a.jpg", "picture", facts.codes);
  expect(records.length).toBeGreaterThan(0);
  return foreignFeet([facts], records, loadFootWords);
}

/** The same, of a scan and with all else that is read of it. */
async function problemsOfScan(page: Page, angle: number) {
  const [raster] = await drawnPages(await drawPdf([page], fonts));
  if (!raster) throw new RangeError("no raster");
  const bytes = await scanned(raster, { angle });
  const options = { typedFont: loadTypedFont, footWords: loadFootWords };
  const { problems } = await readSheets([{ name: "a.jpg", bytes }], nodePlatform, options);
  return problems.filter(({ code }) => code === "foot-set-differs");
}

function expectForeign([problem, second]: readonly Problem[], number: string) {
  expect(problem).toMatchObject({ source: "a.jpg", code: "foot-set-differs", data: { set: number } });
  expect(second).toBeUndefined();
  // Letters such as B and D are alike in small type.
  const printed = String(problem?.data.printed);
  expect([...FOREIGN].filter((one, i) => one === printed[i]).length).toBeGreaterThanOrEqual(8);
}

it("another set's number at the foot of a page than its codes have is told", async () => {
  const { number, good, forged } = await sheetsIn("en");
  expect(await problemsOf(good)).toEqual([]);
  expectForeign(await problemsOf(forged), number);
});

describe.runIf(FULL)("the same of a scan", () => {
  it.each([
    ["en", 90.6],
    ["ja", 0.6],
    ["en", 180],
  ] as const)("%s, turned by %s°", async (language, angle) => {
    const { number, good, forged } = await sheetsIn(language);
    expect(await problemsOfScan(good, angle)).toEqual([]);
    expectForeign(await problemsOfScan(forged, angle), number);
  });
});
