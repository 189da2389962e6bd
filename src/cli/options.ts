import { type Argument, Option } from "commander";
import type { ErrorData } from "../error.js";
import { has } from "../language.js";
import { SET_TEMPLATE_NAMES, TEMPLATE_NAMES } from "../node/resources.js";
import { type Session, tell } from "./session.js";
import { UsageError } from "./usage-error.js";

/** Flags or an argument with the names of values in the session's language: `--only <PATTERN>`, `[SOURCE...]`. */
export function named(session: Session, flags: string): string {
  return flags.replace(/(?<![-\w])[A-Z]+(?![-\w])(?=[^<[]*[>\]])/gu, (name) => {
    const key = `value-names.${name}`;
    return has(session.language, `cli.${key}`) ? tell(session, key) : name;
  });
}

/** An option that takes one of a few values, which its flags name: `--paper <a4|letter>`. */
export function choice(session: Session, key: string, values: readonly string[]): Option {
  return new Option(`--${key} <${values.join("|")}>`, tell(session, `options.${key}`)).argParser((text: string) => {
    const value = values.find((known) => known === text.toLowerCase());
    if (value !== undefined) return value;
    throw wrongChoice("usage-choice", { option: `--${key}`, known: values.join(", ") }, text, values);
  });
}

/** An option that takes a whole number from 1. */
export function whole(session: Session, flags: string, key: string, most: number): Option {
  return new Option(named(session, flags), tell(session, `options.${key}`)).argParser((text: string) => {
    const value = /^\d{1,6}$/u.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= most) return value;
    throw new UsageError("usage-number", { option: `--${key}`, most });
  });
}

/** Values of an option that may be repeated, in order. */
export function collect(value: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

/** A code as a person writes it: blanks and hyphens do not matter. */
export function parseCode(text: string): string {
  const code = text.replace(/[\s-]/gu, "").toUpperCase();
  if (!/^[0-9A-Z]{1,10}$/u.test(code)) throw new UsageError("code-form");
  return code;
}

/** Templates that come with the program. */
export const TEMPLATES: readonly string[] = [...TEMPLATE_NAMES, ...SET_TEMPLATE_NAMES];

/** The name of a template that comes with the program. */
export function parseTemplateName(name: string): string {
  if (TEMPLATES.includes(name)) return name;
  throw wrongChoice("template-name", { known: TEMPLATES.join(", ") }, name, TEMPLATES);
}

/** Shells whose lines can be completed. */
export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
/** Name of a shell whose lines can be completed. */
export type Shell = (typeof SHELLS)[number];

/** The name of such a shell. */
export function parseShell(name: string): Shell {
  const shell = SHELLS.find((known) => known === name.toLowerCase());
  if (shell !== undefined) return shell;
  throw wrongChoice("usage-choice", { option: "completion", known: SHELLS.join(", ") }, name, SHELLS);
}

/** An argument that is one of a few words, which completions offer. */
export function fixed<T>(argument: Argument, known: readonly string[], parse: (text: string) => T): Argument {
  // Not its own way to say so: that has an error in English.
  argument.argChoices = [...known];
  return argument.argParser(parse);
}

/** What to say of a value that is none of a few: the right ones, and which was probably meant. */
function wrongChoice(
  code: "usage-choice" | "template-name",
  data: ErrorData,
  given: string,
  known: readonly string[],
): UsageError {
  const near = nearestOf(given, known);
  return near === undefined ? new UsageError(code, data) : new UsageError(`${code}-near`, { ...data, near });
}

/** Most letters that a slip of the fingers changes: more, and something else was meant. */
const MOST_SLIPS = 2;

/** The one of some words that a mistyped one was probably meant to be. */
function nearestOf(given: string, known: readonly string[]): string | undefined {
  const distances = known.map((word) => [word, slipsBetween(given.toLowerCase(), word)] as const);
  const [nearest] = [...distances].sort((a, b) => a[1] - b[1]);
  return nearest && nearest[1] <= MOST_SLIPS && nearest[1] < nearest[0].length / 2 ? nearest[0] : undefined;
}

/** Letters to put in, leave out, change, or exchange with the next, to make one word of another. @see Damerau 1964 */
function slipsBetween(a: string, b: string): number {
  const letters = [...a.slice(0, 2 * b.length)];
  let [before, above, row]: number[][] = [[], [], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (const [i, letter] of letters.entries()) {
    [before, above, row] = [above ?? [], row ?? [], [i + 1]];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] ?? 0) + (b[j - 1] === letter ? 0 : 1);
      const exchanged = b[j - 2] === letter && b[j - 1] === letters[i - 1] ? (before[j - 2] ?? 0) + 1 : changed;
      row.push(Math.min(changed, exchanged, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row?.[b.length] ?? 0;
}
