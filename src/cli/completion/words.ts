import type { Command, Option } from "commander";

/** An option, as a shell offers it. */
export interface OfferedOption {
  /** As they are typed: `-o`, `--output`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Whether a value follows. */
  readonly takesValue: boolean;
  /** The values there are; empty where any text or file will do. */
  readonly values: readonly string[];
  /** Whether a file will do beside them. */
  readonly orFile: boolean;
}

/** A command, as a shell offers it. */
export interface OfferedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OfferedOption[];
  /** What its arguments may be; empty where they are files. */
  readonly values: readonly string[];
  /** Whether it takes arguments at all. */
  readonly takesArguments: boolean;
}

/** All that a shell offers after the program's name. */
export interface Offered {
  readonly program: string;
  readonly commands: readonly OfferedCommand[];
  /** Options that stand with every command and without one. */
  readonly options: readonly OfferedOption[];
}

/** What a shell offers, out of the one description of commands. */
export function offeredBy(program: Command): Offered {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).map((command) => ({
    name: command.name(),
    summary: oneLine(command.summary() || command.description()),
    options: help.visibleOptions(command).map(offeredOption),
    values:
      command.name() === "help"
        ? program.commands.map((one) => one.name())
        : command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    takesArguments: command.registeredArguments.length > 0,
  }));
  return { program: program.name(), commands, options: help.visibleOptions(program).map(offeredOption) };
}

function offeredOption(option: Option): OfferedOption {
  const { short, long, description, required, optional, argChoices = [] } = option;
  return {
    names: [short, long].flatMap((name) => name ?? []),
    description: oneLine(description),
    takesValue: required || optional,
    values: argChoices,
    orFile: "orFile" in option,
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
