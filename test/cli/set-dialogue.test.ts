import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { planShares, type SetSheet } from "../../src/make-set.js";
import { loadFonts, loadFormatCard, loadLanguage, loadSetTemplates } from "../../src/node-resources.js";
import { describeWith } from "../programs.js";
import { folderWith, KEY, KEY_URI, namesIn, run } from "./run.js";
import { BACKSPACE, CANCEL, DOWN, ENTER, talk } from "./talk.js";

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

    it("names the wrong character, rebuilds what is missing, says both, and goes on with a file", () => {
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

    it("shows a generated passphrase once, which opens the sheet at the hidden prompt", () => {
      const cwd = folderWith({ "key.txt": KEY_URI });
      const made = talk(
        cwd,
        [
          ["Which passphrase?", ENTER],
          ["Is it written down?", `y`],
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

    it("makes nothing where it was not written down, or a chosen one is weak", () => {
      const cwd = folderWith({ "key.txt": KEY_URI });
      const refused = talk(
        cwd,
        [
          ["Which passphrase?", ENTER],
          ["Is it written down?", "n"],
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
