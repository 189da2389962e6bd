import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EscrowError } from "../../src/error.js";
import { enter } from "../../src/ledger/enter.js";
import { EMPTY_LEDGER, EVENT_MEMBERS, EVENT_NAMES } from "../../src/ledger/ledger.js";
import { formatLedger, parseLedger } from "../../src/ledger/ledger-file.js";

const ID = "K7QF-2M3X-AAAA-BBBB/3";
const whole = formatLedger(
  enter(
    EMPTY_LEDGER,
    { id: ID, threshold: { k: 2, n: 3 }, receipts: { "2031": "7KQ2-M4ZA" } },
    { on: "2031-01-31", what: "made", holder: "Aunt" },
    { on: "2031-02-01", what: "proved", margin: 0.98, how: "codes" },
  ),
);

function faultOf(text: string): unknown {
  try {
    parseLedger(text, "ledger.json");
  } catch (error) {
    if (error instanceof EscrowError) return [error.code, error.data];
    throw error;
  }
  return "read";
}

const broken = (place: string) => ["ledger-broken", { file: "ledger.json", place }];

describe("a ledger's file", () => {
  it("has an event to a line", () => {
    expect(whole).toBe(`{
  "format": "paper-escrow ledger",
  "version": 1,
  "sheets": [
    {
      "id": "${ID}",
      "threshold": {"k":2,"n":3},
      "receipts": {"2031":"7KQ2-M4ZA"},
      "events": [
        {"n":1,"on":"2031-01-31","what":"made","holder":"Aunt"},
        {"n":2,"on":"2031-02-01","what":"proved","margin":0.98,"how":"codes"}
      ]
    }
  ]
}
`);
  });

  it.each([
    [
      "a newer version",
      `"version": 1`,
      `"version": 2`,
      ["ledger-version", { file: "ledger.json", version: 2, known: 1 }],
    ],
    [
      "an older version",
      `"version": 1`,
      `"version": 0`,
      ["ledger-version", { file: "ledger.json", version: 0, known: 1 }],
    ],
    ["no version", `"version": 1`, `"version": "1"`, broken("version")],
    ["another file", "paper-escrow ledger", "something else", ["ledger-foreign", { file: "ledger.json" }]],
    ["a member that is not known", `"version": 1,`, `"version": 1, "more": 1,`, broken("more")],
    ["a member of a sheet that is not known", `"threshold"`, `"treshold"`, broken("sheets[0].treshold")],
    ["an id that is none", ID, "K7QF-2M3X-AAAA-BBBB/17", broken("sheets[0].id")],
    ["a day that there is not", "2031-01-31", "2031-02-30", broken("sheets[0].events[0].on")],
    ["an event that is not known", `"made"`, `"mad"`, broken("sheets[0].events[0].what")],
    ["a member of another event", `"what":"made"`, `"what":"made","margin":1`, broken("sheets[0].events[0].margin")],
    ["a proof that says nothing", `"margin":0.98,`, "", broken("sheets[0].events[1].margin")],
    ["a margin above one", "0.98", "1.01", broken("sheets[0].events[1].margin")],
    ["more needed than there are", `"k":2`, `"k":4`, broken("sheets[0].threshold.k")],
    ["a receipt that is none", "7KQ2-M4ZA", "7KQ2-M4Z", broken("sheets[0].receipts.2031")],
    ["a name that acts on a terminal", "Aunt", "Aunt\\u001b[2J", broken("sheets[0].events[0].holder")],
    ["an empty name", "Aunt", "", broken("sheets[0].events[0].holder")],
  ])("is refused with %s", (_, from, to, expected) => {
    expect(whole).toContain(from);
    expect(faultOf(whole.replace(from, to))).toEqual(expected);
  });

  it("is refused with one sheet twice, one name twice, and cut off at any place", () => {
    const sheet = whole.slice(whole.indexOf("    {\n"), whole.lastIndexOf("\n  ]"));
    expect(faultOf(whole.replace(sheet, `${sheet},\n${sheet}`))).toEqual(broken("sheets[1].id"));
    expect(faultOf(whole.replace(`"n":1,`, `"n":1,"n":1,`))).toEqual(broken("JSON"));
    for (let length = 60; length < whole.length - 2; length += 7) {
      expect(faultOf(whole.slice(0, length))).toEqual(broken("JSON"));
    }
    expect(faultOf("")).toEqual(["ledger-foreign", { file: "ledger.json" }]);
    expect(faultOf("[]")).toEqual(["ledger-foreign", { file: "ledger.json" }]);
  });

  it("is what its schema says", () => {
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, "..", "..", "docs", "ledger.schema.json"), "utf8"),
    );
    const { event, sheet } = schema.$defs;
    expect(Object.keys(event.properties)).toEqual([...EVENT_MEMBERS]);
    expect(event.properties.what.enum).toEqual([...EVENT_NAMES]);
    expect(Object.keys(sheet.properties)).toEqual(Object.keys(JSON.parse(whole).sheets[0]).toSpliced(2, 0, "accounts"));
    expect(ID).toMatch(new RegExp(sheet.properties.id.pattern, "u"));
  });
});
