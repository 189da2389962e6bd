import { parseKeepLine } from "../../document/plaintext.js";
import { EscrowError } from "../../error.js";
import { withoutEnd } from "../../paper/text-end.js";
import { LONGEST_ROW, plainRow, readRow, type WrittenLine, withoutMarks } from "../../paper/written-line.js";
import { KEY_URI } from "../../showable.js";
import { SHEET_WORDS } from "./sheet-words.js";
import { joinWrappedUri } from "./wrapped-uri.js";

/**
 * What a line of text may be, and what it may become. Whatever reads text reads it through this list: files for `print`
 * and `split`, `recover`, `verify`, lines typed by hand, and the page.
 *
 * | kind | such as | may become |
 * |---|---|---|
 * | `blank`, `comment` | `# my notes` | nothing; a blank line ends what belongs together |
 * | `check` | `T1 ABCD …`, with all that people and text recognition put around it | a line of a sheet; its check characters decide |
 * | `record` | `PE1S…`, alone, after `QR-Code:`, in a column of a table | a code of a sealed or share sheet |
 * | `uri` | `otpauth://…`, in back ticks, after a name, in a column | an account |
 * | `keep` | `# keep: NAME TEXT` | a kept secret |
 * | `key` | `key:` `secret:` `totp:` `otp:` `otp_secret:` `seed:` `鍵:` `キー:`, the printed heading of the key | the key of an account; where nothing follows on the line, it stands below |
 * | `setting` | `digits: 8`, `otp_period: 30` | a setting or a name of the key beside it |
 * | `sentence`, `test-value` | `Time-based (TOTP) · SHA1 · 6 digits …` | the same, as sheets print it |
 * | `login` | `password:` `pass:` `user:` `url:` and any other name | nothing: never a key |
 * | `codes` | `Backup codes:` | nothing, and what stands below it neither |
 * | `option` | `" TOTP_AUTH` | shows that the text is a file of google-authenticator: a key, options, emergency codes |
 * | `printed` | title, steps, foot, set number, ruler of a sheet | nothing; shows that the text is a copy of a sheet |
 * | `bare` | `JBSW Y3DP EHPK 3PXP`, letters and digits only | a key, where the text is typed from a sheet and holds nothing else; elsewhere only below a line that names it |
 * | `other` | anything else | nothing |
 */
export type TextLine = { readonly place: number; readonly text: string } & (
  | { readonly kind: "blank" | "comment" | "keep" | "sentence" | "login" | "codes" | "other" }
  | { readonly kind: "printed"; readonly begins: boolean }
  | { readonly kind: "check"; readonly line: WrittenLine }
  | { readonly kind: "record"; readonly records: readonly string[] }
  | { readonly kind: "uri"; readonly uris: readonly string[] }
  /** `value` is empty where the key stands below; `printed` tells a sheet's heading from what a person wrote. */
  | { readonly kind: "key"; readonly name: string; readonly value: string; readonly printed: boolean }
  | { readonly kind: "setting"; readonly field: Field; readonly value: string }
  | { readonly kind: "test-value"; readonly value: string }
  | { readonly kind: "option"; readonly name: string; readonly value: string }
  | { readonly kind: "bare"; readonly value: string }
);

/** What a line may say of a key. */
export type Field = "issuer" | "account" | "type" | "algorithm" | "digits" | "period" | "counter" | "testValue";

/** What no code depends on. */
export const NO_CODES: readonly Field[] = ["issuer", "account", "testValue"];

/** Names that name a key, in lower case, blanks for `_` and `-`: those of files, and of every language. */
const KEY_NAMES: ReadonlySet<string> = new Set([
  ...["base32 secret", "base32 key", "base32", "seed", ...SHEET_WORDS.keyNames],
  ...[
    "totp",
    "hotp",
    "otp",
    "2fa",
    "mfa",
    "tfa",
    "two factor",
    "two factor authentication",
    "one time password",
  ].flatMap((word) => [
    word,
    ...["key", "secret", "seed", "secret key", "setup key", "code secret"].map((end) => `${word} ${end}`),
  ]),
]);

/** Names of settings, spelt as those of keys: those of files, and of every language. */
const FIELDS: Readonly<Record<string, Field>> = {
  algo: "algorithm",
  ...Object.fromEntries(
    (["type", "algorithm", "digits", "period", "counter"] as const).map((field) => [`otp ${field}`, field]),
  ),
  ...Object.fromEntries(
    (Object.entries(SHEET_WORDS.settings) as [Field, readonly string[]][]).flatMap(([field, names]) =>
      names.map((name) => [name, field]),
    ),
  ),
};

const any = (parts: readonly string[]) => `(?:${parts.join("|")})`;

/** Codes for when the phone is lost: never a key, nor part of one. */
const CODES = new RegExp(any(SHEET_WORDS.codes), "iu");
/** The heading of a sheet's key. */
const KEY_HEADING = new RegExp(`^${any(SHEET_WORDS.keyHeading)}\\s*[:：]?\\s*(.*)$`, "isu");
/** What only sheets print: `begins` at the top of a sheet. */
const BEGINS = new RegExp(`^${any(SHEET_WORDS.begins)}`, "iu");
const PRINTED = new RegExp(any(["\\b50 ?mm ?[:.]", ...SHEET_WORDS.printed]), "iu");
const TEST_VALUE = new RegExp(`(?:^|\\s)${any(SHEET_WORDS.testValue)}\\s+([A-Z0-9]{1,10})\\b`, "iu");
/** The beginning of the settings' sentence, as sheets print it. */
const SENTENCE = new RegExp(`\\b(?:TOTP|HOTP)\\b[)）]?\\s*[·・]|^${any(SHEET_WORDS.settingsSentence)}`, "iu");
/** A QR text of a sheet: PE, the format's version, what it is, base32. A digit that base32 has would make it a key. */
const RECORD = /(?<![A-Za-z0-9])PE[0189][A-Z][A-Z2-7]{8,}(?![A-Za-z0-9])/giu;
const EVERY_URI = new RegExp(`(?<![A-Za-z])${KEY_URI.source}`, "giu");
/** What ends a Key URI, by what stands in front of it: quotation marks of several languages among them. */
const CLOSING: Readonly<Record<string, string>> = {
  ...{ '"': '"', "'": "'", "`": "`", "<": ">", "(": ")", "[": "]" },
  ...{ "“": "”", "„": "“", "‘": "’", "‚": "‘", "«": "»", "‹": "›", "「": "」", "『": "』" },
};
/** Most Key URIs that are looked for on one row; what follows belongs to the last. */
const MOST_URIS = 500;
/** Letters, digits and what stands between their groups: perhaps a key. */
const BARE = /^[A-Za-z0-9]+(?:(?:[ \t-]|_)+[A-Za-z0-9]+)*=*$/u;
const OPTION = /^"\s+([A-Z_]+)\s*(.*)$/su;

/** Most rows, blank ones among them: nobody types so much, and each is looked at in every way there is. */
const MAX_ROWS = 100_000;

/** Most check lines that do not check: what was meant is searched for, a millisecond each. */
const MAX_BROKEN_LINES = 2_000;

/** How JSON and XML begin: their members are no lines. */
const DATA = /^\s*(?:\{|\[\s*["{[\d]|<(?:\?xml|!|[a-z]+[\s>/]))/iu;

/**
 * Every line of a text, in its order; a row that holds several things gives several, under the same place. None of a
 * text of data, such as JSON.
 * @throws EscrowError `source-too-many`
 */
export function textLines(text: string): TextLine[] {
  if (DATA.test(text)) return [];
  const rows = `${text}\n`.split(/\r\n|\r|\n/u, MAX_ROWS + 1);
  if (rows.length > MAX_ROWS) throw new EscrowError("source-too-many", { most: MAX_ROWS });
  const lines: TextLine[] = [];
  let broken = 0;
  const trimmed = rows.map((row) => row.trim());
  for (let i = 0; i < rows.length; i++) {
    const place = i + 1;
    const { text: row, more } = joinWrappedUri(trimmed, i);
    i += more;
    for (const line of rowLines(row, place)) {
      if (line.kind === "check" && line.line.reading.status !== "good" && ++broken > MAX_BROKEN_LINES) {
        throw new EscrowError("source-too-many", { most: MAX_BROKEN_LINES });
      }
      lines.push(line);
    }
  }
  return lines;
}

function rowLines(row: string, place: number): TextLine[] {
  if (row === "") return [{ kind: "blank", place, text: "" }];
  if (row.startsWith("#")) {
    // Comments; Markdown's headings too. But an editor's mark may stand before a line of a sheet.
    return [{ kind: parseKeepLine(row) === undefined ? "comment" : "keep", place, text: row }];
  }
  const uris = urisOf(row);
  const beside = besideUris(row, uris);
  const records = beside.length > LONGEST_ROW ? [] : recordsOf(beside);
  if (records.length > 0) return [{ kind: "record", place, text: row, records }];
  if (uris.length > 0) return [{ kind: "uri", place, text: row, uris }];
  if (row.length > LONGEST_ROW) return [{ kind: "other", place, text: row }];
  const { lines, rest } = readRow(row);
  return [
    ...lines.map((line): TextLine => ({ kind: "check", place, text: line.text, line })),
    ...rest.map((text) => wordsLine(text, place)),
  ];
}

/** The texts of sheets' codes on a row, in capitals. */
function recordsOf(row: string): string[] {
  return (row.normalize("NFKC").match(RECORD) ?? []).map((text) => text.toUpperCase());
}

/** The Key URIs on a row: what follows one belongs to it where nothing else says where it ends. */
export function urisOf(row: string): string[] {
  if (!KEY_URI.test(row)) return [];
  const starts: number[] = [];
  for (const { index } of row.matchAll(EVERY_URI)) if (starts.push(index) === MOST_URIS) break;
  return starts.map((start, i) => {
    const text = row.slice(start, starts[i + 1]);
    const opened = row.charAt(start - 1);
    const closing = CLOSING[opened];
    const end = closing === undefined ? -1 : text.indexOf(closing);
    if (end >= 0) return text.slice(0, end);
    // In a table without quotation marks the next column begins at the same sign.
    const column = /[,;\t|]/u.test(opened) ? text.indexOf(opened) : -1;
    return withoutEnd(column >= 0 ? text.slice(0, column) : text, /[\s,;|"'`]/u);
  });
}

/** What stands on a row beside its Key URIs: in one of these the secret may look like the text of a code. */
function besideUris(row: string, uris: readonly string[]): string {
  let beside = "";
  let from = 0;
  for (const uri of uris) {
    const at = row.indexOf(uri, from);
    beside += `${row.slice(from, at)} `;
    from = at + uri.length;
  }
  return beside + row.slice(from);
}

/** A row, or a part of one, that holds no line, code or URI. */
function wordsLine(text: string, place: number): TextLine {
  const plain = plainRow(text);
  const own = (name: "sentence" | "login" | "codes" | "other"): TextLine => ({ kind: name, place, text });
  const option = OPTION.exec(plain);
  if (option) return { kind: "option", place, text, name: option[1] ?? "", value: option[2] ?? "" };
  const heading = KEY_HEADING.exec(withoutMarks(plain));
  if (heading) return { kind: "key", place, text, name: "", value: heading[1] ?? "", printed: true };
  const test = TEST_VALUE.exec(plain);
  if (test) return { kind: "test-value", place, text, value: test[1] ?? "" };
  if (BEGINS.test(plain)) return { kind: "printed", place, text, begins: true };
  if (SENTENCE.test(plain)) return own("sentence");
  if (PRINTED.test(plain)) return { kind: "printed", place, text, begins: false };
  const named = namedLine(text, place);
  if (named) return named;
  if (CODES.test(plain)) return own("codes");
  const bare = withoutStop(withoutMarks(plain));
  if (BARE.test(bare)) return { kind: "bare", place, text, value: bare };
  return own("other");
}

/** Without the full stop that a phone puts after whole groups; after fewer characters it may stand for one. */
function withoutStop(text: string): string {
  const bare = text.replace(/[.,;]$/u, "");
  const groups = bare.split(/[\s-]+/u);
  return groups.every((group) => group.length === groups[0]?.length) ? bare : text;
}

/** `name: value` and `name=value`, also in Markdown's bold. */
function namedLine(text: string, place: number): TextLine | undefined {
  const line = withoutMarks(text.trim().replace(/[*`]/gu, "")).trim();
  const [, given, value = ""] = /^([^:：=]{1,40})[:：=]\s*(.*)$/su.exec(line) ?? [];
  if (given === undefined) return undefined;
  const name = nameOf(given);
  const field = FIELDS[name];
  const plain = withoutEnd(value.normalize("NFKC").replace(/^["'“„‘‚«‹「『]+/u, ""), /["',;”“’‘»›」』]/u).trim();
  if (KEY_NAMES.has(name)) return { kind: "key", place, text, name, value: withoutStop(plain), printed: false };
  if (field === "issuer" || field === "account") return { kind: "setting", place, text, field, value };
  if (field !== undefined) return { kind: "setting", place, text, field, value: plain };
  if (CODES.test(name)) return { kind: "codes", place, text };
  return name === "" ? undefined : { kind: "login", place, text };
}

/** A name as it is looked up: without what stands in brackets behind it. */
function nameOf(given: string): string {
  return given
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[(（[].*$/u, "")
    .replace(/[\s_"'-]+/gu, " ")
    .trim();
}

/** The setting that a name means with one slip of the finger: to pass over it would give wrong codes. */
export function nearlyNamedSetting(text: string): Field | undefined {
  const name = nameOf(/^([^:：=]{1,40})[:：=]/u.exec(text)?.[1] ?? "");
  const settings = Object.entries(FIELDS).filter(([, field]) => !NO_CODES.includes(field));
  return settings.find(([known]) => known.length >= 4 && name.length >= 4 && isOneSlip(name, known))?.[1];
}

/** Whether one character more, less or other, or two neighbours changed over, make one word of the other. */
function isOneSlip(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let from = 0;
  while (from < one.length && one[from] === other[from]) from++;
  const [a, b] = [one.slice(from), other.slice(from)];
  return (
    a.slice(1) === b.slice(1) ||
    a === b.slice(1) ||
    a.slice(1) === b ||
    (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
  );
}
