import { equalBytes } from "../../bytes.js";
import { EscrowError, type Fault } from "../../error.js";
import { type Correction, GROUP_CHARACTERS, type LineKind, type LineReading, parseLine } from "../../paper/line.js";
import { type Confirm, decodeLines, type LinesResult } from "../../paper/lines.js";
import { readRow } from "../../paper/written-line.js";
import { parseTyped, type TypedLine } from "../../read/text/typed.js";
import { encodeShare } from "../../share/share.js";
import { type FoundLines, type FoundRecord, type FoundSet, goodShares } from "../found-set.js";
import { readTypedOpen, type TypedReading } from "../open-codes.js";
import type { Problem } from "../problem.js";
import { findSets, lackOf } from "../sets.js";

/** A correction with its place among the groups that are typed. */
export interface PlacedCorrection extends Correction {
  /** Group of four, from 1. */
  readonly group: number;
  /** Place in the group, 1 to 4. */
  readonly number: number;
}

/** What one typed line is by itself. */
export type LineCheck =
  | {
      /** There is nothing, or it is no check line. */
      readonly status: "empty" | "other";
    }
  | {
      /** It checks. */
      readonly status: "good";
      /** Kind and number, as in `D3`. */
      readonly label: string;
    }
  | {
      /** It does not check, but would with these characters: an offer, which only the whole can settle. */
      readonly status: "offer";
      /** Kind and number. */
      readonly label: string;
      /** The characters. */
      readonly corrections: readonly PlacedCorrection[];
    }
  | {
      /** It does not check, and nothing can be offered. */
      readonly status: "unreadable";
      /** Kind and number. */
      readonly label: string;
      /** A character is wrong, or there are too few or too many. */
      readonly reason: "check" | "length";
    }
  | {
      /** One of its groups is not as long as groups are. */
      readonly status: "unreadable";
      /** Kind and number. */
      readonly label: string;
      /** A group has too few or too many characters. */
      readonly reason: "group";
      /** Which one, from 1. */
      readonly group: number;
    };

/** Judges one line as it was typed. */
export function checkLine(typed: string): LineCheck {
  const text = plainLine(typed);
  if (text === "") return { status: "empty" };
  const reading = readRow(text).lines[0]?.reading ?? parseLine(text);
  if (!reading) return { status: "other" };
  if (reading.status === "unreadable") {
    const { reason, group } = reading;
    const label = labelOf(reading);
    return reason === "length" && group > 0
      ? { status: "unreadable", label, reason: "group", group }
      : { status: "unreadable", label, reason };
  }
  const label = labelOf(reading.line);
  if (reading.status === "good") return { status: "good", label };
  return { status: "offer", label, corrections: reading.corrections.map(placed) };
}

/** A line as it is read: Japanese keyboards give full-width letters, digits and question marks. */
export function plainLine(typed: string): string {
  return typed.normalize("NFKC").trim();
}

/** A correction with its group and its place there. */
export function placed(correction: Correction): PlacedCorrection {
  const { place } = correction;
  const group = Math.ceil(place / GROUP_CHARACTERS);
  return { ...correction, group, number: place - (group - 1) * GROUP_CHARACTERS };
}

function labelOf({ kind, number }: { readonly kind: LineKind; readonly number: number }): string {
  return `${kind}${number}`;
}

/** A correction with the line that it is in. */
export interface LabelledCorrection extends PlacedCorrection {
  /** Kind and number of the line. */
  readonly label: string;
}

/** What was done for the lines of one payload that is complete. */
export interface SettledLines {
  /** Characters that were typed wrong, with the label of their line. */
  readonly corrected: readonly LabelledCorrection[];
  /** Labels of lines that were missing or wrong and worked out from others. */
  readonly rebuilt: readonly string[];
}

/** What typed lines, beside codes that were read, amount to. */
export interface TypedSheets {
  /** Sets that the lines are of. */
  readonly sets: readonly FoundSet[];
  /** Open sheets of which enough lines are there. */
  readonly open: TypedReading;
  /** Lines of documents and shares, as `findSets` takes them. */
  readonly lines: readonly FoundLines[];
  /** What sets find wrong is among their own. */
  readonly problems: readonly Problem[];
  /** Lines that say something else than another of the same kind and number: both from 0. */
  readonly contradicting: readonly {
    /** The later one. */
    readonly line: number;
    /** The one before it. */
    readonly other: number;
  }[];
  /** Whether every sheet that was begun can be opened, or needs only its passphrase. */
  readonly complete: boolean;
  /** Lines whose mistakes were put right. */
  readonly settled: readonly SettledLines[];
  /** What is missing still, in the order of the lines. */
  readonly missing: readonly Fault[];
}

/**
 * Puts typed lines together with codes that were read.
 * @param source what problems call the lines
 * @param typed lines in the order in which they were typed
 * @param others lines that were read from pictures and PDFs
 */
export async function readTypedLines(
  source: string,
  typed: readonly string[],
  records: readonly FoundRecord[],
  others: readonly FoundLines[] = [],
): Promise<TypedSheets> {
  const parsed = parseTyped(typed.join("\n"));
  const blocks = parsed.lineSets.map(({ kind, lines }) => ({ kind, readings: lines.map(({ reading }) => reading) }));
  const lines = blocks.filter(({ kind }) => kind !== "T").map(({ readings }) => ({ source, readings }));
  const [{ sets, problems }, open] = await Promise.all([
    findSets(records, [...others, ...lines]),
    readTypedOpen(source, parsed),
  ]);
  const settled: SettledLines[] = [];
  const missing: EscrowError[] = [];
  for (const { kind, readings } of blocks) {
    const outcome = await decode(readings, kind === "S" ? shareConfirm(sets) : undefined);
    if (!(outcome instanceof EscrowError)) settled.push(settledLines(kind, outcome));
    else if (!isSettled(kind, sets)) missing.push(outcome);
  }
  for (const set of sets) {
    const lack = set.document && lackOf(set);
    if (lack) missing.push(lack);
  }
  const opened = sets.every((set) => set.document && !lackOf(set));
  const openDone = blocks.every(({ kind }) => kind !== "T") || open.problems.length === 0;
  return {
    sets,
    open,
    lines,
    problems,
    contradicting: parsed.lineSets.flatMap((set) => contradictions(set.lines)),
    complete: sets.length + open.sheets.length > 0 && opened && openDone,
    settled,
    missing: missing.map(({ code, data }) => ({ code, data })),
  };
}

/** Of two lines that check and disagree, one is of another sheet. */
function contradictions(lines: readonly TypedLine[]): { line: number; other: number }[] {
  const first = new Map<number, { place: number; bytes: Uint8Array }>();
  return lines.flatMap(({ place, reading }) => {
    if (reading.status !== "good") return [];
    const { number, bytes } = reading.line;
    const other = first.get(number);
    if (!other) first.set(number, { place, bytes });
    return other && !equalBytes(other.bytes, bytes) ? [{ line: place - 1, other: other.place - 1 }] : [];
  });
}

async function decode(
  readings: readonly LineReading[],
  confirm: Confirm | undefined,
): Promise<LinesResult | EscrowError> {
  try {
    return await (confirm ? decodeLines(readings, confirm) : decodeLines(readings));
  } catch (error) {
    if (error instanceof EscrowError) return error;
    throw error;
  }
}

/** A share's lines are settled by the shares that the roster has confirmed. */
function shareConfirm(sets: readonly FoundSet[]): Confirm {
  const good = sets.flatMap((set) => goodShares(set).map(({ share }) => encodeShare(share)));
  return async (payload) => good.some((share) => equalBytes(share, payload));
}

/** Lines of a document that codes gave already need not be complete. */
function isSettled(kind: LineKind, sets: readonly FoundSet[]): boolean {
  return kind === "D" && sets.length > 0 && sets.every(({ document }) => document !== undefined);
}

function settledLines(kind: LineKind, { corrected, rebuilt }: LinesResult): SettledLines {
  return {
    corrected: corrected.flatMap(({ number, corrections }) =>
      corrections.map((one) => ({ label: labelOf({ kind, number }), ...placed(one) })),
    ),
    rebuilt: rebuilt.map((number) => labelOf({ kind, number })),
  };
}
