import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { drawSheet, planSealed, planShares } from "../../../src/make/set-sheets.js";
import { FULL, wide } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { setResources } from "../../helpers/set-sheets.js";
import { folderWith, KEY, namesIn, run } from "../helpers/run.js";
import { DOWN, ENTER, talk } from "../helpers/talk.js";

const PASSPHRASE = "gravel tulip orbit canyon mellow frost";
const resources = await setResources("en");
const OPTIONS = { paper: "a4", version: "test" } as const;
const contents = {
  accounts: [makeAccount({ issuer: "Example Corp", account: "alice@example.com", secret: KEY })],
  keeps: [],
  title: "Household",
  owner: "Ada Example",
  notes: ["call Ann first", "then Ben"],
  holders: ["Ann, 555-0100", "Ben", ""],
};
const old = await planShares(contents, { k: 2, n: 3 }, OPTIONS, resources);
/** Only wide tests read these and the drawn sheets. */
const sealed = FULL ? await planSealed({ ...contents, holders: [] }, PASSPHRASE, OPTIONS, resources) : { sheets: [] };
const cwd = folderWith({ passphrase: PASSPHRASE });
for (const [i, sheet] of FULL ? old.sheets.entries() : []) {
  writeFileSync(join(cwd, `old-${i + 1}.pdf`), await drawSheet(sheet, resources));
}
for (const sheet of sealed.sheets) writeFileSync(join(cwd, "sealed.pdf"), await drawSheet(sheet, resources));

const OLD = ["old-1.pdf", "old-3.pdf"];
/** The texts of their codes, which are read in an instant. */
const COPIED = ["old-1.txt", "old-3.txt"];
for (const i of [0, 2]) {
  const codes = old.sheets[i]?.pages.flatMap(({ boxes }) =>
    boxes.flatMap((box) => (box.kind === "code" ? box.text : [])),
  );
  writeFileSync(join(cwd, `old-${i + 1}.txt`), codes?.join("\n") ?? "");
}
const SPLIT = ["--no-self-check", "--shares", "2-of-3"];

/** What a new set's sheets say when they are opened. */
function openedOf(folder: string, numbers: readonly number[], n: number) {
  const sheets = numbers.map((x) => `${folder}/share-${x}-of-${n}.pdf`);
  const { stdout } = run(["recover", ...sheets, "--json"], { cwd });
  return (JSON.parse(stdout) as { sets: object[] }).sets[0];
}

describe("a set made anew from old sheets", () => {
  it("has the title of the old one, and says which sheets of that to destroy", () => {
    const args = ["split", ...COPIED, "-o", "quick", ...SPLIT, "--replaces", "old-1.txt"];
    const { status, stderr } = run(args, { cwd });
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(
      /taken over from set .*: the title “Household”, .*its notes \(2\), the holders Ann .*, Ben\./u,
    );
    expect(stderr).toMatch(/still opens with any 2 of its 3 sheets: collect and destroy 2 of them/u);
    expect(namesIn(join(cwd, "quick"))).toContain("share-3-of-3.pdf");
  });

  wide("has the old one's title, notes and holders, and says which of its sheets to destroy", () => {
    const { status, stderr } = run(["split", ...OLD, "-o", "same", ...SPLIT, "--replaces", "old-1.pdf"], { cwd });
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(
      /taken over from set .*: the title “Household”, the owner “Ada Example”, its notes \(2\), the holders Ann \(555-0100\), Ben\./u,
    );
    expect(stderr).toMatch(/still opens with any 2 of its 3 sheets: collect and destroy 2 of them/u);
    expect(stderr).toMatch(/Its sheets went to: 1 Ann \(555-0100\), 2 Ben\n/u);
    expect(stderr).not.toMatch(/n − k|no title/u);
    expect(openedOf("same", [1, 2], 3)).toMatchObject({
      title: "Household",
      owner: "Ada Example",
      notes: ["call Ann first", "then Ben"],
      holders: ["Ann, 555-0100", "Ben", ""],
    });
  });

  wide("has others where they are given, and does not give names to other shares", () => {
    const args = ["--title", "Family", "--owner", "Bob", "--note", "new", "--no-self-check", "--shares", "2-of-4"];
    const { status, stderr } = run(["split", ...OLD, "-o", "other", ...args], { cwd });
    expect(status, stderr).toBe(0);
    expect(stderr).not.toMatch(/taken over from/u);
    expect(stderr).toMatch(/had 3 holders \(Ann \(555-0100\), Ben\), this one has 4: their names were not taken over/u);
    expect(stderr).toMatch(/still opens as before\. .* --replaces [A-Z2-7]{4}-/u);
    const opened = openedOf("other", [3, 4], 4);
    expect(opened).toMatchObject({ title: "Family", owner: "Bob", notes: ["new"] });
    expect(opened).not.toHaveProperty("holders");
    const none = run(["split", ...OLD, "-o", "none", ...SPLIT, "--title", "", "--holder", "Eve"], { cwd });
    expect([none.status, /names of 1 holders/u.test(none.stderr)]).toEqual([2, true]);
  });

  wide("may be sealed, or come from a sealed sheet", () => {
    const toSealed = ["print", "--seal", ...OLD, "--replaces", "old-3.pdf", "-o", "new.pdf", "--no-self-check"];
    const given = ["--passphrase-file", "passphrase"];
    const made = run([...toSealed, ...given], { cwd });
    expect(made.status, made.stderr).toBe(0);
    expect(made.stderr).toMatch(/the title “Household”, the owner “Ada Example”, its notes \(2\)\./u);
    expect(made.stderr).toMatch(/collect and destroy 2 of them/u);
    const fromSealed = ["split", "sealed.pdf", "--replaces", "sealed.pdf", "-o", "from-sealed", ...SPLIT, ...given];
    const split = run(fromSealed, { cwd });
    expect(split.status, split.stderr).toBe(0);
    expect(split.stderr).toMatch(/The replaced sheet .* still opens with its passphrase: destroy it/u);
    expect(openedOf("from-sealed", [1, 3], 3)).toMatchObject({ title: "Household", owner: "Ada Example" });
  });

  wide("knows no more than the number of a set that was not shown", () => {
    const args = ["split", ...OLD, "-o", "number", ...SPLIT, "--replaces", "K7QF-2M3X-ABCD-EFGH"];
    const { status, stderr } = run(args, { cwd });
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/The replaced set still opens for its holders: collect and destroy its sheets/u);
  });
});

describeWith(["python3"], () => {
  wide("on a terminal the old set is found, and its place is offered to the new one", () => {
    const { status, shown } = talk(
      cwd,
      [["take the place of set", "y"]],
      ["split", ...COPIED, "-o", "offered", ...SPLIT, "--all"],
    );
    expect(status, shown).toBe(0);
    expect(shown).toMatch(/collect and destroy 2 of them/u);
  });

  wide("on a terminal it is asked whether the new set replaces the old one", () => {
    const { status, shown } = talk(
      cwd,
      [["take the place of set", "y"]],
      ["split", ...OLD, "-o", "asked", ...SPLIT, "--all"],
    );
    expect(status, shown).toBe(0);
    expect(shown).toMatch(/collect and destroy 2 of them/u);
    const refused = talk(cwd, [["take the place of set", ENTER]], ["split", ...OLD, "-o", "no", ...SPLIT, "--all"]);
    expect(refused.shown).toMatch(/still opens as before/u);
    expect(openedOf("no", [1, 2], 3)).not.toHaveProperty("replaces");
    expect(openedOf("asked", [1, 2], 3)).toHaveProperty("replaces");
  });

  wide("in the dialogue that makes a set anew, Enter says that the new one replaces it", () => {
    const [first = "", second = ""] = OLD;
    const { status, shown } = talk(cwd, [
      ["What do you want to do?", DOWN.repeat(6) + ENTER],
      ["Which file?", `${first}${ENTER}`],
      ["Another one?", `${second}${ENTER}`],
      ["Another one?", ENTER],
      ["Go on with these?", ENTER],
      ["How are the new sheets kept?", ENTER],
      ["Whose accounts", ENTER],
      ["What are the sheets for", ENTER],
      ["How many people", `3${ENTER}`],
      ["How many of them together", ENTER],
      ["Who gets sheet 1 of 3", ENTER],
      ["Which new folder", `anew${ENTER}`],
      ["Which paper", ENTER],
      ["Recovery codes of the service", ENTER],
      ["take the place of set", ENTER],
      ["name the photo", ENTER],
    ]);
    expect(status, shown).toBe(0);
    expect(shown).toMatch(/collect and destroy 2 of them/u);
    expect(openedOf("anew", [1, 2], 3)).toHaveProperty("replaces");
  });
});
