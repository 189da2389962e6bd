import { EscrowError } from "../../error.js";
import { type Collector, type FallbackNames, isOtpText } from "../collector.js";
import { always, type StoredEntry } from "../entry.js";
import type { CsvRow, CsvTable } from "../formats/csv.js";
import {
  isState,
  looksLikeBareKey,
  type NameStrength,
  otpNameStrength,
  plainName,
  TITLE_NAMES,
  USER_NAMES,
} from "../otp-names.js";
import { otpTextsIn } from "../otp-texts.js";
import {
  kindNamed,
  type SettingName,
  type SettingValues,
  settingNamed,
  settingOf,
  settingValues,
} from "../setting-names.js";
import type { Source } from "../source.js";
import { firstFilled, isAligned, isLost, otpTexts, reportOpenQuote, reportUneven } from "./password-table.js";

/** Headings of an account's user; plain, in that order. */
const USERS = [
  ...["username", "user", "login", "loginname", "loginusername", "userid", "email", "emailaddress", "loginemail"],
  ...["account", ...USER_NAMES.filter((name) => name !== "accountname")],
];
/** The same by the words in them. */
const TITLE_WORDS =
  /^(?!.*(?:user|login|account|first|last|full|middle|folder|group|file|tag|vault)).*(?:title|name)$/u;
const USER_WORDS = /(?:user|login)(?:name|id|email)?$/u;
const OTHER_NAMES = new Set(["uri", "keyuri", "secret", "password"]);
/** Fewest characters that are taken for a key. */
const LEAST_KEY = 8;
/** Beside a column of this name, `secret` is an authenticator's. */
const SETTINGS = ["issuer", "digits", "period", "counter", "algorithm", "otp_type"];

/**
 * Tables of other programs: with Key URIs in any column, with a column for one-time passwords (LastPass, Dashlane and
 * others), or with `secret` beside `issuer`, `digits`, `period` and the like.
 */
export const csvTable: Source = {
  name: "csv",
  detect: ({ csv }) => csv !== undefined && isOtpTable(csv),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    const missing = missingSettings(csv);
    if (missing.length > 0) collector.warn({}, "export-incomplete", { missing: missing.join(", ") });
    const columns = otpHeadings(csv);
    const headings = nameHeadings(csv);
    for (const row of csv.rows) {
      const place = { line: row.line };
      const names: FallbackNames = isAligned(row, columns) ? namesOf(row, headings) : {};
      const texts = otpTexts(row, columns);
      if (isLost(row, columns) || (!row.even && texts.length === 0 && row.get("secret") !== "")) {
        // No value tells what it is: the whole row is what can be kept.
        collector.skip(place, new EscrowError("csv-row"), { name: "", text: row.cells.join(", ") });
        continue;
      }
      for (const text of texts) {
        // A column of such a name can say "yes" as well, which is base32 too.
        if (isState(text) || isDoubtful(row, text, columns)) continue;
        if (isOtpText(text)) collector.addStoredText(place, text, names);
        else if (text.length >= LEAST_KEY)
          collector.addEntry(place, { ...names, secret: text, ...settingsOf(row, csv) });
        else collector.skip(place, new EscrowError("secret-too-short"), { name: names.issuer ?? "", text });
      }
      if (texts.length > 0) continue;
      if (row.get("secret") !== "") readSettings(row, csv, headings, collector);
    }
    reportUneven(csv, columns, collector);
    reportOpenQuote(csv, collector);
  },
};

/** Settings that a table of secrets has no column for: where an account has other than the usual ones, they are lost. */
function missingSettings(csv: CsvTable): string[] {
  const uris = csv.rows.some(({ cells }) => cells.some((cell) => isOtpText(cell.trim())));
  if (!csv.headings.includes("secret") || uris) return [];
  const has = (name: SettingName) =>
    [...columnsOf(csv).keys()].some((plain) => settingNamed(plain) === name) ||
    csv.rows.some((row) => valuesIn(row, csv).has(name));
  return (["algorithm", "digits", "period"] as const).filter((name) => !has(name));
}

/** What stands in a row's columns for settings. */
function valuesIn(row: CsvRow, csv: CsvTable): SettingValues {
  return settingValues([...columnsOf(csv)].map(([plain, heading]) => [plain, row.get(heading)]));
}

/** The settings of the key in a row. */
function settingsOf(row: CsvRow, csv: CsvTable): Pick<StoredEntry, SettingName> {
  const values = valuesIn(row, csv);
  const of = (name: SettingName) => settingOf(values, name);
  const type = of("type");
  return {
    type: typeof type === "string" ? (kindNamed(type) ?? type) : type,
    algorithm: of("algorithm"),
    digits: of("digits"),
    period: of("period"),
    counter: of("counter"),
  };
}

/** Headings by their plain names: worked out once a table. */
const columns = new WeakMap<CsvTable, ReadonlyMap<string, string>>();

function columnsOf(csv: CsvTable): ReadonlyMap<string, string> {
  const known = columns.get(csv) ?? new Map(csv.headings.toReversed().map((heading) => [plainName(heading), heading]));
  columns.set(csv, known);
  return known;
}

function readSettings(row: CsvRow, csv: CsvTable, headings: NameHeadings, collector: Collector): void {
  const settings = settingsOf(row, csv);
  // A kind that is not known is not taken for another.
  const type = settings.type ?? (firstFilled(row, ["type", "kind"]) || undefined);
  const counts = type === undefined && !/^0?$/u.test(String(settings.counter ?? ""));
  const short = row.cells.length < csv.headings.length;
  collector.addEntry(
    { line: row.line },
    {
      ...namesOf(row, headings),
      secret: row.get("secret"),
      ...settings,
      type,
      // A counter that counts belongs to HOTP; a row cut short has lost settings. Neither is for guessing.
      // A table without settings is here for the Key URIs in other rows: this may be a secret of another kind.
      ...(counts || short || !hasSettings(csv) ? { type: always(undefined) } : {}),
    },
  );
}

function isOtpTable(csv: CsvTable): boolean {
  const { headings, rows } = csv;
  // A list of Key URIs has none in its first line that could be a heading.
  if (headings.some((heading) => isOtpText(heading))) return false;
  if (headings.some((heading) => otpNameStrength(heading) === "sure")) return true;
  if (headings.includes("secret") && hasSettings(csv)) return true;
  const columns = otpHeadings(csv);
  if (rows.some((row) => columns.some((column) => looksLikeBareKey(row.get(column), "perhaps")))) return true;
  // Commas in the first line of a note or a list of texts make no table.
  const { titles, users } = nameHeadings(csv);
  if (titles.length + users.length === 0 && !headings.some((heading) => OTHER_NAMES.has(plainName(heading))))
    return false;
  return rows.some(({ cells }) => cells.length > 1 && cells.some((cell) => otpTextsIn(cell).length > 0));
}

/** Headings of columns that hold a Key URI or a bare key: first those that surely do. */
function otpHeadings({ headings }: CsvTable): string[] {
  const of = (strength: NameStrength) => headings.filter((heading) => otpNameStrength(heading) === strength);
  return [...of("sure"), ...of("perhaps")];
}

/** Whether a value stands under a heading that may be another's, and does not look like a key. */
function isDoubtful(row: CsvRow, text: string, columns: readonly string[]): boolean {
  if (isOtpText(text) || columns.some((column) => otpNameStrength(column) === "sure" && row.get(column) === text)) {
    return false;
  }
  return !looksLikeBareKey(text, "perhaps");
}

/** The headings of a table under which names stand, in the order in which they count. */
interface NameHeadings {
  readonly titles: readonly string[];
  readonly users: readonly string[];
  /** Whether names are written as in a page: LastPass's tables have `&amp;`. */
  readonly escaped: boolean;
}

function nameHeadings(csv: CsvTable): NameHeadings {
  const { headings } = csv;
  const byPlain = columnsOf(csv);
  const listed = (names: readonly string[], words: RegExp) => [
    ...names.flatMap((name) => byPlain.get(name) ?? []),
    ...[...byPlain]
      .reverse()
      .flatMap(([plain, heading]) => (words.test(plain) && !names.includes(plain) ? [heading] : [])),
  ];
  const titles = listed(TITLE_NAMES, TITLE_WORDS);
  // KeePass 1.x heads the title so, beside the user and the address.
  const [title, ...beside] = ["account", "loginname", "website"].map((plain) => byPlain.get(plain));
  return {
    titles: title !== undefined && beside.every((one) => one !== undefined) ? [title, ...titles] : titles,
    users: listed(USERS, USER_WORDS),
    escaped: ["extra", "grouping"].every((name) => headings.includes(name)),
  };
}

function hasSettings({ headings }: CsvTable): boolean {
  return SETTINGS.some((heading) => headings.includes(heading));
}

function namesOf(row: CsvRow, { titles, users, escaped }: NameHeadings): { issuer: string; account: string } {
  const own = row.get("issuer");
  const issuer = own || firstFilled(row, titles);
  const user = firstFilled(row, users);
  // Where the issuer has a column of its own, the name is the account's.
  const names = { issuer, account: own === "" ? user : row.get("name") || user };
  return escaped ? { issuer: unescaped(names.issuer), account: unescaped(names.account) } : names;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#039": "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#0?39);/gu, (whole, name: string) => ENTITIES[name] ?? whole);
}
