import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, KEY, namesIn, run } from "../helpers/run.js";

const HEX = Buffer.from(KEY).toString("hex");
const MIGRATION = Buffer.from(`\n\x14\n\n1234567890\x12\x03abc ${KEY}`, "latin1").toString("base64");

/** Files that are broken in one way each, all with the key in them. */
const BROKEN: Readonly<Record<string, string | Uint8Array>> = {
  "scheme.txt": `otpauths://totp/x?secret=${KEY}`,
  "type.txt": `otpauth://potp/x?secret=${KEY}`,
  "parameter.txt": `otpauth://totp/x?secret=${KEY}&digits=99`,
  "twice.txt": `otpauth://totp/x?secret=${KEY}&secret=${KEY}A`,
  "algorithm.txt": `otpauth://totp/x?secret=${KEY}&algorithm=MD5`,
  "character.txt": `otpauth://totp/x?secret=${KEY}!`,
  "escape.txt": `otpauth://totp/%zz?secret=${KEY}&issuer=%E0%A4%A`,
  "motp.txt": `motp://x:y?secret=${KEY}`,
  "long.txt": `otpauth://totp/${"x".repeat(600)}?secret=${KEY}`,
  "line.txt": `otpauth://totp/x?secret=${KEY}\n${KEY} is my key\n`,
  "prefix.txt": `${KEY}: otpauth://totp/x?secret=${KEY}`,
  "keys.txt": `${KEY}\n${KEY}\n`,
  "digit.txt": `${KEY}1`,
  "words.txt": `my key is ${KEY}, keep it safe`,
  "json.json": `{"secret": "${KEY}", }`,
  "csv.csv": `name,secret\nme,${KEY}\n`,
  "migration.txt": `otpauth-migration://offline?data=${encodeURIComponent(MIGRATION)}`,
  "lines.txt": `T0 ${KEY}\nT1 ${KEY.match(/.{4}/gu)?.join(" ")}\n`,
  "settings.txt": `${KEY.match(/.{4}/gu)?.join(" ")}\ndigits: many\n`,
  "utf16.txt": Buffer.concat([
    Buffer.of(0xff, 0xfe),
    Buffer.from(`otpauth://totp/x?secret=${KEY}&digits=no`, "utf16le"),
  ]),
  "latin1.txt": Buffer.concat([Buffer.from(`otpauth://totp/`), Buffer.of(0xe9), Buffer.from(`?secret=${KEY}`)]),
  "png.png": Buffer.concat([Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), Buffer.from(KEY)]),
  "jpeg.jpg": Buffer.concat([Buffer.of(0xff, 0xd8, 0xff, 0xe0), Buffer.from(KEY)]),
  "pdf.pdf": `%PDF-1.7\n${KEY}\n%%EOF`,
  "svg.svg": `<svg xmlns="http://www.w3.org/2000/svg"><text>${KEY}</text></svg>`,
  "zero.bin": Buffer.concat([Buffer.of(0, 1, 2, 3), Buffer.from(KEY)]),
};

describe("no error holds a secret", () => {
  const cwd = folderWith(BROKEN);
  const files = Object.keys(BROKEN);
  const env = { PAPER_ESCROW_DEBUG: "1" };
  const commands = [
    ["print", ...files, "-o", "x.pdf"],
    ["codes", ...files],
    ["inspect", ...files, "--json"],
    ["verify", ...files],
    ["verify", ...files, "--json", "--lang", "ja"],
  ];

  it.each(commands.map((args) => [args.filter((arg) => !files.includes(arg)).join(" "), args] as const))(
    "of %s, over every broken source",
    (_, args) => {
      const { status, stdout, stderr } = run(args, { cwd, env });
      expect(status).toBe(1);
      const errors = stderr.match(/^paper-escrow: (?:error|エラー): /gmu) ?? [];
      expect(errors.length).toBeGreaterThanOrEqual(files.length - 6);
      expect(stderr).not.toMatch(/went wrong inside|^\s+at /mu);
      for (const secret of [KEY, KEY.slice(0, 16), HEX, Buffer.from(KEY).toString("base64").slice(0, 24)]) {
        expect(stdout + stderr).not.toContain(secret);
      }
      expect(namesIn(cwd)).toEqual(files.toSorted());
    },
  );

  it("names each source by itself too", () => {
    for (const name of ["words.txt", "png.png", "pdf.pdf", "keys.txt"]) {
      const { status, stderr } = run(["codes", join(cwd, name)], { env });
      expect(status).toBe(1);
      expect(stderr).toContain(name);
      expect(stderr).not.toContain(KEY.slice(0, 16));
    }
  });
});

describe("a secret given for the name of a file", () => {
  const cwd = folderWith({ "one.txt": `otpauth://totp/Example:alice?secret=${KEY}` });
  const secret = "hunter2!x";
  it.each([
    ["codes", "one.txt", "--password-file", secret],
    ["print", "one.txt", "-o", "a.pdf", "--passphrase-file", secret],
    ["recover", "one.txt", "--passphrase-file", secret],
    ["verify", "one.txt", "--expect", secret],
    ["print", "one.txt", "-o", "a.pdf", "--template", secret],
    ["print", "one.txt", "--seal", "-o", "a.pdf", "--replaces", secret],
    ["print", "one.txt", "-o", `${secret}/a.sheet`],
    ["print", secret, "-o", "a.pdf"],
    ["verify", secret],
    ["reprint", secret, "-o", "a.pdf"],
    ["inspect", "one.txt", `${secret}*`],
  ])("is not repeated by %s %s %s %s %s", (...args) => {
    const { status, stdout, stderr } = run(args, { cwd });
    expect(status).toBe(2);
    expect(stdout + stderr).not.toContain("hunter2");
    expect(stderr).toContain("paper-escrow: error: ");
    expect(namesIn(cwd)).toEqual(["one.txt"]);
  });

  it("is not repeated where it is words", () => {
    for (const option of ["--password-file", "--passphrase-file"]) {
      const { status, stderr } = run(["codes", "one.txt", option, "correct horse battery staple"], { cwd });
      expect([status, stderr.includes("horse")]).toEqual([2, false]);
    }
  });

  it("leaves names of files that are not there in their errors", () => {
    expect(run(["verify", "photos/sheet.jpg"], { cwd }).stderr).toContain("photos/sheet.jpg");
    expect(run(["codes", "one.txt", "--password-file", "pw.txt"], { cwd }).stderr).toContain("pw.txt");
  });
});
