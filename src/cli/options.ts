import { Option } from "commander";
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
    throw new UsageError("usage-choice", { option: `--${key}`, known: values.join(", ") });
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

/** The name of a template that comes with the program. */
export function parseTemplateName(name: string): string {
  const names = [...TEMPLATE_NAMES, ...SET_TEMPLATE_NAMES];
  if (names.some((known) => known === name)) return name;
  throw new UsageError("template-name", { known: names.join(", ") });
}
