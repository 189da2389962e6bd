import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { manPages } from "../../../scripts/man.mjs";
import { describeProgram } from "../../../src/cli/build-program.js";
import { offeredBy } from "../../../src/cli/completion/words.js";
import { SHELLS } from "../../../src/cli/options.js";
import { examplesOf, type Session } from "../../../src/cli/session.js";
import { LANGUAGE_CODES, loadLanguage } from "../../../src/node/resources.js";
import { newFolder } from "../../helpers/folders.js";
import { FULL } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { folderWith, KEY_URI, run } from "../helpers/run.js";

const session: Session = { language: await loadLanguage("en"), version: "0.1.0" };
const program = describeProgram(session);
const NAMES = program.commands.map((command) => command.name());

describe("every command", () => {
  const folder = folderWith({
    "key.txt": KEY_URI,
    "passphrase.txt": "thrush 7 quarry lantern mosaic 4 pelican orbit\n",
  });
  // In their order: the first make what the others read.
  const examples = NAMES.flatMap((name) => examplesOf(session, name).map((example) => [name, example] as const));

  it("has an example, in every language the same", async () => {
    expect(NAMES.filter((name) => examplesOf(session, name).length === 0)).toEqual([]);
    for (const code of LANGUAGE_CODES) {
      const other = { ...session, language: await loadLanguage(code) };
      for (const name of NAMES) expect(examplesOf(other, name)).toEqual(examplesOf(session, name));
    }
  });

  // A passphrase is slow to lock by, on purpose; and the demo does all that the others do.
  it.each(examples.filter(([name, example]) => FULL || !(name === "demo" || example.includes("--seal"))))(
    "%s: %s",
    (name, example) => {
      expect(run([name, "--help"]).stdout).toContain(`  ${example}\n`);
      const [, ...args] = [...example.matchAll(/'([^']*)'|\S+/gu)].map((match) => match[1] ?? match[0]);
      const { status, stderr } = run(args, { cwd: folder });
      expect([status, stderr]).toEqual([0, expect.not.stringMatching(/error:/u)]);
      const written = args[args.indexOf("-o") + 1];
      if (args.includes("-o")) expect(existsSync(join(folder, written ?? ""))).toBe(true);
    },
  );

  it("has a man page in every language, with all its options and examples", async () => {
    const pages = await manPages();
    for (const code of LANGUAGE_CODES) {
      const top = pages.get(join(code === "en" ? "man1" : join(code, "man1"), "paper-escrow.1")) ?? "";
      for (const { name, options } of offeredBy(program).commands.filter((one) => one.name !== "help")) {
        const page = pages.get(join(code === "en" ? "man1" : join(code, "man1"), `paper-escrow-${name}.1`)) ?? "";
        const plain = page.replaceAll("\\-", "-").replaceAll("\\:", "");
        for (const option of options) for (const flag of option.names) expect(plain).toContain(flag);
        for (const example of examplesOf(session, name)) expect(plain).toContain(example);
        expect(top.replaceAll("\\-", "-")).toContain(`paper-escrow-${name}`);
      }
    }
  });

  it("has its man page put where `man` finds it: npm takes single files only, and no folder", async () => {
    const { man } = JSON.parse(readFileSync(fileURLToPath(new URL("../../../package.json", import.meta.url)), "utf8"));
    const english = [...(await manPages()).keys()].filter((path) => path.startsWith("man1"));
    expect(man).toEqual(english.map((path) => `./dist/man/${path.replaceAll("\\", "/")}`).sort());
  });

  describeWith("groff", () => {
    it("has a man page without a fault", async () => {
      const folder = newFolder();
      for (const [i, text] of [...(await manPages()).values()].entries()) writeFileSync(join(folder, `${i}.1`), text);
      const { stderr } = spawnSync("bash", ["-c", "groff -K utf8 -man -T utf8 -ww -z *.1"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(stderr).toBe("");
    });
  });
});

describe("completion", () => {
  it.each(SHELLS)("for %s names every command and every option, in both languages", (shell) => {
    for (const lang of LANGUAGE_CODES) {
      const { status, stdout } = run(["completion", shell, "--lang", lang]);
      expect(status).toBe(0);
      for (const { name, options } of offeredBy(program).commands) {
        expect(stdout).toContain(name);
        const long = options.flatMap(({ names }) => names).filter((one) => one.startsWith("--"));
        for (const one of long)
          expect(stdout).toMatch(new RegExp(`${shell === "fish" ? `-l ${one.slice(2)}` : one}\\b`, "u"));
      }
    }
  });

  it("names the shells where another is asked for", () => {
    expect(run(["completion", "zhs"]).stderr).toMatch(/did you mean zsh\? One of: bash, zsh, fish, powershell/u);
  });
});
