import { type ErrorCode, type ErrorData, EscrowError, type Warning } from "../../error.js";
import { say, sayError, wordOf } from "../../language.js";
import { type Located, PLACE_NAMES, type Problem, placeOf, sourcesOf } from "../../recover/problem.js";
import { redacted } from "../../showable.js";
import { type Session, tell } from "../session.js";
import { shown, writeJson, writeNote } from "../terminal/terminal.js";
import { Cancelled } from "../usage-error.js";
import { UnreadError } from "./unread.js";

/** A warning with where it comes from, as far as that says something. */
export interface LocatedWarning extends Warning {
  readonly source?: string;
  readonly place?: Located;
  /** Name of the account that it is about. */
  readonly name?: string;
}

/** Most lines of warnings that are shown, and most names or places in one: JSON has all of them. */
const MOST_WARNINGS = 20;
const MOST_NAMED = 3;

/** Says what went wrong and what to do. Nothing of an unexpected error is repeated: its text may hold a secret. */
export function reportError(session: Session, error: unknown): void {
  if (error instanceof UnreadError) {
    reportUnread(session, error.unread);
    if (error.keepGoingHelps) hint(session, tell(session, "keep-going"));
  } else if (error instanceof Cancelled) {
    writeNote(tell(session, "cancelled"));
  } else if (error instanceof EscrowError) {
    reportOne(session, error.code, error.data);
  } else {
    reportOne(session, unexpectedCode(error), {});
    if (process.env.PAPER_ESCROW_DEBUG === "1") writeNote(frames(error));
  }
}

/** What an error is that nothing here throws: Node's permission model refuses with one of its own. */
function unexpectedCode(error: unknown): ErrorCode {
  return (error as NodeJS.ErrnoException | undefined)?.code === "ERR_ACCESS_DENIED" ? "not-permitted" : "internal";
}

/** What went wrong as JSON, where that was asked for and nothing else can be said; of several files that were not read, all. */
export function writeErrorJson(session: Session, error: unknown): void {
  if (error instanceof Cancelled) return;
  const unread = error instanceof UnreadError ? error.unread : [];
  const { code, data } =
    error instanceof EscrowError ? error : (unread[0] ?? { code: unexpectedCode(error), data: {} });
  const message = sayError(session.language, code, "message", values(data));
  writeJson({
    error: { code, message, hint: hintText(session, code, data) },
    unread: unread.map((problem) => unreadJson(session, problem)),
  });
}

/** Names everything that could not be read, with hints: one where several in a row have the same. */
export function reportUnread(session: Session, unread: readonly Problem[]): void {
  for (const [i, problem] of unread.entries()) {
    const { code, data, name } = problem;
    errorLine(session, code, data, whereText(session, sourceText(problem), placeOf(problem), name));
    const next = unread[i + 1];
    const text = hintText(session, code, data);
    if (!next || hintText(session, next.code, next.data) !== text) hint(session, text);
  }
}

/** Names secrets that give no codes and are kept as they are, each with the reason. */
export function reportKept(session: Session, kept: readonly Problem[]): void {
  for (const problem of kept) {
    const { code, data, name } = problem;
    const where = whereText(session, sourceText(problem), placeOf(problem), name);
    writeNote(
      `paper-escrow: ${tell(session, "warning")}: ${located(session, keepReason(session, { code, data }), where)}`,
    );
  }
  if (kept.length > 0) hint(session, tell(session, "keep.hint"));
}

/** Why a kept secret gives no codes. */
export function keepReason({ language }: Session, { code, data }: Pick<Problem, "code" | "data">): string {
  return sayError(language, code, "message", values(data));
}

/**
 * Says what is worth saying about what was taken nevertheless. What differs in nothing but the account's name or its
 * place is one line.
 */
export function reportWarnings(session: Session, warnings: readonly LocatedWarning[]): void {
  const groups = new Map<string, LocatedWarning[]>();
  for (const warning of warnings) {
    const { code, data, source, place } = warning;
    const key = JSON.stringify([code, place ? data : { ...data, name: "" }, source]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [warning]);
    else group.push(warning);
  }
  const lines = [...new Set([...groups.values()].map((group) => groupText(session, group)))];
  const more = lines.length - MOST_WARNINGS;
  for (const line of lines.slice(0, MOST_WARNINGS)) writeNote(`paper-escrow: ${tell(session, "warning")}: ${line}`);
  if (more > 0)
    writeNote(`paper-escrow: ${tell(session, "warning")}: ${tell(session, "more-warnings", { count: more })}`);
}

/** A warning as JSON tells it: its code and facts, its sentence, and where. */
export function warningJson(session: Session, warning: LocatedWarning): object {
  const { code, data, source, place, name } = warning;
  return {
    code,
    ...data,
    ...place,
    ...(source === undefined ? {} : { source }),
    ...(name === undefined ? {} : { name: redacted(shown(name)) }),
    message: warningText(session, warning),
  };
}

/** What could not be read, as JSON tells it. */
export function unreadJson({ language }: Session, problem: Problem): object {
  const { code, data, name } = problem;
  const message = sayError(language, code, "message", values(data));
  return {
    source: sourceText(problem),
    ...placeOf(problem),
    ...(name === undefined ? {} : { name: redacted(shown(name)) }),
    code,
    ...(data.fault === undefined ? {} : { fault: data.fault }),
    message,
  };
}

/** The sources of a problem as one text. */
function sourceText(problem: Problem): string {
  return sourcesOf(problem).join(", ");
}

/** A source and the place in it, in words; one of them may be empty. */
export function whereText(session: Session, source: string, place: Located, name = ""): string {
  const places = PLACE_NAMES.flatMap((name) => {
    const number = place[name];
    return number === undefined ? [] : [tell(session, `places.${name}`, { number })];
  });
  return [shown(source), ...places, redacted(shown(name))].filter((part) => part !== "").join(tell(session, "comma"));
}

/** Warnings that differ in name or place alone, as one. */
function groupText(session: Session, group: readonly LocatedWarning[]): string {
  const [first, ...others] = group;
  if (!first) return "";
  if (others.length === 0) return warningText(session, first);
  const names = group.flatMap(({ data, place }) => (place || data.name === undefined ? [] : [String(data.name)]));
  const places = group
    .map(({ place, name }) => whereText(session, "", place ?? {}, name))
    .filter((place) => place !== "");
  const data = names.length === 0 ? first.data : { ...first.data, name: fewOf(session, names) };
  const what = say(session.language, `warnings.${first.code}`, values(data));
  const where = [shown(first.source ?? ""), ...(places.length > 0 ? [fewOf(session, places)] : [])];
  return located(session, what, where.filter((part) => part !== "").join(tell(session, "comma")));
}

/** The first of several names, each once, and how many more there are. */
export function fewOf(session: Session, names: readonly string[], most = MOST_NAMED): string {
  const distinct = [...new Set(names)];
  const few = distinct.slice(0, most).join(tell(session, "comma"));
  const count = distinct.length - most;
  return count > 0 ? tell(session, "and-more", { names: few, count }) : few;
}

function warningText(session: Session, { code, data, source, place, name }: LocatedWarning): string {
  const what = say(session.language, `warnings.${code}`, values(data));
  return located(session, what, whereText(session, source ?? "", place ?? {}, name));
}

function reportOne(session: Session, code: ErrorCode, data: ErrorData): void {
  errorLine(session, code, data, "");
  hint(session, hintText(session, code, data));
}

function errorLine(session: Session, code: ErrorCode, data: ErrorData, where: string): void {
  const what = sayError(session.language, code, "message", values(data));
  writeNote(`paper-escrow: ${tell(session, "error")}: ${located(session, what, where)}`);
}

function hintText({ language }: Session, code: ErrorCode, data: ErrorData): string {
  return sayError(language, code, "hint", values(data));
}

function hint(session: Session, text: string): void {
  writeNote(`paper-escrow: ${tell(session, "hint")}: ${text}`);
}

function located(session: Session, what: string, where: string): string {
  return where === "" ? what : tell(session, "located", { what, where });
}

/** Facts for a sentence: nothing that acts on a terminal, and no key, even where someone wrote it as a name. */
function values(data: ErrorData): ErrorData {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === "number" ? value : redacted(shown(wordOf(value))),
    ]),
  );
}

/** Where an unexpected error comes from: its kind and the places in the program, not its message. */
function frames(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { stack = "", message } = error;
  const lines = stack
    .slice(stack.indexOf(message) + message.length)
    .split("\n")
    .filter((line) => /^\s+at /u.test(line));
  return [error.constructor.name, ...lines].join("\n");
}

/** A share as whole per cent. */
export function percent(share: number): number {
  return Math.round(share * 100);
}
