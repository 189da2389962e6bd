import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeProgram } from "../../../src/cli/build-program.js";
import { type Offered, offeredBy } from "../../../src/cli/completion/words.js";
import type { SHELLS } from "../../../src/cli/options.js";
import { loadLanguage } from "../../../src/node/resources.js";
import { newFolder } from "../../helpers/folders.js";
import { some } from "../../helpers/full.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { run } from "../helpers/run.js";

// The scripts, in the shells that they are for: what each offers for a line that is begun.

const offered: Offered = offeredBy(describeProgram({ language: await loadLanguage("en"), version: "0.1.0" }));
const COMMANDS = offered.commands.map(({ name }) => name);
/** Cases that a quick run has time for: zsh takes most of a second for one. */
const [FISH, ZSH] = [2, 1];

/** The last word of a line, and what is offered for it. */
const CASES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["print", "--pap"], ["--paper"]],
  [["ver"], ["verify"]],
  [[""], COMMANDS],
  [
    ["print", "--paper", ""],
    ["a4", "letter"],
  ],
  [
    ["split", "x.txt", "--sh"],
    ["--shares", "--show-accounts"],
  ],
  [["--lang", "j"], ["ja"]],
  [
    ["codes", "--lang", ""],
    ["en", "ja"],
  ],
  [
    ["template", "s"],
    ["sealed", "share"],
  ],
  [["completion", "p"], ["powershell"]],
  [
    ["print", "--guide", "g"],
    ["general", "github", "google"],
  ],
  [["print", "--template", "c"], ["cards"]],
  [["help", "rep"], ["reprint"]],
  // Every option of every command.
  ...offered.commands
    .filter(({ name }) => name !== "help")
    .map(({ name, options }): readonly [readonly string[], readonly string[]] => {
      const long = [...options, ...offered.options].flatMap(({ names }) => names.filter((one) => one.startsWith("--")));
      return [[name, "--"], [...new Set(long)]];
    }),
];

/** Whether a shell offers files: bash does so by itself where the script offers nothing. */
const FILES: readonly (readonly string[])[] = [
  ["print", "-o", "she"],
  ["verify", "she"],
  ["print", "--template", "she"],
];

const sorted = (words: readonly string[]) => [...new Set(words.filter((word) => word !== ""))].sort();

function folderOf(shell: (typeof SHELLS)[number]): string {
  const folder = newFolder();
  writeFileSync(join(folder, "script"), run(["completion", shell]).stdout);
  writeFileSync(join(folder, "sheet.pdf"), "");
  return folder;
}

describeWith("bash", () => {
  const folder = folderOf("bash");
  const complete = (words: readonly string[]) =>
    runProgram("bash", [
      "-c",
      `. "$0"; COMP_WORDS=(paper-escrow "$@"); COMP_CWORD=$#; _paper_escrow; printf '%s\\n' "\${COMPREPLY[@]}"`,
      join(folder, "script"),
      ...words,
    ])
      .toString()
      .split("\n");

  it.each([...CASES])("%j is completed as %j", (words, found) => {
    expect(sorted(complete(words))).toEqual(sorted(found));
  });

  it.each([...FILES])("offers nothing of its own where a file stands", (...words) => {
    expect(sorted(complete(words))).toEqual([]);
  });
});

describeWith("fish", () => {
  const folder = folderOf("fish");
  const complete = (words: readonly string[]) =>
    runProgram("fish", [
      "--no-config",
      "-c",
      `cd ${folder}; source script; complete -C 'paper-escrow ${words.join(" ")}'`,
    ])
      .toString()
      .split("\n")
      .map((line) => line.split("\t")[0] ?? "");

  it.each([...some(CASES, FISH)])("%j is completed as %j", (words, found) => {
    expect(sorted(complete(words))).toEqual(sorted(found));
  });

  it.each([...some(FILES)])("offers files: %s %s %s", (...words) => {
    expect(sorted(complete(words))).toEqual(["sheet.pdf"]);
  });
});

describeWith("zsh", () => {
  const folder = folderOf("zsh");
  // Its completion runs in its line editor only: in a terminal of its own, whose Tab writes down what is offered.
  writeFileSync(
    join(folder, "setup"),
    `PS1=; autoload -Uz compinit; compinit -u -D; cd ${folder}; source ./script
compadd() { local -a found; builtin compadd -O found "$@"; print -rl -- $found >> offered; builtin compadd "$@" }
tab() { zle complete-word; exit }; zle -N tab; bindkey '^I' tab
`,
  );
  const complete = (words: readonly string[]) => {
    const offers = join(folder, "offered");
    writeFileSync(offers, "");
    runProgram("zsh", [
      "-f",
      "-c",
      `zmodload zsh/zpty; zpty z zsh -f -i; zpty -w z "stty -echo; source $0"; zpty -n -w z "$1"$'\\t'
while zpty -r z line; do :; done; true`,
      join(folder, "setup"),
      `paper-escrow ${words.join(" ")}`,
    ]);
    return readFileSync(offers, "utf8").split("\n");
  };

  it.each([...some(CASES, ZSH)])("%j is completed as %j", (words, found) => {
    expect(sorted(complete(words))).toEqual(sorted(found));
  });

  it.each([...some(FILES, 0)])("offers files: %s %s %s", (...words) => {
    expect(sorted(complete(words))).toEqual(["sheet.pdf"]);
  });
});

describe("powershell", () => {
  it("has its brackets and quotes closed, in every line that holds them", () => {
    const script = run(["completion", "powershell"]).stdout;
    const bare = script.replace(/'(?:[^']|'')*'/gu, "").replace(/"[^"\n]*"/gu, "");
    expect(bare).not.toMatch(/['"]/u);
    for (const [open, close] of ["()", "{}", "[]"])
      expect(bare.split(open ?? "").length, open).toBe(bare.split(close ?? "").length);
  });
});
