import { Argument, type Command, Option } from "commander";
import { TEMPLATE_NAMES } from "../node/resources.js";
import { optionsFor } from "./command-options.js";
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
import { type Session, tell } from "./session.js";

/** Most copies, codes in a row, and what they are for: a slip of the finger fills no disk. */
const MOST_COPIES = 100;
const MOST_CODES = 10_000;

/** Begins a command: its name, what it is given, and its options. */
export type Begin = (
  name: string,
  source: "source" | "sheet" | "sheet?" | "file" | undefined,
  options: () => readonly Option[],
) => Command;

/**
 * All commands, each with its options and what it does.
 * @param finish is told the exit status
 * @param describe all commands with all that is said of them, for completions
 */
export function addCommands(
  session: Session,
  command: Begin,
  finish: (status: number) => void,
  describe: () => Command,
): void {
  const say = (key: string) => tell(session, key);
  const make = optionsFor(session);
  command("print", "source", () => [
    make.output("output-pdf"),
    make.paper(),
    whole(session, "--copies <N>", "copies", MOST_COPIES),
    make.field(),
    make.guide(),
    ...make.sourceOptions(),
    make.template("template", [...TEMPLATE_NAMES, "sealed"]),
    ...make.makingOptions(),
    make.option("--seal", say("options.seal")),
    make.passphraseFile("passphrase-file-print"),
    make.option("--allow-weak", say("options.allow-weak")),
    ...make.setOptions(),
    make.ledger("ledger-made"),
  ]).action(async (sources, options) =>
    finish(await (await import("./commands/print.js")).print(session, sources, options)),
  );

  command("split", "source", () => [
    make.option("--shares <K-of-N|N>", say("options.shares")),
    make.option("--threshold <K>", say("options.threshold")),
    make.output("output-split", "FOLDER"),
    make.holder(),
    make.template("template-split", ["share", "keeper"]).argParser(collect),
    make.passphraseFile(),
    make.paper(),
    make.field(),
    ...make.sourceOptions(),
    ...make.makingOptions(),
    ...make.setOptions(),
    make.ledger("ledger-made"),
  ]).action(async (sources, options) =>
    finish(await (await import("./commands/split.js")).split(session, sources, options)),
  );

  command("recover", "sheet?", () => [
    make.output("output-recover"),
    make.option("--uris", say("options.uris")),
    make.option("--qr", say("options.qr")),
    make.option("--by-hand", say("options.by-hand")),
    make.passphraseFile(),
    make.force(),
    make.json(),
  ]).action(async (sheets, options) =>
    finish(await (await import("./commands/recover.js")).recover(session, sheets, options)),
  );

  command("reprint", "sheet", () => [
    make.output("output-reprint"),
    make.title(),
    make.owner(),
    make.holder(),
    make.template("template-reprint", ["sealed", "share"]).argParser(collect),
    choice(session, "format", ["pe1", "pe0"]),
    make.paper(),
    make.field(),
    make.strict(),
    make.noSelfCheck(),
    make.yes(),
    make.force(),
    make.json(),
    make.ledger("ledger-made"),
  ]).action(async (sheets, options) =>
    finish(await (await import("./commands/reprint.js")).reprint(session, sheets, options)),
  );

  command("verify", "sheet", () => [
    make.option("--expect <SOURCE>", say("options.expect")).argParser(collect),
    make.recoveryCodes("recovery-codes-verify"),
    make.option("--code <CODE>", say("options.code")).argParser(parseCode),
    make.passphraseFile(),
    make.allowWeakKey(),
    new Option("-v, --verbose", say("options.verbose")),
    make.at(),
    make.json(),
    make.ledger("ledger-verify"),
    make.option("--add-unknown", say("options.add-unknown")),
  ]).action(async (sheets, options) =>
    finish(await (await import("./commands/verify/verify.js")).verify(session, sheets, options)),
  );

  command("ledger", undefined, () => [
    make.option("--due", say("options.due")),
    make.option("--on <DATE>", say("options.on")),
    make.option("--receipt <RECEIPT>", say("options.receipt")).argParser(collect),
    make.option("--set <ID>", say("options.set")).argParser(collect),
    make.option("--holder <NAME>", say("options.ledger-holder")),
    make.option("--kept-at <PLACE>", say("options.kept-at")),
    make.option("--seal <NUMBER>", say("options.ledger-seal")),
    make.option("--by <INITIALS>", say("options.by")).argParser(collect),
    make.option("--check-every <INTERVAL>", say("options.check-every")),
    make.option("--moved", say("options.moved")),
    make.option("--opened", say("options.opened")),
    make.option("--destroyed", say("options.destroyed")),
    make.option("--merge <FILE>", say("options.merge")).argParser(collect),
    make.option("--ics", say("options.ics")),
    make.option("--pdf", say("options.ledger-pdf")),
    make.paper(),
    make.output("output-ledger"),
    make.force(),
    make.json(),
  ])
    .argument(named(session, "[FILE]"), say("arguments.ledger"))
    .action(async (file, options) =>
      finish(await (await import("./commands/ledger.js")).ledger(session, file, options)),
    );

  command("codes", "source", () => [
    make.at(),
    whole(session, "--count <N>", "count", MOST_CODES),
    make.option("--plain", say("options.plain")),
    make.passphraseFile(),
    make.only(),
    make.all(),
    make.passwordFile(),
    make.keepGoing(),
    make.allowWeakKey(),
    make.json(),
  ]).action(async (sources, options) =>
    finish(await (await import("./commands/codes.js")).codes(session, sources, options)),
  );

  command("inspect", "file", () => [
    make.only(),
    make.option("--pick", say("options.pick")),
    make.passwordFile(),
    make.json(),
  ]).action(async (files, options) =>
    finish(await (await import("./commands/inspect.js")).inspect(session, files, options)),
  );

  command("recovery-page", undefined, () => [make.output("output-page"), make.force()]).action(async (options) =>
    finish(await (await import("./commands/recovery-page.js")).recoveryPage(session, options)),
  );

  command("page", undefined, () => [make.output("output-workshop"), make.force()]).action(async (options) =>
    finish(await (await import("./commands/page.js")).page(session, options)),
  );

  command("formats", undefined, () => [make.json()]).action(async (options) =>
    finish((await import("./commands/formats.js")).formats(session, options)),
  );

  command("template", undefined, () => [make.output("output-template"), make.force()])
    .addArgument(fixed(new Argument(named(session, "[NAME]"), say("arguments.template")), TEMPLATES, parseTemplateName))
    .action(async (name, options) =>
      finish(await (await import("./commands/template.js")).template(session, name, options)),
    );

  command("demo", undefined, () => [
    make.option("-o, --output <FOLDER>", say("options.output-demo")),
    make.template("template-demo", TEMPLATES),
  ]).action(async (options) => finish(await (await import("./commands/demo.js")).demo(session, options)));

  command("completion", undefined, () => [])
    .addArgument(fixed(new Argument(named(session, "<SHELL>"), say("arguments.completion")), SHELLS, parseShell))
    .action(async (shell) => finish((await import("./commands/completion.js")).completion(describe(), shell)));
}
