import { type Command, CommanderError } from "commander";
import { tuneEngine } from "../node/engine.js";
import { loadLanguage, loadVersion } from "../node/resources.js";
import { buildProgram } from "./build-program.js";
import { holdsSecretText, looksSecret } from "./input/secret-argument.js";
import { chooseLanguage } from "./locale.js";
import type { Session } from "./session.js";
import { canAsk, hasLeft } from "./terminal/terminal.js";
import { UsageError } from "./usage-error.js";
import { reportError, writeErrorJson } from "./words/report.js";
import { wrongChoice } from "./wrong-choice.js";

/** Exit statuses. */
const DONE = 0;
const NOT_DONE = 1;
const WRONG_USAGE = 2;

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
  program.hook("preAction", (_, { args }) => {
    session.quiet = program.opts().quiet === true;
    tuneEngine();
    if (args.some((name) => /\.pdf$/iu.test(name))) {
      void import("./begin-drawing.js").then(({ beginDrawing }) => beginDrawing());
    }
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return DONE;
    if (error.code !== "commander.help") throw usageOf(error);
    const [command, about] = program.args;
    if (command === "help" && about !== undefined) throw unknownCommand(program, about);
    if (program.args.length > 0 || !canAsk()) {
      process.stderr.write(program.helpInformation({ error: true }));
      return WRONG_USAGE;
    }
    tuneEngine();
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
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!hasLeft(error)) process.exit(NOT_DONE);
    });
  }
}

/** `help` with a word that is no command: commander only lists them all. */
function unknownCommand(program: Command, word: string): UsageError {
  if (looksSecret(word)) return new UsageError("argument-secret");
  const names = program.commands.map((one) => one.name());
  return wrongChoice("usage-command", { command: word }, word, names);
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
