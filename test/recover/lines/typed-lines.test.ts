import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { encodeUtf8 } from "../../../src/bytes.js";
import { formatLine } from "../../../src/paper/line.js";
import { encodeLines } from "../../../src/paper/lines.js";
import { checkLine, plainLine, readTypedLines } from "../../../src/recover/lines/typed-lines.js";

const account = makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" });
const other = makeAccount({ issuer: "Other", account: "bob@example.com", secret: "GEZDGNBVGY3TQOJQ" });
const linesOf = async (one: typeof account) => (await encodeLines("T", encodeUtf8(formatOtpauth(one)))).map(formatLine);
const lines = await linesOf(account);
const [heading = "", first = ""] = lines;

/** A line with the character at a place, from 1, put another way. */
function withCharacter(line: string, place: number, change: (character: string) => string): string {
  let at = 0;
  const [label = "", ...groups] = line.split(" ");
  return [label, ...groups.map((group) => group.replace(/./gu, (one) => (++at === place ? change(one) : one)))].join(
    " ",
  );
}
const turned = (character: string) => (character === "A" ? "B" : "A");

describe("checkLine", () => {
  it("knows a good line however it is spelt", () => {
    for (const typed of [first, first.toLowerCase(), `  ${first.replaceAll(" ", "  ")}`, first.replace(" ", ": ")]) {
      expect(checkLine(typed), typed).toEqual({ status: "good", label: "T1" });
    }
    const wide = first.replace(/[A-Z2-7]/gu, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
    expect(checkLine(wide)).toEqual({ status: "good", label: "T1" });
    expect(plainLine(`　${wide}　`)).toBe(first);
  });

  it("says which character is probably wrong, by place, group and number", () => {
    const original = first.replace(/^T1 /u, "").replaceAll(" ", "").charAt(9);
    const typed = withCharacter(first, 10, turned);
    expect(checkLine(typed)).toEqual({
      status: "offer",
      label: "T1",
      corrections: [{ place: 10, group: 3, number: 2, read: turned(original), meant: original }],
    });
    expect(checkLine(withCharacter(first, 28, () => "?"))).toMatchObject({
      status: "offer",
      corrections: [{ place: 28, group: 7, number: 4, read: "?" }],
    });
  });

  it("offers nothing where too much is wrong", () => {
    const typed = [2, 7, 12, 19].reduce((line, place) => withCharacter(line, place, () => "?"), first);
    expect(checkLine(typed)).toEqual({ status: "unreadable", label: "T1", reason: "check" });
  });

  it("names the group with too few or too many characters", () => {
    expect(checkLine(first.replace(/(\w{4}) (\w{4})$/u, "$1 X"))).toMatchObject({ reason: "group", group: 7 });
    expect(checkLine("T1 ABCDEFG")).toEqual({ status: "unreadable", label: "T1", reason: "length" });
  });

  it("leaves alone what is no line", () => {
    expect(checkLine(" 　 ")).toEqual({ status: "empty" });
    for (const text of ["hello", "Key: JBSW Y3DP", formatOtpauth(account), "Q1 ABCD"]) {
      expect(checkLine(text), text).toEqual({ status: "other" });
    }
  });
});

describe("readTypedLines", () => {
  const read = (typed: readonly string[]) => readTypedLines("typed", typed, []);

  it("is complete with as few lines as will do, and says what it worked out", async () => {
    const wrong = withCharacter(lines[2] ?? "", 5, turned);
    const { complete, open, settled, missing } = await read([heading, first, wrong, ...lines.slice(5)]);
    expect([complete, missing]).toEqual([true, []]);
    expect(open.sheets.map((sheet) => sheet.account)).toEqual([account]);
    expect(settled).toMatchObject([{ corrected: [{ label: "T2", group: 2, number: 1 }], rebuilt: ["T3", "T4"] }]);
  });

  it("says what is missing until then", async () => {
    const begun = await read([first]);
    expect(begun).toMatchObject({ complete: false, missing: [{ code: "lines-heading-missing" }] });
    const some = await read([heading, first]);
    expect(some).toMatchObject({ complete: false, missing: [{ code: "lines-missing" }] });
    expect((await read([])).complete).toBe(false);
  });

  it("points at lines that cannot both be right", async () => {
    const [own = "", strange = ""] = [lines[2], (await linesOf(other))[2]];
    const { contradicting } = await read([heading, own, "", strange]);
    expect(contradicting).toEqual([{ line: 3, other: 1 }]);
    expect((await read([heading, first, first])).contradicting).toEqual([]);
  });
});
