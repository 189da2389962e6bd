import { Option } from "commander";
import { GUIDE_NAMES } from "../sheet/guide-names.js";
import { PAPER_NAMES } from "../sheet/paper.js";
import { choice, collect, named, nameOrFile } from "./options.js";
import { type Session, tell } from "./session.js";
import { parseTime } from "./time.js";

/** The options that several commands have, each made when a command is given it. */
export function optionsFor(session: Session) {
  const say = (key: string) => tell(session, key);
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
  const guide = () => choice(session, "guide", GUIDE_NAMES, "NAME");
  const field = () => option("--field <NAME=VALUE>", say("options.field")).argParser(collect);
  const strict = () => option("--strict", say("options.strict"));
  const noSelfCheck = () => option("--no-self-check", say("options.no-self-check"));
  const passphraseFile = (key = "passphrase-file") => option("--passphrase-file <FILE>", say(`options.${key}`));
  const title = () => option("--title <TEXT>", say("options.title"));
  const owner = () => option("--owner <NAME>", say("options.owner"));
  const holder = () => option("--holder <NAME>", say("options.holder")).argParser(collect);
  const template = (key: string, names: readonly string[]) =>
    nameOrFile(option("--template <NAME|FILE>", say(`options.${key}`)), names);
  const fromAll = () => option("--from-all", say("options.from-all"));
  const yes = () => option("--yes", say("options.yes"));
  const ledger = (key: string) => option("--ledger <FILE>", say(`options.${key}`)).env("PAPER_ESCROW_LEDGER");
  /** What commands that make sheets of sources take, and leave. */
  const sourceOptions = () => [recoveryCodes(), only(), all(), fromAll(), passwordFile()];
  /** How careful they are with it, and how they answer. */
  const makingOptions = () => [strict(), noSelfCheck(), keepGoing(), allowWeakKey(), force(), json()];
  /** Options that a sealed sheet and a split set have in common. */
  const setOptions = () => [
    title(),
    owner(),
    option("--note <TEXT>", say("options.note")).argParser(collect),
    option("--show-accounts", say("options.show-accounts")),
    option("--replaces <SHEET|SETID>", say("options.replaces")),
    yes(),
  ];
  return {
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
    guide,
    field,
    strict,
    noSelfCheck,
    passphraseFile,
    title,
    owner,
    holder,
    template,
    yes,
    ledger,
    sourceOptions,
    makingOptions,
    setOptions,
  };
}
