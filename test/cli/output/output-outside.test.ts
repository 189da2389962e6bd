import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { formatHiddenName, parseHiddenName, thisWriter } from "../../../src/cli/output/writer.js";
import { describeWith } from "../../helpers/programs.js";
import { contentsOf } from "../helpers/faulty-disk.js";
import { environment, folderWith, KEY_URI, namesIn, PROGRAM, run, uriOf } from "../helpers/run.js";

// `template` writes as every command does, and starts fastest.
const FORCED = ["template", "open", "-o", "open.jsonc", "--force"];

/** A process that has ended. */
function goneWriter() {
  const pid = Number(execFileSync(process.execPath, ["-p", "process.pid"]).toString());
  return { ...thisWriter(), pid, start: 1 };
}

describeWith("strace", () => {
  it("leaves the old file or the whole new one, whichever call to the system fails", () => {
    const cwd = folderWith();
    const complete = readComplete();
    const outcomes = new Set<string>();
    for (const call of ["fsync", "link", "rename", "unlink"]) {
      for (let n = 1; n <= 2; n++) {
        writeFileSync(join(cwd, "open.jsonc"), "old");
        const inject = `${call}:error=EIO:when=${n}`;
        const under = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", `inject=${inject}`];
        const { status, stderr } = run(FORCED, { cwd, under });
        expect(namesIn(cwd), inject).toEqual(["open.jsonc"]);
        const text = readFileSync(join(cwd, "open.jsonc"), "utf8");
        expect(text, inject).toBe(status === 0 ? complete : "old");
        if (status !== 0) expect(stderr).toContain("cannot be written (EIO); the folder is as it was");
        outcomes.add(`${call} ${status}`);
      }
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(["fsync 1", "rename 1", "link 0", "unlink 0"]));
  });

  it("keeps the old file where it is killed, and clears away what was left at the next run", async () => {
    const cwd = folderWith({ "open.jsonc": "old", ".open.jsonc.mine.old": "not ours" });
    const slow = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:delay_enter=60000000"];
    const child = spawn("strace", [...slow, process.execPath, PROGRAM, ...FORCED], {
      cwd,
      env: environment(),
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    const hidden = () => namesIn(cwd).flatMap((name) => parseHiddenName(name) ?? []);
    while (!hidden().some(({ use }) => use === "old") && child.exitCode === null) await sleep(20);
    const [one] = hidden();
    expect(
      hidden()
        .map(({ use }) => use)
        .sort(),
    ).toEqual(["new", "old"]);

    // Its writer lives: another run leaves it alone.
    const beside = run(["template", "cards", "-o", "cards.jsonc"], { cwd, alone: true });
    expect(beside.stderr).not.toContain("killed");
    expect(hidden()).toHaveLength(2);

    process.kill(one?.writer.pid ?? 0, "SIGKILL");
    child.kill("SIGKILL");
    await ended;
    expect(readFileSync(join(cwd, "open.jsonc"), "utf8")).toBe("old");
    expect(hidden()).toHaveLength(2);
    const next = run(["template", "cards", "-o", "cards.jsonc", "--force"], { cwd, alone: true });
    expect(next.status, next.stderr).toBe(0);
    expect(next.stderr.match(/an earlier run was killed while it wrote open\.jsonc/gu)).toHaveLength(2);
    expect(namesIn(cwd)).toEqual([".open.jsonc.mine.old", "cards.jsonc", "open.jsonc"]);
    expect(readFileSync(join(cwd, "open.jsonc"), "utf8")).toBe("old");
  });
});

describeWith("chattr", () => {
  const cwd = folderWith({ "two.txt": `${KEY_URI}\n${uriOf("Other Corp", "bob", "MFRGGZDFMZTWQ2LK")}\n` });
  mkdirSync(join(cwd, "out"));
  for (const n of [1, 2]) writeFileSync(join(cwd, "out", `sheet-00${n}.pdf`), `old ${n}`);
  const fixed = join(cwd, "out", "sheet-002.pdf");
  const mayFix = spawnSync("chattr", ["+i", fixed]).status === 0;

  it.runIf(mayFix)("leaves the first file as it was where the second cannot be replaced", () => {
    try {
      const was = contentsOf(join(cwd, "out"));
      const { status, stderr } = run(["print", "two.txt", "-o", "out/", "--force", "--no-self-check"], { cwd });
      expect([status, stderr]).toEqual([1, expect.stringContaining("sheet-002.pdf cannot be written (EPERM)")]);
      expect(contentsOf(join(cwd, "out"))).toEqual(was);
    } finally {
      spawnSync("chattr", ["-i", fixed]);
    }
  });
});

function readComplete(): string {
  return run(["template", "open"]).stdout;
}

describe("what a killed run left", () => {
  const names = (writer = goneWriter()) => ({
    fresh: formatHiddenName({ name: "a.pdf", writer, use: "new" }),
    aside: formatHiddenName({ name: "b.pdf", writer, use: "old" }),
  });
  const next = (cwd: string) => run(["template", "open", "-o", "x.jsonc"], { cwd });

  it("is removed, and an earlier file stands in its empty place again", () => {
    const { fresh, aside } = names();
    const cwd = folderWith({ [fresh]: "half", [aside]: "old" });
    const { stderr } = next(cwd);
    expect(namesIn(cwd)).toEqual(["b.pdf", "x.jsonc"]);
    expect(readFileSync(join(cwd, "b.pdf"), "utf8")).toBe("old");
    expect(stderr).toContain(fresh);
    expect(stderr).toContain("replaced b.pdf; the earlier file stands there again");
  });

  it("goes as well where the next run is refused, since files of the killed one stand there", () => {
    const { fresh } = names();
    const cwd = folderWith({ [fresh]: "half", "x.jsonc": "made" });
    const { status, stderr } = next(cwd);
    expect(status).toBe(1);
    expect(stderr).toContain(fresh);
    expect(stderr).toContain("x.jsonc is there already");
    expect(namesIn(cwd)).toEqual(["x.jsonc"]);
  });

  it("is kept and named where another file stands in the place of an earlier one", () => {
    const { aside } = names();
    const cwd = folderWith({ [aside]: "old", "b.pdf": "new" });
    expect(next(cwd).stderr).toContain(aside);
    expect(namesIn(cwd)).toEqual([aside, "b.pdf", "x.jsonc"]);
    expect(readFileSync(join(cwd, "b.pdf"), "utf8")).toBe("new");
  });

  it("goes where the earlier file stands in its place under both names", () => {
    const { aside } = names();
    const cwd = folderWith({ "b.pdf": "old" });
    linkSync(join(cwd, "b.pdf"), join(cwd, aside));
    next(cwd);
    expect(namesIn(cwd)).toEqual(["b.pdf", "x.jsonc"]);
  });

  it("is left alone where its writer lives, another machine wrote it, or it is no file of ours", () => {
    const living = names(thisWriter());
    const foreign = names({ ...goneWriter(), host: "000000" });
    const others = [".a.pdf.0123456789ab", ".a.pdf.new", "a.pdf.1-1-000000-aaaa.new"];
    const cwd = folderWith(
      Object.fromEntries([living.fresh, living.aside, foreign.fresh, ...others].map((n) => [n, "x"])),
    );
    mkdirSync(join(cwd, names().fresh));
    const link = names().aside;
    symlinkSync("nowhere", join(cwd, link));
    const was = namesIn(cwd);
    const { stderr } = next(cwd);
    expect(stderr).not.toContain("earlier run");
    expect(namesIn(cwd)).toEqual([...was, "x.jsonc"].sort());
  });
});

describe("--force", () => {
  it("refuses a link, a folder and a pipe in the place of the file, and leaves what they lead to", () => {
    const cwd = folderWith({ "real.pdf": "real", "one.txt": KEY_URI });
    symlinkSync("real.pdf", join(cwd, "link.pdf"));
    symlinkSync("nowhere.pdf", join(cwd, "dangling.pdf"));
    mkdirSync(join(cwd, "out"));
    symlinkSync("../real.pdf", join(cwd, "out", "sheet-001.pdf"));
    execFileSync("mkfifo", [join(cwd, "pipe.pdf")]);
    for (const [output, says] of [
      ["link.pdf", "link.pdf is a link to another place"],
      ["dangling.pdf", "dangling.pdf is a link to another place"],
      ["out/", "sheet-001.pdf is a link to another place"],
      ["pipe.pdf", "pipe.pdf is no ordinary file"],
    ] as const) {
      const { status, stderr } = run(["print", "one.txt", "-o", output, "--force"], { cwd });
      expect([status, stderr], output).toEqual([1, expect.stringContaining(says)]);
    }
    expect(readFileSync(join(cwd, "real.pdf"), "utf8")).toBe("real");
    expect(existsSync(join(cwd, "nowhere.pdf"))).toBe(false);
    expect(namesIn(join(cwd, "out"))).toEqual(["sheet-001.pdf"]);
  });

  it("gives the new file its own permissions, whatever the old one's were", () => {
    const cwd = folderWith({ "one.txt": KEY_URI, "a.pdf": "old" });
    const { status, stderr } = run(["print", "one.txt", "-o", "a.pdf", "--force", "--no-self-check"], { cwd });
    expect(status, stderr).toBe(0);
    expect(statSync(join(cwd, "a.pdf")).mode & 0o777).toBe(0o600);
    expect(statSync(join(cwd, "a.pdf")).nlink).toBe(1);
  });
});
