import fc from "fast-check";
import type { Ledger, NewEvent } from "../../src/ledger/ledger.js";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const group = fc.string({ unit: fc.constantFrom(...BASE32), minLength: 4, maxLength: 4 });
const groups = (count: number) => fc.array(group, { minLength: count, maxLength: count }).map((all) => all.join("-"));

/** Few sets and sheets: histories are to meet in them. */
export const setNames = fc.constantFrom("K7QF-2M3X-AAAA-BBBB", "K7QF-2M3X-AAAA-BBBC", "ZZZZ-2222-3333-4444");
export const ids = fc.oneof(
  fc.tuple(setNames, fc.integer({ min: 1, max: 16 })).map(([set, x]) => `${set}/${x}`),
  setNames,
  fc.constantFrom("T0-AAAA-2222", "T0-AAAA-2223"),
);
export const days = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2040-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const texts = fc.constantFrom("Aunt", "Bob, 555-0100", "銀行の貸金庫", 'a "quoted" place', "A 1234567");
const intervals = fc.constantFrom("90d", "6w", "3m", "1y");
const shares = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

const custody = fc.record({ holder: texts, keptAt: texts, seal: texts, checkEvery: intervals }, { requiredKeys: [] });
const common = { on: days };
const events: fc.Arbitrary<NewEvent> = fc.oneof(
  fc
    .tuple(fc.record({ ...common, what: fc.constantFrom("made", "kept", "moved") }), custody)
    .map(([a, b]) => ({ ...a, ...b })),
  fc.record(
    {
      ...common,
      what: fc.constant("proved" as const),
      margin: shares,
      ink: shares,
      how: fc.constantFrom("codes", "lines"),
      picture: fc.constantFrom("blurred", "cut"),
      gone: fc.integer({ min: 1, max: 9 }),
    },
    { requiredKeys: ["on", "what", "margin", "how"] },
  ),
  fc.record({ ...common, what: fc.constant("receipt" as const), year: fc.integer({ min: 2026, max: 2040 }) }),
  fc.record(
    { ...common, what: fc.constantFrom("opened", "destroyed"), by: fc.array(texts, { minLength: 1, maxLength: 2 }) },
    { requiredKeys: ["on", "what"] },
  ),
  fc.record(
    { ...common, what: fc.constant("replaced" as const), replacedBy: groups(4) },
    { requiredKeys: ["on", "what"] },
  ),
) as fc.Arbitrary<NewEvent>;

/** Something that happens to a sheet of a ledger. */
export const steps = fc.record({
  facts: fc
    .record(
      {
        id: ids,
        threshold: fc.constantFrom({ k: 2, n: 3 }, { k: 3, n: 5 }),
        accounts: fc.uniqueArray(texts, { minLength: 1, maxLength: 3 }),
        receipts: fc.dictionary(fc.integer({ min: 2026, max: 2055 }).map(String), groups(2), { maxKeys: 3 }),
      },
      { requiredKeys: ["id"] },
    )
    .map((facts) => ({ ...facts })),
  event: events,
});

/** What a history is made of: what happens, and to which of several copies. */
export const histories = fc.array(fc.record({ copy: fc.integer({ min: 0, max: 2 }), step: steps }), { maxLength: 14 });

/** Ids and events of a ledger as texts, whatever their order. */
export function knownOf({ sheets }: Ledger): Set<string> {
  return new Set(
    sheets.flatMap(({ id, accounts = [], receipts = {}, events: all }) => [
      id,
      ...accounts.map((name) => `${id} account ${name}`),
      ...Object.keys(receipts).map((year) => `${id} receipt of ${year}`),
      ...all.map((event) => `${id} ${JSON.stringify(Object.entries(event).sort())}`),
    ]),
  );
}
