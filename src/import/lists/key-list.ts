import { EscrowError } from "../../error.js";
import type { Collector } from "../collector.js";
import type { Content } from "../content.js";
import { KEY_HEADING, looksLikeBareKey, otpNameStrength, plainName, TITLE_NAMES, USER_NAMES } from "../otp-names.js";
import { type SettingName, settingNamed, settingOf, settingValues } from "../setting-names.js";
import type { Source } from "../source.js";
import type { Line } from "../text.js";
import { labelledKeys } from "./labelled-keys.js";
import { noteKeys } from "./note-blocks.js";
import { environmentKeys, type Listed, oathtoolKeys } from "./shell-lists.js";

/** `~/.2fa` of rsc.io/2fa: a name, digits, the key, and for HOTP the counter that was used last. */
const TWO_FA = /^(\S{1,100})\s+([678])\s+([A-Za-z2-7]{8,}=*)(?:\s+(\d{20}))?$/u;
/** `gauth.csv`: a name, the key, perhaps in groups, perhaps digits. */
const GAUTH = /^([^:]{1,100}):\s*([A-Za-z2-7 ]{16,}=*)(?::([678]))?$/u;
/** `users.oath` of the OATH toolkit: kind, user, PIN, the key in hexadecimal, then what it keeps of the last code. */
const USERS_OATH =
  /^HOTP(?:\/(E|T\d{1,5}))?(?:\/([678]))?\s+(\S+)\s+\S+\s+((?:[0-9A-Fa-f]{2}){4,})(?:\s+(\d+)(\s+\d+\s+\S+)?)?$/u;
/** Names that are no account's: what stands behind is another secret, or a field of one account. */
const OTHER_NAMES =
  /pass|^pw$|^pin|user|login|mail|recover|backup|code|secret|key|seed|token|issuer|account|url|digits|period/u;
const SETTING_NAMES: readonly SettingName[] = ["type", "algorithm", "digits", "period", "counter"];
/** Other secrets in letters and digits of base32: access keys of AWS. */
const OTHER_KEY = /^A[KS]IA/u;
/** Most columns of a table that people keep. */
const MOST_COLUMNS = 50;
/** The head of a table that programs print for Authy's data: columns between lines. */
const PRINTED_HEAD = /^\|?\s*(?:STATUS\s*\|\s*)?ACCOUNT\s*\|\s*TOTP SECRET\s*\|?$/iu;

/**
 * Lists of keys that small programs keep: `~/.2fa`, `gauth.csv`, `users.oath`, a table of names and keys without
 * headings, the table that is printed of Authy's data. All lines have one form, or it is none of them. In `.env` and in
 * scripts with commands of `oathtool` other lines stand, too.
 */
export const keyList: Source = {
  name: "key-list",
  detect: (content) => listedIn(content) !== undefined,
  read: async (content, collector) => {
    const { listed, missing, failed, aside = 0 } = listedIn(content) ?? { listed: [], missing: "", failed: [] };
    for (const { line, entry } of listed) collector.addEntry({ line }, entry);
    reportFailed(failed, collector);
    if (aside > 0) collector.warn({}, "text-aside", { count: aside });
    if (missing !== "") collector.warn({}, "export-incomplete", { missing });
  },
};

interface Found {
  readonly listed: readonly Listed[];
  /** Settings that such a list has no place for. */
  readonly missing: string;
  /** Lines that are none of the list. */
  readonly aside?: number;
  /** Rows that name an account and have no key. */
  readonly failed: readonly { readonly line: number; readonly name: string }[];
}

function listedIn(content: Content): Found | undefined {
  const { lines } = content;
  const [first] = lines;
  if (first === undefined || first.text.length > 1_000) return undefined;
  const all = (read: (line: Line) => Listed | undefined, missing: string): Found | undefined => {
    const listed: Listed[] = [];
    for (const line of lines) {
      const one = line.text.length > 4_000 ? undefined : read(line);
      if (one === undefined) return undefined;
      listed.push(one);
    }
    return { listed, missing, failed: [] };
  };
  const labelled = some(labelledKeys(content.text ?? "", lines), lines);
  return (
    all(twoFa, "") ??
    all(usersOath, "") ??
    (labelled?.aside === 0 ? labelled : undefined) ??
    several(all(gauth, "algorithm, period")) ??
    several(rowsWithoutHeadings(content)) ??
    several(rowsBelowKey(content)) ??
    printedTable(lines) ??
    some(environmentKeys(lines), lines) ??
    some(oathtoolKeys(lines), lines) ??
    some(noteKeys(content.text ?? ""), lines) ??
    labelled
  );
}

/** Files that have other lines too. */
function some(listed: readonly Listed[] | undefined, lines: readonly Line[]): Found | undefined {
  return listed && { listed, missing: "", failed: [], aside: lines.length - listed.length };
}

/** Behind one name alone a code for emergencies may stand as well: of several, or with digits, it is a list. */
function several(found: Found | undefined): Found | undefined {
  const isList =
    found !== undefined && (found.listed.length > 1 || found.listed.some(({ entry }) => entry.digits !== undefined));
  return isList ? found : undefined;
}

function twoFa({ number: line, text }: Line): Listed | undefined {
  const [, name, digits, secret, counter] = TWO_FA.exec(text) ?? [];
  if (name === undefined || digits === undefined || secret === undefined) return undefined;
  const next = counter === undefined ? {} : { type: "hotp", counter: Number(counter) + 1 };
  return { line, entry: { account: name, secret, digits, ...next } };
}

function gauth({ number: line, text }: Line): Listed | undefined {
  const [, name = "", secret = "", digits] = GAUTH.exec(text) ?? [];
  if (!looksLikeBareKey(secret, "perhaps") || !isAccountName(name)) return undefined;
  return { line, entry: { account: name.trim(), secret, digits } };
}

function usersOath({ number: line, text }: Line): Listed | undefined {
  const [, moving = "E", digits = "6", name, key, counter = "0", used] = USERS_OATH.exec(text) ?? [];
  if (name === undefined || key === undefined) return undefined;
  const counted = { type: "hotp", counter: Number(counter) + (used === undefined ? 0 : 1) };
  const kind = moving === "E" ? counted : { type: "totp", period: moving.slice(1) };
  return { line, entry: { account: name, secret: `hex:${key}`, digits, ...kind } };
}

/** Two columns or three: names, then the key. */
function rowsWithoutHeadings({ csv }: Content): Found | undefined {
  if (csv === undefined) return undefined;
  const rows = [csv.first, ...csv.rows];
  const width = csv.first.cells.length;
  const isRow = ({ cells }: { readonly cells: readonly string[] }) =>
    cells.length === width &&
    looksLikeBareKey(cells.at(-1) ?? "", "perhaps") &&
    cells.slice(0, -1).every((cell) => cell.trim() !== "" && !looksLikeBareKey(cell, "perhaps"));
  if (width < 2 || width > 3 || !rows.every(isRow)) return undefined;
  const listed = rows.map(({ line, cells }) => {
    const [issuer = "", account = ""] = cells.slice(0, -1).map((cell) => cell.trim());
    return { line, entry: { issuer, account, secret: cells.at(-1) ?? "" } };
  });
  return { listed, missing: "algorithm, digits, period", failed: [] };
}

/** The same below headings, of which one says no more than *key*: every row has one, and names. */
function rowsBelowKey({ csv }: Content): Found | undefined {
  if (csv === undefined || csv.first.cells.length > MOST_COLUMNS) return undefined;
  const headings = csv.first.cells.map(plainName);
  const keys = headings.flatMap((heading, i) => (KEY_HEADING.test(heading) ? [i] : []));
  const [key = 0, another] = keys;
  const columnOf = (names: readonly string[]) => headings.findIndex((heading) => names.includes(heading));
  const title = columnOf(TITLE_NAMES);
  const users = columnOf(USER_NAMES);
  // Beside an issuer the name is the account's.
  const user = users < 0 && headings[title] === "issuer" ? headings.indexOf("name") : users;
  const cell = (cells: readonly string[], column: number) => (cells[column] ?? "").trim();
  const isRow = ({ cells, even }: { readonly cells: readonly string[]; readonly even: boolean }) =>
    even &&
    looksLikeBareKey(cell(cells, key), "perhaps") &&
    !OTHER_KEY.test(cell(cells, key)) &&
    cell(cells, title) + cell(cells, user) !== "";
  if (keys.length === 0 || another !== undefined || !csv.rows.every(isRow)) return undefined;
  const valuesOf = (cells: readonly string[]) => settingValues(headings.map((heading, i) => [heading, cell(cells, i)]));
  const listed = csv.rows.map(({ line, cells }) => {
    const values = valuesOf(cells);
    const names = { issuer: cell(cells, title), account: title === user ? "" : cell(cells, user) };
    const settings = Object.fromEntries(SETTING_NAMES.map((name) => [name, settingOf(values, name)]));
    return { line, entry: { ...names, secret: cell(cells, key), ...settings } };
  });
  const missing = ["algorithm", "digits", "period"].filter(
    (name) => !headings.some((one) => settingNamed(one) === name),
  );
  return { listed, missing: missing.join(", "), failed: [] };
}

function printedTable(lines: readonly Line[]): Found | undefined {
  const [head, ...rows] = lines;
  if (head === undefined || !PRINTED_HEAD.test(head.text)) return undefined;
  const listed: Listed[] = [];
  const failed: { line: number; name: string }[] = [];
  for (const { number: line, text } of rows) {
    if (/^[-=+|\s:]+$/u.test(text)) continue;
    const cells = text.split("|").map((cell) => cell.trim());
    if (cells.at(-1) === "" && cells.length > 2) cells.pop();
    const [name = "", secret = ""] = cells.slice(-2);
    const [, issuer = "", account = name] = /^([^:]{1,64}):\s*(.+)$/u.exec(name) ?? [];
    if (cells.length >= 2 && looksLikeBareKey(secret, "sure"))
      listed.push({ line, entry: { issuer, account, secret } });
    else failed.push({ line, name: cells.length >= 2 ? name : "" });
  }
  return listed.length === 0 ? undefined : { listed, failed, missing: "algorithm, digits, period" };
}

function reportFailed(failed: Found["failed"], collector: Collector): void {
  for (const { line, name } of failed) collector.skip({ line }, new EscrowError("uri-secret-missing"), { name });
}

function isAccountName(name: string): boolean {
  return otpNameStrength(name) === undefined && !OTHER_NAMES.test(plainName(name));
}
