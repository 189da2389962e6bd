import { addDays, addInterval, daysBetween } from "./days.js";
import type { Ledger, LedgerSheet } from "./ledger.js";
import { parseSheetId } from "./sheet-id.js";
import { type SheetState, stateOf } from "./sheet-state.js";

/** What is to be done about a sheet. */
export type Task = "check" | "print-again" | "enrol-anew" | "collect";

/** A sheet with what it is on a day, and when something is to be done. */
export interface SheetStanding extends SheetState {
  /** The sheet, as the ledger knows it. */
  readonly sheet: LedgerSheet;
  /** When it is checked next; nothing of one that is to be collected or is destroyed. */
  readonly nextCheck?: string;
  /** What is to be done now; nothing where nothing is. */
  readonly task?: Task;
}

/** Days between the checks of two sheets of a set: more than a week, so that not all holders are asked in one. */
const APART_DAYS = 8;

/**
 * All sheets as they are on a day, in the ledger's order.
 * @param on `YYYY-MM-DD`
 */
export function standingsOf({ sheets }: Ledger, on: string): SheetStanding[] {
  const states = sheets.map((sheet) => ({ sheet, ...stateOf(sheet, on) }));
  const checks = staggered(states.filter(isActive), on);
  return states.map((state): SheetStanding => {
    const nextCheck = checks.get(state.sheet.id);
    const task = taskOf(state, nextCheck, on);
    return { ...state, ...(nextCheck === undefined ? {} : { nextCheck }), ...(task === undefined ? {} : { task }) };
  });
}

/** Whether a sheet counts: not one that is to be destroyed, or is. */
export function isActive({ standing }: Pick<SheetState, "standing">): boolean {
  return standing !== "collect" && standing !== "destroyed";
}

function taskOf({ standing }: SheetState, nextCheck: string | undefined, on: string): Task | undefined {
  if (standing === "collect") return "collect";
  if (standing === "opened") return "enrol-anew";
  if (standing === "poor" || standing === "fading") return "print-again";
  return nextCheck !== undefined && nextCheck <= on ? "check" : undefined;
}

/** A sheet with the day by which it must be checked. */
interface Planned {
  readonly id: string;
  readonly x: number;
  readonly from: string;
  readonly until: string;
}

/**
 * When sheets are checked next: as late as their intervals let, those of one set apart from each other. One that was
 * never printed or checked, by the ledger, is checked at once.
 */
function staggered(states: readonly (SheetState & { readonly sheet: LedgerSheet })[], on: string): Map<string, string> {
  const sets = new Map<string, Planned[]>();
  for (const { sheet, checked, checkEvery } of states) {
    const { set = sheet.id, x = 0 } = parseSheetId(sheet.id) ?? {};
    const from = checked ?? on;
    const until = checked === undefined ? on : addInterval(checked, checkEvery);
    sets.set(set, [...(sets.get(set) ?? []), { id: sheet.id, x, from, until }]);
  }
  return new Map([...sets.values()].flatMap(spread));
}

/** From the last one on, each as many days before the next as there is room for in half of its interval. */
function spread(sheets: readonly Planned[]): [string, string][] {
  const order = sheets.toSorted((a, b) => (a.until === b.until ? b.x - a.x : a.until < b.until ? 1 : -1));
  let after: string | undefined;
  return order.map(({ id, from, until }): [string, string] => {
    const half = Math.floor(daysBetween(from, until) / 2);
    const apart = Math.min(APART_DAYS, Math.floor(half / sheets.length));
    const before = after === undefined ? until : addDays(after, -apart);
    after = before < until ? before : until;
    return [id, after];
  });
}
