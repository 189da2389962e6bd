import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gatherFiles } from "../../../src/cli/input/files.js";
import { describeWith, runProgram } from "../../helpers/programs.js";

describeWith("mkfifo", () => {
  it.each(["a pattern", "the folder"])(
    "leaves out, by %s, what is no file: a pipe that nobody writes to never ends",
    async (way) => {
      const folder = mkdtempSync(join(tmpdir(), "paper-escrow-files-"));
      try {
        writeFileSync(join(folder, "key.txt"), "JBSWY3DPEHPK3PXP");
        runProgram("mkfifo", [join(folder, "pipe.txt")]);
        symlinkSync("/dev/zero", join(folder, "zero.txt"));
        const { inputs, unread } = await gatherFiles([way === "a pattern" ? join(folder, "*.txt") : folder], "stdin");
        expect(inputs.map(({ name }) => name)).toEqual([join(folder, "key.txt")]);
        expect(unread).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
