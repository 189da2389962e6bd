import { EscrowError } from "../../error.js";
import { goesOn, isVouchedFor, type KeyEntry, newEntry } from "./key-entry.js";
import { askWhich, collectKey, doubtfulKey, type Findings, unknownLine } from "./key-findings.js";
import { isWrittenAlike, keyLook, keyWidth, USUAL_KEY_LENGTH } from "./key-shape.js";
import { nearlyNamedSetting, type TextLine } from "./text-lines.js";

/**
 * A key as it stands on the sheet, in groups of four, or run together: a word is never taken for a key. Digits that
 * base32 lacks are let through, for the account names them with their place.
 */
const KEY_LINE = /^(?:[A-Z0-9]{4}[\s-]+)*[A-Z0-9]{1,4}$|^[A-Z0-9]{16,}$/iu;
/** Groups of which another line may follow: more than one, all of four. */
const KEY_GOES_ON = /^(?:[A-Z0-9]{4}[\s-]+)+[A-Z0-9]{4}$|^[A-Z0-9]{16,}$/iu;
/** Groups of four with blanks between, as sheets and services show a key: no password looks so. */
const IN_GROUPS = /^(?:[A-Z0-9]{4}\s+)+[A-Z0-9]{1,4}$/iu;

/** The last word of a sentence: no key begins or ends so. */
const LAST_WORD = /^[a-z]+\.$/u;

/**
 * Reads a text that holds nothing but keys as they stand on sheets, over several lines as printed, with their names and
 * settings. A blank line ends a key.
 */
export function readBareKeys(lines: readonly TextLine[], found: Findings): void {
  const entries: KeyEntry[] = [];
  let entry: KeyEntry | undefined;
  let strange = false;
  let noted = false;
  for (const line of lines) {
    const { place, text } = line;
    if (line.kind === "comment" || line.kind === "keep") continue;
    if (line.kind === "blank") {
      entry = undefined;
      continue;
    }
    if (entry === undefined) {
      entry = newEntry(place);
      entries.push(entry);
    }
    const wasInSentence: boolean = entry.inSentence;
    if (line.kind === "setting") entry.fields.set(line.field, line.value);
    else if (line.kind === "test-value") entry.fields.set("testValue", line.value);
    else if (line.kind === "sentence") entry.sentences.push(text.normalize("NFKC"));
    else if (line.kind === "bare" && KEY_LINE.test(line.value) && !(wasInSentence && LAST_WORD.test(text)))
      entry.key.push({ place, text: line.value });
    else if (!goesOn(entry, text)) {
      found.faults.push(unknownLine(place));
      strange = true;
      noted ||= line.kind === "login" || line.kind === "codes";
      const meant = nearlyNamedSetting(text);
      if (meant !== undefined) entry.fields.set(meant, "");
    }
    entry.inSentence =
      line.kind === "sentence" ||
      line.kind === "test-value" ||
      (wasInSentence && entry.sentences.at(-1) === text.normalize("NFKC"));
  }
  const alone = entries.filter(({ key }) => key.length > 0).length === 1;
  for (const one of entries) readEntry(one, found, { alone, strange, noted });
}

/** What stands beside an entry in its text. */
interface Surroundings {
  /** Whether no other entry has a key. */
  readonly alone: boolean;
  /** Whether lines that are nothing stand in the text. */
  readonly strange: boolean;
  /** Whether some of these are such as stand in notes: passwords and other things with a name. */
  readonly noted: boolean;
}

function readEntry(entry: KeyEntry, found: Findings, around: Surroundings): void {
  const { place, key, fields } = entry;
  // What is printed above a key, such as a name of four letters, must not become its beginning.
  const foreign = key.slice(0, -1).filter(({ text }) => !KEY_GOES_ON.test(text));
  found.faults.push(...foreign.map((row) => unknownLine(row.place)));
  if (foreign.length > 0) return;
  const [first] = key;
  if (first === undefined) {
    if (fields.size > 0) found.faults.push({ place, error: new EscrowError("typed-key-missing", { line: place }) });
    return;
  }
  const texts = key.map(({ text }) => text);
  const places = key.map((row) => row.place);
  const alike = texts.every((text) => isWrittenAlike(first.text, text));
  const one = key.length === 1 ? isSure(entry, first.text, around) : isOneBrokenKey(texts, around);
  if ((isVouchedFor(entry) || one) && alike) collectKey(entry, texts.join(""), found);
  else if (key.length > 1) askWhich(places, found);
  else if (keyWidth(first.text) < USUAL_KEY_LENGTH) found.faults.push(unknownLine(first.place));
  else found.faults.push(doubtfulKey(first.place));
}

/** Whether a key on one line is one: long enough, and no password that stands above a name. */
function isSure({ place, key, fields }: KeyEntry, text: string, { strange, noted }: Surroundings): boolean {
  const isSet = [...fields.keys()].some((name) => name !== "issuer" && name !== "account");
  if (keyWidth(text) < USUAL_KEY_LENGTH) return isSet && !strange;
  const look = keyLook(text, "");
  if (IN_GROUPS.test(text)) return !noted && (look === "key" || look === "broken");
  if (strange || look === "words" || look === "other") return false;
  // Above the name of an account stands its password, in many a note.
  const isAboveNames = fields.size > 0 && key[0]?.place === place;
  return isSet || !isAboveNames;
}

/** Whether rows can be nothing but one key, broken as sheets break it: each by itself would be too short. */
function isOneBrokenKey(texts: readonly string[], { alone, strange }: Surroundings): boolean {
  const printed = texts.every(
    (text, i) => (IN_GROUPS.test(text) || i === texts.length - 1) && text === text.toUpperCase(),
  );
  const everyShort = texts.slice(1).every((text) => keyWidth(text) < USUAL_KEY_LENGTH);
  const begun = keyWidth(texts[0] ?? "") >= USUAL_KEY_LENGTH;
  return printed && everyShort && !strange && (alone || begun);
}
