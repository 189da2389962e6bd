import type { Language, Values } from "../language.js";
import { say, sayAll } from "../language.js";

/** What every command works with. */
export interface Session {
  readonly language: Language;
  /** Version of the program. */
  readonly version: string;
}

/** A sentence of the command line, by its key below `cli`. */
export function tell({ language }: Session, key: string, values: Values = {}): string {
  return say(language, `cli.${key}`, values);
}

/** A list of sentences of the command line, by its key below `cli`. */
export function tellAll({ language }: Session, key: string, values: Values = {}): string[] {
  return sayAll(language, `cli.${key}`, values);
}
