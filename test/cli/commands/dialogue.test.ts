import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { columnsOf } from "../../../src/cli/terminal/columns.js";
import { FULL, wide } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { migrationUri } from "../../import/helpers/migration.js";
import { folderWith, KEY, KEY_URI, namesIn, run } from "../helpers/run.js";
import { BACKSPACE, CANCEL, DOWN, ENTER, ESCAPE, talk } from "../helpers/talk.js";

/** An export whose password costs little to try. */
const EXPORT = new URL("../../fixtures/import/2fas-encrypted.2fas", import.meta.url);
const PASSWORD = "Pässwörter 123";

describeWith(["python3"], () => {
  it("the dialogue prints a sheet of a key that is typed without being shown", () => {
    const cwd = folderWith();
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", ENTER],
      ["Where is the secret?", DOWN + ENTER],
      ["not shown", KEY + ENTER],
      ["Which service", `Example Corp${ENTER}`],
      ["Which account", `alice${ENTER}`],
      ["Where to write", ENTER],
      ["Which paper", DOWN + ENTER],
      ["Recovery codes of the service", "Backup codes\n\n1. aaaa-1111\n2. bbbb-2222\n"],
      ["recovery codes so far: 2", ENTER],
      ["name the photo", ENTER],
    ]);
    expect(status, shown).toBe(0);
    expect(shown).toMatch(/Found 1: Example Corp: alice/u);
    expect(shown).toMatch(/recovery codes of Example Corp: alice: 2/u);
    expect(shown).not.toMatch(/aaaa-1111|bbbb/u);
    expect(namesIn(cwd)).toEqual(["recovery-sheet.pdf"]);
    expect(shown).toMatch(/the file is good/u);
    expect(shown).not.toContain(KEY);
  });

  it("the dialogue says at once what is odd about a key, where another can still be typed", () => {
    const cwd = folderWith();
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", ENTER],
      ["Where is the secret?", DOWN + ENTER],
      ["not shown", `hello world${ENTER}`],
      ["Which service", ENTER],
      ["Which account", ENTER],
      ["Use it nevertheless?", "y"],
      ["Go on with these?", CANCEL],
    ]);
    expect([status, namesIn(cwd)], shown).toEqual([1, []]);
    const told = shown.replace(/\s+/gu, " ");
    expect(told).toMatch(/warning: .*can be guessed.*Go on with these\?/u);
    // It has no name, and that is said in words.
    expect(told).toMatch(/hardly one: \(no name\).*Found 1: \(no name\)/u);
  });

  it("the dialogue checks a file against the phone's code", () => {
    const cwd = folderWith({ "typed.txt": KEY_URI });
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", DOWN.repeat(4) + ENTER],
      ["Which photo", `nothing.txt${ENTER}`],
      ["no such file", `${BACKSPACE.repeat(11)}typed.txt${ENTER}`],
      ["Another one?", ENTER],
      ["Which code", `000000${ENTER}`],
    ]);
    expect(shown).toMatch(/NOT VERIFIED/u);
    expect(status).toBe(1);
  });

  it("the dialogue splits a secret between two people", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", DOWN.repeat(2) + ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `key.txt${ENTER}`],
      ["Go on with these?", ENTER],
      ["Whose accounts", `Household${ENTER}`],
      ["What are the sheets for", ENTER],
      ["How many people", `2${ENTER}`],
      ["How many of them together", `2${ENTER}`],
      ["Who gets sheet 1 of 2", `Ann, 555-0100${ENTER}`],
      ["Who gets sheet 2 of 2", `Ben${ENTER}`],
      ["Which new folder", ENTER],
      ["Which paper", ENTER],
      ["Recovery codes of the service", FULL ? ENTER : CANCEL],
      ...(FULL ? ([["name the photo", ENTER]] as const) : []),
    ]);
    expect(shown).not.toContain(KEY);
    // Making takes seconds: by default the dialogue is left at its last question, and sets are made without one.
    if (!FULL) {
      expect([status, namesIn(cwd)]).toEqual([1, ["key.txt"]]);
      return;
    }
    expect(status, shown).toBe(0);
    expect(shown).toMatch(/any 2 of 2 shares open it; accounts: 1/u);
    expect(namesIn(join(cwd, "recovery-set"))).toEqual([
      "keeper.pdf",
      "recover.html",
      "share-1-of-2.pdf",
      "share-2-of-2.pdf",
    ]);
  });

  wide("the dialogue splits a secret among people, and gets it back from two of them, one added later", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const made = talk(cwd, [
      ["What do you want to do?", DOWN.repeat(2) + ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `key.txt${ENTER}`],
      ["Go on with these?", ENTER],
      ["Whose accounts", `Ada Example${ENTER}`],
      ["What are the sheets for", `Household of Example Street${ENTER}`],
      ["How many people", `17${ENTER}`],
      ["a number from 2 to 16", `${BACKSPACE.repeat(2)}3${ENTER}`],
      ["How many of them together", ENTER],
      ["Who gets sheet 1 of 3", `Ann, 555-0100${ENTER}`],
      ["Who gets sheet 2 of 3", ENTER],
      ["Who gets sheet 3 of 3", `Cid${ENTER}`],
      ["Which new folder", ENTER],
      ["Which paper", ENTER],
      ["Recovery codes of the service", ENTER],
      ["name the photo", ENTER],
    ]);
    expect(made.status, made.shown).toBe(0);
    expect(made.shown).toMatch(/any 2 of 3 shares open it; accounts: 1/u);
    expect(made.shown).not.toMatch(/no title/u);
    expect(namesIn(join(cwd, "recovery-set"))).toEqual([
      "keeper.pdf",
      "recover.html",
      "share-1-of-3.pdf",
      "share-2-of-3.pdf",
      "share-3-of-3.pdf",
    ]);
    const back = talk(cwd, [
      ["What do you want to do?", DOWN.repeat(3) + ENTER],
      ["What do you have", ENTER],
      ["Which file?", `recovery-set/share-3-of-3.pdf${ENTER}`],
      ["Another one?", ENTER],
      ["1 more needed", ""],
      ["Add more sheets?", ENTER],
      ["Which file?", `recovery-set/share-1-of-3.pdf${ENTER}`],
      ["Another one?", ENTER],
    ]);
    expect(back.status, back.shown).toBe(0);
    expect(back.shown).toMatch(/Example Corp: alice@example\.com/u);
    expect(back.shown).toMatch(/whose they are: Ada Example\r?\n.*title: Household of Example Street/u);
    expect(made.shown + back.shown).not.toContain(KEY);
  });

  wide("Esc goes back to the question before, and from the first it ends", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", DOWN.repeat(2) + ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", ESCAPE],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `key.txt${ENTER}`],
      ["Go on with these?", ENTER],
      ["Whose accounts", `Mistyped${ENTER}`],
      ["What are the sheets for", ESCAPE],
      ["Whose accounts", `${BACKSPACE.repeat(8)}Right${ENTER}`],
      ["What are the sheets for", `Old phone${ENTER}`],
      ["How many people", `3${ENTER}`],
      ["How many of them together", `2${ENTER}`],
      ["Who gets sheet 1 of 3", `Ann${ENTER}`],
      ["Who gets sheet 2 of 3", ESCAPE],
      ["Who gets sheet 1 of 3", `, 555-0100${ENTER}`],
      ["Who gets sheet 2 of 3", ENTER],
      ["Who gets sheet 3 of 3", `Cid${ENTER}`],
      ["Which new folder", `mine${ENTER}`],
      ["Which paper", ESCAPE],
      ["Which new folder", ESCAPE],
      ["Who gets sheet 3 of 3", ESCAPE],
      ["Who gets sheet 2 of 3", ESCAPE],
      ["Who gets sheet 1 of 3", ESCAPE],
      ["How many of them together", ESCAPE],
      ["How many people", ESCAPE],
      ["What are the sheets for", ESCAPE],
      ["Whose accounts", ESCAPE],
      ["Go on with these?", ENTER],
      ["Whose accounts", ESCAPE],
      ["Go on with these?", ESCAPE],
      ["Where is the secret?", ESCAPE],
      ["What do you want to do?", ESCAPE],
    ]);
    expect([status, namesIn(cwd)], shown).toEqual([1, ["key.txt"]]);
    // What was typed is there when it is asked again, and can be changed.
    const goneBack = shown.slice(shown.lastIndexOf("Which paper"));
    for (const typed of ["mine", "Cid", "Ann, 555-0100", "Old phone", "Right"]) expect(goneBack).toContain(typed);
    expect(goneBack).not.toContain("Mistyped");
    expect(shown).toContain("Esc: one step back");
  });

  wide("the password of an export is not asked for again when another file is added", () => {
    const cwd = folderWith({ "key.txt": KEY_URI, "export.2fas": readFileSync(EXPORT) });
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `export.2fas${ENTER}`],
      ["Password of", `wrong${ENTER}`],
      ["That did not open it", `${PASSWORD}${ENTER}`],
      // One of its accounts is broken.
      ["What now?", DOWN + ENTER],
      ["Which file or folder?", `key.txt${ENTER}`],
      ["What now?", CANCEL],
    ]);
    expect(status, shown).toBe(1);
    expect(shown.slice(shown.indexOf("What now?"))).not.toMatch(/Password of/u);
  });

  wide("the dialogue seals a sheet", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const made = talk(cwd, [
      ["What do you want to do?", DOWN + ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `key.txt${ENTER}`],
      ["Go on with these?", ENTER],
      ["Whose accounts", ENTER],
      ["What are the sheets for", ENTER],
      ["Where to write", ENTER],
      ["Which paper", ENTER],
      ["Recovery codes of the service", ENTER],
      ["Which passphrase?", ENTER],
      ["Write it down now", ENTER],
      ["1 of 2", `{word}${ENTER}`],
      ["2 of 2", FULL ? `{word}${ENTER}` : CANCEL],
      ...(FULL ? ([["name the photo", ENTER]] as const) : []),
    ]);
    if (!FULL) {
      expect([made.status, namesIn(cwd)]).toEqual([1, ["key.txt"]]);
      return;
    }
    expect(made.status, made.shown).toBe(0);
    expect(namesIn(cwd)).toEqual(["key.txt", "recover.html", "sealed-sheet.pdf"]);
  });

  wide("the dialogue asks whose codes they are, takes them from a file, and refuses a key in their place", () => {
    const two = `${KEY_URI}\n${KEY_URI.replace("Example%20Corp:", "Forum:")
      .replace(/issuer=.*$/u, "issuer=Forum")
      .replace("GEZ", "GAZ")}\n`;
    const cwd = folderWith({ "two.txt": two, "codes.txt": "cccc-3333\ndddd-4444\n" });
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `two.txt${ENTER}`],
      ["Go on with these?", ENTER],
      ["Where to write", ENTER],
      ["Which paper", ENTER],
      ["Which accounts?", ENTER],
      ["Recovery codes of the service", `${KEY}\n`],
      ["", ENTER],
      ["a key or an otpauth URI is in it", ""],
      ["Recovery codes of the service", "codes.txt"],
      ["", ENTER],
      ["", ENTER],
      ["Whose recovery codes", DOWN + ENTER],
      ["name the photo", ENTER],
    ]);
    expect(status, shown).toBe(0);
    expect(shown).toMatch(/recovery codes of Forum: alice@example\.com: 2/u);
    expect(shown).not.toMatch(/cccc|dddd/u);
    expect(shown).not.toContain(KEY);
  });

  it("the dialogue reads sources at once, says what they lack, and goes on after a fault", () => {
    // An export that an app splits over two QR codes: the first alone is not enough.
    const [first = "", second = ""] = ["Acorn", "Birch"].map((issuer, index) =>
      migrationUri({
        entries: [{ secret: Buffer.alloc(20, index + 1), name: "alice", issuer, algorithm: 1, digits: 1, type: 2 }],
        size: 2,
        index,
        id: 7,
      }),
    );
    const cwd = folderWith({ "empty.txt": "", "one.txt": first, "two.txt": second });
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `empty.txt${ENTER}`],
      ["What now?", ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `one.txt${ENTER}`],
      ["What now?", DOWN + ENTER],
      ["Which file or folder?", `two.txt${ENTER}`],
      ["Go on with these?", ENTER],
      ["Where to write", CANCEL],
    ]);
    expect(status, shown).toBe(1);
    expect(shown).toMatch(/of the 2 QR codes of a Google Authenticator export, these are missing: 2/u);
    expect(shown).toMatch(/Found 2: Acorn: alice, Birch: alice/u);
    expect(namesIn(cwd)).toEqual(["empty.txt", "one.txt", "two.txt"]);
  });

  wide("the dialogue checks the paper in the same sitting, and makes a set anew from sheets", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const made = talk(cwd, [
      ["What do you want to do?", ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `key.txt${ENTER}`],
      ["Go on with these?", ENTER],
      ["Where to write", ENTER],
      ["Which paper", ENTER],
      ["Recovery codes of the service", ENTER],
      ["name the photo", `key.txt${ENTER}`],
      ["Another one?", ENTER],
      ["name the photo", `recovery-sheet.pdf${ENTER}`],
      ["Another one?", ENTER],
    ]);
    expect(made.status, made.shown).toBe(0);
    const anew = talk(cwd, [
      ["What do you want to do?", DOWN.repeat(6) + ENTER],
      ["Which file?", `recovery-sheet.pdf${ENTER}`],
      ["Another one?", ENTER],
      ["Go on with these?", ENTER],
      ["How are the new sheets kept?", ENTER],
      ["Whose accounts", ENTER],
      ["What are the sheets for", ENTER],
      ["How many people", `2${ENTER}`],
      ["How many of them together", ENTER],
      ["Who gets sheet 1 of 2", ENTER],
      ["Which new folder", ENTER],
      ["Which paper", ENTER],
      ["Recovery codes of the service", ENTER],
      ["name the photo", ENTER],
    ]);
    expect(anew.status, anew.shown).toBe(0);
    expect(anew.shown).toMatch(/any 2 of 2 shares open it/u);
  });

  it("the dialogue goes over to typing lines", () => {
    const cwd = folderWith();
    const typing = talk(cwd, [
      ["What do you want to do?", DOWN.repeat(3) + ENTER],
      ["What do you have", DOWN + ENTER],
      ["in which file", CANCEL],
    ]);
    expect(typing.status, typing.shown).toBe(1);
  });

  wide("what is typed replaces what was suggested", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", DOWN.repeat(2) + ENTER],
      ["Where is the secret?", ENTER],
      ["Which file or folder?", `key.txt${ENTER}`],
      ["Go on with these?", ENTER],
      ["Whose accounts", ENTER],
      ["What are the sheets for", ENTER],
      ["How many people", `4${ENTER}`],
      ["How many of them together", `3${ENTER}`],
      ["Who gets sheet 1 of 4", ENTER],
      ["Which new folder", `mine${ENTER}`],
      ["Which paper", ENTER],
      ["Recovery codes of the service", ENTER],
      ["name the photo", ENTER],
    ]);
    expect(status, shown).toBe(0);
    expect(shown).toMatch(/any 3 of 4 shares open it/u);
    expect(namesIn(cwd)).toEqual(["key.txt", "mine"]);
    expect(namesIn(join(cwd, "mine"))).toContain("share-4-of-4.pdf");
  });

  wide.each([
    [44, "ja"],
    [60, "en"],
    [44, "en"],
    [60, "ja"],
  ])("nothing is broken within a word at %s columns, in %s", (columns, lang) => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const args = ["split", "key.txt", "--shares", "2-of-2", "-o", "set", "--no-self-check", "--lang", lang];
    const { shown, status } = talk(cwd, [], args, columns);
    expect(status, shown).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: progress is wiped by it
    const lasting = shown.replace(/[^\n]*\r\u001b\[K/gu, "");
    // The terminal itself would break what is longer.
    for (const line of lasting.split(/\r?\n/u)) expect(columnsOf(line), line).toBeLessThanOrEqual(columns);
    // A pipe gets every sentence as one line.
    const whole = run([...args, "--force"], { cwd }).stderr;
    const words = (text: string) =>
      text
        .replace(/(?:[A-Z2-7]{4}-?){4}/gu, "SETID")
        .split(/\s+/u)
        .filter((word) => /^[!-~]+$/u.test(word));
    expect(words(lasting)).toEqual(words(whole));
    expect(lasting.split("\n").length).toBeGreaterThan(whole.split("\n").length);
  });

  wide("a question is broken between words too, with the bar beside every line", () => {
    const { shown } = talk(
      folderWith(),
      [
        ["What do you want to do?", DOWN.repeat(2) + ENTER],
        ["Where is the secret?", DOWN + ENTER],
        ["not shown", KEY_URI + ENTER],
        ["empty)", CANCEL],
      ],
      [],
      50,
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with it
    const lines = shown.replace(/\u001b\[[0-9;?]*[A-Za-z]/gu, "").split(/\r?\n/u);
    const at = lines.findIndex((line) => line.includes("Whose accounts"));
    expect(at).toBeGreaterThan(0);
    const question = lines.slice(at, at + 4);
    for (const line of question) expect(columnsOf(line), line).toBeLessThanOrEqual(50);
    for (const line of question.slice(1)) expect(line).toMatch(/^│ {2}\S/u);
    expect(question.map((line) => line.slice(3)).join(" ")).toMatch(/cannot tell whose it is \(may/u);
  });

  it("names that are longer than a line stay beside the bar of a list", () => {
    const issuers = Array.from({ length: 10 }, (_, i) => `山田商店オンラインサービス${i}`);
    const uris = issuers.map(
      (issuer, i) => `otpauth://totp/${issuer}:とても長い利用者の名前${i}@例え.example?secret=${KEY}`,
    );
    const cwd = folderWith({ "many.txt": uris.join("\n") });
    const conversation = [
      ["◻", DOWN + DOWN],
      ["TOTP", CANCEL],
    ] as const;
    const args = ["print", "many.txt", "-o", "sheet.pdf", "--paper", "a4", "--lang", "ja"];
    const { shown } = talk(cwd, conversation, args, 80);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with it
    const lines = shown.replace(/\u001b\[[0-9;?]*[A-Za-z]/gu, "").split(/\r?\n/u);
    const at = lines.findIndex((line) => line.includes("検索"));
    const end = lines.findIndex((line, i) => i > at && line.startsWith("└"));
    const list = lines.slice(at, end);
    expect(list.length).toBeGreaterThan(issuers.length);
    for (const line of list) expect(line).toMatch(/^│ {2}/u);
    for (const line of list) expect(columnsOf(line), line).toBeLessThanOrEqual(80);
  });

  it("a dialogue that is given up leaves nothing behind", () => {
    const cwd = folderWith();
    const conversation = [
      ["What do you want to do?", ENTER],
      ["Where is the secret?", DOWN + ENTER],
      ["not shown", KEY + CANCEL],
    ] as const;
    const { shown, status } = talk(cwd, conversation);
    expect([status, namesIn(cwd)]).toEqual([1, []]);
    expect(shown).toMatch(/cancelled; nothing was written/u);
    expect(shown).not.toContain(KEY);
  });

  it("a command without a source asks for it without showing it", () => {
    const { shown, status } = talk(folderWith(), [["not shown", KEY_URI + ENTER]], ["codes", "--plain", "--at", "59"]);
    expect(status).toBe(0);
    expect(shown).toMatch(/287082/u);
    expect(shown).not.toContain(KEY);
  });

  it("no PDF is written to a terminal, and no secret read from one in the open", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const output = talk(cwd, [], ["print", "key.txt", "-o", "-"]);
    expect(output).toMatchObject({ status: 2, shown: expect.stringMatching(/cannot be shown on a terminal/u) });
    expect(output.shown).not.toMatch(/%PDF/u);
    expect(talk(cwd, [], ["codes", "-"])).toMatchObject({ status: 2, shown: expect.stringMatching(/would be shown/u) });
  });
});
