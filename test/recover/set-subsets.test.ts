import { describe, expect, test } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import type { Contents } from "../../src/document/plaintext.js";
import type { SetResources } from "../../src/make/set-codes.js";
import { drawSheet, type PlannedSet, planShares } from "../../src/make/set-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import type { FoundRecord } from "../../src/recover/found-set.js";
import { findSets, openSet } from "../../src/recover/sets.js";
import { readSheets } from "../../src/recover/sheet-reading.js";
import { FULL } from "../helpers/full.js";
import { seededRandom } from "../helpers/photo.js";
import { setResources } from "../helpers/set-sheets.js";

/** Subsets that are tried of each size where there are more. */
const SAMPLE = FULL ? 200 : 20;

/** k, n and numbers of accounts: the smallest by default, all in full. */
const SETS = [
  { k: 2, n: 3, counts: [1, 12, 50] },
  { k: 3, n: 5, counts: [12, 1, 50] },
  { k: 5, n: 9, counts: [1, 12, 50] },
  { k: 8, n: 16, counts: [1] },
].flatMap(({ k, n, counts }) => (FULL ? counts : counts.slice(0, n > 3 ? 0 : 1)).map((count) => ({ k, n, count })));

function contentsOf(count: number): Contents {
  const accounts = Array.from({ length: count }, (_, i) =>
    makeAccount({
      issuer: `Service ${i}`,
      account: `someone@example.org`,
      secret: `${"GEZDGNBVGY3TQOJQ".repeat(2)}${"ABCDEFGH".charAt(i % 8)}A`,
    }),
  );
  return { accounts, keeps: [], notes: [], holders: [], made: "2026-03-01", title: "Household" };
}

/** What each holder's PDF gives, read from its pixels. */
async function recordsOf(set: PlannedSet, resources: SetResources): Promise<FoundRecord[][]> {
  const sheets: FoundRecord[][] = [];
  for (const [i, sheet] of set.sheets.entries()) {
    if (sheet.kind !== "share") continue;
    const input = { name: `share-${i + 1}.pdf`, bytes: await drawSheet(sheet, resources) };
    sheets.push([...(await readSheets([input], nodePlatform)).records]);
  }
  return sheets;
}

function* subsets(n: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else for (let i = from; i + size <= n; i++) for (const rest of subsets(n, size - 1, i + 1)) yield [i, ...rest];
}

/** All subsets, or a seeded sample of them. */
function sampled(n: number, size: number): number[][] {
  const all = [...subsets(n, size)];
  const random = seededRandom(n * 100 + size);
  while (all.length > SAMPLE) all.splice(Math.floor(random() * all.length), 1);
  return all;
}

describe("every quorum, and no smaller one, from the pixels of the sheets", () => {
  test.each(SETS)("$k of $n with $count accounts", async ({ k, n, count }) => {
    const resources = await setResources("en");
    const contents = contentsOf(count);
    const set = await planShares(contents, { k, n }, { paper: "a4", version: "0.1.0" }, resources);
    const sheets = await recordsOf(set, resources);
    const found = async (subset: readonly number[]) => {
      const { sets, problems } = await findSets(
        subset.flatMap((i) => sheets[i] ?? []),
        [],
      );
      expect(problems).toEqual([]);
      expect(sets).toHaveLength(1);
      return sets[0] as (typeof sets)[0];
    };
    for (const subset of sampled(n, k))
      expect((await openSet(await found(subset))).accounts).toEqual(contents.accounts);
    for (const subset of sampled(n, k - 1)) {
      const few = await found(subset);
      await expect(openSet(few)).rejects.toMatchObject({
        code: "shares-missing",
        data: { have: k - 1, need: k, more: 1, set: few.name },
      });
    }
  });
});
