import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseRecord } from "../../src/paper/record.js";
import { receiptsOf } from "../../src/recover/receipts.js";
import { findSets } from "../../src/recover/sets.js";
import type { FixedSet } from "../vectors/v0/sets.js";
import { fixedSets } from "../vectors/v1/sets.js";

const file = join(import.meta.dirname, "..", "vectors", "v1", "receipts.json");
const vectors: { setId: string; x: number; year: number; receipt: string }[] = JSON.parse(readFileSync(file, "utf8"));
/** 2026-12-31T23:59:59Z. */
const LAST_OF_2026 = 1_798_761_599;

async function receipts(texts: readonly string[], unixSeconds = LAST_OF_2026) {
  const records = texts.map((text) => {
    const reading = parseRecord(text);
    if (reading.status !== "record") throw new Error("no record");
    return { source: "sheet", record: reading.record };
  });
  const { sets } = await findSets(records, []);
  return Promise.all(sets.map((set) => receiptsOf(set, unixSeconds)));
}

function expected({ setId }: FixedSet, x: number, year: number) {
  return vectors
    .filter((one) => one.setId === setId && one.x === x && one.year === year)
    .map(({ receipt }) => ({ x, year, receipt }));
}

const [set] = fixedSets;
const codes = set.shares.map(({ code }) => code);
const code = (i: number) => codes[i] ?? "";

describe("receipts of what was read", () => {
  it("are told of a share that is in the roster, for the year in UTC", async () => {
    expect(await receipts([...set.frames, code(1)])).toEqual([expected(set, 2, 2026)]);
    expect(await receipts([...set.frames, code(1)], LAST_OF_2026 + 1)).toEqual([expected(set, 2, 2027)]);
  });

  it("are told of each share, and of a sealed sheet", async () => {
    expect(await receipts([...set.frames, ...codes])).toEqual([[1, 2, 3].flatMap((x) => expected(set, x, 2026))]);
    const sealed = fixedSets.find(({ shares }) => shares.length === 0);
    if (!sealed) throw new Error("no sealed set");
    const own = expected(sealed, 0, 2026);
    expect(own).toHaveLength(1);
    expect(await receipts(sealed.frames)).toEqual([own]);
  });

  it("are told of no share without its document, of none that is altered, and of no document in part", async () => {
    expect(await receipts([code(0)])).toEqual([[]]);
    const altered = code(0).replace(/.(?=.{20}$)/u, (letter) => (letter === "A" ? "B" : "A"));
    expect(await receipts([...set.frames, altered])).toEqual([[]]);
    const sealed = fixedSets.find(({ shares }) => shares.length === 0);
    expect(await receipts((sealed?.frames ?? []).slice(0, 1))).toEqual([[]]);
  });
});
