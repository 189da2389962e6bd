import { spawn } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { some, wide } from "../../helpers/full.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { environment, folderWith, KEY, KEY_URI, namesIn, PROGRAM, run, uriOf } from "../helpers/run.js";

const OTHER = uriOf("Other Service", "bob", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
const THREE = `${KEY_URI}\n${OTHER}\n${uriOf("Example Corp", "carol", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK")}\n`;
const FIXED = { SOURCE_DATE_EPOCH: "1767225600" };
/** Quicker, where the check is not what is tested. */
const QUICK = "--no-self-check";
const posix = process.platform !== "win32";

describe("print", () => {
  it("writes one PDF that only its owner can read, says what was checked and what to do next", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const { status, stdout, stderr } = run(["print", "key.txt", "-o", "sheet.pdf"], { cwd, alone: true });
    expect([status, stdout]).toEqual([0, ""]);
    expect(stderr).toMatch(/read back as a scanner sees it: 3 QR codes/u);
    expect(stderr).toMatch(/photograph the paper.*paper-escrow verify/u);
    expect(stderr).toMatch(/delete the file/u);
    expect(namesIn(cwd)).toEqual(["key.txt", "sheet.pdf"]);
    if (posix) expect(statSync(join(cwd, "sheet.pdf")).mode & 0o777).toBe(0o600);
  });

  it("reports as JSON: accounts, pages, what was checked, warnings", () => {
    const cwd = folderWith({ "keys.txt": `${KEY_URI}\n${uriOf("Service", "🐙", KEY)}` });
    const { status, stdout } = run(["print", "keys.txt", "-o", "sheet.pdf", "--json"], { cwd });
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.accounts[0]).toEqual({
      issuer: "Example Corp",
      account: "alice@example.com",
      type: "totp",
      algorithm: "SHA1",
      digits: 6,
      period: 30,
    });
    expect(report).toMatchObject({ output: "sheet.pdf", pages: 4, checked: { codes: 6 }, unread: [] });
    expect(report.warnings.map(({ code }: { code: string }) => code)).toContain("characters-missing");
    expect(stdout).not.toContain(KEY);
  });

  it("says of a sheet without a name that nobody can see what it is for", () => {
    const cwd = folderWith({ "key.txt": KEY, "named.txt": `issuer: Example Corp\nkey: ${KEY}\n` });
    const codes = (file: string) => {
      const { stdout } = run(["print", file, "-o", `${file}.pdf`, "--no-self-check", "--json"], { cwd });
      return (JSON.parse(stdout) as { warnings: { code: string }[] }).warnings.map(({ code }) => code);
    };
    expect([codes("key.txt"), codes("named.txt")]).toEqual([["name-missing"], []]);
  });

  wide("gives the same bytes for the same input and day", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const [one, two] = [1, 2].map(() => run(["print", "key.txt", "-o", "-", QUICK], { cwd, env: FIXED }));
    expect(one?.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect(one?.bytes.equals(two?.bytes ?? Buffer.of())).toBe(true);
    expect(namesIn(cwd)).toEqual(["key.txt"]);
  });

  it("refuses a day that is none", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const { status, stderr } = run(["print", "key.txt", "-o", "x.pdf"], { cwd, env: { SOURCE_DATE_EPOCH: "today" } });
    expect(status).toBe(2);
    expect(stderr).toMatch(/SOURCE_DATE_EPOCH/u);
  });

  wide("takes files, folders, patterns, standard input, UTF-16 and other spellings of text", () => {
    const utf16 = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(`${KEY_URI}\r\n`, "utf16le")]);
    const cwd = folderWith({ "a.txt": utf16, "b.txt": `\ufeff${OTHER}\r\n`, ".hidden": "nothing", "c.md": "nothing" });
    const codes = (args: string[], input = "") =>
      run(["codes", "--plain", "--at", "59", ...args], { cwd, input }).stdout;
    const [first, second] = [codes(["a.txt"]), codes(["b.txt"])];
    expect(first).toBe("287082\n");
    expect(codes(["[ab].txt"])).toBe(first + second);
    expect(codes(["?.txt", "a.txt"])).toBe(first + second);
    expect(codes(["-"], KEY)).toBe(first);
    const folder = folderWith({ "2.txt": KEY_URI, "10.txt": OTHER, ".DS_Store": "nothing" });
    expect(codes([folder])).toBe(first + second);
    expect(codes([join(folder, "*.txt")])).toBe(first + second);
  });

  wide("prints Japanese, by the locale or --lang", () => {
    const cwd = folderWith({ "key.txt": uriOf("みずほ銀行", "山田 花子") });
    const { status, stderr } = run(
      [
        "print",
        "key.txt",
        "-o",
        "sheet.pdf",
        "--lang",
        "ja",
        "--field",
        "パスワードの保管場所=金庫",
        "--field",
        "recovery-page=USB",
      ],
      { cwd },
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(/読み戻しました/u);
  });
});

describe("the output", () => {
  it("never replaces a file without --force", () => {
    const cwd = folderWith({ "key.txt": KEY_URI, "sheet.pdf": "mine" });
    const refused = run(["print", "key.txt", "-o", "sheet.pdf", QUICK], { cwd });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/sheet\.pdf is there already.*\n.*--force/u);
    expect(readFileSync(join(cwd, "sheet.pdf"), "utf8")).toBe("mine");
    expect(run(["print", "key.txt", "-o", "sheet.pdf", QUICK, "--force"], { cwd }).status).toBe(0);
    expect(readFileSync(join(cwd, "sheet.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
    if (posix) expect(statSync(join(cwd, "sheet.pdf")).mode & 0o777).toBe(0o600);
    expect(namesIn(cwd)).toEqual(["key.txt", "sheet.pdf"]);
  });

  wide("is one file an account in a folder, and JSON says which", () => {
    const cwd = folderWith({ "keys.txt": THREE });
    const { status, stdout } = run(["print", "keys.txt", "-o", "sheets/", QUICK, "--json"], { cwd });
    expect(status).toBe(0);
    expect(namesIn(join(cwd, "sheets"))).toEqual(["sheet-001.pdf", "sheet-002.pdf", "sheet-003.pdf"]);
    if (posix) expect(statSync(join(cwd, "sheets")).mode & 0o777).toBe(0o700);
    const { accounts } = JSON.parse(stdout) as { accounts: { issuer: string; file: string }[] };
    expect(accounts.map(({ issuer, file }) => [issuer, file])).toEqual([
      ["Example Corp", "sheet-001.pdf"],
      ["Other Service", "sheet-002.pdf"],
      ["Example Corp", "sheet-003.pdf"],
    ]);
    expect(run(["codes", "sheets/sheet-002.pdf", "--json"], { cwd }).stdout).toMatch(/"Other Service"/u);
  });

  it("leaves a folder as it was when one of its files is there", () => {
    const cwd = folderWith({ "keys.txt": THREE, "sheet-002.pdf": "mine" });
    expect(run(["print", "keys.txt", "-o", ".", QUICK], { cwd }).status).toBe(1);
    expect(namesIn(cwd)).toEqual(["keys.txt", "sheet-002.pdf"]);
  });

  it("needs its folder", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const { status, stderr } = run(["print", "key.txt", "-o", join("no", "where", "x.pdf")], { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/there is no folder no.where/u);
  });

  wide("is nothing at all when the self-check fails, and when something unforeseen happens", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const failing = 'import { EscrowError } from "../error.js";\nexport async function checkSheets() { ';
    const unforeseen = `${failing}throw new TypeError("${KEY}"); }`;
    const cases: [string, RegExp][] = [
      [`${failing}throw new EscrowError("self-check-failed", { what: "code", page: 1 }); }`, /error: [^\n]*check/u],
      [unforeseen, /error: something went wrong inside/u],
      [
        `${failing}setTimeout(() => { throw new Error("${KEY}"); }); await new Promise((done) => setTimeout(done, 5000)); }`,
        /error: something went wrong inside/u,
      ],
      [
        `${failing}Promise.reject(new Error("${KEY}\\n    at ${KEY}")); await new Promise((done) => setTimeout(done, 5000)); }`,
        /error: something went wrong inside/u,
      ],
    ];
    for (const [source, message] of some(cases)) {
      const env = { ...replacing("make/check-open.js", source), PAPER_ESCROW_DEBUG: "1" };
      for (const target of source === unforeseen ? ["sheets/", "-"] : ["sheet.pdf"]) {
        const { status, stdout, stderr } = run(["print", "key.txt", "-o", target], { cwd, env });
        expect([status, stdout]).toEqual([1, ""]);
        expect(stderr).toMatch(message);
        expect(stderr).not.toContain(KEY);
        expect(namesIn(cwd)).toEqual(["key.txt"]);
      }
    }
  });

  it.skipIf(!posix)("is nothing at all when the run is interrupted or killed", async () => {
    for (const signal of some(["SIGTERM", "SIGINT", "SIGKILL"] as const)) {
      const cwd = folderWith({ "key.txt": KEY_URI });
      const waits =
        "export function checkSheets() { process.kill(process.pid, process.env.SIGNAL); return new Promise((done) => setTimeout(done, 5000)); }";
      const env = environment({ ...replacing("make/check-open.js", waits), SIGNAL: signal });
      const ended = await new Promise((done) => {
        spawn(process.execPath, [PROGRAM, "print", "key.txt", "-o", "sheet.pdf"], { cwd, env }).on("exit", (_, by) =>
          done(by),
        );
      });
      expect(ended).toBe(signal);
      expect(namesIn(cwd)).toEqual(["key.txt"]);
    }
  });
});

/** Environment in which one module of the program is replaced by another source. */
function replacing(module: string, source: string): Record<string, string> {
  const folder = folderWith({
    "hooks.mjs": `export async function load(url, context, next) {
  if (!url.endsWith("/dist/${module}")) return next(url, context);
  return { format: "module", shortCircuit: true, source: ${JSON.stringify(source)} };
}`,
  });
  writeFileSync(
    join(folder, "register.mjs"),
    'import { register } from "node:module";\nregister("./hooks.mjs", import.meta.url);\n',
  );
  return { NODE_OPTIONS: `--import=${pathToFileURL(join(folder, "register.mjs")).href}` };
}

describe("what is printed", () => {
  const cwd = folderWith({ "keys.txt": THREE });
  const json = (...args: string[]) => {
    const { status, stdout, stderr } = run(["print", "keys.txt", "-o", "x.pdf", "--force", QUICK, "--json", ...args], {
      cwd,
    });
    return { status, stderr, report: status === 0 ? JSON.parse(stdout) : undefined };
  };
  // The same choice, without the work of printing.
  const names = (only: string) =>
    JSON.parse(run(["codes", "keys.txt", "--only", only, "--json"], { cwd }).stdout).accounts.map(
      ({ account }: { account: string }) => account,
    );

  it("is chosen by --only: a part of issuer:account, or a pattern for the whole, in any case of letters", () => {
    expect(names("EXAMPLE")).toEqual(["alice@example.com", "carol"]);
    expect(names("service:bob")).toEqual(["bob"]);
    expect(names("*:?aro*")).toEqual(["carol"]);
    const { status, stderr } = json("--only", "nobody");
    expect(status).toBe(1);
    expect(stderr).toMatch(/--only nobody matches no account\n.*Example Corp: alice@example\.com, Other Service: bob/u);
  });

  wide("comes in as many copies as are asked for, on the paper that is asked for", () => {
    expect(json("--copies", "3", "--template", "front").report.pages).toBe(9);
    expect(json("--template", "cards").report.pages).toBe(1);
  });

  it("has a guide that there is", () => {
    const { status, stderr } = json("--guide", "gitlab");
    expect(status).toBe(2);
    expect(stderr).toMatch(/--guide .*\n.*github\?.*aws-root/u);
  });

  wide("follows a template of one's own, whose faults are named with file and place", () => {
    run(["template", "front", "-o", "mine.jsonc"], { cwd });
    expect(json("--template", "mine.jsonc").report.pages).toBe(3);
    writeFileSync(join(cwd, "mine.jsonc"), readFileSync(join(cwd, "mine.jsonc"), "utf8").replace('"leaf"', '"tree"'));
    const { status, stderr } = json("--template", "mine.jsonc");
    expect(status).toBe(1);
    expect(stderr).toMatch(/mine\.jsonc, line \d+, column \d+/u);
  });

  it("holds no characters without a glyph, if --strict says so", () => {
    writeFileSync(join(cwd, "octopus.txt"), uriOf("Sea", "🐙"));
    const { status, stderr } = run(["print", "octopus.txt", "-o", "y.pdf", "--strict"], { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/no font has 🐙/u);
    expect(namesIn(cwd)).not.toContain("y.pdf");
  });
});

describe("sources that cannot be read", () => {
  const cwd = folderWith({
    "good.txt": KEY_URI,
    "bad.txt": "hello there, friend!",
    "mixed.txt": `${OTHER}\notpauth://totp/x?secret=A1\n`,
  });
  const args = ["print", "good.txt", "bad.txt", "mixed.txt", "none.txt", "-o", "x.pdf", QUICK];

  it("stop the run before anything is written, each one named", () => {
    const { status, stderr } = run(args, { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: [^\n]+ \(bad\.txt\)\n/u);
    expect(stderr).toMatch(/error: [^\n]+ \(mixed\.txt, line 2\)\n/u);
    expect(stderr).toMatch(/error: [^\n]+ \(none\.txt\)\n/u);
    expect(stderr).toMatch(/--keep-going/u);
    expect(namesIn(cwd)).not.toContain("x.pdf");
  });

  it("are named, with status 1, when --keep-going does the rest", () => {
    const { status, stderr, stdout } = run([...args, "--keep-going", "--json"], { cwd });
    expect(status).toBe(1);
    expect(stderr.match(/^paper-escrow: error: /gmu)).toHaveLength(3);
    const report = JSON.parse(stdout);
    expect(report.accounts).toHaveLength(2);
    expect(report.unread.map(({ source, line }: { source: string; line?: number }) => [source, line])).toEqual([
      ["none.txt", undefined],
      ["bad.txt", undefined],
      ["mixed.txt", 2],
    ]);
    expect(namesIn(cwd)).toContain("x.pdf");
  });

  it("leave nothing to do when there are no others", () => {
    const { status, stderr } = run(["print", "bad.txt", "-o", "y.pdf", "--keep-going"], { cwd });
    expect(status).toBe(1);
    expect(stderr).not.toMatch(/keep-going/u);
    expect(namesIn(cwd)).not.toContain("y.pdf");
  });
});

describe("users' texts on a terminal", () => {
  it("are stripped of what would act on it, and whole in JSON", () => {
    const cwd = folderWith({ "key.txt": uriOf("Ev\u001b[31mil\u202e", "a\u0007b") });
    const { stdout } = run(["codes", "key.txt", "--at", "59"], { cwd });
    expect(stdout).toMatch(/^Ev\[31mil: ab\n/u);
    const json = run(["codes", "key.txt", "--json"], { cwd }).stdout;
    for (const character of "\u001b\u0007\u202e") expect(json).not.toContain(character);
    expect(JSON.parse(json).accounts[0].issuer).toBe("Ev\u001b[31mil\u202e");
  });
});

describeWith(["pdfinfo", "qpdf"], () => {
  wide("the PDF has no metadata: no title, author, producer, date, nor anything of the account", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    run(["print", "key.txt", "-o", "sheet.pdf", QUICK], { cwd });
    const file = join(cwd, "sheet.pdf");
    const info = runProgram("pdfinfo", [file]).toString();
    expect(info).not.toMatch(/^(?:Title|Subject|Keywords|Author|Creator|Producer|CreationDate|ModDate):/mu);
    expect(runProgram("pdfinfo", ["-meta", file]).toString()).toBe("");
    const structure = runProgram("qpdf", ["--qdf", "--object-streams=disable", file, "-"])
      .toString("latin1")
      .replace(/stream\n.*?\nendstream/gsu, "stream");
    expect(structure).not.toMatch(/\/Info\b|\/Metadata\b|\/Author|\/Producer|\/CreationDate|alice|Example/u);
    expect(structure).toMatch(/\/PrintScaling \/None/u);
  });

  wide("the paper is that of the locale, unless --paper says otherwise", () => {
    const cwd = folderWith({ "key.txt": KEY_URI });
    const size = (env: Record<string, string>, ...args: string[]) => {
      run(["print", "key.txt", "-o", "x.pdf", "--force", QUICK, "--template", "front", ...args], { cwd, env });
      return runProgram("pdfinfo", [join(cwd, "x.pdf")])
        .toString()
        .match(/\((letter|A4)\)/u)?.[1];
    };
    expect(size({ LANG: "en_US.UTF-8" })).toBe("letter");
    expect(size({ LANG: "en_GB.UTF-8" })).toBe("A4");
    expect(size({ LANG: "en_US.UTF-8" }, "--paper", "a4")).toBe("A4");
  });
});
