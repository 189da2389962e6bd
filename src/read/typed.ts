import { type Account, deriveSameCodes } from "../account/account.js";
import type { ErrorData, Warning } from "../error.js";
import type { LineKind, LineReading } from "../paper/line.js";
import type { Tidying, WrittenLine } from "../paper/written-line.js";
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
  const lineSets: { kind: LineKind; lines: TypedLine[] }[] = [];
  for (const { place, line } of checks) addLine(lineSets, { place, reading: line.reading });
  const aside =
    found.aside > 0 && !isCopy(lines) ? [{ code: "text-aside" as const, data: { count: found.aside } }] : [];
  return {
    lineSets,
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

/** What equals an account that is there is not another. */
function distinct(accounts: readonly TypedAccount[]): TypedAccount[] {
  const uris = accounts.filter((one) => one.testValue === undefined);
  return accounts.filter((one, i) => {
    const same = [...uris, ...accounts].filter(
      (other) =>
        other !== one && deriveSameCodes(other.account, one.account) && isNamedAlike(other.account, one.account),
    );
    return !same.some((other) => isBefore(other, one, accounts.indexOf(other), i));
  });
}

/** Whether a name is the other's, or none. */
function isNamedAlike(one: Account, other: Account): boolean {
  const alike = (a: string, b: string) => a === b || a === "" || b === "";
  return alike(one.issuer, other.issuer) && alike(one.account, other.account);
}

/** Of two that are one the better named is kept, then the one with a test value, then the earlier. */
function isBefore(one: TypedAccount, other: TypedAccount, at: number, otherAt: number): boolean {
  const worth = ({ account, testValue: given }: TypedAccount) =>
    [account.issuer, account.account, given ?? ""].filter((text) => text !== "").length;
  return worth(one) > worth(other) || (worth(one) === worth(other) && at < otherAt);
}

/** Lines of a kind belong to its latest heading; a heading of another payload begins the next sheet. */
function addLine(lineSets: { kind: LineKind; lines: TypedLine[] }[], line: TypedLine): void {
  const { kind } = line.reading.status === "unreadable" ? line.reading : line.reading.line;
  const current = lineSets.findLast((set) => set.kind === kind);
  const heading = current?.lines.map(headingOf).find((text) => text !== undefined);
  const own = headingOf(line);
  const other = own !== undefined && heading !== undefined && own !== heading;
  if (current === undefined || other) lineSets.push({ kind, lines: [line] });
  else current.lines.push(line);
}

/** A heading that could be read, as a text to compare. */
function headingOf({ reading }: TypedLine): string | undefined {
  const readable = reading.status !== "unreadable" && reading.line.number === 0;
  return readable ? reading.line.bytes.join() : undefined;
}
