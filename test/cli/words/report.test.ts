import { describe, expect, it } from "vitest";
import { wide } from "../../helpers/full.js";
import { folderWith, KEY, run, uriOf } from "../helpers/run.js";

/** So many accounts that no guide is sure of: a list of AWS users. */
const keyOf = (i: number) => `${KEY.slice(0, -2)}${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i % 26]}${i < 26 ? "A" : "Q"}`;
const users = (count: number) =>
  Array.from({ length: count }, (_, i) => uriOf("Amazon Web Services", `user${i + 1}@111122223333`, keyOf(i)));
const PRINT = ["-o", "sheets.pdf", "--no-self-check", "--force"];
const warningsOf = (stderr: string) => stderr.split("\n").filter((line) => /: warning: /u.test(line));

describe("warnings of many accounts", () => {
  const cwd = folderWith({
    "many.txt": `${users(30).join("\n")}\n`,
    "few.txt": `${users(2).join("\n")}\n`,
    "odd.txt": `${users(4)
      .map((uri) => `${uri}&digits=9`)
      .join("\n")}\n`,
  });

  wide("are one line with a count where they say the same, and JSON has each", () => {
    const { status, stdout, stderr } = run(["print", "many.txt", ...PRINT, "--json"], { cwd });
    expect(status, stderr).toBe(0);
    const lines = warningsOf(stderr);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /user1@111122223333, .*user2@.*, .*user3@.* and 27 more \(--json names them all\): assumed/u,
    );
    expect((JSON.parse(stdout) as { warnings: object[] }).warnings).toHaveLength(30);
  });

  it("name every account where these are few", () => {
    const { stderr } = run(["print", "few.txt", ...PRINT], { cwd });
    const lines = warningsOf(stderr);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/user1@111122223333, Amazon Web Services: user2@111122223333: assumed the guide/u);
    expect(lines[0]).not.toMatch(/more/u);
  });

  wide("name their places where they have no names, and what differs stays apart", () => {
    const { stderr } = run(["print", "odd.txt", ...PRINT, "--guide", "general"], { cwd });
    const lines = warningsOf(stderr);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\(odd\.txt, line 1, line 2, line 3 and 1 more \(--json names them all\)\)$/u);
    const both = warningsOf(run(["print", "odd.txt", ...PRINT], { cwd }).stderr);
    expect(both).toHaveLength(2);
  });
});

describe("errors of one kind", () => {
  it("are each named, with their hint once", () => {
    const wrong = (name: string) => uriOf("Broken", name, "1");
    const cwd = folderWith({ "list.txt": `${[...users(1), wrong("a"), wrong("b"), wrong("c")].join("\n")}\n` });
    const { status, stderr } = run(["print", "list.txt", ...PRINT, "--keep-going"], { cwd });
    expect(status).toBe(1);
    expect(stderr.match(/: error: .*list\.txt, line [234]/gu)).toHaveLength(3);
    expect(stderr.match(/: hint: /gu)).toHaveLength(1);
    expect(stderr).toMatch(/line 4.*\npaper-escrow: hint: keys have the letters/u);
  });
});
