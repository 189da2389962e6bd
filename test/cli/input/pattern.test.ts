import { describe, expect, it } from "vitest";
import { isPattern, patternExpression } from "../../../src/cli/input/pattern.js";
import { looksLikeFileName, looksSecret } from "../../../src/cli/input/secret-argument.js";
import { parseTime } from "../../../src/cli/time.js";
import { redacted } from "../../../src/showable.js";

describe("a pattern", () => {
  const cases: [string, string[], string[]][] = [
    ["*.png", [".png", "a.png", "a.b.png"], ["a.pngx", "apng"]],
    ["a?c", ["abc", "a.c", "a😀c"], ["ac", "abbc"]],
    ["[a-c]1", ["a1", "c1"], ["d1", "-1"]],
    ["[!a-c]1", ["d1"], ["a1"]],
    ["[]x]", ["]", "x"], ["[", "y"]],
    ["[z-a]", ["[z-a]"], ["z"]],
    ["[", ["["], ["a"]],
    ["(a|b)+.{1}", ["(a|b)+.{1}"], ["aa"]],
    ["[\\d^]", ["d", "\\", "^"], ["1"]],
  ];
  it.each(cases)("%s", (pattern, like, unlike) => {
    const expression = patternExpression(pattern, false);
    expect(like.filter((name) => !expression.test(name))).toEqual([]);
    expect(unlike.filter((name) => expression.test(name))).toEqual([]);
  });

  it("is told by its characters, and may ignore the case of letters", () => {
    expect(["a*", "?", "[x]"].every(isPattern)).toBe(true);
    expect(isPattern("plain.txt")).toBe(false);
    expect(patternExpression("A*", true).test("alice")).toBe(true);
  });
});

describe("a secret", () => {
  it("is suspected in what looks like one, not in names of files", () => {
    const secrets = [
      "GEZDGNBVGY3TQOJQ",
      "gezd-gnbv-gy3t-qojq",
      "GEZDGNBVGY3TQOJQ====",
      "otpauth://totp/x?secret=A",
      "x?secret=A",
      "3132333435363738393031323334353637383930",
    ];
    expect(secrets.filter((text) => !looksSecret(text))).toEqual([]);
    const names = ["sheet.pdf", "./recovery-sheets-of-everyone.pdf", "photos/of/my/recovery/sheets", "GEZDGNBV"];
    expect(names.filter(looksSecret)).toEqual([]);
  });

  it("is not taken for the name of a file that is not there", () => {
    const secrets = [
      "hunter2!x",
      "hunter2",
      "Tr0ub4dor&3",
      "p@ss$word",
      "correct;horse",
      "a/b!c",
      "GEZDGNBVGY3TQOJQ",
      "'",
      "秘密#1",
    ];
    expect(secrets.filter((text) => looksLikeFileName(text))).toEqual([]);
    const names = [
      "sheet.pdf",
      "Donwloads/export 2",
      "my file!.pdf",
      "backup",
      "2026-01.json",
      "C:\\sheets\\a1",
      "*.pdf",
      "書類",
      "x.abc",
    ];
    expect(names.filter((text) => !looksLikeFileName(text))).toEqual([]);
    const passphrases = ["hunter", "correct horse battery staple", "swordfish.abc"];
    expect(passphrases.filter((text) => looksLikeFileName(text, true))).toEqual([]);
    expect(["pw.txt", "./pw", "~/keys/pw"].filter((text) => !looksLikeFileName(text, true))).toEqual([]);
  });

  it("is left out of a message, which else stays as it is", () => {
    expect(redacted("a GEZDGNBVGY3TQOJQ b otpauth://totp/x c")).toBe("a … b … c");
    expect(redacted("Amazon Web Services: root-account-mfa-device@123456789012")).toBe(
      "Amazon Web Services: root-account-mfa-device@123456789012",
    );
  });
});

describe("a time", () => {
  it("is Unix seconds or ISO 8601 with its zone", () => {
    expect(parseTime("0")).toBe(0);
    expect(parseTime("1970-01-01T00:00:59Z")).toBe(59);
    expect(parseTime("1970-01-01T09:00+09:00")).toBe(0);
    expect(parseTime("2024-02-29 12:00:00.5-0330")).toBe(1_709_220_600);
  });

  const wrong = [
    "",
    "-1",
    "1e3",
    "0x10",
    "2026-02-29T00:00Z",
    "2026-01-01",
    "2026-01-01T24:00Z",
    "1969-12-31T23:59:59Z",
  ];
  it.each([...wrong, "2026-01-01T00:00", "2026-01-01T00:00+15:00", "2026-1-1T0:00Z"])("is not %s", (text) => {
    expect(() => parseTime(text)).toThrow(expect.objectContaining({ code: "time" }));
  });
});
