import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { encodeUtf8 } from "../../../src/bytes.js";
import { gatherFiles } from "../../../src/cli/input/files.js";
import { pipeChunks } from "../../../src/cli/input/pipe.js";
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

  it("waits for a pipe's writer as long as is said, and for what it writes as long as it takes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paper-escrow-files-"));
    try {
      const path = join(folder, "pipe");
      runProgram("mkfifo", [path]);
      await expect(pipeChunks(path, 100).next()).rejects.toMatchObject({ code: "pipe-silent" });
      const chunks = pipeChunks(path, 5_000);
      const first = chunks.next();
      const writer = await open(path, "w");
      await pause(150);
      await writer.write("JBSW");
      expect((await first).value).toEqual(encodeUtf8("JBSW"));
      await writer.write("Y3DP");
      await writer.close();
      expect((await chunks.next()).value).toEqual(encodeUtf8("Y3DP"));
      expect((await chunks.next()).done).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
