import { isActive, standingsOf } from "../../../ledger/due.js";
import { enterProofs, type Outcome, type ProofRow, proofRows } from "../../../ledger/enter-proofs.js";
import type { Reading } from "../../../recover/reading.js";
import { type OpenedLedger, openLedger, saveLedger } from "../../output/ledger-store.js";
import { type Session, tell } from "../../session.js";
import { shown } from "../../terminal/terminal.js";
import { aligned, marginWords, placeWords, standingWords } from "../../words/ledger-words.js";

/** What a verification entered in a ledger. */
export interface LedgerOutcome {
  readonly file: string;
  readonly on: string;
  readonly rows: readonly ProofRow[];
  /** Sheets that were read from files or typed text alone: of their paper that says nothing. */
  readonly files: number;
}

/** Most sheets that are told of as missing: JSON has all. */
const MOST_MISSING = 20;

/** A ledger that is open for what is going to be read. */
export function beginProofs(session: Session, file: string, addUnknown = false) {
  const opened = openLedger(file, addUnknown);
  return (reading: Reading, on: string) => enterAndTell(session, opened, reading, { on, addUnknown });
}

/** Enters each sheet that a picture proved, and says how all of them stand. */
async function enterAndTell(
  session: Session,
  opened: OpenedLedger,
  reading: Reading,
  { on, addUnknown }: { readonly on: string; readonly addUnknown: boolean },
): Promise<LedgerOutcome> {
  const { ledger, read } = await enterProofs(opened.ledger, reading, { on, addUnknown });
  const standings = standingsOf(saveLedger(session, opened, ledger), on);
  return {
    file: opened.file,
    on,
    rows: proofRows(read, standings),
    files: read.filter(({ isPaper }) => !isPaper).length,
  };
}

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
