import { FAINT_BELOW, PRINT_AGAIN_ABOVE } from "../recover/reading.js";
import { addInterval, daysBetween } from "./days.js";
import { compareEvents, type LedgerEvent, type LedgerSheet } from "./ledger.js";

/** How a sheet stands. */
export type Standing =
  /** Proved from paper, with ink and error correction to spare. */
  | "good"
  /** No picture has proved it since it was printed. */
  | "unproved"
  /** It was read, but damage has used up half of what it can stand, its ink is faint, or codes are gone. */
  | "poor"
  /** At the pace at which it faded so far, it is poor before its next check. */
  | "fading"
  /** Its envelope was opened: enrol again, print new sheets. */
  | "opened"
  /** Another set took its place: collect and destroy it. */
  | "collect"
  | "destroyed";

/** A proof from paper whose picture was good enough to tell how the paper is. */
export interface Measure {
  /** The day that it was taken, YYYY-MM-DD. */
  readonly on: string;
  /** How much of the error correction was left, 0 to 1. */
  readonly margin: number;
  /** How much darker the ink was than the paper, 1 black on white. */
  readonly ink: number;
}

/** What a sheet is on a day, by all that happened until then. */
export interface SheetState {
  /** Where it stands: held, unproved, destroyed and so on. */
  readonly standing: Standing;
  /** Day of printing, the last one. */
  readonly made?: string;
  /** Who has it. */
  readonly holder?: string;
  /** Where it lies. */
  readonly keptAt?: string;
  /** Number of the seal on its envelope. */
  readonly seal?: string;
  /** How often it is checked. */
  readonly checkEvery: string;
  /** The last proof from paper since it was printed. */
  readonly proved?: LedgerEvent;
  /** Day of the last proof or receipt, or of printing; nothing where there is none of them. */
  readonly checked?: string;
  /** Of the proofs since it was printed, those that tell how the paper is. */
  readonly measures: readonly Measure[];
  /** How much of its margin it loses in a year, 0 to 1 and more; nothing where two measures do not say. */
  readonly fadesAYear?: number;
  /** What took its place. */
  readonly replacedBy?: string;
}

/** How often a sheet is checked where nobody said otherwise. */
const USUAL_INTERVAL = "1y";

/** Margin and ink below which a sheet should be printed again: the same as `verify` warns of. */
export const LEAST_MARGIN = 1 - PRINT_AGAIN_ABOVE;
export const LEAST_INK = FAINT_BELOW;

/** Days that two proofs are apart at least to tell how fast a sheet fades: pictures differ by a few per cent. */
const LEAST_APART_DAYS = 30;
const YEAR_DAYS = 365.25;

/**
 * What a sheet is on a day. What is said to happen later is not counted, such as what a wrong clock entered.
 * @param on `YYYY-MM-DD`
 */
export function stateOf(sheet: LedgerSheet, on: string): SheetState {
  const events = sheet.events.filter((event) => event.on <= on).sort(compareEvents);
  const made = last(events, "made");
  // What was proved of an earlier print says nothing of this one.
  const since = made ? events.slice(events.indexOf(made)) : events;
  const proofs = since.filter(({ what }) => what === "proved");
  const proved = proofs.at(-1);
  const measures = proofs.flatMap(measureOf);
  const fadesAYear = paceOf(measures);
  const checkEvery = lastOf(events, "checkEvery") ?? USUAL_INTERVAL;
  const checked = [made?.on, proved?.on, ...since.flatMap(receiptDay)]
    .flatMap((day) => day ?? [])
    .sort()
    .at(-1);
  const custody = { holder: lastOf(events, "holder"), keptAt: lastOf(events, "keptAt"), seal: lastOf(events, "seal") };
  const replacedBy = last(events, "replaced")?.replacedBy;
  const one = {
    checkEvery,
    measures,
    ...(made ? { made: made.on } : {}),
    ...Object.fromEntries(Object.entries(custody).filter(([, value]) => value !== undefined)),
    ...(proved ? { proved } : {}),
    ...(checked === undefined ? {} : { checked }),
    ...(fadesAYear === undefined ? {} : { fadesAYear }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
  return { ...one, standing: standingOf(events, since, one) };
}

function standingOf(
  events: readonly LedgerEvent[],
  since: readonly LedgerEvent[],
  { proved, measures, fadesAYear = 0, checkEvery }: Omit<SheetState, "standing">,
): Standing {
  const has = (what: LedgerEvent["what"]) => events.some((event) => event.what === what);
  if (has("destroyed")) return "destroyed";
  if (has("replaced")) return "collect";
  // Printing the same sheet again undoes nothing: whoever opened the envelope may have a copy.
  if (has("opened")) return "opened";
  if (!proved) return since.some(({ what }) => what === "receipt") ? "good" : "unproved";
  const measure = measures.at(-1);
  if (proved.how === "lines" || (proved.gone ?? 0) > 0) return "poor";
  if (!measure) return "good";
  if (measure.margin < LEAST_MARGIN || measure.ink < LEAST_INK) return "poor";
  const years = daysBetween(measure.on, addInterval(measure.on, checkEvery)) / YEAR_DAYS;
  return spareOf(measure) - fadesAYear * years < 0 ? "fading" : "good";
}

/** What a picture tells of the paper; nothing where it is blurred or cut off. */
function measureOf({ on, margin = 0, ink = 1, picture }: LedgerEvent): Measure[] {
  return picture === undefined ? [{ on, margin, ink }] : [];
}

/** How far a sheet is from being poor: 1 as printed, 0 where it should be printed again. */
function spareOf({ margin, ink }: Measure): number {
  return Math.min((margin - LEAST_MARGIN) / (1 - LEAST_MARGIN), (ink - LEAST_INK) / (1 - LEAST_INK));
}

/**
 * How much of what a sheet has to spare it loses in a year: at the pace of all its measures or of the last two that are
 * far enough apart, whichever is the faster.
 */
function paceOf(measures: readonly Measure[]): number | undefined {
  const end = measures.at(-1);
  const [start] = measures;
  if (!start || !end) return undefined;
  const before = measures.findLast(({ on }) => daysBetween(on, end.on) >= LEAST_APART_DAYS);
  const paces = [start, before].flatMap((one) => {
    const days = one ? daysBetween(one.on, end.on) : 0;
    return one && days >= LEAST_APART_DAYS ? [((spareOf(one) - spareOf(end)) * YEAR_DAYS) / days] : [];
  });
  return paces.length > 0 ? Math.max(0, ...paces) : undefined;
}

/** The day until which a receipt vouches: a receipt of last year says nothing of this one. */
function receiptDay({ what, on, year }: LedgerEvent): string[] {
  if (what !== "receipt") return [];
  const end = `${year}-12-31`;
  return [on < end ? on : end];
}

function last(events: readonly LedgerEvent[], what: LedgerEvent["what"]): LedgerEvent | undefined {
  return events.findLast((event) => event.what === what);
}

/** The last that was said of something, by whatever event. */
function lastOf(events: readonly LedgerEvent[], member: "holder" | "keptAt" | "seal" | "checkEvery") {
  return events.findLast((event) => event[member] !== undefined)?.[member];
}
