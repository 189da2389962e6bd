import ICAL from "ical.js";
import { convertIcsCalendar } from "ts-ics";
import { describe, expect, it } from "vitest";
import { formatCalendar } from "../../src/ledger/calendar.js";
import { daysBetween } from "../../src/ledger/days.js";
import { standingsOf } from "../../src/ledger/due.js";
import { enterAll } from "../../src/ledger/enter.js";
import { EMPTY_LEDGER, type NewEvent } from "../../src/ledger/ledger.js";
import { LANGUAGE_CODES, loadLanguage } from "../../src/node/resources.js";

const SET = "K7QF-2M3X-AAAA-BBBB";
const made: NewEvent = { on: "2027-03-31", what: "made", holder: "Aunt Example", keptAt: "bank, box 12", seal: "A 17" };
const ledger = enterAll(EMPTY_LEDGER, [
  ...[1, 2, 3, 4, 5].map((x) => ({ facts: { id: `${SET}/${x}`, accounts: ["Example Bank"] }, events: [made] })),
  { facts: { id: "T0-3F7K-2M4Q" }, events: [{ ...made, checkEvery: "90d" }] },
  { facts: { id: "ZZZZ-2222-3333-4444" }, events: [{ ...made, checkEvery: "3m" }] },
  { facts: { id: "ZZZZ-2222-3333-5555" }, events: [made, { on: "2027-04-01", what: "replaced" } as const] },
  { facts: { id: "ZZZZ-2222-3333-6666" }, events: [made, { on: "2027-04-01", what: "destroyed" } as const] },
]);
const calendarOn = async (on: string, code = "en") =>
  formatCalendar(standingsOf(ledger, on), on, 1_806_796_800, await loadLanguage(code));
const starts = (text: string) =>
  new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents("vevent")
    .map((event) => new ICAL.Event(event))
    .map(({ uid, startDate }) => [uid.split("@")[0], startDate.toString()] as const);

describe.each(LANGUAGE_CODES)("reminders, %s", (code) => {
  it("are read alike by two other programs, and name nobody, no place and no account", async () => {
    const text = await calendarOn("2027-04-02", code);
    const other = convertIcsCalendar(undefined, text).events ?? [];
    expect(other.map(({ uid, start }) => [uid.split("@")[0], start.date.toISOString().slice(0, 10)])).toEqual(
      starts(text),
    );
    expect(starts(text)).toHaveLength(8);
    const [first] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
    expect(new ICAL.Event(first!).summary).toContain(SET);
    for (const name of ["Aunt", "bank", "box", "A 17", "Example"]) expect(text).not.toContain(name);
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/u);
  });
});

describe("reminders", () => {
  it("of a set are more than a week apart, also of what is overdue", async () => {
    for (const on of ["2027-04-02", "2030-01-01"]) {
      const days = starts(await calendarOn(on)).flatMap(([uid, day]) => (uid?.startsWith("k7qf") ? [day] : []));
      expect(days).toHaveLength(5);
      for (const [i, day] of days.slice(1).entries()) expect(daysBetween(days[i]!, day)).toBeGreaterThan(7);
    }
  });

  it("come again as often as the sheet is checked, and once where it is to be destroyed", async () => {
    const events = new ICAL.Component(ICAL.parse(await calendarOn("2027-04-02"))).getAllSubcomponents("vevent");
    const rules = events.map((event) => String(event.getFirstPropertyValue("rrule")));
    expect(rules.slice(5)).toEqual(["FREQ=DAILY;INTERVAL=90", "FREQ=DAILY;INTERVAL=88", "null"]);
    const monthly = new ICAL.Event(events[6]!).iterator();
    const days = Array.from({ length: 4 }, () => monthly.next().toString());
    expect(days).toEqual(["2027-06-30", "2027-09-26", "2027-12-23", "2028-03-20"]);
  });
});
