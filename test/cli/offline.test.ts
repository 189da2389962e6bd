import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toFile } from "qrcode";
import { beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import { folderWith, KEY_URI, run } from "./helpers/run.js";

/** Every command, each in a way that makes it do its work. */
const RUNS: readonly (readonly string[])[] = [
  // Printing reads its sheet back, which the next one does too.
  ["print", "key.txt", "-o", "sheet.pdf", ...(FULL ? [] : ["--no-self-check"])],
  ["verify", "sheet.pdf", "--expect", "key.txt"],
  ["codes", "picture.png"],
  ["inspect", FULL ? "sheet.pdf" : "key.txt"],
  ["formats"],
  ["recovery-page", "-o", "recover.html"],
  ["template", "open"],
  ["split", "key.txt", "--shares", "2-of-2", "-o", "set"],
  ["recover", "set"],
  ["reprint", "set/share-1-of-2.pdf", "-o", "again.pdf"],
  ["demo"],
  ["--help"],
];
/** In full only: what they do, others do too. */
const LONG = ["demo", "split", "reprint", "recover"];

describeWith(["unshare", "strace"], () => {
  // Containers may forbid both, whatever the program does.
  const allowed = spawnSync("unshare", ["-rn", "strace", "-o", "/dev/null", "true"]).status === 0;
  const name = "every command works without a network, and opens no internet socket";

  describe.skipIf(!allowed)(allowed ? name : `${name} (not allowed here)`, () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const trace = join(cwd, "trace.txt");
    const under = ["unshare", "-rn", "strace", "-f", "-e", "trace=socket,execve", "-o", trace];
    beforeAll(() => toFile(join(cwd, "picture.png"), KEY_URI, { scale: 6 }));

    it.each(RUNS.filter(([name = ""]) => FULL || !LONG.includes(name)).map((args) => [args.join(" "), args] as const))(
      "%s",
      (_, args) => {
        const { status, stderr } = run(args, { cwd, under });
        expect(stderr).not.toMatch(/error/u);
        expect(status).toBe(0);
        const calls = readFileSync(trace, "utf8");
        expect(calls).toMatch(/execve\(.*= 0/u);
        expect(calls.match(/socket\(AF_INET6?.*/gu)).toBeNull();
      },
    );

    it("would be seen if one did", () => {
      const script = "require('node:net').connect(9, '127.0.0.1').on('error', () => {})";
      spawnSync(under[0] ?? "", [...under.slice(1), process.execPath, "-e", script], { cwd });
      expect(readFileSync(trace, "utf8")).toMatch(/socket\(AF_INET/u);
    });
  });
});
