import { describe, expect, it } from "vitest";
import { type Account, makeAccount } from "../../src/account/account.js";
import { planShares } from "../../src/make-set.js";
import { setResources } from "../set-sheets.js";

const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const accounts = (count: number): Account[] =>
  Array.from({ length: count }, (_, i) => makeAccount({ issuer: "Example", account: `user ${i + 1}`, secret: SECRET }));
const OPTIONS = { paper: "a4", version: "test" } as const;

/** All words of a share sheet's first page, in one line. */
async function wordsOf(code: "en" | "ja", count: number): Promise<string> {
  const contents = { accounts: accounts(count), keeps: [], notes: [], holders: ["", ""] };
  const { sheets } = await planShares(contents, { k: 2, n: 2 }, OPTIONS, await setResources(code));
  const boxes = sheets[0]?.pages[0]?.boxes ?? [];
  return boxes.flatMap((box) => (box.kind === "text" ? [box.text] : [])).join(code === "en" ? " " : "");
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
