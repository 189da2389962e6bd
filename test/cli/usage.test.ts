import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { columnsOf } from "../../src/cli/terminal/columns.js";
import { folderWith, KEY, KEY_URI, namesIn, PROGRAM, run } from "./helpers/run.js";

const COMMANDS = ["print", "split", "recover", "reprint", "verify", "codes", "inspect", "formats", "template", "demo"];

describe("help", () => {
  it("lists every command on standard output", () => {
    const { status, stdout, stderr } = run(["--help"], { alone: true });
    expect([status, stderr]).toEqual([0, ""]);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} .*\\S`, "mu"));
  });

  it("says of each command's options what they do, in both languages", () => {
    for (const lang of ["en", "ja"]) {
      const { status, stdout } = run(["print", "--help", "--lang", lang]);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^ +--keep-going +\S/mu);
      expect(stdout).toMatch(lang === "ja" ? /オプション:/u : /Options:/u);
      expect(stdout).not.toMatch(lang === "ja" ? /Options:|Usage:|Arguments:|<[A-Z]{2}|\[[A-Z]/u : /[\u3040-\u30ff]/u);
    }
  });

  it("is wrapped within 80 columns, however long the options' names are", () => {
    const { stdout } = run(["verify", "--help", "--lang", "ja"]);
    const [usage] = stdout.split("\n\n");
    const lines = stdout.slice(usage?.length).split("\n");
    expect(lines.filter((line) => columnsOf(line) > 80)).toEqual([]);
  });

  it("loads nothing but the command line and the language", () => {
    const hook =
      "export async function load(url, context, next) { process._rawDebug('LOAD ' + url); return next(url, context); }";
    const env = {
      NODE_NO_WARNINGS: "1",
      NODE_OPTIONS: `--experimental-loader=data:text/javascript,${encodeURIComponent(hook)}`,
    };
    const loadedBy = (arg: string) => run([arg], { env }).stderr.match(/LOAD \S+/gu) ?? [];
    const loaded = loadedBy("help");
    expect(loaded.length).toBeGreaterThan(3);
    // No module at all beside the program's first file.
    expect(loadedBy("--help")).toHaveLength(1);
    expect(loaded.filter((line) => line.includes("node_modules"))).toEqual([]);
    expect(loaded.filter((line) => /\/(?:sheet|read|import|account|paper)\//u.test(line))).toEqual([]);
  });

  it("comes on standard error, with status 2, where there is no command and no terminal", () => {
    const { status, stdout, stderr } = run([], { alone: true });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^ {2}print /mu);
  });
});

describe("the language", () => {
  const says = (env: Record<string, string>, args: string[] = []) => run(["codes", ...args], { env }).stderr;

  it("is that of the locale, in the order of POSIX, and English where there is none", () => {
    expect(says({ LANG: "ja_JP.UTF-8" })).toMatch(/ターミナル/u);
    expect(says({ LC_ALL: "ja_JP.UTF-8", LANG: "en_US.UTF-8" })).toMatch(/ターミナル/u);
    expect(says({ LC_MESSAGES: "en_GB.UTF-8", LANG: "ja_JP.UTF-8" })).toMatch(/terminal/u);
    expect(says({ LANG: "fr_FR.UTF-8" })).toMatch(/terminal/u);
  });

  it("is the first of LANGUAGE that there is, unless the locale is of no language", () => {
    expect(says({ LANGUAGE: "fr:ja:en", LANG: "en_US.UTF-8" })).toMatch(/ターミナル/u);
    expect(says({ LANGUAGE: "fr", LANG: "ja_JP.UTF-8" })).toMatch(/ターミナル/u);
    expect(says({ LANGUAGE: "ja", LANG: "C.UTF-8" })).toMatch(/terminal/u);
    expect(says({ LANGUAGE: "ja" })).toMatch(/terminal/u);
    expect(says({ LANGUAGE: "ja", LANG: "en_US.UTF-8" }, ["--lang", "en"])).toMatch(/terminal/u);
  });

  it("is what --lang says, before the locale and wherever it stands", () => {
    expect(says({ LANG: "en_US.UTF-8" }, ["--lang", "ja"])).toMatch(/エラー: .*ターミナル/u);
    expect(run(["--lang=en", "codes"], { env: { LANG: "ja_JP.UTF-8" } }).stderr).toMatch(/terminal/u);
  });
});

describe("a slip of the fingers", () => {
  it.each([
    [["prnt"], /did you mean print\?/u],
    [["verfy", "x.pdf"], /did you mean verify\?/u],
    [["print", "--ouput", "x.pdf"], /did you mean --output\?/u],
    [["codes", "--jsno"], /did you mean --json\?/u],
    [["print", "--paper", "leter"], /did you mean letter\? One of: a4, letter/u],
    [["template", "opne"], /did you mean open\? One of: open, front, cards/u],
    [["help", "verfy"], /did you mean verify\?/u],
    [["print", "--guide", "googel"], /did you mean google\? One of: aws-root/u],
    [["print", "key.txt", "-o", "x.pdf", "--field", "Pasword kept at=x"], /did you mean password-kept-at\? One of: /u],
  ])("%j is answered with what was meant", (args, hint) => {
    const { status, stderr } = run(args);
    expect([status, stderr]).toEqual([2, expect.stringMatching(hint)]);
    expect(run([...args, "--lang=ja"]).stderr).toMatch(/のことですか|次のいずれか/u);
  });

  it("of a template's name is answered so, though it could be a file that is not there", () => {
    const { status, stderr } = run(["print", "key.txt", "-o", "x.pdf", "--template", "cadrs"], {
      cwd: folderWith({ "key.txt": KEY_URI }),
    });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/did you mean cards\? Else give a file, or one of: open/u),
    ]);
  });

  it("help of what is no command is an error, and repeats no key", () => {
    const { status, stdout, stderr } = run(["help", "frobnicate"]);
    expect([status, stdout, stderr]).toEqual([2, "", expect.stringMatching(/there is no command frobnicate\n/u)]);
    expect(run(["help", KEY]).stderr).not.toContain(KEY);
  });

  it("what is like none of them is answered with all of them, and no key is repeated", () => {
    expect(run(["print", "--paper", "tabloid"]).stderr).toMatch(/hint: one of: a4, letter/u);
    expect(run(["print", "--paper", KEY]).stderr).not.toContain(KEY);
    expect(run([KEY]).stderr).not.toContain(KEY);
  });
});

describe("what is said", () => {
  const folder = folderWith({ "key.txt": KEY_URI });

  it("is errors and warnings alone with --quiet, wherever it stands", () => {
    const made = run(["print", "key.txt", "-o", "sheet.pdf", "--quiet"], { cwd: folder });
    expect(made).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(run(["-q", "verify", "sheet.pdf"], { cwd: folder })).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const wrong = run(["verify", "sheet.pdf", "--code", "000000", "-q"], { cwd: folder });
    expect([wrong.status, wrong.stdout]).toEqual([1, ""]);
    expect(wrong.stderr).toMatch(/^paper-escrow: error: /u);
    // What was asked for is no news.
    expect(run(["codes", "key.txt", "--plain", "-q"], { cwd: folder }).stdout).toMatch(/^\d{6}\n$/u);
    expect(run(["verify", "sheet.pdf", "--json", "-q"], { cwd: folder }).stdout).toMatch(/"verified": true/u);
  });

  it("is JSON with --json, also where nothing could be read", () => {
    for (const command of ["print", "split", "recover", "reprint", "codes", "inspect", "verify"]) {
      const more = { print: ["-o", "x.pdf"], split: ["-o", "x", "--shares", "2-of-3"], reprint: ["-o", "x.pdf"] };
      const args = [command, "none.pdf", ...(more[command as keyof typeof more] ?? []), "--json"];
      const { status, stdout } = run(args, { cwd: folder });
      const json = JSON.parse(stdout);
      expect([command, status, json.schema]).toEqual([command, 1, 1]);
      expect(JSON.stringify(json)).toContain('"file-missing"');
    }
    const { error, unread } = JSON.parse(run(["codes", "none.pdf", "--json"], { cwd: folder }).stdout);
    expect(error).toEqual({ code: "file-missing", message: "there is no such file", hint: expect.any(String) });
    expect(unread).toEqual([{ source: "none.pdf", code: "file-missing", message: "there is no such file" }]);
  });

  it("may be left before its end: the status is that of the work", () => {
    const head = (args: string) =>
      spawnSync("bash", ["-c", `"$NODE" "$CLI" ${args} | head -n 1; echo "\${PIPESTATUS[0]}"`], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, NODE: process.execPath, CLI: PROGRAM },
      });
    // More than a pipe holds.
    const codes = head("codes key.txt --plain --count 10000");
    expect([codes.stdout, codes.stderr]).toEqual([expect.stringMatching(/^\d{6}\n0\n$/u), ""]);
    const page = head("recovery-page -o - --quiet");
    expect([page.stdout, page.stderr]).toEqual(["<!DOCTYPE html>\n0\n", ""]);
  });
});

describe("wrong usage", () => {
  const folder = folderWith({ "key.txt": KEY });
  const cases: [string, string[], RegExp][] = [
    ["an unknown command", ["prnt"], /there is no command prnt/u],
    ["an unknown option", ["codes", "key.txt", "--colour"], /there is no option --colour/u],
    ["an option without its value", ["codes", "key.txt", "--at"], /lacks its value/u],
    ["a missing argument", ["verify"], /SHEET is missing/u],
    ["too many arguments", ["template", "open", "front"], /too many arguments/u],
    ["no source and no terminal", ["codes"], /no source is given/u],
    ["no place to write", ["print", "key.txt"], /not said where to write/u],
    ["a paper there is not", ["print", "key.txt", "-o", "x.pdf", "--paper", "a5"], /one of: a4, letter/u],
    ["a language there is not", ["formats", "--lang", "fr"], /one of: en, ja/u],
    ["no copies", ["print", "key.txt", "-o", "x.pdf", "--copies", "0"], /from 1 to 100/u],
    ["half a code", ["codes", "key.txt", "--count", "1.5"], /whole number/u],
    ["a field that no sheet has", ["print", "key.txt", "-o", "x.pdf", "--field", "shoe size=42"], /password-kept-at/u],
    ["a field without a value", ["print", "key.txt", "-o", "x.pdf", "--field", "phone"], /NAME=VALUE/u],
    ["a time that is none", ["codes", "key.txt", "--at", "noon"], /not a time/u],
    ["a day that is none", ["codes", "key.txt", "--at", "2026-02-30T00:00:00Z"], /not a time/u],
    ["a time without its zone", ["codes", "key.txt", "--at", "2026-02-03T00:00:00"], /not a time/u],
    ["a code that is none", ["verify", "key.txt", "--code", "12 34 56 78 90 12"], /not a code/u],
    ["standard input twice", ["verify", "-", "--expect", "-"], /only once/u],
    ["a template there is not", ["template", "closed"], /one of: open, front, cards/u],
    ["two results on standard output", ["print", "key.txt", "-o", "-", "--json"], /both write to standard output/u],
  ];

  it.each(cases)("%s: status 2, an error and a hint, nothing else", (_, args, message) => {
    const { status, stdout, stderr } = run(args, { cwd: folder });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^paper-escrow: error: [^\n]+[^.\n]\npaper-escrow: hint: [^\n]+\n$/u);
    expect(stderr).toMatch(message);
    expect(namesIn(folder)).toEqual(["key.txt"]);
  });
});

describe("a secret among the arguments", () => {
  const folder = folderWith();
  const grouped = KEY.match(/.{4}/gu) ?? [];
  const refused: [string, string[]][] = [
    ["a Key URI", ["print", KEY_URI, "-o", "x.pdf"]],
    ["a migration URI", ["codes", `otpauth-migration://offline?data=${KEY}`]],
    ["a key", ["codes", KEY]],
    ["a key in small letters", ["codes", KEY.toLowerCase()]],
    ["a key in groups", ["codes", grouped.join(" ")]],
    ["a key in groups without quotes", ["codes", ...grouped]],
    ["a key with a slip in it", ["inspect", `${KEY}1`]],
    ["a key as a command", [KEY]],
    ["a Key URI as a command", [KEY_URI]],
    ["a key as an option", ["codes", `--${KEY}`]],
    ["a key as the value of an option", ["codes", `--secret=${KEY}`]],
    ["a key as what is expected", ["verify", PROGRAM, "--expect", KEY]],
    ["a key as the output", ["print", PROGRAM, "-o", KEY]],
  ];
  const wrong: [string, string[]][] = [
    ["a key as a field", ["print", "-o", "x.pdf", "--field", KEY]],
    ["a key as a guide", ["print", PROGRAM, "-o", "x.pdf", "--guide", KEY]],
    ["a key as a pattern", ["print", PROGRAM, "-o", "x.pdf", "--only", KEY]],
    ["a key as a template", ["print", PROGRAM, "-o", "x.pdf", "--template", KEY]],
    ["a key as a time", ["codes", PROGRAM, "--at", KEY]],
    ["a key as a number", ["codes", PROGRAM, "--count", KEY]],
    ["a key as a language", ["codes", PROGRAM, "--lang", KEY]],
  ];

  /** What a run said, after seeing to it that nothing of the key was in it and nothing was written. */
  function saidWithoutKey(args: readonly string[]): { status: number | null; stderr: string } {
    const { status, stdout, stderr } = run(args, { cwd: folder });
    for (const part of [KEY, KEY.slice(0, 12), KEY.slice(-12)]) {
      expect((stdout + stderr).toUpperCase()).not.toContain(part);
    }
    expect(namesIn(folder)).toEqual([]);
    return { status, stderr };
  }

  it.each(refused)("%s is refused and not repeated, with a hint where to put it", (_, args) => {
    const { status, stderr } = saidWithoutKey(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^paper-escrow: hint: save it in a file/mu);
  });

  it.each(wrong)("%s is not repeated", (_, args) => {
    const { status, stderr } = saidWithoutKey(args);
    expect(status).toBeGreaterThan(0);
    expect(stderr).toMatch(/^paper-escrow: hint: \S/mu);
  });

  it("is a file where there is one of its name", () => {
    const here = folderWith({ [KEY]: KEY_URI });
    expect(run(["codes", KEY, "--plain", "--at", "59"], { cwd: here })).toMatchObject({
      status: 0,
      stdout: "287082\n",
    });
  });
});

it("says what to do where the program is not built", () => {
  const folder = folderWith({ "package.json": '{"type":"module"}' });
  cpSync(dirname(PROGRAM), join(folder, "bin"), { recursive: true });
  const { status, stderr } = run([], { under: [process.execPath, join(folder, "bin", "paper-escrow.js")] });
  expect(status).toBe(1);
  expect(stderr).toMatch(/not built yet\npaper-escrow: hint: npm run build/u);
});
