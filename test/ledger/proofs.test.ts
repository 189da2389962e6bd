import { describe, expect, it } from "vitest";
import { type Account, makeAccount } from "../../src/account/account.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { proofsOf } from "../../src/ledger/proofs.js";
import type { Problem } from "../../src/recover/problem.js";
import type { Reading } from "../../src/recover/reading.js";
import type { PageFacts } from "../../src/recover/source-reading.js";
import { expectLinear } from "../helpers/growth.js";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const account = (i: number): Account =>
  makeAccount({
    issuer: `Service ${i}`,
    account: "alice@example.com",
    secret: `JBSWY3DPEHPK3PXPJBSWY3DPEHPK3${BASE32[i % 32]}${BASE32[Math.floor(i / 32)]}Q`,
  });

/** What a scan of so many open sheets gave, a page each. */
function binder(sheets: number, exact = false, problems: readonly Problem[] = []): Reading {
  const accounts = Array.from({ length: sheets }, (_, i) => account(i));
  const facts = accounts.map((one, i): PageFacts => {
    const quality = { contrast: 0.9, capture: "good" } as const;
    const codes = [{ page: i + 1, text: formatOtpauth(one), usedCorrection: 0.1, quality }];
    return { source: "scan.pdf", origin: "pdf", page: i + 1, codes, unread: 0, exact };
  });
  return {
    sheets: accounts.map((one, i) => ({
      source: "scan.pdf",
      origin: "pdf",
      account: one,
      codes: [{ page: i + 1, usedCorrection: 0.1 }],
      corrected: [],
      rebuilt: [],
    })),
    ...{ sets: [], keepers: [], keeps: [], recovery: [], records: [], problems, byLines: [], facts, notes: [] },
  } as Reading;
}

describe("what a reading proves", () => {
  it("is each sheet whose paper it shows, and none that a program drew", async () => {
    const read = await proofsOf(binder(3));
    expect(read.map(({ proof }) => proof)).toEqual(Array(3).fill({ margin: 0.9, ink: 0.9, how: "codes" }));
    expect(new Set(read.map(({ id }) => id)).size).toBe(3);
    const drawn = await proofsOf(binder(3, true));
    expect(drawn.map(({ proof, isPaper }) => [proof, isPaper])).toEqual(Array(3).fill([undefined, false]));
  });

  it("is nothing of a page that contradicts itself, and all of the others", async () => {
    const problem: Problem = { source: "scan.pdf", code: "sheet-key-differs", data: { page: 2 } };
    const unread: Problem = { source: "scan.pdf", code: "page-unread", data: { page: 3 } };
    const read = await proofsOf(binder(3, false, [problem, unread]));
    expect(read.map(({ proof }) => proof !== undefined)).toEqual([true, false, true]);
  });

  it("takes ten times the work for ten times the sheets", async () => {
    const sizes = new Map([50, 500].map((size) => [size, binder(size)] as const));
    await expectLinear((size) => proofsOf(sizes.get(size)!), 500);
  });
});
