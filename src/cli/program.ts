import { Command, CommanderError, Option } from "commander";
import { LANGUAGE_CODES, loadLanguage, loadVersion } from "../node-resources.js";
import { columnsOf, wrapColumns } from "./help-layout.js";
import { chooseLanguage } from "./locale.js";
import { choice, collect, parseCode, parseTemplateName, whole } from "./options.js";
import { reportError } from "./report.js";
import { holdsSecretText, looksSecret } from "./secret-argument.js";
import { type Session, tell } from "./session.js";
import { canAsk } from "./terminal.js";
import { parseTime } from "./time.js";
import { UsageError } from "./usage-error.js";

/** Exit statuses. */
const DONE = 0;
const NOT_DONE = 1;
const WRONG_USAGE = 2;

/** Most copies, codes in a row, and what they are for: a slip of the finger fills no disk. */
const MOST_COPIES = 100;
const MOST_CODES = 10_000;

/**
 * Runs the command line. Nothing is thrown; what went wrong is said on standard error.
 * @param argv arguments after the program's name
 * @returns exit status: 0 done, 1 not done, 2 wrong usage
 */
export async function run(argv: readonly string[]): Promise<number> {
  const [language, version] = await Promise.all([loadLanguage(chooseLanguage(argv)), loadVersion()]);
  const session: Session = { language, version };
  guardProcess(session);
  try {
    if (argv.some(holdsSecretText)) throw new UsageError("argument-secret");
    return await dispatch(session, argv);
  } catch (error) {
    reportError(session, error);
    return error instanceof UsageError ? WRONG_USAGE : NOT_DONE;
  }
}

async function dispatch(session: Session, argv: readonly string[]): Promise<number> {
  let status: number = DONE;
  const program = buildProgram(session, (result) => {
    status = result;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return DONE;
    if (error.code !== "commander.help") throw usageOf(error);
    if (program.args.length > 0 || !canAsk()) {
      process.stderr.write(program.helpInformation({ error: true }));
      return WRONG_USAGE;
    }
    const { dialogue } = await import("./dialogue.js");
    return dialogue(session);
  }
}

/** What is thrown out of turn is reported like everything else: Node would show its message, and with it perhaps a secret. */
function guardProcess(session: Session): void {
  const report = (error: unknown) => {
    reportError(session, error);
    process.exit(NOT_DONE);
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
  // The reader of a pipe may leave before its end, as `head` does.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(NOT_DONE));
}

/** What commander found, in our words. Of the command line only what cannot be a secret is repeated. */
function usageOf({ code, message }: CommanderError): UsageError {
  const quoted = /'([^']*)'/u.exec(message)?.[1] ?? "";
  if (looksSecret(quoted)) return new UsageError("argument-secret");
  const what = quoted.replace(/=.*$/su, "=…");
  if (code === "commander.unknownCommand") return new UsageError("usage-command", { command: what });
  if (code === "commander.unknownOption") return new UsageError("usage-option", { option: what });
  if (code === "commander.optionMissingArgument") return new UsageError("usage-option-value", { option: what });
  if (code === "commander.missingArgument") return new UsageError("usage-argument-missing", { argument: what });
  if (code === "commander.excessArguments") return new UsageError("usage-too-many");
  return new UsageError("usage-other");
}

function buildProgram(session: Session, finish: (status: number) => void): Command {
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
    .addOption(choice(session, "--lang <en|ja>", "lang", LANGUAGE_CODES))
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => titles.get(title) ?? title,
      styleUsage: (usage) =>
        usage.replace("[options]", say("help.any-options")).replace("[command]", say("help.any-command")),
      subcommandTerm: (command) => command.name(),
      displayWidth: columnsOf,
      boxWrap: wrapColumns,
      subcommandDescription: (command) => command.summary() || command.description(),
    })
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .exitOverride();

  /** A command with what all have in common. */
  const command = (nameAndArguments: string, source?: "source" | "sheet" | "sheet?" | "file") => {
    const name = nameAndArguments.split(" ")[0] ?? "";
    const made = program
      .command(nameAndArguments)
      .description(say(`commands.${name}`))
      .summary(say(`summaries.${name}`));
    made.helpOption("-h, --help", say("options.help"));
    if (source === "source") made.argument("[SOURCE...]", say("arguments.source"));
    if (source === "sheet") made.argument("<SHEET...>", say("arguments.sheet"));
    if (source === "sheet?") made.argument("[SHEET...]", say("arguments.sheet"));
    if (source === "file") made.argument("<FILE...>", say("arguments.file"));
    return made;
  };
  const json = () => new Option("--json", say("options.json"));
  const keepGoing = () => new Option("--keep-going", say("options.keep-going"));
  const force = () => new Option("--force", say("options.force"));
  const only = () => new Option("--only <PATTERN>", say("options.only"));
  const passwordFile = () => new Option("--password-file <FILE>", say("options.password-file")).argParser(collect);
  const all = () => new Option("--all", say("options.all"));
  const at = () => new Option("--at <TIME>", say("options.at")).argParser(parseTime);
  const output = (key: string, value = "FILE") => new Option(`-o, --output <${value}>`, say(`options.${key}`));
  const paper = () => choice(session, "--paper <a4|letter>", "paper", ["a4", "letter"]);
  const field = () => new Option("--field <NAME=VALUE>", say("options.field")).argParser(collect);
  const strict = () => new Option("--strict", say("options.strict"));
  const noSelfCheck = () => new Option("--no-self-check", say("options.no-self-check"));
  const passphraseFile = (key = "passphrase-file") => new Option("--passphrase-file <FILE>", say(`options.${key}`));
  const title = () => new Option("--title <TEXT>", say("options.title"));
  const holder = () => new Option("--holder <NAME>", say("options.holder")).argParser(collect);
  const setTemplate = (key: string) => new Option("--template <NAME|FILE>", say(`options.${key}`)).argParser(collect);
  const yes = () => new Option("--yes", say("options.yes"));
  /** Options that a sealed sheet and a split set have in common. */
  const setOptions = () => [
    title(),
    new Option("--note <TEXT>", say("options.note")).argParser(collect),
    new Option("--show-accounts", say("options.show-accounts")),
    new Option("--replaces <SHEET|SETID>", say("options.replaces")),
    yes(),
  ];

  const print = command("print", "source")
    .addOption(output("output-pdf"))
    .addOption(paper())
    .addOption(whole(session, "--copies <N>", "copies", MOST_COPIES))
    .addOption(field())
    .addOption(new Option("--guide <NAME>", say("options.guide")))
    .addOption(only())
    .addOption(all())
    .addOption(passwordFile())
    .addOption(new Option("--template <NAME|FILE>", say("options.template")))
    .addOption(strict())
    .addOption(noSelfCheck())
    .addOption(keepGoing())
    .addOption(force())
    .addOption(json())
    .addOption(new Option("--seal", say("options.seal")))
    .addOption(passphraseFile("passphrase-file-print"))
    .addOption(new Option("--allow-weak", say("options.allow-weak")))
    .action(async (sources, options) => finish(await (await import("./print.js")).print(session, sources, options)));
  for (const option of setOptions()) print.addOption(option);

  const split = command("split", "source")
    .addOption(new Option("--shares <K-of-N|N>", say("options.shares")))
    .addOption(new Option("--threshold <K>", say("options.threshold")))
    .addOption(output("output-split", "FOLDER"))
    .addOption(holder())
    .addOption(setTemplate("template-split"))
    .addOption(passphraseFile())
    .addOption(paper())
    .addOption(field())
    .addOption(only())
    .addOption(all())
    .addOption(passwordFile())
    .addOption(strict())
    .addOption(noSelfCheck())
    .addOption(keepGoing())
    .addOption(force())
    .addOption(json())
    .action(async (sources, options) => finish(await (await import("./split.js")).split(session, sources, options)));
  for (const option of setOptions()) split.addOption(option);

  command("recover", "sheet?")
    .addOption(output("output-recover"))
    .addOption(new Option("--uris", say("options.uris")))
    .addOption(new Option("--qr", say("options.qr")))
    .addOption(new Option("--by-hand", say("options.by-hand")))
    .addOption(passphraseFile())
    .addOption(force())
    .addOption(json())
    .action(async (sheets, options) => finish(await (await import("./recover.js")).recover(session, sheets, options)));

  command("reprint", "sheet")
    .addOption(output("output-reprint"))
    .addOption(title())
    .addOption(holder())
    .addOption(setTemplate("template-reprint"))
    .addOption(paper())
    .addOption(field())
    .addOption(strict())
    .addOption(noSelfCheck())
    .addOption(yes())
    .addOption(force())
    .addOption(json())
    .action(async (sheets, options) => finish(await (await import("./reprint.js")).reprint(session, sheets, options)));

  command("verify", "sheet")
    .addOption(new Option("--expect <SOURCE>", say("options.expect")).argParser(collect))
    .addOption(new Option("--code <CODE>", say("options.code")).argParser(parseCode))
    .addOption(passphraseFile())
    .addOption(at())
    .addOption(json())
    .action(async (sheets, options) => finish(await (await import("./verify.js")).verify(session, sheets, options)));

  command("codes", "source")
    .addOption(at())
    .addOption(whole(session, "--count <N>", "count", MOST_CODES))
    .addOption(new Option("--plain", say("options.plain")))
    .addOption(passphraseFile())
    .addOption(only())
    .addOption(all())
    .addOption(passwordFile())
    .addOption(keepGoing())
    .addOption(json())
    .action(async (sources, options) => finish(await (await import("./codes.js")).codes(session, sources, options)));

  command("inspect", "file")
    .addOption(only())
    .addOption(new Option("--pick", say("options.pick")))
    .addOption(passwordFile())
    .addOption(json())
    .action(async (files, options) => finish(await (await import("./inspect.js")).inspect(session, files, options)));

  command("recovery-page")
    .addOption(output("output-page"))
    .addOption(force())
    .action(async (options) => finish(await (await import("./recovery-page.js")).recoveryPage(session, options)));

  command("formats")
    .addOption(json())
    .action(async (options) => finish((await import("./formats.js")).formats(session, options)));

  command("template")
    .argument("[NAME]", say("arguments.template"), parseTemplateName)
    .addOption(output("output-template"))
    .addOption(force())
    .action(async (name, options) => finish(await (await import("./template.js")).template(session, name, options)));

  command("demo")
    .addOption(new Option("-o, --output <FOLDER>", say("options.output-demo")))
    .addOption(new Option("--template <NAME|FILE>", say("options.template-demo")))
    .action(async (options) => finish(await (await import("./demo.js")).demo(session, options)));

  return program;
}
