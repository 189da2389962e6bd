import { describe, expect, it } from "vitest";
import type { SourcesAnswer } from "../../../src/page/making/answers.js";
import { newDraft, takenRecovery } from "../../../src/page/making/draft.js";
import { wide } from "../../helpers/full.js";
import { KINDS, RECOVERY, shareSet } from "../helpers/fixtures.js";
import { TestMaking } from "../helpers/making.js";

const URI = "otpauth://totp/GitHub:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const CODES = ["1f2e3-d4c5b", "6a7b8-c9d0e", "0f1e2-a3b4c", "9f1e2-b3b4c", "8f1e2-c3b4c"];

/** What a list's codes are, by its name. */
async function codesOf({ desk }: TestMaking): Promise<Record<string, readonly string[]>> {
  const { recovery } = await desk.accounts();
  return Object.fromEntries(
    await Promise.all(recovery.map(async ({ id, name }) => [name, await desk.revealRecovery(id)] as const)),
  );
}

/** Opens a set by its first sheets. */
async function opened(scans: Parameters<TestMaking["add"]>): Promise<TestMaking> {
  const making = new TestMaking();
  const { sets } = await making.add(...scans);
  await making.desk.open(sets[0]!.name, undefined);
  return making;
}

describe("recovery codes on the page that makes sheets", () => {
  wide("stay in a set that is made anew, of accounts that are there and of others, and are proved", async () => {
    const former = await shareSet(KINDS, 2, 3, "old");
    const making = await opened([await former.picture(0), await former.picture(2)]);
    const { recovery, accounts } = await making.desk.sources();
    const bank = accounts.find(({ issuer }) => issuer === "Bank");
    expect(recovery.map(({ name, count, account }) => [name, count, account])).toEqual([
      ["Bank: someone", 2, bank?.id],
      ["Gone: bob", 1, undefined],
    ]);
    await making.make({ kind: "shares", k: 2, holders: ["Ann", "Bob"] });
    const papers = [...(await making.scans(0)), ...(await making.scans(1))];
    let proof = await making.prove(papers[0]!);
    for (const paper of papers.slice(1)) proof = await making.prove(paper);
    expect(proof.sheets.map(({ state }) => state)).toEqual(["works", "works"]);
    expect(Object.values(await codesOf(await opened(papers)))).toEqual(RECOVERY.map(({ codes }) => codes));
  });

  it("that were pasted stand on the sheets of their account, and are read from there again", async () => {
    const making = new TestMaking();
    const { accounts } = await making.add({ name: "key.txt", bytes: URI });
    const list = making.ticket({ name: "", bytes: `alice1984\n${CODES.join("\n")}\n` });
    const answer = await making.desk.addRecovery(accounts[0]!.id, list);
    expect(answer.recovery.map(({ name, count }) => [name, count])).toEqual([["GitHub: alice", 5]]);
    expect(answer.aside).toEqual([1]);
    await making.make();
    const again = new TestMaking();
    // The page of codes comes alone, before the account that it belongs to.
    const { recovery } = await again.add(...(await making.scans(0)).reverse());
    expect(recovery.map(({ name, count }) => [name, count])).toEqual([["GitHub: alice", 5]]);
    expect(await codesOf(again)).toEqual({ "GitHub: alice": CODES });
  });

  it("take the place of older ones, and are left out again", async () => {
    const former = await shareSet(KINDS, 2, 3, "old");
    const making = await opened([await former.picture(0), await former.picture(1)]);
    const { accounts } = await making.desk.sources();
    const bank = accounts.find(({ issuer }) => issuer === "Bank")!.id;
    const counts = ({ recovery }: SourcesAnswer) => recovery.map(({ name, count }) => `${name} ${count}`).sort();
    const list = making.ticket({ name: "codes.txt", bytes: "aaaa-1111\nbbbb-2222\ncccc-3333\n" });
    expect(counts(await making.desk.addRecovery(bank, list))).toEqual(["Bank: someone 3", "Gone: bob 1"]);
    expect(counts(await making.desk.dropRecovery(bank))).toEqual(["Bank: someone 2", "Gone: bob 1"]);
    for (const [bytes, code] of [
      [URI, "recovery-codes-key"],
      ["Dear daughter\n", "recovery-codes-none"],
    ] as const) {
      const wrong = making.desk.addRecovery(bank, making.ticket({ name: "", bytes }));
      await expect(wrong).rejects.toMatchObject({ code });
    }
  });

  wide("go with their account where that is left out", async () => {
    const former = await shareSet(KINDS, 2, 3, "old");
    const sources = await (await opened([await former.picture(0), await former.picture(1)])).desk.sources();
    const names = (draft: ReturnType<typeof newDraft>) => takenRecovery(draft, sources).map(({ name }) => name);
    const draft = newDraft([]);
    expect(names(draft)).toEqual(["Bank: someone", "Gone: bob"]);
    draft.without.add(sources.accounts.find(({ issuer }) => issuer === "Bank")!.id);
    expect(names(draft)).toEqual(["Gone: bob"]);
    draft.withoutRecovery.add(sources.recovery[1]!.id);
    expect(names(draft)).toEqual([]);
  });
});
