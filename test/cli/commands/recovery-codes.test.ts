import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { makeRecoveryCodes } from "../../../src/document/recovery-codes.js";
import { planShares } from "../../../src/make/set-sheets.js";
import { FULL, wide } from "../../helpers/full.js";
import { setResources } from "../../helpers/set-sheets.js";
import { folderWith, KEY, KEY_URI, run, uriOf } from "../helpers/run.js";

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

describe("--recovery-codes", () => {
  const list = ["1. aaaa-1111\t3. cccc-3333", "2. bbbb-2222"].join("\n");
  const folder = folderWith({
    "key.txt": KEY_URI,
    "two.txt": `${KEY_URI}\n${uriOf("Forum", "alice", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJA")}\n`,
    "codes.txt": `Backup codes\n${list}\n`,
    "a=b.txt": "dddd-4444\neeee-5555\n",
  });
  const quick = ["--no-self-check", "--force"];
  const json = (args: readonly string[], input = "") => {
    const { status, stdout, stderr } = run([...args, "--json"], { cwd: folder, input });
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout);
  };

  it("print puts them on a page after the leaf, which gives them back", () => {
    const args = ["print", "key.txt", "--recovery-codes", "codes.txt", "-o", "open.pdf"];
    expect(json(args)).toMatchObject({ pages: 3, checked: { codes: 4 }, accounts: [{ recoveryCodes: 3 }] });
    const recovered = json(["recover", "open.pdf"]);
    expect(recovered.accounts).toMatchObject([{ recoveryCodes: ["aaaa-1111", "bbbb-2222", "cccc-3333"] }]);
    // Made anew from the sheet they go along; a new list takes their place.
    expect(json(["print", "open.pdf", ...quick, "-o", "again.pdf"])).toMatchObject({
      accounts: [{ recoveryCodes: 3 }],
    });
    const fresh = ["print", "open.pdf", ...quick, "-o", "fresh.pdf", "--recovery-codes", "a=b.txt"];
    expect(json(fresh)).toMatchObject({ accounts: [{ recoveryCodes: 2 }] });
    const texts = json(["verify", "open.pdf"]);
    expect(texts).toMatchObject({
      verified: true,
      recoveryCodes: [{ name: "Example Corp: alice@example.com", codes: 3 }],
    });
    expect(JSON.stringify(texts)).not.toMatch(/aaaa-1111/u);
  });

  it("print into a folder puts them into their account's file", () => {
    const args = ["print", "two.txt", "--recovery-codes", "forum=codes.txt", ...quick, "-o", "out/"];
    expect(json(args)).toMatchObject({ pages: 5, accounts: [{ file: "sheet-001.pdf" }, { recoveryCodes: 3 }] });
    expect(json(["inspect", "out/sheet-002.pdf"]).accounts).toMatchObject([{ issuer: "Forum", recoveryCodes: 3 }]);
  });

  it("split and print --seal put them into the document, of several accounts by their names", () => {
    const given = ["--recovery-codes", "example corp:=codes.txt", "--recovery-codes", "Forum:*=-"];
    const split = ["split", "two.txt", ...given, "--shares", "2-of-2", ...quick, "-o", "set"];
    expect(json(split, "ffff-6666")).toMatchObject({ accounts: [{ recoveryCodes: 3 }, { recoveryCodes: 1 }] });
    const shares = ["recover", "set/share-1-of-2.pdf", "set/share-2-of-2.pdf"];
    expect(json(shares).accounts).toMatchObject([{}, { issuer: "Forum", recoveryCodes: ["ffff-6666"] }]);
    if (!FULL) return;
    const seal = ["print", "--seal", "key.txt", "--recovery-codes", "a=b.txt", ...quick, "-o", "sealed.pdf"];
    writeFileSync(join(folder, "phrase"), "gravel tulip orbit canyon mellow frost\n");
    const sealed = json([...seal, "--passphrase-file", "phrase"]);
    expect(sealed).toMatchObject({ accounts: [{ recoveryCodes: 2 }] });
  });

  wide("of old sheets go into the sheets that are made of them: split, print --seal and print", () => {
    json(["split", ...SHEETS.map((name) => join(cwd, name)), "--shares", "2-of-2", ...quick, "-o", "anew"]);
    const shares = ["anew/share-1-of-2.pdf", "anew/share-2-of-2.pdf"];
    const list = { accounts: [{ recoveryCodes: CODES }], recoveryCodes: [APART] };
    expect(json(["recover", ...shares])).toMatchObject(list);
    writeFileSync(join(folder, "phrase"), "gravel tulip orbit canyon mellow frost\n");
    const phrase = ["--passphrase-file", "phrase"];
    json(["print", "--seal", ...shares, ...phrase, ...quick, "-o", "anew.pdf"]);
    expect(json(["recover", "anew.pdf", ...phrase])).toMatchObject(list);
    expect(json(["print", "anew.pdf", ...phrase, ...quick, "-o", "open.pdf"]).accounts).toMatchObject([
      { recoveryCodes: CODES.length },
    ]);
    expect(json(["recover", "open.pdf"]).accounts).toMatchObject([{ recoveryCodes: CODES }]);
  });

  it.each([
    ["no account", "nobody=codes.txt", /--recovery-codes nobody matches no account/u],
    ["several accounts", "alice=codes.txt", /match: Example Corp: alice@example\.com, Forum: alice/u],
    ["several accounts and no name", "codes.txt", /match: Example Corp: alice@example\.com, Forum: alice/u],
    ["a key", "forum=key.txt", /a key or an otpauth URI is in it.*\(key\.txt\)/u],
    ["a code in a file's place", "forum=abcd1234", /an argument looks like a secret/u],
    ["a file that is not there", "forum=none.txt", /no such file.*none\.txt|none\.txt/u],
  ])("of %s is refused", (_, given, message) => {
    const { status, stderr } = run(["print", "two.txt", "--recovery-codes", given, "-o", "no.pdf"], { cwd: folder });
    expect(status).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/aaaa-1111|GEZD|abcd1234/u);
  });

  it("of what is no list, and a list as a source, say where each belongs", () => {
    writeFileSync(join(folder, "prose.txt"), "Keep them somewhere safe.\n");
    const prose = run(["print", "key.txt", "--recovery-codes", "prose.txt", "-o", "no.pdf"], { cwd: folder });
    expect(prose.stderr).toMatch(/no recovery codes were found in it \(prose\.txt\)/u);
    const source = run(["print", "codes.txt", "-o", "no.pdf"], { cwd: folder });
    expect(source.stderr).toMatch(/recovery codes that a service gave.*\n.*--recovery-codes/u);
    expect(source.stderr).not.toMatch(/aaaa/u);
    const twice = run(["print", "-", "--recovery-codes", "-", "-o", "no.pdf"], { cwd: folder, input: list });
    expect(twice.status).toBe(2);
  });

  it("of verify are compared with the sheets, and need --expect", () => {
    run(["print", "key.txt", "--recovery-codes", "codes.txt", ...quick, "-o", "v.pdf"], { cwd: folder });
    const verify = ["verify", "v.pdf", "--expect", "key.txt", "--recovery-codes"];
    expect(run([...verify, "codes.txt"], { cwd: folder }).status).toBe(0);
    const other = run([...verify, "a=b.txt"], { cwd: folder });
    expect(other.status).toBe(1);
    expect(other.stderr).toMatch(/2 of the expected recovery codes.*\n.*\n.*hold 3 recovery codes/u);
    const alone = run(["verify", "v.pdf", "--recovery-codes", "codes.txt"], { cwd: folder });
    expect(alone.status).toBe(2);
  });
});
