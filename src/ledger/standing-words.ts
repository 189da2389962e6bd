import { isActive, type SheetStanding } from "./due.js";
import { LEAST_INK, LEAST_MARGIN } from "./sheet-state.js";

/** What a pace of fading is told from, a year: less is the pictures' chance. */
const LEAST_PACE = 0.02;

/** A sentence of a ledger by its key below `ledger`, and the values of its placeholders. */
export interface KeyedWords {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** How a sheet stands, and what to do about it, in a few words. */
export function standingKey({ standing, task, nextCheck }: SheetStanding, on: string): KeyedWords {
  const late = nextCheck !== undefined && nextCheck < on ? "overdue" : "due-today";
  return { key: task === "check" ? late : `standing.${standing}`, values: {} };
}

/** What a sheet's last proof says of the paper: its margin, with what it loses a year. */
export function marginKey({ measures, proved, fadesAYear = 0 }: SheetStanding): KeyedWords {
  const said = (key: string, values: KeyedWords["values"] = {}) => ({ key, values });
  if (!proved) return said("none");
  if (proved.how === "lines") return said("by-lines");
  const measure = measures.at(-1);
  if (!measure) return said(`picture-${proved.picture ?? "blurred"}`);
  if (measure.ink < LEAST_INK) return said("ink", { percent: Math.round(measure.ink * 100) });
  const percent = Math.round(measure.margin * 100);
  if (fadesAYear < LEAST_PACE) return said("margin", { percent });
  return said("margin-fading", { percent, pace: Math.round(fadesAYear * (1 - LEAST_MARGIN) * 100) });
}

/** What is to be done about a sheet that has a task, and since when. */
export function taskKey(one: SheetStanding, on: string): KeyedWords & { readonly day: string } {
  const { sheet, task = "check", nextCheck = on, standing, replacedBy = "" } = one;
  const isShare = sheet.receipts !== undefined && sheet.threshold !== undefined;
  const kind = task === "print-again" ? standing : task === "check" && isShare ? "check-share" : task;
  return { key: `task.${kind}`, values: { by: replacedBy }, day: task === "check" ? nextCheck : on };
}

/** What is said of a receipt that is right, by the sheet that it is of. */
export function receiptKey(standing: SheetStanding): string {
  return isActive(standing) ? "receipt" : `receipt-${standing.standing}`;
}
