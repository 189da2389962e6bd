import type { Threshold } from "../share/roster.js";
/** What can happen to a sheet. */
export const EVENT_NAMES = [
  /** It was printed, for the first time or again. */
  "made",
  /** Who has it, where and under which seal, or how often it is checked, was written down. */
  "kept",
  /** It went to someone or somewhere else. */
  "moved",
  /** A picture of the paper proved that it can be read. */
  "proved",
  /** Its holder told the receipt of a year. */
  "receipt",
  /** Its envelope was opened. */
  "opened",
  /** Another set took its place: it is to be collected and destroyed. */
  "replaced",
  "destroyed",
] as const;
/** One of them. */
export type EventName = (typeof EVENT_NAMES)[number];

/** Something that happened to a sheet. Events are only ever added: what a sheet is now follows from all of them. */
export interface LedgerEvent {
  /** Its number among the sheet's events, from 1, in the order in which they were added; two copies may give the same. */
  readonly n: number;
  /** The day, `YYYY-MM-DD`. */
  readonly on: string;
  /** What happened. */
  readonly what: EventName;
  /** Initials of those who were there. */
  readonly by?: readonly string[];
  /** Who has the sheet from then on. */
  readonly holder?: string;
  /** Where it lies from then on. */
  readonly keptAt?: string;
  /** Number of the seal on its envelope from then on. */
  readonly seal?: string;
  /** How often it is checked from then on, such as `90d` or `1y`. */
  readonly checkEvery?: string;
  /** `proved`: share of the worst code's error correction that damage has left, 0 to 1. */
  readonly margin?: number;
  /** `proved`: how much darker the ink is than the paper, 1 black on white. */
  readonly ink?: number;
  /** `proved`: from its codes, or from the lines printed beside them. */
  readonly how?: "codes" | "lines";
  /** `proved`: what is the picture's fault, so that its margin says little of the paper. */
  readonly picture?: "blurred" | "cut";
  /** `proved`: codes that must be on the paper and were not read. */
  readonly gone?: number;
  /** `receipt`: the year that it was of. */
  readonly year?: number;
  /** `replaced`: id of the set that took its place. */
  readonly replacedBy?: string;
}

/** What a caller says of an event: its number follows. */
export type NewEvent = Omit<LedgerEvent, "n">;

/** One sheet of paper. */
export interface LedgerSheet {
  /** @see sheet-id.ts */
  readonly id: string;
  /** How many shares open its set, and how many there are. */
  readonly threshold?: Threshold;
  /** Names of its accounts, in order, where somebody wanted them here. */
  readonly accounts?: readonly string[];
  /** Its receipts, by year. */
  readonly receipts?: Readonly<Record<string, string>>;
  /** In the order of `compareEvents`, none twice. */
  readonly events: readonly LedgerEvent[];
}

/** All sheets, by their ids, each once. */
export interface Ledger {
  /** Each sheet once, by its id. */
  readonly sheets: readonly LedgerSheet[];
}

/** A ledger that knows of nothing. */
export const EMPTY_LEDGER: Ledger = { sheets: [] };

/** Longest text that a ledger holds, such as a place, in characters. */
export const MAX_TEXT_LENGTH = 200;
/** Most initials of one event. */
export const MAX_WITNESSES = 8;

/** An event as one text, its members in one order: two events are the same when these are. */
export function eventText(event: LedgerEvent): string {
  return JSON.stringify(
    Object.fromEntries(EVENT_MEMBERS.flatMap((name) => (name in event ? [[name, event[name]]] : []))),
  );
}

/** Members of an event in the order of the file. */
export const EVENT_MEMBERS = [
  "n",
  "on",
  "what",
  "by",
  "holder",
  "keptAt",
  "seal",
  "checkEvery",
  "margin",
  "ink",
  "how",
  "picture",
  "gone",
  "year",
  "replacedBy",
] as const satisfies readonly (keyof LedgerEvent)[];

/** The order of events: by day, on one day by number; of those that two copies numbered alike by their texts. */
export function compareEvents(a: LedgerEvent, b: LedgerEvent): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  if (a.n !== b.n) return a.n - b.n;
  const [textA, textB] = [eventText(a), eventText(b)];
  return textA === textB ? 0 : textA < textB ? -1 : 1;
}
