import { describe, expect, it } from "vitest";
import { type Account, makeAccount } from "../../../src/account/account.js";
import { makeOpenSheets } from "../../../src/make/open-sheets.js";
import { planSealed, planShares, type SetSheet } from "../../../src/make/set-sheets.js";
import type { ReplacedSet } from "../../../src/sheet/sets/set-content.js";
import { some, wide } from "../../helpers/full.js";
import { planSealedQuickly, setResources } from "../../helpers/set-sheets.js";
import { OPEN, resourcesOf } from "../../helpers/sheets.js";

const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const accounts = (count: number): Account[] =>
  Array.from({ length: count }, (_, i) => makeAccount({ issuer: "Example", account: `user ${i + 1}`, secret: SECRET }));
const OPTIONS = { paper: "a4", version: "test" } as const;

/** All words of a sheet, in one line. */
function textOf(sheet: SetSheet | undefined, between = " "): string {
  const boxes = sheet?.pages.flatMap((page) => page.boxes) ?? [];
  return boxes.flatMap((box) => (box.kind === "text" ? [box.text] : [])).join(between);
}

async function wordsOf(code: "en" | "ja", count: number): Promise<string> {
  const contents = { accounts: accounts(count), keeps: [], notes: [], holders: ["", ""] };
  const { sheets } = await planShares(contents, { k: 2, n: 2 }, OPTIONS, await setResources(code));
  return textOf(sheets[0], code === "en" ? " " : "");
}

describe("a share sheet's words", () => {
  it("say what it opens, one account or several", async () => {
    expect(await wordsOf("en", 1)).toMatch(/Opens the sign-in codes of 1 account\. It replaces/u);
    expect(await wordsOf("en", 3)).toMatch(/Opens the sign-in codes of 3 accounts\. It replaces/u);
    expect(await wordsOf("ja", 1)).toMatch(/アカウント1件の確認コードを作れます/u);
  });

  it("say who comes and what is shown, in words that mean one thing", async () => {
    expect(await wordsOf("en", 1)).toMatch(/Gather any 2 of the holders with their sheets\. It does not matter which/u);
    const japanese = await wordsOf("ja", 1);
    expect(japanese).toMatch(/コードが印刷された紙を1枚ずつ.*写真を復旧ページで開きます/u);
    expect(japanese).not.toMatch(/写真をページに|どれかの電話|電話の代わり/u);
  });
});

describe("where the recovery page is got", () => {
  const contents = { accounts: accounts(1), keeps: [], notes: [], holders: ["", ""] };

  it.each(some(["en", "ja"] as const))(
    "stands on every kind of sheet, with the family's own place: %s",
    async (code) => {
      const resources = await setResources(code);
      const options = { ...OPTIONS, fields: { "recovery-page-kept-at": "the-blue-box" } };
      const { sheets } = await planShares(contents, { k: 2, n: 2 }, options, resources);
      const sealed = await planSealedQuickly({ ...contents, holders: [] }, options, resources);
      for (const sheet of [...sheets, ...sealed.sheets]) {
        expect(textOf(sheet, "").replaceAll(" ", "")).toMatch(/npm(?:package|パッケージ)paper-escrow.*the-blue-box/u);
      }
      const { pages } = await makeOpenSheets(
        accounts(1),
        { paper: "a4", madeOn: "2026-01-31", version: "test" },
        await resourcesOf({ ...OPEN, language: code }),
      );
      const front = pages[0]?.boxes.flatMap((box) => (box.kind === "text" ? [box.text] : [])).join("") ?? "";
      for (const name of ["recover.html", "paper-escrow", "GoogleAuthenticator", "MicrosoftAuthenticator", "2FAS"]) {
        expect(front.replaceAll(" ", "")).toContain(name);
      }
    },
  );
});

describe("whose a set is, and who holds it", () => {
  const contents = {
    accounts: accounts(1),
    keeps: [],
    notes: [],
    holders: ["Aunt, 555-0100", "Ben"],
    made: "2026-01-31",
  };

  async function saidOf(more: object) {
    const resources = await setResources("en");
    const { sheets } = await planShares({ ...contents, ...more }, { k: 2, n: 2 }, OPTIONS, resources);
    return { share: textOf(sheets[1]), keeper: textOf(sheets.at(-1)) };
  }

  it("stands with the title on the front, and on the keeper's page", async () => {
    const both = await saidOf({ owner: "Ada Example", title: "for when a phone is lost" });
    for (const said of Object.values(both)) {
      expect(said).toMatch(/Sign-in codes of Ada Example: for when a phone is lost/u);
    }
    const owner = await saidOf({ owner: "Ada Example" });
    expect(owner.share).toMatch(/Sign-in codes of Ada Example (?!:)/u);
    expect((await saidOf({ title: "Household" })).share).toMatch(/open it Household Holder/u);
  });

  it("names every holder and how to reach them on every sheet, beside the blank for it", async () => {
    const { share, keeper } = await saidOf({});
    expect(share).toMatch(/Holder Ben .*1\. {2}Aunt 555-0100 2\. {2}Ben/u);
    expect(keeper).toMatch(/1\. {2}Aunt, 555-0100 2\. {2}Ben/u);
  });
});

describe("what a set's sheets say of the one that they replace", () => {
  const contents = {
    accounts: accounts(1),
    keeps: [],
    notes: [],
    holders: ["", ""],
    made: "2026-01-31",
    replaces: "K7QF2M3XABCDEFGH",
  };

  /** Words of a share sheet, the keeper's page and a sealed sheet. */
  async function saidOf(replaced?: ReplacedSet): Promise<{ share: string; keeper: string; sealed: string }> {
    const options = { ...OPTIONS, ...(replaced ? { replaced } : {}) };
    const resources = await setResources("en");
    const { sheets } = await planShares(contents, { k: 2, n: 2 }, options, resources);
    const sealed = await planSealed({ ...contents, holders: [] }, "a passphrase", options, resources);
    return { share: textOf(sheets[0]), keeper: textOf(sheets.at(-1)), sealed: textOf(sealed.sheets[0]) };
  }

  wide("is how many of how many to destroy, and on the keeper's page who has them, where that is known", async () => {
    const { share, keeper, sealed } = await saidOf({
      threshold: { k: 3, n: 5 },
      holders: ["Ann", "Ben", "", "Dan", "Eve"],
    });
    expect(keeper).toMatch(/K7QF-2M3X-ABCD-EFGH, which any 3 of its 5 sheets still open\. Destroy 3 of its 5 sheets/u);
    expect(keeper).toMatch(/Its sheets went to: 1 Ann, 2 Ben, 4 Dan, 5 Eve/u);
    for (const words of [share, sealed]) {
      expect(words).toMatch(/any 3 of its 5 sheets still open that one\. Destroy 3 of them/u);
      expect(words).not.toMatch(/Ann|Ben|went to/u);
    }
    for (const words of [share, keeper, sealed]) expect(words).not.toMatch(/n − k|any k/u);
  });

  wide("is to destroy the sheet, where it was sealed", async () => {
    const { share, keeper, sealed } = await saidOf({ threshold: undefined, holders: [] });
    expect(keeper).toMatch(/replaces the sealed sheet K7QF-2M3X-ABCD-EFGH, which its passphrase still opens/u);
    for (const words of [share, sealed]) expect(words).toMatch(/This replaces K7QF-2M3X-ABCD-EFGH: destroy that one/u);
    expect(keeper).not.toMatch(/n − k/u);
  });

  wide("is the rule, where nothing but its number is known", async () => {
    expect((await saidOf()).keeper).toMatch(/at least n − k \+ 1 of its sheets/u);
  });
});
