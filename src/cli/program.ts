import { Argument, Command, CommanderError, Option } from "commander";
import { LANGUAGE_CODES, loadLanguage, loadVersion } from "../node/resources.js";
import { PAPER_NAMES } from "../sheet/paper.js";
import { holdsSecretText, looksSecret } from "./input/secret-argument.js";
import { chooseLanguage } from "./locale.js";
import {
  choice,
  collect,
  fixed,
  named,
  parseCode,
  parseShell,
  parseTemplateName,
  SHELLS,
  TEMPLATES,
  whole,
} from "./options.js";
import { examplesOf, type Session, tell } from "./session.js";
import { columnsOf, wrapColumns } from "./terminal/columns.js";
import { canAsk } from "./terminal/terminal.js";
import { parseTime } from "./time.js";
import { UsageError } from "./usage-error.js";
import { reportError, writeErrorJson } from "./words/report.js";

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
  const session = { language, version, quiet: false };
  guardProcess(session);
  try {
    if (argv.some(holdsSecretText)) throw new UsageError("argument-secret");
    return await dispatch(session, argv);
  } catch (error) {
    if (asksForJson(argv) && !(error instanceof UsageError)) writeErrorJson(session, error);
    reportError(session, error);
    return error instanceof UsageError ? WRONG_USAGE : NOT_DONE;
  }
}

/** Whether JSON was asked for, as far as that can be told before or without reading the command line. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.indexOf("--json") >= 0 && (end < 0 || argv.indexOf("--json") < end);
}

async function dispatch(session: Session & { quiet: boolean }, argv: readonly string[]): Promise<number> {
  let status: number = DONE;
  const program = buildProgram(
    session,
    (name) => argv.includes(name),
    (result) => {
      status = result;
    },
  );
  program.hook("preAction", () => {
    session.quiet = program.opts().quiet === true;
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
    const { dialogue } = await import("./commands/dialogue.js");
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
  // The reader of a pipe may leave before its end, as `head` does: the rest is said to nobody, and the status stays true.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code !== "EPIPE" && code !== "ERR_STREAM_DESTROYED") process.exit(NOT_DONE);
    });
  }
}

/** What commander found, in our words. Of the command line only what cannot be a secret is repeated. */
function usageOf({ code, message }: CommanderError): UsageError {
  const quoted = /'([^']*)'/u.exec(message)?.[1] ?? "";
  if (looksSecret(quoted)) return new UsageError("argument-secret");
  const what = quoted.replace(/=.*$/su, "=…");
  // commander knows the names that there are.
  const near = /\(Did you mean (?:one of )?([^)]+)\?\)/u.exec(message)?.[1];
  if (code === "commander.unknownCommand") {
    return near
      ? new UsageError("usage-command-near", { command: what, near })
      : new UsageError("usage-command", { command: what });
  }
  if (code === "commander.unknownOption") {
    return near
      ? new UsageError("usage-option-near", { option: what, near })
      : new UsageError("usage-option", { option: what });
  }
  if (code === "commander.optionMissingArgument") return new UsageError("usage-option-value", { option: what });
  if (code === "commander.missingArgument") return new UsageError("usage-argument-missing", { argument: what });
  if (code === "commander.excessArguments") return new UsageError("usage-too-many");
  return new UsageError("usage-other");
}

/** All commands with all that is said of them: what help, completions and man pages are made from. */
export function describeProgram(session: Session): Command {
  return buildProgram(
    session,
    () => true,
    () => {},
  );
}

/** @param isNamed whether the command line names a command: only then its options are needed */
function buildProgram(session: Session, isNamed: (name: string) => boolean, finish: (status: number) => void): Command {
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
      subcommandDescription: (command) => command.summary() || command.description(),
      argumentDescription: (argument) => argument.description,
    })
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .exitOverride();

  /** A command with what all have in common. */
  const command = (
    name: string,
    source: "source" | "sheet" | "sheet?" | "file" | undefined,
    options: () => readonly Option[],
  ) => {
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
  const option = (flags: string, description: string) => new Option(named(session, flags), description);
  const json = () => option("--json", say("options.json"));
  const keepGoing = () => option("--keep-going", say("options.keep-going"));
  const allowWeakKey = () => option("--allow-weak-key", say("options.allow-weak-key"));
  const force = () => option("--force", say("options.force"));
  const only = () => option("--only <PATTERN>", say("options.only"));
  const passwordFile = () => option("--password-file <FILE>", say("options.password-file")).argParser(collect);
  const recoveryCodes = (key = "recovery-codes") =>
    option("--recovery-codes <[PATTERN=]FILE>", say(`options.${key}`)).argParser(collect);
  const all = () => option("--all", say("options.all"));
  const at = () => option("--at <TIME>", say("options.at")).argParser(parseTime);
  const output = (key: string, value = "FILE") => option(`-o, --output <${value}>`, say(`options.${key}`));
  const paper = () => choice(session, "paper", PAPER_NAMES);
  const field = () => option("--field <NAME=VALUE>", say("options.field")).argParser(collect);
  const strict = () => option("--strict", say("options.strict"));
  const noSelfCheck = () => option("--no-self-check", say("options.no-self-check"));
  const passphraseFile = (key = "passphrase-file") => option("--passphrase-file <FILE>", say(`options.${key}`));
  const title = () => option("--title <TEXT>", say("options.title"));
  const owner = () => option("--owner <NAME>", say("options.owner"));
  const holder = () => option("--holder <NAME>", say("options.holder")).argParser(collect);
  const setTemplate = (key: string) => option("--template <NAME|FILE>", say(`options.${key}`)).argParser(collect);
  const fromAll = () => option("--from-all", say("options.from-all"));
  const yes = () => option("--yes", say("options.yes"));
  const ledger = (key: string) => option("--ledger <FILE>", say(`options.${key}`)).env("PAPER_ESCROW_LEDGER");
  /** Options that a sealed sheet and a split set have in common. */
  const setOptions = () => [
    title(),
    owner(),
    option("--note <TEXT>", say("options.note")).argParser(collect),
    option("--show-accounts", say("options.show-accounts")),
    option("--replaces <SHEET|SETID>", say("options.replaces")),
    yes(),
  ];

  command("print", "source", () => [
    output("output-pdf"),
    paper(),
    whole(session, "--copies <N>", "copies", MOST_COPIES),
    field(),
    option("--guide <NAME>", say("options.guide")),
    recoveryCodes(),
    only(),
    all(),
    fromAll(),
    passwordFile(),
    option("--template <NAME|FILE>", say("options.template")),
    strict(),
    noSelfCheck(),
    keepGoing(),
    allowWeakKey(),
    force(),
    json(),
    option("--seal", say("options.seal")),
    passphraseFile("passphrase-file-print"),
    option("--allow-weak", say("options.allow-weak")),
    ...setOptions(),
    ledger("ledger-made"),
  ]).action(async (sources, options) =>
    finish(await (await import("./commands/print.js")).print(session, sources, options)),
  );

  command("split", "source", () => [
    option("--shares <K-of-N|N>", say("options.shares")),
    option("--threshold <K>", say("options.threshold")),
    output("output-split", "FOLDER"),
    holder(),
    setTemplate("template-split"),
    passphraseFile(),
    paper(),
    field(),
    recoveryCodes(),
    only(),
    all(),
    fromAll(),
    passwordFile(),
    strict(),
    noSelfCheck(),
    keepGoing(),
    allowWeakKey(),
    force(),
    json(),
    ...setOptions(),
    ledger("ledger-made"),
  ]).action(async (sources, options) =>
    finish(await (await import("./commands/split.js")).split(session, sources, options)),
  );

  command("recover", "sheet?", () => [
    output("output-recover"),
    option("--uris", say("options.uris")),
    option("--qr", say("options.qr")),
    option("--by-hand", say("options.by-hand")),
    passphraseFile(),
    force(),
    json(),
  ]).action(async (sheets, options) =>
    finish(await (await import("./commands/recover.js")).recover(session, sheets, options)),
  );

  command("reprint", "sheet", () => [
    output("output-reprint"),
    title(),
    owner(),
    holder(),
    setTemplate("template-reprint"),
    choice(session, "format", ["pe1", "pe0"]),
    paper(),
    field(),
    strict(),
    noSelfCheck(),
    yes(),
    force(),
    json(),
    ledger("ledger-made"),
  ]).action(async (sheets, options) =>
    finish(await (await import("./commands/reprint.js")).reprint(session, sheets, options)),
  );

  command("verify", "sheet", () => [
    option("--expect <SOURCE>", say("options.expect")).argParser(collect),
    recoveryCodes("recovery-codes-verify"),
    option("--code <CODE>", say("options.code")).argParser(parseCode),
    passphraseFile(),
    allowWeakKey(),
    new Option("-v, --verbose", say("options.verbose")),
    at(),
    json(),
    ledger("ledger-verify"),
    option("--add-unknown", say("options.add-unknown")),
  ]).action(async (sheets, options) =>
    finish(await (await import("./commands/verify/verify.js")).verify(session, sheets, options)),
  );

  command("ledger", undefined, () => [
    option("--due", say("options.due")),
    option("--on <DATE>", say("options.on")),
    option("--receipt <RECEIPT>", say("options.receipt")).argParser(collect),
    option("--set <ID>", say("options.set")).argParser(collect),
    option("--holder <NAME>", say("options.ledger-holder")),
    option("--kept-at <PLACE>", say("options.kept-at")),
    option("--seal <NUMBER>", say("options.ledger-seal")),
    option("--by <INITIALS>", say("options.by")).argParser(collect),
    option("--check-every <INTERVAL>", say("options.check-every")),
    option("--moved", say("options.moved")),
    option("--opened", say("options.opened")),
    option("--destroyed", say("options.destroyed")),
    option("--merge <FILE>", say("options.merge")).argParser(collect),
    option("--ics", say("options.ics")),
    option("--pdf", say("options.ledger-pdf")),
    paper(),
    output("output-ledger"),
    force(),
    json(),
  ])
    .argument(named(session, "[FILE]"), say("arguments.ledger"))
    .action(async (file, options) =>
      finish(await (await import("./commands/ledger.js")).ledger(session, file, options)),
    );

  command("codes", "source", () => [
    at(),
    whole(session, "--count <N>", "count", MOST_CODES),
    option("--plain", say("options.plain")),
    passphraseFile(),
    only(),
    all(),
    passwordFile(),
    keepGoing(),
    allowWeakKey(),
    json(),
  ]).action(async (sources, options) =>
    finish(await (await import("./commands/codes.js")).codes(session, sources, options)),
  );

  command("inspect", "file", () => [only(), option("--pick", say("options.pick")), passwordFile(), json()]).action(
    async (files, options) => finish(await (await import("./commands/inspect.js")).inspect(session, files, options)),
  );

  command("recovery-page", undefined, () => [output("output-page"), force()]).action(async (options) =>
    finish(await (await import("./commands/recovery-page.js")).recoveryPage(session, options)),
  );

  command("page", undefined, () => [output("output-workshop"), force()]).action(async (options) =>
    finish(await (await import("./commands/page.js")).page(session, options)),
  );

  command("formats", undefined, () => [json()]).action(async (options) =>
    finish((await import("./commands/formats.js")).formats(session, options)),
  );

  command("template", undefined, () => [output("output-template"), force()])
    .addArgument(fixed(new Argument(named(session, "[NAME]"), say("arguments.template")), TEMPLATES, parseTemplateName))
    .action(async (name, options) =>
      finish(await (await import("./commands/template.js")).template(session, name, options)),
    );

  command("demo", undefined, () => [
    option("-o, --output <FOLDER>", say("options.output-demo")),
    option("--template <NAME|FILE>", say("options.template-demo")),
  ]).action(async (options) => finish(await (await import("./commands/demo.js")).demo(session, options)));

  command("completion", undefined, () => [])
    .addArgument(fixed(new Argument(named(session, "<SHELL>"), say("arguments.completion")), SHELLS, parseShell))
    .action(async (shell) =>
      finish((await import("./commands/completion.js")).completion(describeProgram(session), shell)),
    );

  return program;
}
