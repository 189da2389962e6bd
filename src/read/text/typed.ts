import { type Account, codesKey } from "../../account/account.js";
import type { ErrorData, Warning } from "../../error.js";
import type { LineKind, LineReading } from "../../paper/line.js";
import type { Tidying, WrittenLine } from "../../paper/written-line.js";
import { readBareKeys } from "./bare-keys.js";
import type { Findings, KeyQuestion, TypedAccount, TypedFault } from "./key-findings.js";
import { readNamedKeys } from "./named-keys.js";
import { joinRecords } from "./record-texts.js";
import { type TextLine, textLines } from "./text-lines.js";

/** A check line with its place in what was typed. */
export interface TypedLine {
  /** Line of the text, from 1. */
  readonly place: number;
  readonly reading: LineReading;
}

/** What a person typed from sheets, wrote down, or copied from them. */
export interface Typed {
  /** Check lines, one list a payload. */
  readonly lineSets: readonly { readonly kind: LineKind; readonly lines: readonly TypedLine[] }[];
  /** Keys with their settings, and Key URIs. */
  readonly accounts: readonly TypedAccount[];
  /** Texts of codes. */
  readonly records: readonly { readonly place: number; readonly text: string }[];
  readonly faults: readonly TypedFault[];
  /** What can be read in two ways; a fault names each, too. */
  readonly questions: readonly KeyQuestion[];
  /** What was put in order, and what was left aside. */
  readonly notes: readonly Warning[];
}

/**
 * Reads text that holds something of sheets or authenticators, by the kinds of its lines: check lines; texts of codes;
 * Key URIs; keys that a line names. Keys without a name are taken only where the text holds nothing else.
 * @throws EscrowError `source-too-many`
 * @see TextLine
 */
export function parseTyped(text: string): Typed {
  const lines = joinRecords(textLines(text));
  const found: Findings = { accounts: [], faults: [], questions: [], aside: 0 };
  const checks = lines.flatMap((line) => (line.kind === "check" ? [line] : []));
  const others = lines.filter(({ kind }) => kind !== "check" && kind !== "record");
  if (isBare(lines)) readBareKeys(others, found);
  else readNamedKeys(others, found, { hasLines: checks.length > 0, isCopy: isCopy(lines) });
  const records = lines.flatMap((line) =>
    line.kind === "record" ? line.records.map((record) => ({ place: line.place, text: record })) : [],
  );
  const lineSets: LineSet[] = [];
  const latest = new Map<LineKind, LineSet>();
  for (const { place, line } of checks) addLine(lineSets, latest, { place, reading: line.reading });
  const aside =
    found.aside > 0 && !isCopy(lines) ? [{ code: "text-aside" as const, data: { count: found.aside } }] : [];
  return {
    lineSets: lineSets.map(({ kind, lines: own }) => ({ kind, lines: own })),
    accounts: distinct(found.accounts).toSorted((a, b) => a.place - b.place),
    records,
    faults: found.faults.toSorted((a, b) => a.place - b.place),
    questions: found.questions,
    notes: [...tidiedNotes(checks.map(({ line }) => line)), ...aside],
  };
}

/** Whether a text holds nothing but keys without a name, with what sheets print beside them. */
function isBare(lines: readonly TextLine[]): boolean {
  return !lines.some(({ kind }) => ["check", "record", "uri", "key", "option"].includes(kind)) && !isCopy(lines);
}

/** Whether a text was copied from a sheet: printed words tell. */
function isCopy(lines: readonly TextLine[]): boolean {
  const printed = lines.filter(({ kind }) => kind === "printed").length;
  return printed > 1 || lines.some((line) => line.kind === "key" && line.printed);
}

/** What people wrote otherwise than it is printed, for those who wrote it. */
function tidiedNotes(lines: readonly WrittenLine[]): Warning[] {
  const codes = {
    label: "line-labels-read",
    mark: "line-marks-dropped",
    row: "line-rows-split",
    group: "line-groups-mended",
  } as const;
  return (Object.keys(codes) as Tidying[]).flatMap((tidying) => {
    const own = lines.filter(({ tidied, reading }) => tidied.includes(tidying) && reading.status !== "unreadable");
    if (own.length === 0) return [];
    const labels = own.slice(0, 6).map(({ text }) => text.replace(/ .*$/u, ""));
    const data: ErrorData = { count: own.length, lines: labels.join(" ") + (own.length > 6 ? " …" : "") };
    return [{ code: codes[tidying], data }];
  });
}

/**
 * What equals an account that is there is not another. Of those that are one the better named is kept, then the one with
 * a test value, then the earlier.
 */
function distinct(accounts: readonly TypedAccount[]): TypedAccount[] {
  const known = new Map<string, Names>();
  const kept = accounts
    .toSorted((a, b) => worthOf(b) - worthOf(a))
    .filter(({ account }) => {
      const names = known.get(codesKey(account)) ?? new Names();
      known.set(codesKey(account), names);
      return names.add(account);
    });
  const own = new Set(kept);
  return accounts.filter((one) => own.has(one));
}

function worthOf({ account, testValue: given }: TypedAccount): number {
  return [account.issuer, account.account, given ?? ""].filter((text) => text !== "").length;
}

/** Names of accounts that derive the same codes. */
class Names {
  private readonly pairs = new Set<string>();
  private readonly issuers = new Set<string>();
  private readonly accounts = new Set<string>();

  /** @returns whether no name that is there is this one, or none, in both its parts */
  add({ issuer, account }: Account): boolean {
    const known =
      this.pairs.size > 0 &&
      (issuer === ""
        ? account === "" || this.accounts.has(account) || this.accounts.has("")
        : account === ""
          ? this.issuers.has(issuer) || this.issuers.has("")
          : [issuer, ""].some((one) => [account, ""].some((other) => this.pairs.has(`${one}\n${other}`))));
    this.pairs.add(`${issuer}\n${account}`);
    this.issuers.add(issuer);
    this.accounts.add(account);
    return !known;
  }
}

/** Lines of one payload, with its heading once that is known. */
interface LineSet {
  readonly kind: LineKind;
  readonly lines: TypedLine[];
  heading: string | undefined;
}

/**
 * Lines of a kind belong to its latest heading; a heading of another payload begins the next sheet.
 * @param latest the latest of each kind
 */
function addLine(lineSets: LineSet[], latest: Map<LineKind, LineSet>, line: TypedLine): void {
  const { kind } = line.reading.status === "unreadable" ? line.reading : line.reading.line;
  const current = latest.get(kind);
  const own = headingOf(line);
  const other = own !== undefined && current?.heading !== undefined && own !== current.heading;
  if (current === undefined || other) {
    const set = { kind, lines: [line], heading: own };
    lineSets.push(set);
    latest.set(kind, set);
    return;
  }
  current.heading ??= own;
  current.lines.push(line);
}

/** A heading that could be read, as a text to compare. */
function headingOf({ reading }: TypedLine): string | undefined {
  const readable = reading.status !== "unreadable" && reading.line.number === 0;
  return readable ? reading.line.bytes.join() : undefined;
}
