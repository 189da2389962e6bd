import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standingsOf } from "../../src/ledger/due.js";
import { enter } from "../../src/ledger/enter.js";
import { EMPTY_LEDGER, type Ledger } from "../../src/ledger/ledger.js";
import { formatLedger, parseLedger } from "../../src/ledger/ledger-file.js";
import { mergeLedgers } from "../../src/ledger/merge.js";
import { FULL } from "../helpers/full.js";
import { days, histories, knownOf } from "./arbitrary.js";

const RUNS = { numRuns: FULL ? 10_000 : 200, seed: 20 };

/** Three copies of a ledger that were kept apart, each with what happened to it, from one beginning. */
function play(history: fc.infer<typeof histories>): Ledger[] {
  const copies: Ledger[] = [EMPTY_LEDGER, EMPTY_LEDGER, EMPTY_LEDGER];
  for (const { copy, step } of history) {
    copies[copy] = enter(copies[copy] ?? EMPTY_LEDGER, step.facts, step.event);
  }
  return copies;
}

describe("random histories of three copies", () => {
  it("forget nothing, in whichever order they are put together, and as often as one likes", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const [a, b, c] = play(history) as [Ledger, Ledger, Ledger];
        const whole = mergeLedgers(mergeLedgers(a, b), c);
        expect(mergeLedgers(a, mergeLedgers(b, c))).toEqual(whole);
        expect(mergeLedgers(c, mergeLedgers(b, a))).toEqual(whole);
        expect(mergeLedgers(whole, b)).toEqual(whole);
        const known = knownOf(whole);
        for (const text of [a, b, c].flatMap((copy) => [...knownOf(copy)])) expect(known.has(text)).toBe(true);
        const count = (ledger: Ledger) => ledger.sheets.reduce((sum, { events }) => sum + events.length, 0);
        expect(count(a)).toBe(history.filter(({ copy }) => copy === 0).length);
      }),
      RUNS,
    );
  });

  it("come back from the file as they were, and two programs write the same bytes", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const [a, b, c] = play(history) as [Ledger, Ledger, Ledger];
        const one = mergeLedgers(mergeLedgers(a, b), c);
        const text = formatLedger(one);
        expect(parseLedger(text, "ledger.json")).toEqual(one);
        expect(formatLedger(mergeLedgers(c, mergeLedgers(a, b)))).toBe(text);
      }),
      RUNS,
    );
  });

  it("let no sheet go unchecked for longer than its interval, and none be asked for that is gone", () => {
    fc.assert(
      fc.property(histories, days, (history, on) => {
        const [ledger] = play(history) as [Ledger, Ledger, Ledger];
        for (const { standing, nextCheck, checked, task } of standingsOf(ledger, on)) {
          if (standing === "destroyed") expect([nextCheck, task]).toEqual([undefined, undefined]);
          else if (standing === "collect") expect([nextCheck, task]).toEqual([undefined, "collect"]);
          else {
            expect(checked === undefined || checked <= on).toBe(true);
            // The longest interval of these histories is a year.
            const longest = checked === undefined ? on : `${Number(checked.slice(0, 4)) + 1}${checked.slice(4)}`;
            expect(nextCheck !== undefined && nextCheck <= longest).toBe(true);
            if (nextCheck !== undefined && nextCheck <= on) expect(task).toBeDefined();
          }
        }
      }),
      RUNS,
    );
  });
});
