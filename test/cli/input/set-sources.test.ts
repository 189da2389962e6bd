import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { drawSheet, planSealed, planShares } from "../../../src/make/set-sheets.js";
import { FULL, wide } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { setResources } from "../../helpers/set-sheets.js";
import { folderWith, KEY, KEY_URI, namesIn, run, uriOf } from "../helpers/run.js";
import { ENTER, talk } from "../helpers/talk.js";

const PASSPHRASE = "gravel tulip orbit canyon mellow frost";
const OTHER_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
/** The codes of both keys at Unix time 59. */
const [CODE, OTHER_CODE] = ["287082", "503347"];

const resources = await setResources("en");
const OPTIONS = { paper: "a4", version: "test" } as const;
const account = makeAccount({ issuer: "Example Corp", account: "alice@example.com", secret: KEY });
const other = makeAccount({ issuer: "Other", account: "bob", secret: OTHER_KEY });
const common = { notes: [], holders: ["", "", ""] };
const keeps = [{ name: "Vault", text: "K7 secret words" }];
const shares = await planShares({ ...common, accounts: [account], keeps }, { k: 2, n: 3 }, OPTIONS, resources);
/** Only wide tests open it. */
const sealed = FULL
  ? await planSealed({ ...common, accounts: [other], keeps: [] }, PASSPHRASE, OPTIONS, resources)
  : { sheets: [] };

/** A share's and the document's lines as someone types them. */
const typed = shares.sheets[2]?.pages
  .flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === "text" && box.role === "line" ? [box.text] : [])))
  .join("\n");
const cwd = folderWith({
  "key.txt": KEY_URI,
  passphrase: `${PASSPHRASE}\n`,
  wrong: "another one altogether",
  "typed.txt": typed ?? "",
});
for (const [i, sheet] of shares.sheets.entries()) {
  writeFileSync(join(cwd, `sheet-${i + 1}.pdf`), await drawSheet(sheet, resources));
}
for (const sheet of sealed.sheets) writeFileSync(join(cwd, "sealed.pdf"), await drawSheet(sheet, resources));

const AT = ["--at", "59", "--plain"];

describe("codes", () => {
  wide("shows those of a set from enough shares, the keeper's page among them", () => {
    const { status, stdout, stderr } = run(["codes", "sheet-1.pdf", "sheet-4.pdf", "sheet-3.pdf", ...AT], { cwd });
    expect(status, stderr).toBe(0);
    expect(stdout).toBe(`${CODE}\n`);
    // Its code tells what it is: nothing is wrong with it.
    expect(stderr).not.toContain("sheet-4.pdf");
    expect(stderr).toMatch(/\nno codes can be made of these here: Vault\n$/u);
  });

  wide("takes typed lines beside a file, a sealed sheet with its passphrase, and sources in their order", () => {
    const sources = ["key.txt", "typed.txt", "sealed.pdf", "sheet-2.pdf", "--passphrase-file", "passphrase"];
    const { status, stdout, stderr } = run(["codes", ...sources, ...AT], { cwd });
    expect(status, stderr).toBe(0);
    // The set's account is that of the first source: it comes once, and that is said.
    expect(stdout).toBe(`${CODE}\n${OTHER_CODE}\n`);
    expect(stderr).toMatch(/Example Corp: alice@example\.com.*key\.txt/u);
  });

  wide("says of too few shares what recover says, and shows nothing", () => {
    const said = run(["recover", "sheet-2.pdf"], { cwd });
    const { status, stdout, stderr } = run(["codes", "sheet-2.pdf"], { cwd });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(said.stderr);
    expect(stderr).toContain("1 of 2 shares of set ");
  });

  wide("does the rest with --keep-going, and names the set", () => {
    const { status, stdout, stderr } = run(["codes", "key.txt", "sheet-2.pdf", "--keep-going", ...AT], { cwd });
    expect([status, stdout]).toEqual([1, `${CODE}\n`]);
    expect(stderr).toContain("1 of 2 shares of set ");
  });

  wide.each([
    ["no passphrase", [], 1, /opens with a passphrase\n.*--passphrase-file/u],
    ["another one", ["--passphrase-file", "wrong"], 1, /the passphrase does not open this set/u],
  ])("shows nothing of a sealed sheet with %s", (_, args, expected, message) => {
    const { status, stdout, stderr } = run(["codes", "sealed.pdf", ...args], { cwd });
    expect([status, stdout]).toEqual([expected, ""]);
    expect(stderr).toMatch(message);
  });

  wide("leaves a PDF without any code to the other sources, and says of a keeper's page alone what it is", async () => {
    const document = await PDFDocument.create();
    document.addPage().drawText("Dear customer");
    writeFileSync(join(cwd, "letter.pdf"), await document.save());
    const letter = run(["codes", "letter.pdf"], { cwd });
    expect(letter.status).toBe(1);
    expect(letter.stderr).toMatch(/no QR code could be read in it \(letter\.pdf\)/u);
    const keeper = run(["codes", "sheet-4.pdf"], { cwd });
    expect(keeper.status).toBe(1);
    expect(keeper.stderr).toMatch(/this is the keeper's page of set [^:]*: it holds no share .*\(sheet-4\.pdf\)/u);
  });
});

describe("print and split", () => {
  wide("print open sheets of what a set holds, secrets without codes too", () => {
    const made = run(["print", "sheet-1.pdf", "sheet-2.pdf", "-o", "open.pdf", "--json", "--no-self-check"], { cwd });
    expect(made.status, made.stderr).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({
      accounts: [{ issuer: "Example Corp" }],
      keeps: [{ name: "Vault", code: "secret-kept" }],
    });
    expect(made.stdout + made.stderr).not.toContain(KEY);
    if (!FULL) return;
    const { status, stdout } = run(["verify", "open.pdf", "--expect", "sheet-1.pdf", "--expect", "sheet-2.pdf"], {
      cwd,
    });
    expect(status, stdout).toBe(0);
  });

  wide("split a set anew with everything that it holds, from two of its shares", () => {
    const again = ["sheet-1.pdf", "sheet-2.pdf", "--shares", "2-of-2", "-o", "again", "--no-self-check"];
    const made = run(["split", ...again], { cwd });
    expect(made.status, made.stderr).toBe(0);
    const back = run(["recover", "again", "--json"], { cwd });
    expect(back.status, back.stderr).toBe(0);
    expect(JSON.parse(back.stdout)).toMatchObject({ accounts: [{ secret: KEY }], keeps });
  });

  wide("split a sealed sheet, its passphrase from standard input", () => {
    const args = ["split", "sealed.pdf", "--passphrase-file", "-", "--shares", "2-of-2", "-o", "opened"];
    const made = run([...args, "--no-self-check"], { cwd, input: `${PASSPHRASE}\n` });
    expect(made.status, made.stderr).toBe(0);
    expect(run(["codes", "opened", ...AT], { cwd }).stdout).toBe(`${OTHER_CODE}\n`);
  });

  it("make nothing of too few shares", () => {
    const { status, stderr } = run(["split", "sheet-1.pdf", "--shares", "2-of-2", "-o", "no"], { cwd });
    expect(status).toBe(1);
    expect(stderr).toContain("1 of 2 shares of set ");
    expect(namesIn(cwd)).not.toContain("no");
  });

  it.each([
    ["print", ["-o", "mistaken.pdf"]],
    ["split", ["--shares", "2-of-2", "-o", "mistaken.pdf"]],
    ["codes", []],
  ])("%s refuses a passphrase that opens nothing: somebody counts on its sealing", (command, args) => {
    const { status, stderr } = run([command, "key.txt", "--passphrase-file", "passphrase", ...args], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/none of the sources opens with a passphrase\n.*print --seal/u);
    expect(existsSync(join(cwd, "mistaken.pdf"))).toBe(false);
  });

  it("the passphrase and a source cannot both come by standard input", () => {
    const { status, stderr } = run(["codes", "-", "--passphrase-file", "-"], { cwd, input: KEY_URI });
    expect(status).toBe(2);
    expect(stderr).toMatch(/only once/u);
  });
});

describe("verify", () => {
  wide("compares an open sheet with what a set holds", () => {
    const folder = folderWith({ "other.txt": uriOf("Other", "bob", OTHER_KEY) });
    const sealedPath = join(cwd, "sealed.pdf");
    const given = ["--expect", sealedPath, "--passphrase-file", join(cwd, "passphrase")];
    expect(run(["verify", "other.txt", ...given], { cwd: folder }).status).toBe(0);
    expect(run(["verify", join(cwd, "key.txt"), ...given], { cwd: folder }).status).toBe(1);
  });
});

describeWith(["python3"], () => {
  wide("on a terminal the passphrase that was not in the file is asked for without being shown", () => {
    const { status, shown } = talk(
      cwd,
      [["That did not open it", PASSPHRASE + ENTER]],
      ["codes", "sealed.pdf", "--passphrase-file", "wrong", ...AT],
    );
    expect(status, shown).toBe(0);
    expect(shown).toContain(OTHER_CODE);
    expect(shown).not.toContain(PASSPHRASE);
  });
});
