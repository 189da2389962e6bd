import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openLedger, saveLedger } from "../../../src/cli/output/ledger-store.js";
import { EscrowError } from "../../../src/error.js";
import { enter } from "../../../src/ledger/enter.js";
import { formatLedger } from "../../../src/ledger/ledger-file.js";
import { loadLanguage } from "../../../src/node/resources.js";
import { folderWith } from "../helpers/run.js";

const session = { language: await loadLanguage("en"), version: "0" };
const ID = "K7QF-2M3X-AAAA-BBBB";
const made = { on: "2027-01-01", what: "made" } as const;

describe("a ledger that somebody else wrote meanwhile", () => {
  it("keeps what both did, in either order", () => {
    const file = join(folderWith(), "l.json");
    const [a, b] = [openLedger(file, true), openLedger(file, true)];
    saveLedger(session, a, enter(a.ledger, { id: `${ID}/1` }, made));
    saveLedger(session, b, enter(b.ledger, { id: `${ID}/2` }, made));
    const both = openLedger(file);
    expect(both.ledger.sheets.map(({ id }) => id)).toEqual([`${ID}/1`, `${ID}/2`]);
    const [c, d] = [openLedger(file), openLedger(file)];
    const opened = { on: "2028-01-01", what: "opened" } as const;
    saveLedger(session, c, enter(c.ledger, { id: `${ID}/1` }, opened));
    saveLedger(session, d, enter(d.ledger, { id: `${ID}/1` }, { on: "2028-01-02", what: "moved", holder: "Bob" }));
    expect(openLedger(file).ledger.sheets[0]?.events.map(({ what }) => what)).toEqual(["made", "opened", "moved"]);
  });

  it("is not written over once it is damaged", () => {
    const file = join(folderWith(), "l.json");
    writeFileSync(file, formatLedger(enter({ sheets: [] }, { id: `${ID}/1` }, made)));
    const opened = openLedger(file);
    writeFileSync(file, "half a led");
    expect(() => saveLedger(session, opened, enter(opened.ledger, { id: `${ID}/2` }, made))).toThrow(EscrowError);
    expect(readFileSync(file, "utf8")).toBe("half a led");
  });
});
