import { describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { encodeUtf8 } from "../../src/bytes.js";
import { formatLine } from "../../src/paper/line.js";
import { encodeLines } from "../../src/paper/lines.js";
import { readRow, separateLines, type Tidying } from "../../src/paper/written-line.js";

const account = makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" });
const lines = (await encodeLines("T", encodeUtf8(formatOtpauth(account)))).map(formatLine);
const [heading = "", first = "", second = ""] = lines;

/** A row's lines as text, and how they were written. */
function read(row: string) {
  const { lines: found, rest } = readRow(row);
  return { lines: found.map(({ text }) => text), tidied: [...new Set(found.flatMap(({ tidied }) => tidied))], rest };
}

describe("check lines as people and text recognition write them", () => {
  const cases: readonly [string, string, string, readonly Tidying[]][] = [
    ["as printed", first, first, []],
    ["in small letters", first.toLowerCase(), first, []],
    ["a colon after the label", first.replace(" ", ": "), first, []],
    ["a dash after the label", first.replace(" ", " – "), first, []],
    ["hyphens everywhere", first.replaceAll(" ", "-"), first, []],
    ["the letter O for 0", heading.replace("T0", "TO"), heading, ["label"]],
    ["a small l for 1", first.replace("T1", "Tl"), first, ["label"]],
    ["a stroke for 1", first.replace("T1", "T|"), first, ["label"]],
    ["a bullet", `• ${first}`, first, ["mark"]],
    ["an editor's number", `12: ${first}`, first, ["mark"]],
    ["a list's number", `3. ${first}`, first, ["mark"]],
    ["quoted mail", `> > ${first}`, first, ["mark"]],
    ["a phone's full stop", `${first}.`, first, ["mark"]],
    ["no-break spaces", first.replaceAll(" ", "\u00A0"), first, []],
    ["tabs", first.replaceAll(" ", "\t"), first, []],
    ["the label twice", `T1 ${first}`, first, ["mark"]],
    ["the next label before it", `T2 ${first}`, first, ["mark"]],
    ["text to its left", `format PE0.     ${first}`, first, ["row"]],
    ["a letter of another alphabet", first.replace(/.$/u, "é"), `${first.slice(0, -1)}?`, []],
  ];
  it.each(cases)("%s", (_, row, line, tidied) => {
    expect(read(row)).toMatchObject({ lines: [line], tidied });
  });

  it("takes lines apart that stand on one row, with and without a blank", () => {
    for (const row of [`${first} ${second}`, `${first}${second}`, `${first}, ${second}.`, `${first}      ${second}`]) {
      expect(read(row).lines, row).toEqual([first, second]);
      expect(read(row).tidied).toContain("row");
    }
    expect(read(lines.join(" ")).lines).toEqual(lines);
  });

  it("leaves off a character too many only where the line then checks", () => {
    const doubled = first.replace(/(\w{4})$/u, "$1X");
    expect(read(doubled)).toMatchObject({ lines: [first], tidied: ["group"] });
    const wrong = doubled.replace(/^(T1 )(.)/u, (_, label, one) => label + (one === "A" ? "B" : "A"));
    expect(readRow(wrong).lines[0]?.reading).toMatchObject({ status: "unreadable", reason: "length" });
  });

  it("makes no wrong character right", () => {
    for (const row of [`• ${first.replace(/.$/u, "?")}`, `TO ${heading.slice(3).replace(/^./u, "?")}`]) {
      expect(readRow(row).lines[0]?.reading.status, row).toBe("offer");
    }
  });

  it("takes words and groups of keys for no lines", () => {
    for (const row of [
      "So that they come home with this then",
      "S3 bucket key for you",
      "D1 main road 44",
      "do it to day",
      "key: YFK6 ECRQ 5Y5C 5D4Q D77Q DP5V UPNA ROGK",
      "D77Q DP5V UPNA ROGK",
      "TI33 G6UR Z7JQ 4456 I6SG QD5C 7E7Y 4ZOP Z7EP U4PI 7RZ5 G5WE 4OH7",
      "GEZD DI22 GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
    ]) {
      expect(readRow(row), row).toEqual({ lines: [], rest: [row] });
    }
  });

  it("gives what was pasted at once line by line, as printed", () => {
    const pasted = `T1 ${first}\n\n• ${second}\nhello\n`;
    expect(separateLines(pasted)).toEqual({ lines: [first, second, "hello"], tidied: ["mark"] });
    expect(separateLines(" \n ")).toEqual({ lines: [], tidied: [] });
  });
});
