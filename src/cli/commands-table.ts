import { Argument, type Command, Option } from "commander";
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
  const {
    option,
    json,
    keepGoing,
    allowWeakKey,
    force,
    only,
    passwordFile,
    recoveryCodes,
    all,
    at,
    output,
    paper,
    field,
    strict,
    noSelfCheck,
    passphraseFile,
    title,
    owner,
    holder,
    setTemplate,
    fromAll,
    yes,
    ledger,
    setOptions,
  } = optionsFor(session);
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
    .action(async (shell) => finish((await import("./commands/completion.js")).completion(describe(), shell)));
}
