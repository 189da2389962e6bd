import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { planShares, type SetSheet } from "../../../src/make/set-sheets.js";
import { loadFonts, loadFormatCard, loadLanguage, loadSetTemplates } from "../../../src/node/resources.js";
import { wide } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { folderWith, KEY, KEY_URI, namesIn, run } from "../helpers/run.js";
import { BACKSPACE, CANCEL, CLEAR, CTRL_R, DOWN, ENTER, talk } from "../helpers/talk.js";

const [fonts, language, templates, program] = await Promise.all([
  loadFonts(),
  loadLanguage("en"),
  loadSetTemplates(),
  loadFormatCard(),
]);
const { sheets } = await planShares(
  {
    accounts: [makeAccount({ issuer: "Example Corp", account: "alice", secret: KEY })],
    keeps: [],
    notes: [],
    holders: ["", ""],
  },
  { k: 2, n: 2 },
  { paper: "a4", version: "test" },
  { fonts, language, templates, program },
);

/** Lines of one kind as a sheet prints them, each once. */
function linesOf(sheet: SetSheet | undefined, kind: "D" | "S"): string[] {
  const lines = (sheet?.pages ?? []).flatMap(({ boxes }) =>
    boxes.flatMap((box) => (box.kind === "text" && box.role === "line" ? [box.text] : [])),
  );
  return [...new Set(lines)].filter((line) => line.startsWith(kind));
}

const document = linesOf(sheets[0], "D");
const [one, two] = [linesOf(sheets[0], "S"), linesOf(sheets[1], "S")];
/** Everything but the second share, and two lines of the document. */
const TYPED = [...document.filter((line) => !/^D[37] /u.test(line)), ...one].map((line) => `${line}\n`).join("");

describeWith(["python3"], () => {
  describe("recover --by-hand", () => {
    const wrong = (line: string) => line.replace(/ (\w)/u, (_, first: string) => (first === "A" ? " B" : " A"));

    wide("names the wrong character, rebuilds what is missing, says both, and goes on with a file", () => {
      const cwd = folderWith({ "typed.txt": TYPED });
      const [s0 = "", s1 = "", s2 = "", , s4 = "", s5 = ""] = two;
      const { shown, status } = talk(
        cwd,
        [
          ["Next line", `${s0}${ENTER}`],
          ["S0: good", `${wrong(s1)}${ENTER}`],
          ["character 1 (group 1, number 1) is probably wrong", `${BACKSPACE.repeat(40)}${s1}${ENTER}`],
          ["S1: good", `${s2.replace(/.$/u, "?")}${ENTER}`],
          ["character 28", ENTER],
          ["S2: kept as typed", `${s4}${ENTER}`],
          ["S4: good", `${s5}${ENTER}`],
        ],
        ["recover", "typed.txt", "--by-hand"],
      );
      expect(status, shown).toBe(0);
      expect(shown).toMatch(/worked out from the others: D3, D7/u);
      expect(shown).toMatch(/worked out from the others: S2, S3|S2, character 28: typed \?/u);
      expect(shown).toMatch(/Example Corp: alice/u);
      expect(shown).not.toContain(KEY);
      expect(namesIn(cwd)).toEqual(["typed.txt"]);
      expect(readFileSync(join(cwd, "typed.txt"), "utf8")).toContain(s4);
    });

    it("keeps what was typed in the file that was named when it is given up", () => {
      const cwd = folderWith();
      const [s0 = ""] = two;
      const { shown, status } = talk(
        cwd,
        [
          ["in which file", `mine.txt${ENTER}`],
          ["Next line", `${s0}${ENTER}`],
          ["S0: good", CANCEL],
        ],
        ["recover", "--by-hand"],
      );
      expect(status, shown).toBe(1);
      expect(shown).toMatch(/kept in mine\.txt.*recover mine\.txt --by-hand/u);
      expect(readFileSync(join(cwd, "mine.txt"), "utf8")).toBe(`${s0}\n`);
      expect(statSync(join(cwd, "mine.txt")).mode & 0o777).toBe(0o600);
    });

    it("needs a terminal", () => {
      const { status, stderr } = run(["recover", "--by-hand"]);
      expect(status).toBe(2);
      expect(stderr).toMatch(/needs a terminal/u);
    });
  });

  describe("print --seal on a terminal", () => {
    const sealing = ["print", "key.txt", "--seal", "-o", "x.pdf", "--no-self-check"];

    wide("shows a generated passphrase once, which opens the sheet at the hidden prompt", () => {
      const cwd = folderWith({ "key.txt": KEY_URI });
      const made = talk(
        cwd,
        [
          ["Which passphrase?", ENTER],
          ["Write it down now", ENTER],
          ["1 of 2", `wrong${ENTER}`],
          ["this is not word", `${BACKSPACE.repeat(5)}{word}${ENTER}`],
          ["2 of 2", `{word}${ENTER}`],
        ],
        sealing,
      );
      expect(made.status, made.shown).toBe(0);
      const passphrase = /^ {4}((?:[a-z]+ ){11}[a-z]+)\r?$/mu.exec(made.shown)?.[1] ?? "";
      expect(passphrase).not.toBe("");
      const back = talk(
        cwd,
        [
          ["Passphrase of set", `wrong${ENTER}`],
          ["did not open", `${passphrase}${ENTER}`],
        ],
        ["recover", "x.pdf"],
      );
      expect(back.status, back.shown).toBe(0);
      expect(back.shown).toMatch(/Example Corp: alice@example\.com/u);
      expect(back.shown).not.toMatch(new RegExp(`${passphrase}|${KEY}`, "u"));
    });

    wide("says which word is not in the list, completes words, and shows what is typed", () => {
      const GENERATED = "defense gravity tuna orbit canyon jungle frost acid basket ribbon olive zebra";
      const cwd = folderWith({ "key.txt": KEY_URI, pw: GENERATED });
      expect(run([...sealing, "--passphrase-file", "pw"], { cwd }).status).toBe(0);
      const mistyped = GENERATED.replace("defense", "defence").replace(" zebra", "");
      const { shown, status } = talk(
        cwd,
        [
          ["Passphrase of set", `${mistyped}${ENTER}`],
          ["word 1 is not in the list: did you mean defense?", `${CLEAR}${GENERATED.slice(0, -2)}\t`],
          ["words: 12", CTRL_R],
          ["ribbon olive zebra", ENTER],
        ],
        ["recover", "x.pdf"],
      );
      expect(shown).toMatch(/11 of 12 words/u);
      expect(status, shown).toBe(0);
      expect(shown).toMatch(/Example Corp: alice/u);
    });

    wide("says of a file with a wrong passphrase which of its words it is, and not the word", () => {
      const cwd = folderWith({
        "key.txt": KEY_URI,
        pw: "defense gravity tuna orbit canyon jungle frost acid basket ribbon olive zebra",
        wrong: "defence gravity tuna orbit canyon jungle frost acid basket ribbon olive",
        capitals: "  Defense  GRAVITY tuna orbit canyon jungle frost acid basket ribbon olive zebra ",
      });
      expect(run([...sealing, "--passphrase-file", "pw"], { cwd }).status).toBe(0);
      const { status, stderr } = run(["recover", "x.pdf", "--passphrase-file", "wrong"], { cwd });
      expect(status).toBe(1);
      expect(stderr).toMatch(/number 1 \(.*has 11 words, and a generated one has 12/su);
      expect(stderr).not.toMatch(/defen[cs]e/u);
      expect(run(["recover", "x.pdf", "--passphrase-file", "capitals"], { cwd }).status).toBe(0);
    });

    wide("makes nothing where it was not written down, or a chosen one is weak", () => {
      const cwd = folderWith({ "key.txt": KEY_URI });
      const refused = talk(
        cwd,
        [
          ["Which passphrase?", ENTER],
          ["Write it down now", ENTER],
          ["1 of 2", CANCEL],
        ],
        sealing,
      );
      const weak = talk(
        cwd,
        [
          ["Which passphrase?", DOWN + ENTER],
          ["The passphrase (not shown)", `dragon monkey${ENTER}`],
        ],
        sealing,
      );
      expect([refused.status, weak.status]).toEqual([1, 1]);
      expect(refused.shown).toMatch(/cancelled; nothing was written/u);
      expect(weak.shown).toMatch(/easy to guess/u);
      expect(weak.shown).not.toContain("dragon monkey");
      expect(namesIn(cwd)).toEqual(["key.txt"]);
    });
  });
});
