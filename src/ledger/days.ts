/** Milliseconds of a day. */
const DAY_MS = 86_400_000;
/** Most of a unit: longer ones are slips of the finger. */
const MOST: Readonly<Record<string, number>> = { d: 10_000, w: 1500, m: 360, y: 30 };

/** Whether a text is a day that there is, `YYYY-MM-DD`, of the years 1970 to 9999. */
export function isDay(text: string): boolean {
  if (!/^(?:19[7-9]|[2-9]\d\d)\d-\d\d-\d\d$/u.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  // Some engines take 30 February for 2 March.
  return !Number.isNaN(ms) && dayOf(ms) === text;
}

/** The day so many days after another one, or before it; the last one that there is at most. */
export function addDays(day: string, days: number): string {
  return dayOf(Math.min(msOf(day) + days * DAY_MS, msOf("9999-12-31")));
}

/** Days from one day to another: below 0 where the second is the earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((msOf(to) - msOf(from)) / DAY_MS);
}

/** Whether a text is how often something is checked: `90d`, `6w`, `3m`, `1y`. */
export function isInterval(text: string): boolean {
  const [, number = "", unit = ""] = /^([1-9]\d{0,4})([dwmy])$/u.exec(text) ?? [];
  return number !== "" && Number(number) <= (MOST[unit] ?? 0);
}

/**
 * The day an interval after another one: months and years by the calendar, where a month is too short its last day.
 * @param interval as `isInterval` has it
 */
export function addInterval(day: string, interval: string): string {
  const number = Number(interval.slice(0, -1));
  const unit = interval.at(-1);
  if (unit === "d" || unit === "w") return addDays(day, number * (unit === "w" ? 7 : 1));
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const months = year * 12 + (month - 1) + number * (unit === "y" ? 12 : 1);
  const [toYear, toMonth] = [Math.floor(months / 12), (months % 12) + 1];
  if (toYear > 9999) return "9999-12-31";
  const last = new Date(Date.UTC(toYear, toMonth, 0)).getUTCDate();
  return `${toYear}-${two(toMonth)}-${two(Math.min(date, last))}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function msOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
