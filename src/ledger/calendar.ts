import { encodeUtf8 } from "../bytes.js";
import { type Language, say } from "../language.js";
import { addDays } from "./days.js";
import { isActive, type SheetStanding } from "./due.js";
import { parseSheetId } from "./sheet-id.js";

/** Longest line in bytes, without its end. @see RFC 5545, 3.1 */
const LINE_BYTES = 75;
/** Days between reminders that are due at once. */
const APART_DAYS = 8;

/** Parts of a recurrence rule by the unit of an interval. @see RFC 5545, 3.3.10 */
const FREQUENCIES: Readonly<Record<string, string>> = { d: "DAILY", w: "WEEKLY", m: "MONTHLY", y: "YEARLY" };

/**
 * Reminders for any calendar: of each sheet that counts when it is checked next and how often again, of each that is to
 * be destroyed once. Nobody is named in it, no account and no place: calendars are shared, and kept by others.
 * @param on today, `YYYY-MM-DD`
 * @param unixSeconds when it is made
 * @returns iCalendar, UTF-8
 * @see RFC 5545
 */
export function formatCalendar(
  standings: readonly SheetStanding[],
  on: string,
  unixSeconds: number,
  language: Language,
): string {
  const stamp = `${new Date(unixSeconds * 1000).toISOString().slice(0, 19).replace(/[-:]/gu, "")}Z`;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//paper-escrow//ledger//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    ...remindersOf(standings, on).flatMap((reminder) => eventLines(reminder, stamp, language)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** A sheet with the day of its reminder. */
interface Reminder {
  readonly standing: SheetStanding;
  readonly day: string;
}

/** What is overdue is asked for from today on, one holder a week. */
function remindersOf(standings: readonly SheetStanding[], on: string): Reminder[] {
  const late = new Map<string, number>();
  return standings.flatMap((standing) => {
    if (standing.standing === "destroyed") return [];
    const day = standing.nextCheck ?? on;
    if (day > on) return [{ standing, day }];
    const set = parseSheetId(standing.sheet.id)?.set ?? standing.sheet.id;
    const before = late.get(set) ?? 0;
    late.set(set, before + 1);
    return [{ standing, day: addDays(on, before * APART_DAYS) }];
  });
}

function eventLines({ standing, day }: Reminder, stamp: string, language: Language): string[] {
  const { sheet, checkEvery } = standing;
  const { kind = "open", set = "", x = 0 } = parseSheetId(sheet.id) ?? {};
  const words = { id: sheet.id, set, x };
  const what = isActive(standing) ? kind : "collect";
  const date = (text: string) => text.replaceAll("-", "");
  return [
    "BEGIN:VEVENT",
    `UID:${sheet.id.replace("/", "-").toLowerCase()}@paper-escrow.invalid`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${date(day)}`,
    `DTEND;VALUE=DATE:${date(addDays(day, 1))}`,
    ...(isActive(standing) ? [`RRULE:${ruleOf(checkEvery, day)}`] : []),
    `SUMMARY:${escaped(say(language, `ledger.ics-${what}`, words))}`,
    `DESCRIPTION:${escaped(say(language, `ledger.ics-${what}-how`, words))}`,
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:PT9H",
    `DESCRIPTION:${escaped(say(language, `ledger.ics-${what}`, words))}`,
    "END:VALARM",
    "END:VEVENT",
  ];
}

/**
 * How often again. A day that not every month has would be passed over in those, and the rules that say "the last one"
 * are read differently by programs: such an interval is counted in days, a little too short rather than too long.
 */
function ruleOf(interval: string, day: string): string {
  const [unit, number] = [interval.at(-1) ?? "y", Number(interval.slice(0, -1))];
  const [month, date] = [Number(day.slice(5, 7)), Number(day.slice(8))];
  if (date > 28 && unit === "m") return `FREQ=DAILY;INTERVAL=${30 * number - 2}`;
  if (date > 28 && unit === "y" && month === 2) return `FREQ=DAILY;INTERVAL=${365 * number}`;
  return `FREQ=${FREQUENCIES[unit]};INTERVAL=${number}`;
}

/** @see RFC 5545, 3.3.11 */
function escaped(text: string): string {
  return text.replace(/[\\;,]/gu, "\\$&").replace(/\r?\n/gu, "\\n");
}

/** A line in pieces of 75 bytes at most, no character divided. @see RFC 5545, 3.1 */
function folded(line: string): string {
  const pieces: string[] = [];
  let piece = "";
  for (const character of line) {
    if (encodeUtf8(piece + character).length > LINE_BYTES) {
      pieces.push(piece);
      piece = " ";
    }
    piece += character;
  }
  return [...pieces, piece].join("\r\n");
}
