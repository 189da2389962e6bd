import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { some, wide } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { folderWith, KEY, KEY_URI, namesIn, run, uriOf } from "../helpers/run.js";
import { CANCEL, DOWN, ENTER, talk } from "../helpers/talk.js";

const PASSWORD = "Pässwörter 123";
const TAB = "\t";
const fixture = (name: string) => readFileSync(join(import.meta.dirname, "..", "..", "fixtures", "import", name));
const OTHER = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";
const MD5 = `otpauth://totp/Old%20Bank:bob?secret=${KEY}&algorithm=MD5`;

/** Sources of several kinds, encrypted and plain, one account in two of them. */
function mixture() {
  return folderWith({
    "app.bin": fixture("stratum-encrypted.stratum"),
    "list.txt": `${KEY_URI}\n${uriOf("Mail", "carol", OTHER)}\n`,
    "other.json": JSON.stringify({
      version: 1,
      header: { slots: null, params: null },
      db: {
        version: 2,
        entries: [
          {
            type: "totp",
            name: "Alice",
            issuer: "Example",
            info: { secret: KEY, algo: "SHA1", digits: 6, period: 30 },
          },
          {
            type: "motp",
            name: "dora",
            issuer: "VPN",
            info: { secret: OTHER, algo: "MD5", digits: 6, period: 10, pin: "1234" },
          },
        ],
      },
    }),
    "password.txt": `${PASSWORD}\r\n`,
    "wrong.txt": "wrong",
  });
}

const codes = (cwd: string, ...args: string[]) => run(["codes", "--json", "--at", "59", ...args], { cwd });

describe("exports of apps", () => {
  it("are read in any mixture, each account once, and what gives no codes is said", () => {
    const cwd = mixture();
    const { status, stdout, stderr } = codes(
      cwd,
      "app.bin",
      "list.txt",
      "other.json",
      "--password-file",
      "password.txt",
    );
    const { accounts, keeps, warnings } = JSON.parse(stdout);
    expect(status).toBe(0);
    const names = accounts.map(({ account }: { account: string }) => account);
    expect(names).toContain("alice@example.com");
    expect(names).not.toContain("Alice");
    expect(accounts.length).toBeGreaterThan(3);
    expect(keeps).toContainEqual(
      expect.objectContaining({ name: "VPN: dora", source: "other.json", code: "codes-not-derivable" }),
    );
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: "account-renamed",
        name: "Example Corp: alice@example.com",
        other: "Example: Alice",
      }),
    );
    expect(stderr).toMatch(/kind mOTP cannot be made here \(other\.json, account 2, VPN: dora\)/u);
    expect(stdout + stderr).not.toMatch(new RegExp(`${KEY}|${OTHER}|1234`, "u"));
  });

  it.each(
    some(
      [
        ["none", [], "password-needed", /no password was given/u],
        ["a wrong one", ["--password-file", "wrong.txt"], "password-wrong", /does not open this export/u],
        ["a file that is not there", ["--password-file", "no.txt"], "file-missing", /no\.txt/u],
        [
          "two wrong ones",
          ["--password-file", "wrong.txt", "--password-file", "wrong.txt"],
          "password-wrong",
          /does not open/u,
        ],
      ] as const,
      3,
    ),
  )("with a password say what is wrong: %s", (_, args, code, message) => {
    const { status, stdout, stderr } = codes(mixture(), "app.bin", ...args);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code }, unread: [{ code }] });
    expect(stderr).toMatch(message);
    expect(stdout + stderr).not.toContain(PASSWORD);
  });

  wide("open with the first password of several files that fits, and from standard input", () => {
    const cwd = mixture();
    const files = ["wrong.txt", "password.txt"].flatMap((file) => ["--password-file", file]);
    expect(codes(cwd, "app.bin", ...files).status).toBe(0);
    expect(run(["inspect", "app.bin", "--password-file", "-"], { cwd, input: `${PASSWORD}\n` }).status).toBe(0);
    expect(run(["codes", "-", "--password-file", "-"], { cwd }).status).toBe(2);
  });

  it("stand in a folder as well", () => {
    const cwd = mixture();
    const inner = folderWith({ "a.bin": fixture("stratum-encrypted.stratum"), "b.txt": KEY_URI });
    const { status, stdout } = run(["inspect", "--json", inner, "--password-file", "password.txt"], { cwd });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).sources.map(({ format }: { format: string }) => format)).toEqual(["stratum", "key-uris"]);
  });

  it("give only what a pattern names, kept secrets too", () => {
    const cwd = mixture();
    const inspected = run(["inspect", "--json", "list.txt", "other.json", "--only", "vpn"], { cwd });
    expect(JSON.parse(inspected.stdout)).toMatchObject({ accounts: [], keeps: [{ name: "VPN: dora" }] });
    const nothing = codes(cwd, "list.txt", "--only", "nobody");
    expect([nothing.status, nothing.stderr]).toEqual([1, expect.stringMatching(/nobody/u)]);
    const { status, stderr } = run(["codes", "other.json", "--only", "vpn"], { cwd });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/no codes can be made of these here: VPN: dora/u)]);
  });
});

describe("secrets without codes", () => {
  wide("get sheets of their own, which are verified and recovered", () => {
    const cwd = folderWith({ "list.txt": `${KEY_URI}\n${MD5}\n` });
    const printed = run(["print", "list.txt", "-o", "sheets/"], { cwd });
    expect(printed.status).toBe(0);
    expect(namesIn(join(cwd, "sheets"))).toEqual(["keep-001.pdf", "sheet-001.pdf"]);
    const sheets = ["sheets/keep-001.pdf", "sheets/sheet-001.pdf"];
    const verified = run(["verify", ...sheets, "--expect", "list.txt"], { cwd });
    expect([verified.status, verified.stdout]).toEqual([
      0,
      expect.stringMatching(/Secrets kept as they are, read whole: 1/u),
    ]);
    expect(run(["verify", "sheets/sheet-001.pdf", "--expect", "list.txt"], { cwd }).stderr).toMatch(/Old Bank: bob/u);
    const recovered = run(["recover", ...sheets], { cwd });
    expect(recovered.stdout).toBe(
      `${KEY_URI.replace(":alice", "%3Aalice").replace("@", "%40")}\n# keep: Old%20Bank%3A%20bob ${MD5}\n`.replace(
        "%2540",
        "%40",
      ),
    );
  });

  wide(
    "stand in documents and come back from them, as from the list that recover writes",
    () => {
      const cwd = folderWith({ "list.txt": `${MD5}\n` });
      expect(run(["split", "list.txt", "--shares", "2-of-2", "-o", "set"], { cwd }).status).toBe(0);
      const shares = ["set/share-1-of-2.pdf", "set/share-2-of-2.pdf"];
      expect(run(["verify", ...shares, "--expect", "list.txt"], { cwd }).status).toBe(0);
      expect(run(["recover", ...shares, "-o", "back.txt"], { cwd }).status).toBe(0);
      const { keeps } = JSON.parse(run(["inspect", "--json", "back.txt"], { cwd }).stdout);
      expect(keeps).toMatchObject([{ name: "Old Bank: bob", code: "secret-kept" }]);
    },
    90_000,
  );
});

describeWith(["python3"], () => {
  const codesOf = (cwd: string, conversation: readonly (readonly [string, string])[], ...args: string[]) =>
    talk(cwd, conversation, ["codes", "--at", "59", ...args]);

  it("a password is asked without being shown, again when it was wrong", () => {
    const { shown, status } = codesOf(
      mixture(),
      [
        ["Password of app.bin (Stratum", `nonsense${ENTER}`],
        ["did not open it", `${PASSWORD}${ENTER}`],
      ],
      "app.bin",
      "--all",
    );
    expect(status).toBe(0);
    expect(shown).not.toMatch(/nonsense|Pässwörter/u);
  });

  wide("a password is asked three times, and an empty one gives up", () => {
    // A prompt that was answered is drawn once more: the third is the one after that.
    const again = ["did not open it", ""] as const;
    const wrong = [
      ["Password of", `x${ENTER}`],
      ["did not open it", `x${ENTER}`],
      again,
      ["did not open it", `x${ENTER}`],
    ] as const;
    const three = codesOf(mixture(), wrong, "app.bin");
    expect([three.status, three.shown]).toEqual([1, expect.stringMatching(/does not open this export/u)]);
    const none = codesOf(mixture(), [["Password of", ENTER]], "app.bin");
    expect([none.status, none.shown]).toEqual([1, expect.stringMatching(/no password was given/u)]);
  });

  it("accounts are picked from a list, searched as one types", () => {
    const cwd = mixture();
    const { shown, status } = codesOf(
      cwd,
      [
        ["Which accounts?", "car"],
        ["car", TAB],
        ["◼", ENTER],
      ],
      "list.txt",
    );
    expect(status).toBe(0);
    expect(shown).toMatch(/chosen: 1/u);
    const after = shown.slice(shown.lastIndexOf("chosen: 1"));
    expect(after).toMatch(/Mail: carol/u);
    expect(after).not.toMatch(/Example Corp/u);
  });

  wide("Enter at once takes all of the list, and giving up prints nothing", () => {
    const cwd = mixture();
    const all = talk(cwd, [["Which accounts?", ENTER]], ["print", "list.txt", "-o", "a.pdf", "--no-self-check"]);
    expect([all.status, all.shown]).toEqual([0, expect.stringMatching(/accounts 2/u)]);
    const none = talk(cwd, [["Which accounts?", CANCEL]], ["print", "list.txt", "-o", "b.pdf"]);
    expect([none.status, namesIn(cwd).includes("b.pdf")]).toEqual([1, false]);
  });

  wide("nothing is asked with --all, --only, or for a single account", () => {
    const cwd = mixture();
    for (const args of [
      ["list.txt", "--all"],
      ["list.txt", "--only", "mail"],
      ["list.txt", "--plain"],
    ]) {
      expect(codesOf(cwd, [], ...args)).toMatchObject({
        status: 0,
        shown: expect.not.stringMatching(/Which accounts/u),
      });
    }
    expect(talk(cwd, [], ["codes", "--at", "59", "password.txt"]).status).toBe(1);
  });

  it("inspect shows a list with --pick", () => {
    const { shown, status } = talk(
      mixture(),
      [
        ["Which accounts?", DOWN + DOWN + TAB],
        ["◼", ENTER],
      ],
      ["inspect", "list.txt", "--pick"],
    );
    expect(status).toBe(0);
    expect(shown).toMatch(/accounts: 1/u);
  });
});
