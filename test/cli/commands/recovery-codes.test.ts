import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { makeRecoveryCodes } from "../../../src/document/recovery-codes.js";
import { planShares } from "../../../src/make/set-sheets.js";
import { setResources } from "../../helpers/set-sheets.js";
import { folderWith, KEY, run } from "../helpers/run.js";

const account = makeAccount({ issuer: "Example Corp", account: "alice@example.com", secret: KEY });
const CODES = ["a1b2c-3d4e5", "1234 5678"];
const APART = { label: "Gone%3Abob", codes: ["zz11-yy22"] };
const contents = {
  accounts: [account],
  keeps: [],
  recovery: [makeRecoveryCodes(account, CODES), APART],
  title: "Household",
  notes: [],
  holders: ["", "", ""],
};
const set = await planShares(contents, { k: 2, n: 3 }, { paper: "a4", version: "test" }, await setResources("en"));
const cwd = folderWith({});
/** The texts of the sheets' codes, which are read in an instant. */
for (const [i, sheet] of set.sheets.slice(0, 2).entries()) {
  const texts = sheet.pages.flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "code" ? box.text : [])));
  writeFileSync(join(cwd, `${i + 1}.txt`), texts.join("\n"));
}
const SHEETS = ["1.txt", "2.txt"];
const LINES = [
  ...CODES.map((code) => `# recovery: Example%20Corp%3Aalice%40example.com ${code}`),
  "# recovery: Gone%3Abob zz11-yy22",
];

describe("recovery codes in a set", () => {
  it("come back as lines, but not among URIs alone", () => {
    const { status, stdout, stderr } = run(["recover", ...SHEETS], { cwd });
    expect(status, stderr).toBe(0);
    expect(stdout.split("\n").slice(1, -1)).toEqual(LINES);
    expect(stderr).toContain("recovery codes: 3");
    const uris = run(["recover", ...SHEETS, "--uris"], { cwd }).stdout;
    expect(uris).toMatch(/^otpauth:\S+\n$/u);
  });

  it("come back with their account in JSON, those of no account apart", () => {
    const { stdout } = run(["recover", ...SHEETS, "--json"], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      accounts: [{ issuer: "Example Corp", recoveryCodes: CODES }],
      recoveryCodes: [{ ...APART, name: "Gone: bob" }],
    });
  });

  it("are carried on by what recover wrote", () => {
    expect(run(["recover", ...SHEETS, "-o", "list.txt"], { cwd }).status).toBe(0);
    expect(readFileSync(join(cwd, "list.txt"), "utf8").split("\n").slice(1, -1)).toEqual(LINES);
    const { status, stdout } = run(["inspect", "list.txt"], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/Example Corp: alice@example\.com\n.*\n {4}with recovery codes: 2\n {2}Gone: bob\n/u);
    expect(stdout).not.toMatch(/a1b2c|1234 5678|zz11/u);
    const json = JSON.parse(run(["inspect", "list.txt", "--json"], { cwd }).stdout);
    expect(json.accounts).toMatchObject([{ recoveryCodes: 2 }]);
  });

  it("are counted by codes and verify, and shown by neither", () => {
    for (const args of [
      ["codes", ...SHEETS],
      ["verify", ...SHEETS, "--verbose"],
      ["codes", ...SHEETS, "--json"],
      ["verify", ...SHEETS, "--json"],
    ]) {
      const { status, stdout, stderr } = run(args, { cwd });
      expect(status, stderr).toBe(0);
      expect(stdout + stderr).toMatch(/(?:recovery ?codes"?: |: )2\b/iu);
      expect(stdout + stderr).not.toMatch(/a1b2c|1234 5678|zz11/u);
    }
  });

  it("are compared with what is expected, and the sheets hold what recover wrote", () => {
    writeFileSync(join(cwd, "same.txt"), run(["recover", ...SHEETS], { cwd }).stdout);
    const same = run(["verify", ...SHEETS, "--expect", "same.txt"], { cwd });
    expect(same.status, same.stderr).toBe(0);
    const uri = run(["recover", ...SHEETS, "--uris"], { cwd }).stdout;
    writeFileSync(join(cwd, "other.txt"), `${uri}${LINES[0]}\n${LINES[1]}9\n`);
    const { status, stderr } = run(["verify", ...SHEETS, "--expect", "other.txt"], { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/1 of the expected recovery codes of Example Corp: alice@example\.com are not/u);
    expect(stderr).toMatch(/hold 1 recovery codes of Example Corp: alice@example\.com that were not expected/u);
    expect(stderr).not.toMatch(/a1b2c|1234 5678/u);
  });
});

describe("a comment that begins as a line of recovery codes does", () => {
  it("stays a comment", () => {
    writeFileSync(
      join(cwd, "mine.txt"),
      `# recovery: codes are in the safe\n# recovery: safe\n${run(["recover", ...SHEETS, "--uris"], { cwd }).stdout}`,
    );
    const { status, stdout, stderr } = run(["inspect", "mine.txt"], { cwd });
    expect(status, stderr).toBe(0);
    expect(stdout).not.toMatch(/recovery/u);
  });
});
