import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EscrowError } from "../../src/error.js";
import { formatRecord, parseRecord } from "../../src/paper/record.js";
import { decodeKeeper, encodeKeeper } from "../../src/share/keeper-record.js";
import { formatSetId } from "../../src/share/set-id.js";
import { FULL } from "../helpers/full.js";

const RUNS = { numRuns: FULL ? 5000 : 300, seed: 5 };
const setIds = fc.uint8Array({ minLength: 10, maxLength: 10 });
const thresholds = fc
  .integer({ min: 2, max: 16 })
  .chain((n) => fc.tuple(fc.integer({ min: 2, max: n }), fc.constant(n)));
const days = fc
  .date({ min: new Date("1970-01-02"), max: new Date("2149-06-06"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("the code of a keeper's page", () => {
  it("is FORMAT.md's worked example", () => {
    const format = readFileSync(join(import.meta.dirname, "..", "..", "FORMAT.md"), "utf8");
    const text = /^`(PE1K[A-Z2-7]+)`/mu.exec(format)?.[1] ?? "";
    const reading = parseRecord(text);
    if (reading.status !== "record") throw new Error("no record");
    const keeper = decodeKeeper(reading.record.bytes);
    expect({ ...keeper, setId: formatSetId(keeper.setId) }).toEqual({
      setId: "MNXU-CT4D-7JPA-UXZX",
      ...{ k: 2, n: 3, made: "2026-01-01", accounts: 1 },
    });
    expect(formatRecord({ kind: "keeper", bytes: encodeKeeper(keeper) })).toBe(text);
  });

  it("comes back as it was written", () => {
    const accounts = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
    fc.assert(
      fc.property(setIds, thresholds, fc.option(days, { nil: undefined }), accounts, (setId, [k, n], made, count) => {
        const keeper = { setId, k, n, made, accounts: count };
        expect(decodeKeeper(encodeKeeper(keeper))).toEqual(keeper);
      }),
      RUNS,
    );
  });

  it.each([
    ["a day before the first", { made: "1969-12-31" }],
    ["a day after the last", { made: "2149-06-07" }],
    ["no day", { made: "soon" }],
    ["too many accounts", { accounts: 65_536 }],
  ])("leaves out %s", (_, wrong) => {
    const keeper = { setId: new Uint8Array(10), k: 2, n: 2, made: "2026-01-01", accounts: 3 };
    const [name = ""] = Object.keys(wrong);
    expect(decodeKeeper(encodeKeeper({ ...keeper, ...wrong }))).toEqual({ ...keeper, [name]: undefined });
  });

  it("is refused with any byte altered, and never read as something else", () => {
    fc.assert(
      fc.property(setIds, thresholds, fc.nat(19), fc.integer({ min: 1, max: 255 }), (setId, [k, n], at, change) => {
        const bytes = encodeKeeper({ setId, k, n, made: "2026-01-01", accounts: 2 });
        const altered = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ change : byte));
        expect(() => decodeKeeper(altered)).toThrow(expect.objectContaining({ code: "keeper-check" }));
      }),
      RUNS,
    );
  });

  it("is refused with a word for whatever bytes come", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(() => decodeKeeper(bytes)).toThrow(EscrowError);
      }),
      RUNS,
    );
  });
});
