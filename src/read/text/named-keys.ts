import { normaliseSecret } from "../../account/base32.js";
import { EscrowError } from "../../error.js";
import { goesOn, type KeyEntry, newEntry } from "./key-entry.js";
import {
  askWhich,
  collectKey,
  collectUri,
  doubtfulKey,
  type Findings,
  settledBy,
  unknownLine,
} from "./key-findings.js";
import { isWrittenAlike, keyLook, keyWidth, mayBeOneKey, USUAL_KEY_LENGTH } from "./key-shape.js";
import { NO_CODES, nearlyNamedSetting, type TextLine } from "./text-lines.js";
import { isCutOff } from "./wrapped-uri.js";

/** What a text is as a whole. */
export interface TextContext {
  /** Whether check lines stand in it. */
  readonly hasLines: boolean;
  /** Whether it was copied from a sheet. */
  readonly isCopy: boolean;
}

/** A row of a sheet's key: groups of four. */
const PRINTED_ROW = /^(?:[A-Z0-9]{4}\s+)*[A-Z0-9]{1,4}$/iu;
/** Blank lines that may stand between a name and the key below it. */
const MOST_BLANK = 2;

/**
 * Reads the keys that lines name, and Key URIs, in notes, entries of password stores, copies of sheets and lists: a key
 * never grows by a line that does not surely belong to it, and what nothing names is none.
 */
export function readNamedKeys(lines: readonly TextLine[], found: Findings, context: TextContext): void {
  if (lines.some(({ kind }) => kind === "option")) readAuthenticatorFile(lines, found);
  else new NamedKeys(lines, found, context).read();
}

/** A key of an entry, before it is known which rows belong to it. */
interface Named {
  readonly entry: KeyEntry;
  /** Rows that may be the key, the first surely. */
  readonly rows: readonly { readonly place: number; readonly text: string }[];
  readonly printed: boolean;
}

class NamedKeys {
  private readonly keys = new Set<Named>();
  private entry: KeyEntry | undefined;
  /** The key of the entry that is being read. */
  private key: Named | undefined;
  /** The key before this one, with no blank line between. */
  private twin: Named | undefined;
  private underCodes = false;
  private at = 0;
  /** Place of the first line that says something. */
  private readonly first: number | undefined;

  constructor(
    private readonly lines: readonly TextLine[],
    private readonly found: Findings,
    private readonly context: TextContext,
  ) {
    this.first = lines.find(({ kind }) => kind !== "blank" && kind !== "comment")?.place;
  }

  read(): void {
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at];
      if (line) this.take(line);
    }
    this.finish();
    for (const key of this.keys) this.settle(key);
  }

  private take(line: TextLine): void {
    const { place, text } = line;
    const wasInSentence = this.entry?.inSentence ?? false;
    if (this.entry) this.entry.inSentence = false;
    switch (line.kind) {
      case "blank":
        // In a copy blank lines stand anywhere: a sheet ends where the next begins.
        if (!this.context.isCopy) this.finish();
        this.twin = undefined;
        return;
      case "comment":
      case "keep":
        return;
      case "uri":
        if (!this.context.isCopy) this.finish();
        this.underCodes = false;
        if (isCutOff(text, this.lines[this.at + 1]?.text)) {
          this.found.faults.push({ place, error: new EscrowError("keys-ambiguous", { lines: 2 }) });
          return;
        }
        for (const uri of line.uris) collectUri(place, uri, this.found);
        return;
      case "key":
        this.takeKey(line);
        return;
      case "setting":
        this.takeSetting(line);
        return;
      case "sentence":
        this.current(place).sentences.push(text.normalize("NFKC"));
        this.current(place).inSentence = true;
        return;
      case "test-value":
        this.current(place).fields.set("testValue", line.value);
        return;
      case "printed":
        if (line.begins) this.finish();
        return;
      case "codes":
        this.underCodes = true;
        this.found.aside++;
        return;
      case "bare":
        this.passBare(place, line.value);
        return;
      default:
        if (this.entry) this.entry.inSentence = wasInSentence;
        if (goesOn(this.entry, text)) return;
        if (this.entry) this.entry.inSentence = false;
        if (line.kind === "login" && this.isSlip(place, text)) return;
        if (this.mayBeCheckLine(text)) this.found.faults.push(unknownLine(place));
        else this.found.aside++;
    }
  }

  /** A setting whose name has a slip: no value of it can be right. */
  private isSlip(place: number, text: string): boolean {
    const field = nearlyNamedSetting(text);
    if (field !== undefined) this.current(place).fields.set(field, "");
    return field !== undefined;
  }

  private current(place: number): KeyEntry {
    this.entry ??= newEntry(place);
    return this.entry;
  }

  private takeKey(line: Extract<TextLine, { kind: "key" }>): void {
    const { place, name, printed } = line;
    const at = this.at;
    const rows = line.value === "" ? this.rowsBelow(printed) : [{ place, text: line.value }];
    const look = keyLook(rows.map(({ text }) => text).join(" "), name);
    const own = rows.length === 0 ? "other" : printed ? look : keyLook(rows[0]?.text ?? "", name);
    if (own === "other" || own === "words") {
      this.at = at;
      if (own === "words") this.found.faults.push(doubtfulKey(rows[0]?.place ?? place));
      else this.found.aside++;
      return;
    }
    this.underCodes = false;
    if (printed) this.finish();
    if (this.key && this.isAnother(rows[0]?.text ?? "", place)) return;
    const more = line.value === "" ? [] : this.bareRows(false);
    const entry = this.current(place);
    this.key = { entry, rows: [...rows, ...more], printed };
    this.keys.add(this.key);
  }

  /** Whether an entry that has a key names it again: the same is no news; another begins an entry, or is in doubt. */
  private isAnother(text: string, place: number): boolean {
    const { entry, rows } = this.key ?? {};
    const [first] = rows ?? [];
    if (first === undefined || entry === undefined) return false;
    if (compact(first.text) === compact(text)) return true;
    if (entry.fields.size > 0 || entry.sentences.length > 0) {
      if (this.key) this.doubtTwo(this.key, place);
      return true;
    }
    this.twin = this.key;
    this.finish();
    return false;
  }

  /** Of two keys with one account's settings nobody can tell which they belong to. */
  private doubtTwo(key: Named, second: number): void {
    const first = key.rows[0]?.place ?? key.entry.place;
    this.found.faults.push({ place: first, error: new EscrowError("typed-keys-two", { first, second }) });
    this.keys.delete(key);
  }

  private takeSetting({ place, field, value }: Extract<TextLine, { kind: "setting" }>): void {
    const isWord = field === "type" && !/^(?:totp|hotp|steam)$/iu.test(value);
    if (isWord && !this.key) {
      this.found.aside++;
      return;
    }
    if (this.key && this.twin && !NO_CODES.includes(field)) {
      this.doubtTwo(this.twin, this.key.rows[0]?.place ?? place);
      this.keys.delete(this.key);
      this.twin = undefined;
    }
    // A name that comes again belongs to the next account.
    if (this.key && this.entry?.fields.has(field) && this.entry.fields.get(field) !== value) this.finish();
    this.current(place).fields.set(field, value);
  }

  /** The key below a name that stands on a line of its own, and rows that may belong to it. */
  private rowsBelow(printed: boolean): { place: number; text: string }[] {
    let blank = 0;
    for (let at = this.at + 1; at < this.lines.length; at++) {
      const line = this.lines[at];
      if (line?.kind === "blank") blank++;
      else if (line?.kind === "bare" && (!printed || PRINTED_ROW.test(line.value)) && this.beginsKey(at, printed)) {
        this.at = at - 1;
        return this.bareRows(printed);
      } else if (!printed || line?.kind === "key" || (line?.kind === "printed" && line.begins)) return [];
      if (!printed && blank > MOST_BLANK) return [];
    }
    return [];
  }

  /** Below a printed heading stand hints, too: words of four letters are no key. */
  private beginsKey(at: number, printed: boolean): boolean {
    const line = this.lines[at];
    if (line?.kind !== "bare") return false;
    return !printed || /\s/u.test(line.value) || keyWidth(line.value) >= USUAL_KEY_LENGTH;
  }

  /** The bare rows that follow at once. */
  private bareRows(printed: boolean): { place: number; text: string }[] {
    const rows: { place: number; text: string }[] = [];
    for (let at = this.at + 1; at < this.lines.length; at++) {
      const line = this.lines[at];
      if (line?.kind !== "bare" || (printed && !PRINTED_ROW.test(line.value))) break;
      rows.push({ place: line.place, text: line.value });
      this.at = at;
    }
    return rows;
  }

  /** A row that could be a key, and that nothing names. */
  private passBare(place: number, text: string): void {
    const isFirst = this.first === place;
    // The first line of a password store's entry is the password.
    const passes = isFirst || this.underCodes || this.context.isCopy || this.context.hasLines;
    if (!passes && keyLook(text, "") !== "other" && text === text.toUpperCase()) {
      this.found.faults.push(doubtfulKey(place));
    } else this.found.aside++;
  }

  /** Beside check lines that were typed: groups that may have been one. */
  private mayBeCheckLine(text: string): boolean {
    if (this.context.isCopy || !this.context.hasLines) return false;
    return (text.toUpperCase().match(/(?:^|\s)[A-Z2-7?]{4}(?=\s|$)/gu) ?? []).length >= 4 && !/[a-z]{5}/u.test(text);
  }

  private finish(): void {
    const { entry, key } = this;
    this.entry = undefined;
    this.key = undefined;
    if (entry === undefined || key !== undefined || this.context.isCopy || this.context.hasLines) return;
    const set = [...entry.fields.keys()].some((name) => !NO_CODES.includes(name) && name !== "type");
    if (set)
      this.found.faults.push({
        place: entry.place,
        error: new EscrowError("typed-key-missing", { line: entry.place }),
      });
  }

  /** Decides which rows are the key. */
  private settle({ entry, rows: below, printed }: Named): void {
    const rows = alikeRows(below);
    this.found.aside += below.length - rows.length;
    const texts = rows.map(({ text }) => text);
    const [first = ""] = texts;
    const together = texts.join("");
    const places = rows.map(({ place }) => place);
    const may = texts.length > 1 && mayBeOneKey(texts);
    if (printed && this.context.hasLines) this.collectBeside(entry, texts.length === 1 || may ? together : "");
    else if (texts.length === 1) this.collect(entry, first);
    else if (printed && may) this.collect(entry, together);
    else if (printed) this.found.faults.push(doubtfulKey(places[0] ?? entry.place));
    else if (!may) {
      this.found.aside += texts.length - 1;
      this.collect(entry, first);
    } else {
      const said = entry.sentences.length > 0 ? together : undefined;
      const settled = entry.fields.has("testValue") ? settledBy(entry, [first, together]) : said;
      if (settled === undefined) askWhich(places, this.found);
      else this.collect(entry, settled);
    }
  }

  /** A key below a sheet's heading, whose check lines are there too: what cannot be read of it is no loss. */
  private collectBeside(entry: KeyEntry, secret: string): void {
    if (keyLook(secret) === "key") collectKey(entry, secret, this.found, true);
  }

  /** Words of a copy are no keys: there it must be as long as keys are. */
  private collect(entry: KeyEntry, secret: string): void {
    const isLong = keyWidth(secret) >= USUAL_KEY_LENGTH;
    if (isLong || !(this.context.hasLines || this.context.isCopy)) collectKey(entry, secret, this.found);
    else this.found.faults.push(doubtfulKey(entry.place));
  }
}

/** Rows that are written as the first is: what follows these is something else. */
function alikeRows<T extends { readonly text: string }>(rows: readonly T[]): readonly T[] {
  const [first] = rows;
  const end = rows.findIndex(({ text }) => !isWrittenAlike(first?.text ?? "", text));
  return end < 0 ? rows : rows.slice(0, end);
}

/** `~/.google_authenticator`: the key, options behind quotation marks, emergency codes. */
function readAuthenticatorFile(lines: readonly TextLine[], found: Findings): void {
  const first = lines.find(({ kind }) => kind !== "blank");
  const options = new Map(lines.flatMap((line) => (line.kind === "option" ? [[line.name, line.value] as const] : [])));
  const isFile = options.has("TOTP_AUTH") || options.has("HOTP_COUNTER");
  if (first?.kind !== "bare" || !isFile) {
    if (first) found.faults.push(unknownLine(first.place));
    return;
  }
  const entry = newEntry(first.place);
  const counter = options.get("HOTP_COUNTER");
  if (counter !== undefined) entry.fields.set("type", "hotp").set("counter", counter.trim());
  const step = options.get("STEP_SIZE");
  if (step !== undefined) entry.fields.set("period", step.trim());
  found.aside += lines.filter(({ kind }) => kind !== "blank").length - 1;
  collectKey(entry, first.value, found);
}

/** A key as it is compared; as it stands where it is none. */
function compact(text: string): string {
  try {
    return normaliseSecret(text);
  } catch {
    return text;
  }
}
