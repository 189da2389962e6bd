import { describe, expect, it } from "vitest";
import { addDays, addInterval, daysBetween, isDay, isInterval } from "../../src/ledger/days.js";
import { standingsOf } from "../../src/ledger/due.js";
import { enter, enterAll } from "../../src/ledger/enter.js";
import { EMPTY_LEDGER, type Ledger, type NewEvent } from "../../src/ledger/ledger.js";
import { findReceipt, isReceiptOfNow, parseReceipt } from "../../src/ledger/receipts.js";
import { sheetsMeant } from "../../src/ledger/sheet-id.js";

const SET = "K7QF-2M3X-AAAA-BBBB";
const ID = `${SET}/1`;
const made: NewEvent = { on: "2027-03-01", what: "made" };
const proof = (on: string, margin: number, more: Partial<NewEvent> = {}): NewEvent => ({
  on,
  what: "proved",
  margin,
  ink: 1,
  how: "codes",
  ...more,
});
const one = (...events: NewEvent[]) => enter(EMPTY_LEDGER, { id: ID }, ...events);
const at = (ledger: Ledger, on: string) => {
  const [first] = standingsOf(ledger, on);
  return [first?.standing, first?.nextCheck, first?.task];
};

describe("days and intervals", () => {
  it("are those of the calendar", () => {
    expect(["2028-02-29", "2027-02-29", "2027-13-01", "1969-12-31", "2027-1-1", "20270101"].map(isDay)).toEqual([
      true,
      ...[false, false, false, false, false],
    ]);
    expect(
      ["90d", "1y", "6w", "3m", "30y", "31y", "0d", "1", "y", "-1d", "1.5y", "99999d", "1Y"].map(isInterval),
    ).toEqual([...[true, true, true, true, true], ...[false, false, false, false, false, false, false, false]]);
    expect(addInterval("2028-02-29", "1y")).toBe("2029-02-28");
    expect(addInterval("2027-11-30", "3m")).toBe("2028-02-29");
    expect(addInterval("2027-12-31", "6w")).toBe("2028-02-11");
    expect(addInterval("2027-12-31", "90d")).toBe("2028-03-30");
    expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
    expect(daysBetween("2027-03-28", "2028-03-28")).toBe(366);
    expect(addInterval("9990-01-01", "30y")).toBe("9999-12-31");
  });
});

describe("a sheet", () => {
  it("is checked a year after it was made, proved or told, or as often as somebody said", () => {
    expect(at(one(made), "2027-03-02")).toEqual(["unproved", "2028-03-01", undefined]);
    expect(at(one(made), "2028-03-01")).toEqual(["unproved", "2028-03-01", "check"]);
    expect(at(one(made, proof("2027-03-05", 1)), "2028-03-04")).toEqual(["good", "2028-03-05", undefined]);
    const told = one(made, { on: "2028-02-01", what: "receipt", year: 2028 });
    expect(at(told, "2028-03-10")).toEqual(["good", "2029-02-01", undefined]);
    const late = one(made, { on: "2028-01-20", what: "receipt", year: 2027 });
    expect(at(late, "2028-03-10")).toEqual(["good", "2028-12-31", undefined]);
    const often = one(made, { on: "2027-03-01", what: "kept", checkEvery: "90d" });
    expect(at(often, "2027-05-30")).toEqual(["unproved", "2027-05-30", "check"]);
  });

  it("that a wrong clock entered for later is not counted before that day", () => {
    expect(at(one(made, proof("2062-01-01", 1)), "2028-03-01")).toEqual(["unproved", "2028-03-01", "check"]);
    expect(at(one(proof("2062-01-01", 1)), "2028-03-01")).toEqual(["unproved", "2028-03-01", "check"]);
  });

  it("is to be printed again once half of its correction is used up, its ink faint, or codes gone", () => {
    for (const [margin, more] of [
      [0.49, {}],
      [1, { ink: 0.39 }],
      [1, { gone: 1 }],
      [0, { how: "lines" }],
    ] as const) {
      expect(at(one(made, proof("2027-03-05", margin, more)), "2027-03-06")).toEqual([
        "poor",
        "2028-03-05",
        "print-again",
      ]);
    }
    expect(at(one(made, proof("2027-03-05", 0.5)), "2027-03-06")[2]).toBeUndefined();
    // The picture is to blame, not the paper.
    expect(at(one(made, proof("2027-03-05", 0.2, { picture: "blurred" })), "2027-03-06")[0]).toBe("good");
    // A new print begins anew.
    expect(at(one(made, proof("2027-03-05", 0.2), { on: "2027-03-09", what: "made" }), "2027-03-10")[0]).toBe(
      "unproved",
    );
  });

  it("that fades is told before it is poor", () => {
    const slowly = one(made, proof("2027-03-05", 1), proof("2028-03-05", 0.97), proof("2029-03-05", 0.95));
    expect(at(slowly, "2029-03-06")[0]).toBe("good");
    const fast = one(made, proof("2027-03-05", 1), proof("2028-03-05", 0.97), proof("2029-03-05", 0.7));
    expect(at(fast, "2029-03-06")).toEqual(["fading", "2030-03-05", "print-again"]);
    const ink = one(made, proof("2027-03-05", 1, { ink: 0.9 }), proof("2028-03-05", 1, { ink: 0.6 }));
    expect(at(ink, "2028-03-06")[0]).toBe("fading");
    // Two pictures of one day differ by chance.
    const twice = one(made, proof("2027-03-05", 1), proof("2027-03-06", 0.8));
    expect(at(twice, "2027-03-07")[0]).toBe("good");
  });

  it("that was opened, replaced or destroyed says what follows, and is not asked for again", () => {
    expect(at(one(made, { on: "2027-04-01", what: "opened" }), "2027-04-02")[2]).toBe("enrol-anew");
    const replaced = one(made, { on: "2027-04-01", what: "opened" }, { on: "2027-04-03", what: "replaced" });
    expect(at(replaced, "2027-04-04")).toEqual(["collect", undefined, "collect"]);
    const gone = enter(replaced, { id: ID }, { on: "2027-05-01", what: "destroyed" });
    expect(at(gone, "2040-01-01")).toEqual(["destroyed", undefined, undefined]);
    expect(at(gone, "2027-04-30")).toEqual(["collect", undefined, "collect"]);
  });

  it("is where it was said last, by day and then by turn", () => {
    const ledger = one(
      { ...made, holder: "Aunt" },
      { on: "2029-01-01", what: "moved", holder: "Bob", keptAt: "safe" },
      { on: "2029-01-01", what: "kept", seal: "A 17" },
      { on: "2028-01-01", what: "moved", holder: "Carol", seal: "A 9" },
    );
    const [now] = standingsOf(ledger, "2030-01-01");
    expect([now?.holder, now?.keptAt, now?.seal]).toEqual(["Bob", "safe", "A 17"]);
    const [then] = standingsOf(ledger, "2028-06-01");
    expect([then?.holder, then?.keptAt, then?.seal]).toEqual(["Carol", undefined, "A 9"]);
  });
});

describe("the sheets of a set", () => {
  it.each([
    ["1y", 5, 8],
    ["1y", 16, 8],
    ["90d", 5, 8],
    ["90d", 16, 2],
  ])("checked every %s, %i of them, are asked for %i days apart and in time", (checkEvery, n, apart) => {
    const shares = Array.from({ length: n }, (_, i) => ({
      facts: { id: `${SET}/${i + 1}` },
      events: [{ ...made, checkEvery }],
    }));
    const next = standingsOf(enterAll(EMPTY_LEDGER, shares), "2027-03-02").map(({ nextCheck = "" }) => nextCheck);
    expect(next.at(-1)).toBe(addInterval("2027-03-01", checkEvery));
    for (const [i, day] of next.slice(1).entries()) expect(daysBetween(next[i]!, day)).toBe(apart);
    const half = daysBetween("2027-03-01", next.at(-1)!) / 2;
    expect(daysBetween("2027-03-01", next[0]!)).toBeGreaterThanOrEqual(half);
  });
});

describe("what people type", () => {
  it("is a receipt, also as it is heard", () => {
    expect(["7kq2 m4za", "7KQ2-M4ZA", "7KQ2M4ZA", "OIB2-0182", "7KQ2-M4Z", "7KQ2-M4Z9", ""].map(parseReceipt)).toEqual([
      ...["7KQ2-M4ZA", "7KQ2-M4ZA", "7KQ2-M4ZA", "OIB2-OIB2"],
      ...[undefined, undefined, undefined],
    ]);
    const ledger = enter(EMPTY_LEDGER, { id: ID, receipts: { "2027": "7KQ2-M4ZA" } }, made);
    expect(findReceipt(ledger, "7KQ2-M4ZA")?.year).toBe(2027);
    expect(findReceipt(ledger, "7KQ2-M4ZB")).toBeUndefined();
    expect([
      isReceiptOfNow(2027, "2027-06-01"),
      isReceiptOfNow(2027, "2028-01-31"),
      isReceiptOfNow(2027, "2028-02-01"),
      isReceiptOfNow(2028, "2027-12-31"),
    ]).toEqual([true, true, false, false]);
  });

  it("is a sheet by its beginning, and by the number of its share", () => {
    const sheets = [`${SET}/1`, `${SET}/12`, "K7QF-AAAA-AAAA-BBBB", "T0-3F7K-2M4Q"].map((id) => ({ id }));
    const meant = (given: string) =>
      sheetsMeant(given, sheets).map(({ id }) => sheets.findIndex((one) => one.id === id));
    expect(meant(`${SET}/1`)).toEqual([0]);
    expect(meant("k7qf2m/12")).toEqual([1]);
    expect(meant("k7qf-2m : 01")).toEqual([0]);
    expect(meant("k7qf-2m/1x")).toEqual([]);
    expect(meant("K7QF2")).toEqual([0, 1]);
    expect(meant("K7QF")).toEqual([0, 1, 2]);
    expect(meant("t0 3f7k")).toEqual([3]);
    expect(meant("K7Q")).toEqual([]);
    expect(meant("")).toEqual([]);
  });
});
