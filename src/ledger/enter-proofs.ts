import type { Reading } from "../recover/reading.js";
import type { SheetStanding } from "./due.js";
import { enterAll } from "./enter.js";
import { eventText, type Ledger, type LedgerSheet, type NewEvent } from "./ledger.js";
import { proofsOf, type SheetProof } from "./proofs.js";

/** What a reading was to a sheet. */
export type Outcome = "proved" | "poor" | "unknown" | "missing";

/** One sheet, and what a reading was to it. */
export interface ProofRow {
  readonly id: string;
  readonly outcome: Outcome;
  /** What the ledger has of it; nothing where it does not know it. */
  readonly standing?: SheetStanding;
  /** A picture shows it, and did not prove it. */
  readonly unproved?: true;
}

/** The order in which rows are told. */
const ORDER: readonly Outcome[] = ["proved", "poor", "unknown", "missing"];

/**
 * A ledger with each sheet entered that a picture proved, and all that was read.
 * @param on the day, `YYYY-MM-DD`
 * @param addUnknown whether sheets that it does not know are entered, too
 */
export async function enterProofs(
  ledger: Ledger,
  reading: Reading,
  { on, addUnknown }: { readonly on: string; readonly addUnknown: boolean },
): Promise<{ readonly ledger: Ledger; readonly read: readonly SheetProof[] }> {
  const read = await proofsOf(reading);
  const known = new Map(ledger.sheets.map((sheet) => [sheet.id, sheet]));
  const entries = [];
  for (const one of read) {
    if (!one.proof || !(known.has(one.id) || addUnknown)) continue;
    const event: NewEvent = { on, what: "proved", ...one.proof };
    const sheet = known.get(one.id);
    if (sheet && isTold(sheet, event)) continue;
    // Of a sheet that it knows the ledger may lack what only reading it tells, such as receipts of a lost file.
    const facts = sheet?.receipts && hasYear(sheet, on) ? { id: one.id } : await one.facts(Number(on.slice(0, 4)));
    entries.push({ facts, events: [event] });
  }
  return { ledger: enterAll(ledger, entries), read };
}

/** Whether the last thing that is known of a sheet is the same: what is shown twice is entered once. */
function isTold({ events }: LedgerSheet, event: NewEvent): boolean {
  const last = events.at(-1);
  return last !== undefined && eventText({ ...event, n: last.n }) === eventText(last);
}

/** Whether a ledger knows the receipt of a day's year. */
function hasYear({ receipts = {} }: LedgerSheet, on: string): boolean {
  return on.slice(0, 4) in receipts;
}

/**
 * What a reading was to each sheet: those of the ledger, and those that only the pictures have.
 * @param standings of the ledger with the proofs entered
 */
export function proofRows(read: readonly SheetProof[], standings: readonly SheetStanding[]): ProofRow[] {
  const paper = new Map(read.filter(({ isPaper }) => isPaper).map((one) => [one.id, one]));
  const known = new Set(standings.map(({ sheet }) => sheet.id));
  const seen = standings.flatMap((standing): ProofRow[] => {
    const { id } = standing.sheet;
    const one = paper.get(id);
    if (!one) return standing.standing === "destroyed" ? [] : [{ id, outcome: "missing", standing }];
    if (!one.proof) return [{ id, outcome: "poor", standing, unproved: true }];
    const isPoor = standing.standing === "poor" || standing.standing === "fading" || one.proof.picture !== undefined;
    return [{ id, outcome: isPoor ? "poor" : "proved", standing }];
  });
  const unknown = [...paper.keys()].filter((id) => !known.has(id)).map((id): ProofRow => ({ id, outcome: "unknown" }));
  return [...seen, ...unknown].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
}
