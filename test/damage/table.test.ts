import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { likelyShare, noneInWords, percent, percentWithInterval } from "../../bench/damage/confidence.mjs";
import { betweenMarks } from "../../bench/damage/documents.mjs";
import { durabilitySummary } from "../../bench/damage/durability-summary.mjs";
import { durabilityTables } from "../../bench/damage/durability-table.mjs";
import { addResult, keyOf, loadResults } from "../../bench/damage/results.mjs";

const CASE = { reader: "paper-escrow", seed: 1, kind: "open", content: "one", grade: "bad", damage: "drawn" };
const good = (number: number) => ({ ...CASE, number, codes: true, lines: true, program: true, wrong: 0 });
const typed = (number: number) => ({ ...good(number), codes: false, program: false });

describe("shares", () => {
  it("are never rounded up to all", () => {
    expect(percent(9999, 10_000)).toBe("99.9 %");
    expect(percent(500, 500)).toBe("100 %");
    expect(percent(0, 7)).toBe("0 %");
  });

  it("have Wilson's interval", () => {
    // 81 of 263 is Newcombe's example (Statistics in Medicine 17, 1998).
    expect(likelyShare(500, 500)[0]).toBeCloseTo(0.9924, 4);
    expect(likelyShare(500, 500)[1]).toBeCloseTo(1, 9);
    expect(likelyShare(81, 263)[0]).toBeCloseTo(0.2553, 3);
    expect(likelyShare(81, 263)[1]).toBeCloseTo(0.3662, 3);
    expect(percentWithInterval(500, 500)).toBe("100 % (99.2–100)");
  });

  it("of what never happened are below three in as many", () => {
    expect(noneInWords(0, 500)).toBe("0 (< 0.60 %)");
    expect(noneInWords(2, 500)).toBe("2");
  });
});

describe("results", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "damage-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("of a run cut short are kept, but for half a line, and the next one begins anew", () => {
    const path = join(folder, "results.jsonl");
    addResult(path, { state: "a", ...good(0) });
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, `${whole}${whole.slice(0, 40)}`);
    expect(loadResults(path, "a").map(keyOf)).toEqual([keyOf(good(0))]);
    addResult(path, { state: "a", ...good(1) });
    expect(loadResults(path, "a").map(keyOf)).toEqual([keyOf(good(0)), keyOf(good(1))]);
  });

  it("of another state of the program do not count", () => {
    const path = join(folder, "results.jsonl");
    expect(loadResults(path, "a")).toEqual([]);
    addResult(path, { state: "b", ...good(0) });
    expect(loadResults(path, "a")).toEqual([]);
  });
});

describe("tables", () => {
  const peer = { ...CASE, reader: "qr-backup", number: 0, read: false };
  const alone = { ...good(0), grade: "wrecked", damage: "blot", lines: true, codes: false, program: true };
  const results = [good(0), good(1), good(2), typed(3), peer, alone];

  it("say how many came back, and how sure that is", () => {
    const text = durabilityTables(results);
    expect(text).toContain("| bad | open | 4 | 75 % (30–95.4) | 100 % (51–100) | 75 % (30–95.4) | 0 (< 53 %) |");
    expect(text).toContain("| blot | open | – |  | 0 / 100 / 100 (1) | 0 |");
    expect(text).toContain("| bad | open | 75 % (30–95.4) of 4 |  |  | 0 % (0–79.3) of 1 |");
    expect(text).toContain("5 cases ran, drawn from seed 1; wrong results: 0.");
  });

  it("show what is said to work though it does not", () => {
    const text = durabilityTables([{ ...typed(0), falseYes: true }, good(1)]);
    expect(text).toMatch(/\| wrong \| said to work though it does not \|/u);
    expect(text).toMatch(/^\| bad \| open \| 2 \|.*\| 1 \|$/mu);
    expect(text).toContain("Said to work though it does not: 1.");
  });

  it("show what is wrong", () => {
    expect(durabilityTables([{ ...typed(0), wrong: 2 }])).toContain(
      "| 0 % (0–79.3) | 100 % (20.6–100) | 0 % (0–79.3) | 2 |",
    );
  });

  it("are put in short into the pages of both languages", () => {
    expect(durabilitySummary(results, "en")).toContain("| open | – | 75 / 100 / 75 | – | 0 |");
    expect(durabilitySummary(results, "ja")).toContain("| – | 75 / 100 / 75 | – | 0 |");
    expect(betweenMarks("a\n<!-- durability -->\nold\n<!-- /durability -->\nb", "$&")).toBe(
      "a\n<!-- durability -->\n\n$&\n\n<!-- /durability -->\nb",
    );
    expect(() => betweenMarks("a", "b")).toThrow(RangeError);
  });
});
