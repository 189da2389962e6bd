import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FULL, some, wide } from "../../helpers/full.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { fixedSets } from "../../vectors/v0/sets.js";
import { folderWith, KEY, KEY_URI, namesIn, run, uriOf } from "../helpers/run.js";

const posix = process.platform !== "win32";
const PASSPHRASE = "gravel tulip orbit canyon mellow frost";
const cwd = folderWith({
  "key.txt": KEY_URI,
  "other.txt": uriOf("Other", "bob", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
  passphrase: `${PASSPHRASE}\n`,
  wrong: "another one altogether",
});
const NAMES = [
  "--title",
  "Household",
  "--holder",
  "Ann",
  "--holder",
  "Ben",
  "--holder",
  "",
  "--note",
  "call Ann first",
];
const madeSplit = run(["split", "key.txt", "--shares", "2-of-3", "-o", "set", ...NAMES], { cwd });
const madeOther = run(
  ["split", "other.txt", "--threshold", "2", "--shares", "2", "-o", "other", "--no-self-check", "--json"],
  { cwd },
);
const madeSealed = run(
  [
    "print",
    "key.txt",
    "--seal",
    "--passphrase-file",
    "passphrase",
    "-o",
    "sealed.pdf",
    "--replaces",
    "set/share-1-of-3.pdf",
    ...(FULL ? [] : ["--no-self-check"]),
  ],
  { cwd },
);
const setId = /set ((?:[A-Z2-7]{4}-){3}[A-Z2-7]{4})/u.exec(madeSplit.stderr)?.[1] ?? "";
const otherId = (JSON.parse(madeOther.stdout || "{}") as { setId?: string }).setId ?? "";
const share = (x: number) => join("set", `share-${x}-of-3.pdf`);
const URI =
  /^otpauth:\/\/totp\/Example%20Corp%3Aalice%40example\.com\?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20Corp\n$/u;

describe("split", () => {
  it("writes a sheet for each holder and the keeper's page, for the owner alone, and says what to do", () => {
    const { status, stdout, stderr } = madeSplit;
    expect(status, stderr).toBe(0);
    expect(stdout).toBe("");
    expect(namesIn(join(cwd, "set"))).toEqual([
      "keeper.pdf",
      "recover.html",
      "share-1-of-3.pdf",
      "share-2-of-3.pdf",
      "share-3-of-3.pdf",
    ]);
    if (posix)
      for (const name of namesIn(join(cwd, "set"))) expect(statSync(join(cwd, "set", name)).mode & 0o777).toBe(0o600);
    expect(stderr).toMatch(/^to be made: files 4, pages \d+\n/u);
    expect(stderr).toMatch(/the set was put together and opened/u);
    expect(stderr).toMatch(/whole secret on one disk/u);
    expect(stderr).toMatch(/Put recover\.html on a USB stick/u);
    expect(stderr).not.toContain(KEY);
  });

  it("says in JSON which file is whose, without a secret", () => {
    expect(madeOther.status, madeOther.stderr).toBe(0);
    expect(JSON.parse(madeOther.stdout)).toMatchObject({
      k: 2,
      n: 2,
      checked: null,
      files: [
        { file: "share-1-of-2.pdf", kind: "share", share: 1 },
        { file: "share-2-of-2.pdf", kind: "share", share: 2 },
        { file: "keeper.pdf", kind: "keeper" },
      ],
      recoveryPage: {
        file: "recover.html",
        version: expect.any(String),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/u),
        workshopSha256: expect.stringMatching(/^[0-9a-f]{64}$/u),
      },
    });
    expect(madeOther.stdout + madeOther.stderr).not.toContain("JBSWY3DPEHPK3PXP");
  });

  wide("warns of sheets that do not say whose they are", () => {
    const warned = (args: string[]) => {
      const { stdout, stderr } = run(
        ["split", "key.txt", "--shares", "2-of-2", "-o", "named", "--no-self-check", "--json", "--force", ...args],
        { cwd },
      );
      const { warnings } = JSON.parse(stdout) as { warnings: { code: string }[] };
      return [warnings.map(({ code }) => code), /have no title/u.test(stderr)];
    };
    expect(warned([])).toEqual([["title-missing"], true]);
    expect(warned(["--title", " "])).toEqual([["title-missing"], true]);
    expect(warned(["--title", "Household"])).toEqual([[], false]);
    expect(warned(["--owner", "Ada Example"])).toEqual([[], false]);
  });

  it.each([
    ["one of three", ["--shares", "1-of-3"], /1 of 3 cannot be split/u],
    ["more than there are", ["--shares", "4-of-3"], /4 of 3 cannot be split/u],
    ["too many", ["--shares", "2-of-17"], /2 of 17 cannot be split/u],
    ["no threshold", ["--shares", "3"], /--shares 3-of-5/u],
    [
      "more holders than shares",
      ["--shares", "2-of-2", ...["a", "b", "c"].flatMap((name) => ["--holder", name])],
      /there are 2 shares, and names of 3 holders/u,
    ],
    [
      "fewer holders than shares",
      ["--shares", "3-of-5", ...["a", "b", "c", "d"].flatMap((name) => ["--holder", name])],
      /there are 5 shares, and names of 4 holders/u,
    ],
    ["another set that is none", ["--shares", "2-of-3", "--replaces", "K7QF"], /neither a set nor a file/u],
  ])("refuses %s, and leaves nothing", (_, args, message) => {
    const { status, stderr } = run(["split", "key.txt", "-o", "none", ...args], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(join(cwd, "none"))).toBe(false);
  });

  wide("asks for --yes where a sheet has many pages, and leaves nothing without it", () => {
    // Keys that no compression shortens.
    const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const next = (state: number) => (state * 1103515245 + 12345) % 2147483648;
    const secret = (seed: number) => {
      let state = seed;
      let text = "";
      for (let i = 0; i < 64; i++) {
        state = next(state);
        text += digits[state >> 26] ?? "A";
      }
      return text;
    };
    const many = Array.from({ length: 260 }, (_, i) => uriOf(`Service ${i}`, `user-${i}`, secret(i + 1))).join("\n");
    const folder = folderWith({ "many.txt": many });
    const { status, stderr } = run(["split", "many.txt", "--shares", "2-of-2", "-o", "set"], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^to be made: files 3, pages \d+\n.*a sheet would have \d+ pages\n.*--yes/u);
    expect(namesIn(folder)).toEqual(["many.txt"]);
  });

  it("leaves a folder as it was when one of its files is there", () => {
    const folder = folderWith({ "key.txt": KEY_URI, "keeper.pdf": "mine" });
    const { status } = run(["split", "key.txt", "--shares", "2-of-2", "-o", "."], { cwd: folder });
    expect(status).toBe(1);
    expect(namesIn(folder)).toEqual(["keeper.pdf", "key.txt"]);
    expect(readFileSync(join(folder, "keeper.pdf"), "utf8")).toBe("mine");
  });
});

describe("recover", () => {
  it.each(
    some([
      [3, 2],
      [1, 2],
      [1, 3],
    ]),
  )("gives the account back from shares %i and %i", (a, b) => {
    const { status, stdout, stderr } = run(["recover", share(a), share(b)], { cwd });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(URI);
    expect(stderr).toMatch(/title: Household\n.*made on: .*\n.*note: call Ann first\n/u);
    expect(stderr).not.toContain(KEY);
  });

  wide("says exactly what is missing with one share too few", () => {
    const { status, stdout, stderr } = run(["recover", share(2)], { cwd });
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      `paper-escrow: error: 1 of 2 shares of set ${setId}: 1 more needed\n` +
        "paper-escrow: hint: add sheets of other holders with the same set number; any of them will do\n",
    );
  });

  wide("tells sets apart, uses what it can and names the rest", () => {
    const sheets = [share(1), join("other", "share-1-of-2.pdf"), share(3), join("set", "keeper.pdf")];
    const { status, stdout, stderr } = run(["recover", ...sheets], { cwd });
    expect(status).toBe(1);
    expect(stdout).toMatch(URI);
    expect(stderr).toContain(`1 of 2 shares of set ${otherId}: 1 more needed`);
    expect(stderr).toMatch(/keeper\.pdf/u);
    expect(stderr).toMatch(/Sets that could not be opened: 1/u);
  });

  wide("writes a file for the owner alone, once, and JSON with the secrets", () => {
    const sheets = ["set"];
    const written = run(["recover", ...sheets, "-o", "back.txt", "--json"], { cwd });
    expect(written.status, written.stderr).toBe(0);
    expect(readFileSync(join(cwd, "back.txt"), "utf8")).toMatch(URI);
    if (posix) expect(statSync(join(cwd, "back.txt")).mode & 0o777).toBe(0o600);
    expect(JSON.parse(written.stdout)).toMatchObject({
      accounts: [{ issuer: "Example Corp", secret: KEY, uri: expect.stringMatching(/^otpauth:/u) }],
      sets: [{ setId, opened: true, k: 2, n: 3, shares: [1, 2, 3], title: "Household", holders: ["Ann", "Ben", ""] }],
    });
    expect(written.stderr).not.toContain(KEY);
    const again = run(["recover", ...sheets, "-o", "back.txt"], { cwd });
    expect(again.status).toBe(1);
    expect(again.stderr).toMatch(/back\.txt is there already/u);
  });

  wide("shows codes to scan from the screen", () => {
    const { status, stdout } = run(["recover", share(1), share(2), "--qr"], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/Example Corp: alice@example\.com\n/u);
    expect(stdout).toMatch(/[▀▄█]{5}/u);
    expect(stdout).not.toContain(KEY);
  });
});

describe("the keeper's page", () => {
  const keeper = join("set", "keeper.pdf");

  it("is named as what it is, and is no fault and no share", () => {
    const verified = run(["verify", keeper], { cwd });
    expect([verified.status, verified.stderr]).toEqual([0, ""]);
    expect(verified.stdout).toMatch(new RegExp(`^Keeper's page of set ${setId}, made on .* It holds no share`, "u"));
    expect(verified.stdout).not.toMatch(/NOT VERIFIED|no page of a sheet/u);
    const { stdout } = run(["inspect", keeper, "--json"], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      keepers: [{ setId, k: 2, n: 3, accounts: 1, source: keeper, page: 1 }],
      sets: [],
      unread: [],
    });
    const recovered = run(["recover", keeper], { cwd });
    expect([recovered.status, recovered.stdout]).toEqual([1, ""]);
    expect(recovered.stderr).toMatch(
      new RegExp(`keeper's page of set ${setId}: it holds no share.*\n.*gather any 2 of`, "u"),
    );
  });

  it("says whose the sheets are where it is given, and is asked for where it is not", () => {
    const alone = run(["verify", share(1)], { cwd });
    expect(alone.stdout).toMatch(/compare all 16 characters with the keeper's page/u);
    const beside = run(["verify", share(1), keeper], { cwd });
    expect(beside.stdout).toContain(`The keeper's page that was given is of set ${setId}`);
    expect(beside.stdout).not.toMatch(/with the keeper's page/u);
  });

  wide("is told of beside sheets of another set, and beside its own when they are opened", () => {
    const beside = run(["verify", keeper, join("other", "share-1-of-2.pdf")], { cwd });
    expect(beside.status, beside.stderr).toBe(0);
    expect(beside.stderr).toContain(
      `this keeper's page belongs to set ${setId}, and the sheets beside it to others: ${otherId}`,
    );
    const opened = run(["recover", keeper, share(1), share(3)], { cwd });
    expect(opened.status, opened.stderr).toBe(0);
    expect(opened.stderr).toMatch(new RegExp(`Keeper's page of set ${setId}.*holds no share`, "u"));
    expect(opened.stderr).not.toMatch(/belongs to set/u);
  });
});

describe("a sealed sheet", () => {
  wide("is made and opened with a passphrase from a file", () => {
    expect(madeSealed.status, madeSealed.stderr).toBe(0);
    expect(madeSealed.stdout + madeSealed.stderr).not.toMatch(new RegExp(`${KEY}|${PASSPHRASE}`, "u"));
    if (posix) expect(statSync(join(cwd, "sealed.pdf")).mode & 0o777).toBe(0o600);
    const { status, stdout, stderr } = run(["recover", "sealed.pdf", "--passphrase-file", "passphrase"], { cwd });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(URI);
    expect(stderr).toContain(`it replaces set: ${setId}`);
    const closed = run(["verify", "sealed.pdf"], { cwd });
    expect(closed.stdout).toMatch(/To know that the sheet is yours, open it/u);
    expect(closed.stdout).not.toMatch(/keeper's page/u);
  });

  it("has the recovery page beside it, in a file and in a folder, and listed in JSON", () => {
    expect(madeSealed.stderr).toMatch(/recover\.html stands beside it: it opens the sheet/u);
    const page = readFileSync(join(cwd, "set", "recover.html"));
    expect(readFileSync(join(cwd, "recover.html")).equals(page)).toBe(true);
    const { sha256 } = (JSON.parse(madeOther.stdout) as { recoveryPage: { sha256: string } }).recoveryPage;
    expect(createHash("sha256").update(page).digest("hex")).toBe(sha256);
    // Sealing takes seconds: in a folder in full only.
    if (!FULL) return;
    const args = ["print", "key.txt", "--seal", "--passphrase-file", "passphrase", "--no-self-check"];
    const { stdout, stderr } = run([...args, "-o", "safe/", "--json"], { cwd });
    expect(JSON.parse(stdout || stderr)).toMatchObject({ recoveryPage: { file: "recover.html", sha256 } });
    expect(namesIn(join(cwd, "safe"))).toEqual(["recover.html", "sealed-sheet.pdf"]);
  });

  wide("stays closed with another passphrase, and without one", () => {
    const wrong = run(["recover", "sealed.pdf", "--passphrase-file", "wrong", "-o", "no.txt"], { cwd });
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toMatch(/the passphrase does not open this set/u);
    expect(wrong.stderr).not.toContain("another one altogether");
    const without = run(["recover", "sealed.pdf"], { cwd });
    expect(without.status).toBe(1);
    expect(without.stderr).toMatch(/opens with a passphrase\n.*--passphrase-file/u);
    expect(wrong.stdout + without.stdout).toBe("");
    expect(existsSync(join(cwd, "no.txt"))).toBe(false);
  });

  it.each([
    ["none and no terminal", undefined, 2, /no terminal/u],
    ["an empty one", "\n", 1, /the passphrase is empty/u],
    ["two lines", "first line of it\nsecond line\n", 1, /not one line of text/u],
    ["a weak one", "password1\n", 1, /easy to guess\n.*--allow-weak/u],
    ["a famous one", "correcthorsebatterystaple", 1, /easy to guess/u],
  ])("is not made with %s", (_, text, expected, message) => {
    const folder = folderWith({ "key.txt": KEY_URI, ...(text === undefined ? {} : { pw: text }) });
    const given = text === undefined ? [] : ["--passphrase-file", "pw"];
    const { status, stderr } = run(["print", "key.txt", "--seal", ...given, "-o", "x.pdf"], { cwd: folder });
    expect(status).toBe(expected);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/password1|correcthorse|second line/u);
    expect(namesIn(folder)).not.toContain("x.pdf");
  });

  it("refuses options of open sheets, and open sheets those of sealed ones", () => {
    const sealed = run(["print", "key.txt", "--seal", "--copies", "2", "-o", "x.pdf"], { cwd });
    const open = run(["print", "key.txt", "--title", "x", "-o", "x.pdf"], { cwd });
    expect([sealed.status, open.status]).toEqual([2, 2]);
    expect(sealed.stderr).toMatch(/--copies is for open sheets/u);
    expect(open.stderr).toMatch(/--title is for sealed sheets/u);
  });
});

describe("verify", () => {
  wide("says of one share that it is unaltered, and never more", () => {
    const { status, stdout } = run(["verify", share(2)], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain(`share 2: unaltered and consistent with set ${setId}`);
    expect(stdout).toMatch(/QR codes read: .*page 2: \d+; error correction used up: at most \d+ %/u);
    expect(stdout).not.toMatch(/genuine|Example Corp|\b\d{6}\b/u);
  });

  wide("compares enough shares with the source, and fails with too few or another", () => {
    const right = run(["verify", share(1), share(2), "--expect", "key.txt"], { cwd });
    expect(right.status, right.stderr).toBe(0);
    expect(right.stdout).toMatch(/They are the accounts that were expected/u);
    const few = run(["verify", share(1), "--expect", "key.txt"], { cwd });
    expect(few.status).toBe(1);
    expect(few.stderr).toContain(`1 of 2 shares of set ${setId}: 1 more needed`);
    const other = run(["verify", share(1), share(2), "--expect", "other.txt", "--json"], { cwd });
    expect(other.status).toBe(1);
    expect(JSON.parse(other.stdout)).toMatchObject({ verified: false, accounts: [{ codes: [] }] });
    expect([right, few, other].map(({ stdout, stderr }) => stdout + stderr).join()).not.toContain(KEY);
  });

  wide("opens a sealed sheet with its passphrase, and can do without", () => {
    const opened = run(["verify", "sealed.pdf", "--passphrase-file", "passphrase", "--expect", "key.txt"], { cwd });
    expect(opened.status, opened.stderr).toBe(0);
    expect(opened.stdout).toMatch(/Example Corp: alice@example\.com/u);
    const closed = run(["verify", "sealed.pdf"], { cwd });
    expect(closed.status, closed.stderr).toBe(0);
    expect(closed.stdout).toMatch(/not opened: unaltered/u);
    const wrong = run(["verify", "sealed.pdf", "--passphrase-file", "wrong"], { cwd });
    expect(wrong.status).toBe(1);
    expect(wrong.stdout).toMatch(/NOT VERIFIED/u);
  });
});

describe("inspect", () => {
  wide("says what sheets are, without a secret", () => {
    const { status, stdout } = run(["inspect", share(1), "sealed.pdf", "--json"], { cwd });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      sets: [
        { setId, kind: "share", k: 2, n: 3, shares: [1], documentComplete: true },
        { kind: "sealed", shares: [], documentComplete: true },
      ],
    });
    expect(stdout).not.toMatch(/PE\d|GEZD/u);
  });
});

describe("reprint", () => {
  wide("makes a share afresh that opens with another", () => {
    const made = run(["reprint", share(3), "-o", "again.pdf", "--holder", "Cid"], { cwd });
    expect(made.status, made.stderr).toBe(0);
    const { status, stdout, stderr } = run(["recover", "again.pdf", share(1)], { cwd });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(URI);
    if (posix) expect(statSync(join(cwd, "again.pdf")).mode & 0o777).toBe(0o600);
  });

  it("leaves the set and the format of a sheet of PE0 as they are, unless PE1 is asked for", () => {
    const [old] = fixedSets;
    const codes = [old.shares[0]?.code ?? "", ...old.frames];
    writeFileSync(join(cwd, "old.txt"), `${codes.join("\n")}\n`);
    const made = (...options: string[]) => {
      const { status, stdout, stderr } = run(
        ["reprint", "old.txt", "-o", "renewed.pdf", "--json", "--force", "--no-self-check", ...options],
        { cwd },
      );
      expect(status, stderr).toBe(0);
      return JSON.parse(stdout);
    };
    const name = old.setId;
    expect(made()).toMatchObject({ setId: name, format: "PE0" });
    expect(made("--format", "pe1")).toMatchObject({ setId: name, format: "PE1" });
    writeFileSync(join(cwd, "old.txt"), `${[...(old.shares[0]?.lines ?? []), ...old.lines].join("\n")}\n`);
    expect(made()).toMatchObject({ setId: name, format: "PE1" });
    expect(run(["reprint", "old.txt", "-o", "renewed.pdf", "--force", "--format", "pe2"], { cwd }).status).toBe(2);
  });

  wide("makes nothing of an open sheet", () => {
    expect(run(["print", "key.txt", "-o", "open.pdf", "--no-self-check"], { cwd }).status).toBe(0);
    const { status, stderr } = run(["reprint", "open.pdf", "-o", "none.pdf"], { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/an open sheet is printed again with print/u);
    expect(existsSync(join(cwd, "none.pdf"))).toBe(false);
  });
});

describeWith(["pdftoppm", "zbarimg", "python3", "age", "gzip"], () => {
  wide("the format card's program and the age command open a set without us", () => {
    const folder = folderWith();
    for (const x of [1, 3]) {
      copyFileSync(join(cwd, share(x)), join(folder, `${x}.pdf`));
      runProgram("pdftoppm", ["-r", "150", "-png", join(folder, `${x}.pdf`), join(folder, `page-${x}`)]);
    }
    const pictures = namesIn(folder).filter((name) => name.endsWith(".png"));
    const codes = spawnSync("zbarimg", ["--raw", "-q", ...pictures], { cwd: folder, encoding: "utf8" }).stdout;
    const card = new URL("../../../templates/format-card.py", import.meta.url).pathname;
    const { stdout } = spawnSync("python3", [card], { cwd: folder, input: codes, encoding: "utf8" });
    const passphrase = /[A-Z2-7]{32}/u.exec(stdout)?.[0] ?? "";
    const file = /\S+\.age/u.exec(stdout)?.[0] ?? "";
    writeFileSync(join(folder, "drive.py"), DRIVE);
    const { stdout: plain } = spawnSync("python3", ["drive.py", passphrase, file], { cwd: folder });
    const text = runProgram("gzip", ["-dcf"], plain).toString();
    expect(text).toContain(KEY_URI.split("?")[1]?.split("&")[0]);
  });
});

/** Answers age, which asks on a terminal only; its result goes into a file and from there to standard output. */
const DRIVE = `
import os, pty, sys, select
child, terminal = pty.fork()
if child == 0:
    os.execvp("age", ["age", "-d", "-o", "plain", sys.argv[2]])
shown = b""
while b"assphrase" not in shown:
    shown += os.read(terminal, 1024)
os.write(terminal, sys.argv[1].encode() + b"\\n")
while True:
    try:
        if not os.read(terminal, 1024):
            break
    except OSError:
        break
os.waitpid(child, 0)
sys.stdout.buffer.write(open("plain", "rb").read())
`;
