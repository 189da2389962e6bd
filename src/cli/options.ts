import { type Argument, Option } from "commander";
import { has } from "../language.js";
import { SET_TEMPLATE_NAMES, TEMPLATE_NAMES } from "../node/resources.js";
import { type Session, tell } from "./session.js";
import { UsageError } from "./usage-error.js";
import { wrongChoice } from "./wrong-choice.js";

/** Flags or an argument with the names of values in the session's language: `--only <PATTERN>`, `[SOURCE...]`. */
export function named(session: Session, flags: string): string {
  return flags.replace(/(?<![-\w])[A-Z]+(?![-\w])(?=[^<[]*[>\]])/gu, (name) => {
    const key = `value-names.${name}`;
    return has(session.language, `cli.${key}`) ? tell(session, key) : name;
  });
}

/**
 * An option that takes one of a few values.
 * @param value its name in the flags; left out, they name all: `--paper <a4|letter>`
 */
export function choice(session: Session, key: string, values: readonly string[], value = values.join("|")): Option {
  const option = new Option(named(session, `--${key} <${value}>`), tell(session, `options.${key}`));
  option.argChoices = [...values];
  return option.argParser((text: string) => {
    const known = values.find((one) => one === text.toLowerCase());
    if (known !== undefined) return known;
    throw wrongChoice("usage-choice", { option: `--${key}` }, text, values);
  });
}

/** An option that takes one of a few names, or a file. */
export function nameOrFile(option: Option, names: readonly string[]): Option {
  option.argChoices = [...names];
  return Object.assign(option, { orFile: true });
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
  throw wrongChoice("template-name", {}, name, TEMPLATES);
}

/** Shells whose lines can be completed. */
export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
/** Name of a shell whose lines can be completed. */
export type Shell = (typeof SHELLS)[number];

/** The name of such a shell. */
export function parseShell(name: string): Shell {
  const shell = SHELLS.find((known) => known === name.toLowerCase());
  if (shell !== undefined) return shell;
  throw wrongChoice("usage-choice", { option: "completion" }, name, SHELLS);
}

/** An argument that is one of a few words, which completions offer. */
export function fixed<T>(argument: Argument, known: readonly string[], parse: (text: string) => T): Argument {
  // Not its own way to say so: that has an error in English.
  argument.argChoices = [...known];
  return argument.argParser(parse);
}
