import { isActive, type SheetStanding, standingsOf } from "../../../ledger/due.js";
import { enterAll } from "../../../ledger/enter.js";
import { eventText, type LedgerSheet, type NewEvent } from "../../../ledger/ledger.js";
import { proofsOf, type SheetProof } from "../../../ledger/proofs.js";
import type { Reading } from "../../../recover/reading.js";
import { type OpenedLedger, openLedger, saveLedger } from "../../output/ledger-store.js";
import { type Session, tell } from "../../session.js";
import { shown } from "../../terminal/terminal.js";
import { aligned, marginWords, placeWords, standingWords } from "../../words/ledger-words.js";

/** What a reading was to a sheet. */
export type Outcome = "proved" | "poor" | "unknown" | "missing";

/** One sheet, as the table at the end of a verification tells it. */
export interface LedgerRow {
  readonly id: string;
  readonly outcome: Outcome;
  /** What the ledger has of it; nothing where it does not know it. */
  readonly standing?: SheetStanding;
  /** Why a sheet that a picture shows was not proved by it. */
  readonly unproved?: true;
}

/** What a verification entered in a ledger. */
export interface LedgerOutcome {
  readonly file: string;
  readonly on: string;
  readonly rows: readonly LedgerRow[];
  /** Sheets that were read from files or typed text alone: of their paper that says nothing. */
  readonly files: number;
}

/** Most sheets that are told of as missing: JSON has all. */
const MOST_MISSING = 20;

/** A ledger that is open for what is going to be read. */
export function beginProofs(session: Session, file: string, addUnknown = false) {
  const opened = openLedger(file, addUnknown);
  return (reading: Reading, on: string) => enterProofs(session, opened, reading, { on, addUnknown });
}

/** Enters each sheet that a picture proved, and says how all of them stand. */
async function enterProofs(
  session: Session,
  opened: OpenedLedger,
  reading: Reading,
  { on, addUnknown }: { readonly on: string; readonly addUnknown: boolean },
): Promise<LedgerOutcome> {
  const read = await proofsOf(reading);
  const known = new Map(opened.ledger.sheets.map((sheet) => [sheet.id, sheet]));
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
  const ledger = saveLedger(session, opened, enterAll(opened.ledger, entries));
  const standings = standingsOf(ledger, on);
  return {
    file: opened.file,
    on,
    rows: rowsOf(read, standings),
    files: read.filter(({ isPaper }) => !isPaper).length,
  };
}

/** Whether the last thing that is known of a sheet is the same: a command that is given twice enters once. */
function isTold({ events }: LedgerSheet, event: NewEvent): boolean {
  const last = events.at(-1);
  return last !== undefined && eventText({ ...event, n: last.n }) === eventText(last);
}

/** Whether a ledger knows the receipt of a day's year. */
function hasYear({ receipts = {} }: LedgerSheet, on: string): boolean {
  return on.slice(0, 4) in receipts;
}

function rowsOf(read: readonly SheetProof[], standings: readonly SheetStanding[]): LedgerRow[] {
  const paper = new Map(read.filter(({ isPaper }) => isPaper).map((one) => [one.id, one]));
  const known = new Set(standings.map(({ sheet }) => sheet.id));
  const seen = standings.flatMap((standing): LedgerRow[] => {
    const { id } = standing.sheet;
    const one = paper.get(id);
    if (!one) return standing.standing === "destroyed" ? [] : [{ id, outcome: "missing", standing }];
    if (!one.proof) return [{ id, outcome: "poor", standing, unproved: true }];
    const isPoor = standing.standing === "poor" || standing.standing === "fading" || one.proof.picture !== undefined;
    return [{ id, outcome: isPoor ? "poor" : "proved", standing }];
  });
  const unknown = [...paper.keys()].filter((id) => !known.has(id)).map((id): LedgerRow => ({ id, outcome: "unknown" }));
  return [...seen, ...unknown].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
}

const ORDER: readonly Outcome[] = ["proved", "poor", "unknown", "missing"];

/** The table at the end of a verification. */
export function proofLines(session: Session, { file, on, rows, files }: LedgerOutcome): string[] {
  const missing = rows.filter(({ outcome }) => outcome === "missing");
  const hidden = new Set(missing.slice(MOST_MISSING));
  const cells = rows
    .filter((row) => !hidden.has(row))
    .map((row) => {
      const { id, outcome, standing, unproved } = row;
      const words = standing ? standingWords(session, standing, on) : tell(session, "ledger.not-in-it");
      const margin = standing && outcome !== "missing" && !unproved ? marginWords(session, standing) : "";
      return [
        tell(session, `ledger.outcome.${outcome}`),
        id,
        standing ? placeWords(session, standing) : "",
        margin,
        unproved ? tell(session, "ledger.unproved") : words,
      ];
    });
  const count = (outcome: Outcome) => rows.filter((row) => row.outcome === outcome).length;
  const counts = { proved: count("proved"), poor: count("poor"), unknown: count("unknown"), missing: missing.length };
  return [
    "",
    tell(session, "ledger.verified", { file: shown(file) }),
    ...aligned(cells).map((line) => `  ${line}`),
    ...(hidden.size > 0 ? [`  ${tell(session, "ledger.more-missing", { count: hidden.size })}`] : []),
    tell(session, "ledger.counts", counts),
    ...(files > 0 ? [tell(session, "ledger.files", { files })] : []),
    ...(counts.unknown > 0 ? [tell(session, "ledger.unknown-how")] : []),
  ];
}

/** The same as JSON tells it. */
export function proofsJson({ file, on, rows, files }: LedgerOutcome): object {
  const idsOf = (outcome: Outcome) => rows.filter((row) => row.outcome === outcome).map(({ id }) => id);
  return {
    file,
    on,
    proved: idsOf("proved"),
    poor: idsOf("poor"),
    unknown: idsOf("unknown"),
    missing: idsOf("missing"),
    collect: rows
      .filter(({ standing }) => standing !== undefined && !isActive(standing) && standing.standing !== "destroyed")
      .map(({ id }) => id),
    files,
  };
}
