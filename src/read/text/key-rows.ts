import type { KeyEntry } from "./key-entry.js";
import { askWhich, collectKey, doubtfulKey, type Findings, settledBy } from "./key-findings.js";
import { isWrittenAlike, keyLook, keyWidth, mayBeOneKey, USUAL_KEY_LENGTH } from "./key-shape.js";

/** What a text is as a whole. */
export interface TextContext {
  /** Whether check lines stand in it. */
  readonly hasLines: boolean;
  /** Whether it was copied from a sheet. */
  readonly isCopy: boolean;
}

/** A key of an entry, before it is known which rows belong to it. */
export interface Named {
  readonly entry: KeyEntry;
  /** Rows that may be the key, the first surely. */
  readonly rows: readonly { readonly place: number; readonly text: string }[];
  readonly printed: boolean;
}

/** Decides which rows are the key. */
export function settleKey({ entry, rows: below, printed }: Named, found: Findings, context: TextContext): void {
  const rows = alikeRows(below);
  found.aside += below.length - rows.length;
  const texts = rows.map(({ text }) => text);
  const [first = ""] = texts;
  const together = texts.join("");
  const places = rows.map(({ place }) => place);
  const may = texts.length > 1 && mayBeOneKey(texts);
  if (printed && context.hasLines) collectBeside(entry, texts.length === 1 || may ? together : "", found);
  else if (texts.length === 1) collect(entry, first, found, context);
  else if (printed && may) collect(entry, together, found, context);
  else if (printed) found.faults.push(doubtfulKey(places[0] ?? entry.place));
  else if (!may) {
    found.aside += texts.length - 1;
    collect(entry, first, found, context);
  } else {
    const said = entry.sentences.length > 0 ? together : undefined;
    const settled = entry.fields.has("testValue") ? settledBy(entry, [first, together]) : said;
    if (settled === undefined) askWhich(places, found);
    else collect(entry, settled, found, context);
  }
}

/** A key below a sheet's heading, whose check lines are there too: what cannot be read of it is no loss. */
function collectBeside(entry: KeyEntry, secret: string, found: Findings): void {
  if (keyLook(secret) === "key") collectKey(entry, secret, found, true);
}

/** Words of a copy are no keys: there it must be as long as keys are. */
function collect(entry: KeyEntry, secret: string, found: Findings, context: TextContext): void {
  const isLong = keyWidth(secret) >= USUAL_KEY_LENGTH;
  if (isLong || !(context.hasLines || context.isCopy)) collectKey(entry, secret, found);
  else found.faults.push(doubtfulKey(entry.place));
}

/** Rows that are written as the first is: what follows these is something else. */
function alikeRows<T extends { readonly text: string }>(rows: readonly T[]): readonly T[] {
  const [first] = rows;
  const end = rows.findIndex(({ text }) => !isWrittenAlike(first?.text ?? "", text));
  return end < 0 ? rows : rows.slice(0, end);
}
