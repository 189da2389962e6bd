import { expect, it } from "vitest";
import { describeWith } from "../programs.js";
import { folderWith, KEY, KEY_URI, namesIn } from "./run.js";
import { CANCEL, DOWN, ENTER, talk } from "./talk.js";

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
    ]);
    expect(status).toBe(0);
    expect(namesIn(cwd)).toEqual(["recovery-sheet.pdf"]);
    expect(shown).toMatch(/the file is good/u);
    expect(shown).not.toContain(KEY);
  });

  it("the dialogue checks a file against the phone's code", () => {
    const cwd = folderWith({ "typed.txt": KEY_URI });
    const { shown, status } = talk(cwd, [
      ["What do you want to do?", DOWN + ENTER],
      ["Which photo", `nothing.txt${ENTER}`],
      ["no such file", `${"\u007f".repeat(11)}typed.txt${ENTER}`],
      ["Which code", `000000${ENTER}`],
    ]);
    expect(shown).toMatch(/NOT VERIFIED/u);
    expect(status).toBe(1);
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
