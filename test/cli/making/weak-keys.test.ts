import { describe, expect, it } from "vitest";
import { wide } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { folderWith, KEY_URI, namesIn, run, uriOf } from "../helpers/run.js";
import { DOWN, ENTER, talk } from "../helpers/talk.js";

const WEAK = uriOf("Weak Corp", "bob", "PASSWORD");
const files = {
  "word.txt": "vm",
  "short.txt": uriOf("Short Corp", "carol", "JBSWY3DP"),
  "weak.txt": WEAK,
  "list.txt": `${KEY_URI}\n${WEAK}\n`,
};
const cwd = folderWith(files);

describe("a key that can be guessed", () => {
  it.each([
    ["codes", "word.txt"],
    ["print", "word.txt", "-o", "never.pdf"],
    ["print", "--seal", "word.txt", "-o", "never.pdf", "--passphrase-file", "word.txt"],
    ["split", "word.txt", "--shares", "2-of-3", "-o", "never/"],
    ["verify", "list.txt", "--expect", "word.txt"],
  ])("is refused by %s, and not repeated", (...args) => {
    const { status, stdout, stderr } = run(args, { cwd });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/can be guessed \(word\.txt, line 1\)\n.*--allow-weak-key/u);
    expect(stderr).not.toMatch(/\bvm\b/iu);
    expect(namesIn(cwd)).toEqual(Object.keys(files).sort());
  });

  it("is taken with --allow-weak-key, and warned of", () => {
    const { status, stdout, stderr } = run(["codes", "list.txt", "--allow-weak-key"], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/Example Corp: alice.*Weak Corp: bob/su);
    expect(stderr).toMatch(/warning: .*can be guessed.*\(list\.txt, line 2, Weak Corp: bob\)/u);
  });

  it("does not lose the others", () => {
    const alone = run(["codes", "list.txt"], { cwd });
    expect([alone.status, alone.stdout]).toEqual([1, ""]);
    expect(alone.stderr).toMatch(/Weak Corp: bob\).*--keep-going/su);
    const rest = run(["codes", "list.txt", "--keep-going", "--json"], { cwd });
    expect(rest.status).toBe(1);
    const { accounts, unread, warnings } = JSON.parse(rest.stdout);
    expect(accounts).toMatchObject([{ issuer: "Example Corp" }]);
    expect(unread).toMatchObject([{ code: "secret-weak", source: "list.txt", line: 2, name: "Weak Corp: bob" }]);
    expect(warnings).toEqual([]);
    expect(run(["codes", "list.txt", "--only", "Example"], { cwd }).status).toBe(0);
  });

  it("is shown by inspect and given back by recover, with a warning", () => {
    for (const command of ["inspect", "recover"]) {
      const { status, stdout, stderr } = run([command, "list.txt"], { cwd });
      expect(status).toBe(0);
      expect(stdout).toMatch(/Weak/u);
      expect(stderr).toMatch(/warning: .*can be guessed.*Weak Corp: bob/u);
    }
  });

  it("is no sheet that verify says yes to", () => {
    const { status, stdout } = run(["verify", "weak.txt", "--json"], { cwd });
    expect(status).toBe(1);
    const { verified, problems } = JSON.parse(stdout);
    expect(verified).toBe(false);
    expect(problems).toContainEqual(expect.objectContaining({ code: "secret-weak", source: "weak.txt" }));
    // Where the comparison itself holds, the key is what is refused.
    const compared = ["verify", "weak.txt", "--expect", "weak.txt", "--json"];
    expect(run(compared, { cwd }).status).toBe(1);
    expect(run([...compared, "--allow-weak-key"], { cwd }).status).toBe(0);
  });
});

it("a key of fewer than 80 bits is taken, and warned of", () => {
  const { status, stderr } = run(["codes", "short.txt"], { cwd });
  expect(status).toBe(0);
  expect(stderr).toMatch(/warning: the key has only 8 characters.*Short Corp: carol/u);
});

describeWith(["python3"], () => {
  wide("is asked about on a terminal", () => {
    const typed = [
      ["What do you want", `${DOWN.repeat(7)}${ENTER}`],
      ["Where", `${DOWN}${ENTER}`],
      ["not shown", `password${ENTER}`],
    ] as const;
    const no = talk(cwd, [...typed, ["Use it nevertheless", ENTER]]);
    expect(no.shown).toMatch(/can be guessed/u);
    expect(no.status).toBe(1);
    const yes = talk(cwd, [...typed, ["Use it nevertheless", `y`]]);
    expect(yes.shown).toMatch(/valid for/u);
    expect(yes.status).toBe(0);
  });
});
