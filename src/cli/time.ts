import { UsageError } from "./usage-error.js";

/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799;

const ISO_TIME = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/iu;

/**
 * A time as Unix seconds, or by ISO 8601 with its zone, such as `2026-01-31T09:00:00+09:00`.
 * @returns Unix seconds, 0 or more
 * @throws UsageError `time`
 */
export function parseTime(text: string): number {
  const seconds = /^\d{1,12}$/u.test(text) ? Number(text) : parseIso(text);
  if (seconds === undefined || seconds < 0 || seconds > LAST_SECOND) throw new UsageError("time");
  return seconds;
}

function parseIso(text: string): number | undefined {
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "00", zone = ""] =
    ISO_TIME.exec(text) ?? [];
  if (zone === "") return undefined;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const wallMs = Date.parse(`${local}Z`);
  // Date.parse takes 30 February for 2 March.
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 19) !== local) return undefined;
  if (zone.toUpperCase() === "Z") return wallMs / 1000;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  const offset = (hours * 60 + minutes) * 60;
  return wallMs / 1000 + (zone.startsWith("-") ? offset : -offset);
}

/** Now, in Unix seconds. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

/**
 * The day of making, `YYYY-MM-DD`: today here, or the day in UTC that `SOURCE_DATE_EPOCH` says.
 * @throws UsageError `source-date-epoch`
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
export function dayOfMaking(): string {
  const fixed = process.env.SOURCE_DATE_EPOCH;
  if (fixed !== undefined && fixed !== "") {
    if (!/^\d{1,12}$/u.test(fixed) || Number(fixed) > LAST_SECOND) throw new UsageError("source-date-epoch");
    return new Date(Number(fixed) * 1000).toISOString().slice(0, 10);
  }
  const today = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
}
