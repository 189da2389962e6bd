import { normaliseSecret } from "../../account/base32.js";
import { EscrowError } from "../../error.js";
import { readAuthenticatorFile } from "./authenticator-file.js";
import { goesOn, type KeyEntry, newEntry } from "./key-entry.js";
import { collectUri, doubtfulKey, type Findings, unknownLine } from "./key-findings.js";
import { type Named, settleKey, type TextContext } from "./key-rows.js";
import { keyLook, keyWidth, USUAL_KEY_LENGTH } from "./key-shape.js";
import { NO_CODES, nearlyNamedSetting, type TextLine } from "./text-lines.js";
import { isCutOff } from "./wrapped-uri.js";

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
    for (const key of this.keys) settleKey(key, this.found, this.context);
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
}

/** A key as it is compared; as it stands where it is none. */
function compact(text: string): string {
  try {
    return normaliseSecret(text);
  } catch {
    return text;
  }
}
