import type { Language, Values } from "../language.js";
import { has, say, sayAll } from "../language.js";
import type { Disk } from "./output/disk.js";

/** What every command works with. */
export interface Session {
  readonly language: Language;
  /** Version of the program. */
  readonly version: string;
  /** What output is written to: this machine's disk when left out. */
  readonly disk?: Disk;
  /** Whether only errors, warnings and what was asked for are said. */
  readonly quiet?: boolean;
  /** Passwords and passphrases typed in this sitting, by what they are of: nothing is asked for twice. */
  readonly typed?: Map<string, string>;
}

/** A sentence of the command line, by its key below `cli`. */
export function tell({ language }: Session, key: string, values: Values = {}): string {
  return say(language, `cli.${key}`, values);
}

/** Examples of a command, each a line that a shell runs. */
export function examplesOf({ language }: Session, command: string): string[] {
  const key = `cli.examples.${command}`;
  return has(language, key) ? sayAll(language, key) : [];
}

/** A list of sentences of the command line, by its key below `cli`. */
export function tellAll({ language }: Session, key: string, values: Values = {}): string[] {
  return sayAll(language, `cli.${key}`, values);
}
