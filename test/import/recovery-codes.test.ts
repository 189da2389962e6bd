import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../../src/bytes.js";
import { readRecoveryCodes } from "../../src/import/recovery-file.js";
import { recoveryCodesIn } from "../../src/import/recovery-list.js";
import { readSource } from "../../src/import/registry.js";

const folder = join(import.meta.dirname, "..", "fixtures", "recovery-codes");
const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Record<string, string[]>;
const FILES = Object.keys(expected);
const textOf = (file: string) => readFileSync(join(folder, file), "utf8");
const inputOf = (text: string) => ({ name: "codes.txt", bytes: encodeUtf8(text) });
const read = (text: string) => readRecoveryCodes(inputOf(text)).codes;
const URI = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP";

describe("lists of recovery codes as services save them", () => {
  it.each(FILES)("%s gives its codes and nothing else", (file) => {
    expect(read(textOf(file))).toEqual(expected[file]);
  });

  it.each(FILES)("%s in UTF-16, with a byte order mark and Windows line ends", (file) => {
    const text = textOf(file).replace(/\r?\n/gu, "\r\n");
    const wide = new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
    expect(readRecoveryCodes({ name: file, bytes: wide }).codes).toEqual(expected[file]);
    expect(read(`\ufeff${text}`)).toEqual(expected[file]);
  });

  it.each(FILES)("%s is no source, and the error says where it belongs", async (file) => {
    const source = readSource(inputOf(textOf(file)), { readCodes: async () => [] });
    await expect(source).rejects.toMatchObject({ code: "source-recovery-codes" });
  });
});

const GITHUB = expected["github.txt"] ?? [];
const numbered = (sign: string) => GITHUB.map((code, i) => `${i + 1}${sign}${code}`).join("\n");

describe("the same codes written otherwise", () => {
  it.each([
    ["commas", GITHUB.join(", ")],
    ["one blank between them", GITHUB.join(" ")],
    ["four a line", GITHUB.map((code, i) => code + (i % 4 === 3 ? "\n" : "   ")).join("")],
    ["numbers with full stops", numbered(". ")],
    ["numbers with brackets", numbered(") ")],
    ["numbers and nothing more", numbered(" ")],
    ["numbers and tabs", numbered("\t")],
    ["bullets", GITHUB.map((code) => `• ${code}`).join("\n")],
    ["boxes", GITHUB.map((code) => `☐ ${code}`).join("\n")],
    ["boxes of Markdown", GITHUB.map((code, i) => `- [${i % 3 ? " " : "x"}] ${code}`).join("\n")],
    ["a list of JSON", JSON.stringify(GITHUB)],
    ["a printed list of JSON", JSON.stringify(GITHUB, undefined, 2)],
    ["quotation marks", GITHUB.map((code) => `“${code}”`).join("; ")],
    ["a table", `code,used\n${GITHUB.map((code) => `${code},false`).join("\n")}`],
    ["words before and after", `Your codes:\n${GITHUB.join("\n")}\nKeep them, well-known hint.\nSaved 2026-01-15.\n`],
    ["each twice", [...GITHUB, ...GITHUB].join("\n")],
    ["blank lines", GITHUB.join("\n\n")],
    ["capitals", undefined],
  ])("%s", (_, text) => {
    if (text === undefined)
      expect(read(GITHUB.join("\n").toUpperCase())).toEqual(GITHUB.map((code) => code.toUpperCase()));
    else expect(read(text)).toEqual(GITHUB);
  });

  it("numbers in columns give the order", () => {
    const rows = [0, 1, 2].map((i) => `${i + 1}. ${GITHUB[i]}      ${i + 4}. ${GITHUB[i + 3]}`);
    expect(read(rows.join("\n"))).toEqual(GITHUB.slice(0, 6));
  });

  it("a single code behind its name, on the same line", () => {
    expect(read("Recovery code: K7M2Q-X9R4T")).toEqual(["K7M2Q-X9R4T"]);
    expect(read("Your emergency backup code is ab12cd34ef56gh78.")).toEqual(["ab12cd34ef56gh78"]);
    expect(read("R48213")).toEqual(["R48213"]);
  });

  it("a line that is like a code, but not like these, is left aside and named", () => {
    const list = readRecoveryCodes(inputOf(`alice1984\n${GITHUB.join("\n")}\n`));
    expect(list).toMatchObject({ codes: GITHUB, aside: [1] });
  });
});

describe("what is no list of recovery codes", () => {
  it.each([
    ["a Key URI", URI],
    ["a Key URI beside codes", `${GITHUB.join("\n")}\n${URI}`],
    ["a migration URI", "otpauth-migration://offline?data=AAAA"],
    ["a bare key", "JBSWY3DPEHPK3PXP"],
    ["a key in groups", "jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp"],
    ["a key under its name", "Secret key: JBSWY3DPEHPK3PXP"],
    ["a key under its name beside codes", `key: jbswy3dpehpk3pxp\n\nrecovery codes:\n${GITHUB.join("\n")}`],
    ["a bare key beside codes", `recovery codes\n${GITHUB.join("\n")}\n\nJBSWY3DPEHPK3PXP`],
    ["keys one a line", "JBSWY3DPEHPK3PXP\nGEZDGNBVGY3TQOJQ"],
    ["a key in hexadecimal", "3132333435363738393031323334353637383930"],
    ["an app's export", JSON.stringify([{ secret: "JBSWY3DPEHPK3PXP", issuer: "Example", account: "alice" }])],
    ["a kept secret", "# keep: old%20app motp deadbeef"],
    ["the code of a share", "PE0SMNXUCT4D7JPAUXZXCIA32RW73ENJEXV2DFW262SMJE5HNMODU5EVE4TPKDCUGXK4BXT6BBAA"],
    ["a check line", "T1 N52H AYLV ORUD ULZP ORXX I4BP 7EW4"],
  ])("%s is refused as a key", (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "recovery-codes-key", data: {} }));
  });

  it.each([
    ["prose", "Keep these codes somewhere safe.\nEach works one time only.\n"],
    ["dates", "2026-01-15\n15.01.2026\n"],
    ["an address", "alice@example.com\nhttps://example.com/2sv\n"],
  ])("%s gives none", (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "recovery-codes-none" }));
  });

  it("a picture or a PDF gives none", () => {
    const pdf = { name: "a.pdf", bytes: encodeUtf8("%PDF-1.7\n1 0 obj\n") };
    expect(() => readRecoveryCodes(pdf)).toThrow(expect.objectContaining({ code: "recovery-codes-none" }));
  });
});

describe("keys as sources", () => {
  it.each([
    ["a bare key", "JBSWY3DPEHPK3PXP", 1],
    ["a key in groups of five", "JBSWY 3DPEH PK3PX PJBSW Y3DPE", 1],
  ])("%s stays one", async (_, text, accounts) => {
    expect((await readSource(inputOf(text), { readCodes: async () => [] })).accounts).toHaveLength(accounts);
  });

  it("a key that was wrapped stays doubtful, and is no list", async () => {
    const source = readSource(inputOf("JBSWY3DPEHPK\n3PXPJBSWY3DP"), { readCodes: async () => [] });
    await expect(source).rejects.toMatchObject({ code: "keys-ambiguous" });
  });
});

it("a text that is far too long for a list is not looked at", () => {
  const list = (length: number) => `Backup codes\n${"\n".repeat(length - 24)}1234-5678\n`;
  expect(recoveryCodesIn(list(200_000))?.codes).toEqual(["1234-5678"]);
  expect(recoveryCodesIn(list(200_010))).toBeUndefined();
});
