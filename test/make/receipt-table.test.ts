import { describe, expect, test } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { planShares } from "../../src/make/set-sheets.js";
import { shareReceipt } from "../../src/share/receipt.js";
import { PAPER_NAMES } from "../../src/sheet/paper.js";
import { FULL } from "../helpers/full.js";
import { setResources } from "../helpers/set-sheets.js";
import { faultsOf } from "../sheet/layout-faults.js";

const resources = { en: await setResources("en"), ja: await setResources("ja") };
const account = makeAccount({ issuer: "GitHub", account: "ada", secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" });
const contents = (n: number, made?: string) => ({
  ...{ accounts: [account], keeps: [], notes: [], holders: Array.from({ length: n }, (_, i) => `Person ${i + 1}`) },
  ...(made === undefined ? {} : { made }),
});
const LOOKS = (["en", "ja"] as const).flatMap((language) =>
  PAPER_NAMES.flatMap((paper) => [2, 5, 16].map((n) => [language, paper, n] as const)),
);

/** By default every language, paper and number of shares once or twice, not each with each. */
const SHOWN = FULL ? LOOKS : [1, 3, 8].flatMap((i) => LOOKS.slice(i, i + 1));

describe("the keeper's page", () => {
  test.each(SHOWN)("%s, %s: has ten years of receipts of %i shares, each in its row", async (language, paper, n) => {
    const options = { paper, version: "test" } as const;
    const { sheets } = await planShares(contents(n, "2027-05-01"), { k: 2, n }, options, resources[language]);
    const keeper = sheets.at(-1);
    if (keeper?.kind !== "keeper") throw new RangeError("no keeper's page");
    expect(keeper.pages.length).toBeLessThanOrEqual(n > 5 ? 2 : 1);
    expect(keeper.pages.flatMap((page) => faultsOf(page, resources[language].templates.keeper))).toEqual([]);
    const texts = keeper.pages.flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "text" ? [box] : [])));
    for (const { share } of sheets) {
      if (!share) continue;
      for (let year = 2027; year < 2037; year++) {
        const own = shareReceipt(share, year);
        const receipt = texts.find(({ text }) => text === own);
        const onRow = texts.filter(({ yMm }) => yMm === receipt?.yMm).map(({ text }) => text);
        expect(onRow).toContain(String(share.point.x));
        const above = texts.filter(({ text, xMm }) => text === String(year) && xMm === receipt?.xMm);
        expect(above).toHaveLength(1);
      }
    }
  });

  // A second page is laid out above, too.
  test.each(SHOWN.filter(([, , n]) => FULL || n <= 5))(
    "%s, %s: names both pages that came with %i shares",
    async (language, paper, n) => {
      const [sha256, workshopSha256] = ["0123456789abcdef".repeat(4), "fedcba9876543210".repeat(4)];
      const recoveryPage = { version: "10.10.10", sha256, workshopSha256 };
      const { templates } = resources[language];
      const holders = Array.from({ length: n }, (_, i) => `Person ${i + 1}, +41 44 555 01 ${10 + i}`);
      const given = { ...contents(n, "2027-05-01"), holders, title: "if a phone is lost", owner: "the Example family" };
      const { sheets } = await planShares(
        given,
        { k: 2, n },
        { paper, version: "test", recoveryPage },
        resources[language],
      );
      const { pages } = sheets.at(-1)!;
      expect(pages.length).toBeLessThanOrEqual(n > 5 ? 2 : 1);
      expect(pages.flatMap((page) => faultsOf(page, templates.keeper))).toEqual([]);
      const words = pages.flatMap(({ boxes }) => boxes.map((box) => (box.kind === "text" ? box.text : ""))).join("");
      for (const hash of [sha256, workshopSha256]) expect(words.replaceAll(" ", "")).toContain(hash);
      expect(words).toContain("paper-escrow.html");
    },
  );

  test("has none where nobody said when the set was made", async () => {
    const options = { paper: "a4", version: "test" } as const;
    const { sheets } = await planShares(contents(2), { k: 2, n: 2 }, options, resources.en);
    const words = JSON.stringify(sheets.at(-1)?.pages);
    expect(words).toContain("Keeper's page");
    expect(words).not.toContain("Receipts");
  });
});
