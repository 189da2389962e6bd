// Writes the man pages into dist/man/, in every language, out of the one description of commands. Alone, after a build:
// node scripts/man.mjs
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @see NOT_FIRST_CHARACTERS of src/language.ts, which is compiled when this runs */
let [NOT_FIRST, NOT_LAST] = ["", ""];

const here = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Makes the man pages.
 * @param root the project's folder, compiled
 * @returns texts by their paths below dist/man/
 */
export async function manPages(root = here) {
  const module = (...path) => import(pathToFileURL(join(root, "dist", ...path)).href);
  const { describeProgram } = await module("cli", "build-program.js");
  const { examplesOf, tell } = await module("cli", "session.js");
  const { LANGUAGE_CODES, loadLanguage, loadVersion } = await module("node", "resources.js");
  const { NOT_FIRST_CHARACTERS, NOT_LAST_CHARACTERS } = await module("language.js");
  [NOT_FIRST, NOT_LAST] = [NOT_FIRST_CHARACTERS, NOT_LAST_CHARACTERS];
  const version = await loadVersion();
  const pages = new Map();
  for (const code of LANGUAGE_CODES) {
    const session = { language: await loadLanguage(code), version };
    const program = describeProgram(session);
    const commands = program.commands;
    const folder = code === "en" ? "man1" : join(code, "man1");
    const page = (name, sections) => {
      const head = `.TH ${roff(name.toUpperCase())} 1 "" "${program.name()} ${version}"\n.ad l`;
      pages.set(
        join(folder, `${name}.1`),
        `${[
          head,
          ...sections
            .filter(([, lines]) => lines.length > 0)
            .flatMap(([key, lines]) => [`.SH "${tell(session, `man.${key}`)}"`, ...lines]),
        ].join("\n")}\n`,
      );
    };
    const own = (command) => `${program.name()}-${command.name()}`;
    page(program.name(), [
      ["name", [`${roff(program.name())} \\- ${roff(program.description())}`]],
      [
        "synopsis",
        [`.B ${roff(program.name())}`, roff(program.createHelp().commandUsage(program).replace(/^\S+ /u, ""))],
      ],
      ["commands", commands.flatMap((one) => [".TP", `.B ${roff(own(one))}`, roff(one.summary())])],
      ["options", optionLines(program)],
      [
        "environment",
        tellAllOf(session, "man.environment-lines").flatMap(([name, text]) => [".TP", `.B ${roff(name)}`, roff(text)]),
      ],
      [
        "exit-status",
        tellAllOf(session, "man.exit-lines").flatMap(([name, text]) => [".TP", `.B ${roff(name)}`, roff(text)]),
      ],
      ["see-also", commands.map((one, i) => `.BR ${roff(own(one))} (1)${i < commands.length - 1 ? "," : ""}`)],
    ]);
    for (const command of commands) {
      const help = command.createHelp();
      page(own(command), [
        ["name", [`${roff(own(command))} \\- ${roff(command.summary())}`]],
        [
          "synopsis",
          [
            `.B ${roff(`${program.name()} ${command.name()}`)}`,
            roff(usageOf(command, tell(session, "help.any-options"))),
          ],
        ],
        ["description", [roff(command.description())]],
        [
          "arguments",
          help.visibleArguments(command).flatMap((one) => [".TP", `.I ${roff(one.name())}`, roff(one.description)]),
        ],
        ["options", [...optionLines(command), ...optionLines(program, command)]],
        ["examples", [".nf", ...examplesOf(session, command.name()).map(roff), ".fi"]],
        ["see-also", [`.BR ${roff(program.name())} (1)`]],
      ]);
    }
  }
  return pages;
}

/** Sentences of the form `NAME: what it is`. */
function tellAllOf({ language }, key) {
  const [section, name] = key.split(".");
  return language.sentences.cli[section][name].map((line) => /^(.+?): (.+)$/u.exec(line).slice(1));
}

/** Options of a command; of the program those that the command does not list itself. */
function optionLines(command, beside) {
  const known = new Set(
    beside
      ?.createHelp()
      .visibleOptions(beside)
      .map(({ flags }) => flags),
  );
  return command
    .createHelp()
    .visibleOptions(command)
    .filter(({ flags, long }) => beside === undefined || (!known.has(flags) && long !== "--version"))
    .flatMap(({ flags, description }) => [".TP", `.B ${roff(flags)}`, roff(description)]);
}

function usageOf(command, options) {
  const given = command.registeredArguments.map((one) => {
    const name = one.name() + (one.variadic ? "..." : "");
    return one.required ? `<${name}>` : `[${name}]`;
  });
  return [options, ...given].join(" ");
}

/** Characters beside which a line of Japanese may end. */
const WIDE = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]/u;

/**
 * A text as roff takes it: no line of it is a request, hyphens can be searched and copied, and lines may end between
 * Japanese characters. @see groff(7), \\:
 */
function roff(text) {
  const characters = [...text];
  return characters
    .map((character, i) => {
      const next = characters[i + 1] ?? " ";
      const isBreak =
        WIDE.test(character) && next !== " " && !NOT_FIRST.includes(next) && !NOT_LAST.includes(character);
      return isBreak ? `${character}\u0000` : character;
    })
    .join("")
    .replace(/\s+/gu, " ")
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("\u0000", "\\:")
    .replace(/^(?=[.'])/u, "\\&");
}

/** Writes them. */
export async function writeManPages(root = here) {
  for (const [path, text] of await manPages(root)) {
    const file = join(root, "dist", "man", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeManPages();
