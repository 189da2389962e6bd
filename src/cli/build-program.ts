import { Command } from "commander";
import { LANGUAGE_CODES } from "../node/resources.js";
import { addCommands, type Begin } from "./commands-table.js";
import { choice, named } from "./options.js";
import { examplesOf, type Session, tell } from "./session.js";
import { columnsOf, wrapColumns } from "./terminal/columns.js";

/** Columns beside the options' names in which what they do is still wrapped: some names leave 38 of 80 in Japanese. */
const LEAST_WRAPPED = 20;

/** All commands with all that is said of them: what help, completions and man pages are made from. */
export function describeProgram(session: Session): Command {
  return buildProgram(
    session,
    () => true,
    () => {},
  );
}

/**
 * The command line as commander reads it.
 * @param isNamed whether the command line names a command: only then its options are needed
 * @param finish is told the exit status
 */
export function buildProgram(
  session: Session,
  isNamed: (name: string) => boolean,
  finish: (status: number) => void,
): Command {
  const say = (key: string) => tell(session, key);
  const program = new Command("paper-escrow");
  const titles = new Map(
    ["Usage:", "Arguments:", "Options:", "Global Options:", "Commands:"].map((title) => [
      title,
      say(`help.${title.slice(0, -1).toLowerCase().replace(" ", "-")}`),
    ]),
  );
  program
    .description(say("about"))
    .version(session.version, "-V, --version", say("options.version"))
    .helpOption("-h, --help", say("options.help"))
    .helpCommand("help [command]", say("commands.help"))
    .addOption(choice(session, "lang", LANGUAGE_CODES))
    .option("-q, --quiet", say("options.quiet"))
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => titles.get(title) ?? title,
      styleUsage: (usage) =>
        usage.replace("[options]", say("help.any-options")).replace("[command]", say("help.any-command")),
      subcommandTerm: (command) => command.name(),
      displayWidth: columnsOf,
      boxWrap: wrapColumns,
      minWidthToWrap: LEAST_WRAPPED,
      subcommandDescription: (command) => command.summary() || command.description(),
      // What values there are, descriptions and flags say in the session's language.
      argumentDescription: (argument) => argument.description,
      optionDescription: ({ description, envVar }) => (envVar ? `${description} (env: ${envVar})` : description),
    })
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .exitOverride();

  /** A command with what all have in common. */
  const command: Begin = (name, source, options) => {
    const made = program
      .command(name)
      .description(say(`commands.${name}`))
      .summary(say(`summaries.${name}`));
    // Help lists names and summaries: the rest of a command is needed where the command line names it.
    if (!isNamed(name)) return made;
    made.helpOption("-h, --help", say("options.help"));
    made.addHelpText(
      "after",
      () =>
        `\n${say("help.examples")}\n${examplesOf(session, name)
          .map((one) => `  ${one}\n`)
          .join("")}`,
    );
    if (source === "source") made.argument(named(session, "[SOURCE...]"), say("arguments.source"));
    if (source === "sheet") made.argument(named(session, "<SHEET...>"), say("arguments.sheet"));
    if (source === "sheet?") made.argument(named(session, "[SHEET...]"), say("arguments.sheet"));
    if (source === "file") made.argument(named(session, "<FILE...>"), say("arguments.file"));
    for (const option of options()) made.addOption(option);
    return made;
  };
  addCommands(session, command, finish, () => describeProgram(session));
  return program;
}
