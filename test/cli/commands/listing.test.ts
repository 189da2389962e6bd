import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SOURCES } from "../../../src/import/registry.js";
import { folderWith, KEY, KEY_URI, namesIn, run, uriOf } from "../helpers/run.js";

describe("codes", () => {
  const cwd = folderWith({
    "key.txt": KEY_URI,
    "hotp.txt": `otpauth://hotp/Example:x?secret=${KEY}&issuer=Example&counter=1`,
    "steam.txt": `otpauth://totp/Steam:x?secret=${KEY}&issuer=Steam`,
    "two.txt": `${KEY_URI}\n${uriOf("Other", "x", "JBSWY3DPEHPK3PXP")}\n`,
  });
  const codes = (...args: string[]) => run(["codes", ...args], { cwd });

  it("are those of RFC 4226 and RFC 6238", () => {
    expect(codes("key.txt", "--plain", "--at", "1111111109", "--count", "2").stdout).toBe("081804\n050471\n");
    expect(codes("key.txt", "--plain", "--at", "2005-03-18T10:58:29+09:00").stdout).toBe("081804\n");
    expect(codes("key.txt", "--plain", "--at", "2005-03-18 01:58:29Z").stdout).toBe("081804\n");
    expect(codes("hotp.txt", "--plain", "--count", "3").stdout).toBe("287082\n359152\n969429\n");
  });

  it("come with account and time, or counter", () => {
    expect(codes("key.txt", "--at", "59").stdout).toBe(
      "Example Corp: alice@example.com\n  287082  1970-01-01 00:00:30 to 1970-01-01 00:01:00\n",
    );
    expect(codes("key.txt").stdout).toMatch(/^ {2}\d{6} {2}valid for \d+ s more$/mu);
    const { stdout, stderr } = codes("hotp.txt");
    expect(stdout).toMatch(/^ {2}287082 {2}counter 1$/mu);
    expect(stderr).toMatch(/does not move the counter/u);
    expect(codes("steam.txt", "--plain").stdout).toMatch(/^[2-9BCDFGHJKMNPQRTVWXY]{5}\n$/u);
  });

  it("come as JSON", () => {
    const { accounts } = JSON.parse(codes("two.txt", "--at", "59", "--count", "2", "--json").stdout);
    expect(accounts).toHaveLength(2);
    expect(accounts[0]).toEqual({
      issuer: "Example Corp",
      account: "alice@example.com",
      type: "totp",
      algorithm: "SHA1",
      digits: 6,
      period: 30,
      origins: [{ source: "two.txt", pages: [] }],
      codes: [
        { code: "287082", from: 30, until: 60 },
        { code: "359152", from: 60, until: 90 },
      ],
    });
    const hotp = JSON.parse(codes("hotp.txt", "--json").stdout).accounts[0];
    expect(hotp).toMatchObject({ type: "hotp", counter: 1, codes: [{ code: "287082", counter: 1 }] });
  });
});

describe("inspect", () => {
  const bad = `otpauth://totp/x?secret=${KEY.slice(0, 9)}1`;
  const cwd = folderWith({ "keys.txt": `${KEY_URI}\n${uriOf("Other", "x", "JBSWY3DPEH")}\n`, "bad.txt": bad });

  it("says format, accounts and settings, and nothing of the key", () => {
    const { status, stdout, stderr } = run(["inspect", "keys.txt"], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^keys\.txt: list of otpauth texts \(Key URIs\), accounts: 2\n/u);
    expect(stdout).toMatch(/TOTP · SHA1 · 6 digits · 30 seconds · usual key\n/u);
    expect(stdout + stderr).not.toMatch(/GEZDGNBV|JBSWY3DP/u);
  });

  it("reports as JSON, with what could not be read, and status 1 then", () => {
    const { status, stdout } = run(["inspect", "keys.txt", "bad.txt", "--json"], { cwd });
    expect(status).toBe(1);
    const report = JSON.parse(stdout);
    expect(report.sources).toEqual([{ source: "keys.txt", format: "key-uris", accounts: 2 }]);
    expect(report.accounts[0]).toMatchObject({ issuer: "Example Corp", canonical: true, source: "keys.txt" });
    expect(report.unread).toMatchObject([{ source: "bad.txt", code: "secret-character" }]);
    expect(stdout).not.toMatch(/GEZDGNBV/u);
  });
});

describe("formats", () => {
  it("tells of every source how to get it, in both languages", () => {
    for (const lang of ["en", "ja"]) {
      const { formats } = JSON.parse(run(["formats", "--json", "--lang", lang]).stdout);
      const names = formats.map(({ format }: { format: string }) => format);
      for (const { name } of SOURCES) expect(names).toContain(name);
      for (const { name, how } of formats) {
        expect(name).not.toBe("");
        expect(how.length).toBeGreaterThan(0);
      }
      expect(run(["formats", "--lang", lang]).stdout).toContain(formats[0].name);
    }
  });
});

describe("template", () => {
  it("lists templates, copies one with its comments, and replaces nothing", () => {
    const cwd = folderWith();
    expect(run(["template"], { cwd }).stdout).toMatch(
      /^open .*\nfront .*\ncards .*\nsealed .*\nshare .*\nkeeper .*\n$/u,
    );
    expect(run(["template", "cards", "-o", "mine.jsonc"], { cwd }).status).toBe(0);
    expect(readFileSync(join(cwd, "mine.jsonc"), "utf8")).toBe(run(["template", "cards"], { cwd }).stdout);
    expect(run(["template", "open", "-o", "mine.jsonc"], { cwd }).status).toBe(1);
    expect(readFileSync(join(cwd, "mine.jsonc"), "utf8")).toMatch(/"cards"/u);
    expect(namesIn(cwd)).toEqual(["mine.jsonc"]);
  });
});
