import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { joinStart } from "../../scripts/start.mjs";
import { run } from "./helpers/run.js";

describe("dist/start.js", () => {
  let start: { readonly code: string; readonly inputs: readonly string[] };
  beforeAll(async () => {
    start = await joinStart();
  });

  it("is what the build wrote, and says whose code is in it", () => {
    expect(readFileSync(new URL("../../dist/start.js", import.meta.url), "utf8")).toBe(start.code);
    expect(start.code).toMatch(/^commander [\d.]+ \(MIT\)\n[\s\S]*Copyright/mu);
  });

  it("holds the command line and commander, and nothing that a command works with", () => {
    const packages = start.inputs.flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/u)?.[1] ?? []);
    expect(start.inputs).toContain("dist/cli/program.js");
    expect([...new Set(packages)]).toEqual(["commander"]);
    // Help lists the papers, and a wrong name of a guide or template is told from the right ones.
    const others = start.inputs.filter((path) => /\/(?:sheet|read|import|account|paper)\//u.test(path));
    expect(others.sort()).toEqual(["dist/sheet/guide-names.js", "dist/sheet/paper.js", "dist/sheet/template-names.js"]);
    expect(start.code).not.toContain("child_process");
  });

  it("shares with the commands what may exist only once: the errors, known by their classes", () => {
    const shared = [...start.code.matchAll(/^import .* from "(\..*)";$/gmu)].map(([, path]) => path);
    expect([...new Set(shared)].sort()).toEqual(["./cli/usage-error.js", "./cli/words/unread.js", "./error.js"]);
  });

  it("loads each command, when it is asked for, from where it was compiled to", () => {
    const commands = [...start.code.matchAll(/import\("(.*?)"\)/gu)].map(([, path]) => path);
    expect(commands).toContain("./cli/commands/print.js");
    expect(commands.filter((path) => !path?.startsWith("./cli/"))).toEqual([]);
  });
});

describe("dist/help.cjs", () => {
  it("is what the build wrote, and requires nothing but what is Node's own", async () => {
    const { code, inputs } = await joinStart(undefined, "cjs");
    expect(readFileSync(new URL("../../dist/help.cjs", import.meta.url), "utf8")).toBe(code);
    expect(inputs).toContain("dist/error.js");
    const required = [...code.matchAll(/ require\("(.*?)"\)/gu)].map(([, path]) => path);
    expect(required.filter((path) => !path?.startsWith("node:"))).toEqual([]);
  });

  it.each([
    ["--help"],
    ["-V"],
    ["print", "--help"],
    ["--lang=ja", "-h"],
    // Nothing of it is help, and no command runs.
    ["--lang", "--help"],
    ["--", "-h"],
  ])("answers as the program does: %s %s", (...args) => {
    const { status, stdout, stderr } = run(args);
    expect(run(args, { alone: true })).toMatchObject({ status, stdout, stderr });
    expect(stdout + stderr).not.toBe("");
  });
});
