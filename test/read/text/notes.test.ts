import { describe, expect, it, vi } from "vitest";
import { encodeUtf8 } from "../../../src/bytes.js";
import { answerQuestion } from "../../../src/read/text/key-question.js";
import { urisOf } from "../../../src/read/text/text-lines.js";
import { parseTyped } from "../../../src/read/text/typed.js";
import { isContradiction } from "../../../src/recover/open-codes.js";
import { readFiles } from "../../helpers/sheets.js";

const KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER = "MFRGGZDFMZTWQ2LK";
const GROUPS = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";
const URI = `otpauth://totp/Toot:wren?secret=${KEY}&issuer=Toot`;

/** The keys of a text; why it is refused where it can be read in two ways. */
async function keysOf(text: string): Promise<string[]> {
  const { sheets, problems } = await readFiles({ name: "note.txt", bytes: encodeUtf8(text) });
  const open = problems.filter(isContradiction);
  return open.length > 0 ? open.map(({ code }) => code) : sheets.map((sheet) => sheet.account.secret);
}

describe("keys in notes", () => {
  it.each([
    ["a password above a named key", `hunter2hunter2hunter2\ntotp: ${KEY}`, [KEY]],
    ["a gopass entry", `passw0rd!?\n---\nurl: toot.test\ntotp: ${KEY}`, [KEY]],
    ["a passforios entry", `pw\notp_secret: ${KEY}\notp_type: totp\notp_digits: 6`, [KEY]],
    ["backup codes below", `Key: jbsw y3dp ehpk 3pxp\nabcd-efgh\nijkl-mnop`, ["JBSWY3DPEHPK3PXP"]],
    ["backup codes apart", `Key: jbsw y3dp ehpk 3pxp\n\nabcd-efgh\nijkl-mnop`, ["JBSWY3DPEHPK3PXP"]],
    ["the key below its name", `Secret key:\n\n${GROUPS}\n\nBackup codes\n1234 5678`, [KEY]],
    ["a quoted mail", `Hi,\n> key: ${GROUPS}\nBest, Wren`, [KEY]],
    [
      "Japanese",
      `シークレットキー：ＧＥＺＤ　ＧＮＢＶ　ＧＹ３Ｔ　ＱＯＪＱ\nバックアップコード\nabcd efgh`,
      ["GEZDGNBVGY3TQOJQ"],
    ],
    ["Markdown", `- **Secret key:** \`${KEY}\`\n- **Backup codes:** \`abcdefgh\``, [KEY]],
    ["a Key URI and its key", `${URI}\nsecret: ${KEY}`, [KEY]],
    ["two accounts", `issuer: A\nkey: ${KEY}\nissuer: B\nkey: ${OTHER}`, [KEY, OTHER]],
    ["a settled wrap", `key: GEZD GNBV GY3T QOJQ\nGEZD GNBV GY3T QOJQ\ntest value: 755224`, [KEY]],
    ["google-authenticator's file", `${KEY}\n" TOTP_AUTH\n12345678\n23456723`, [KEY]],
  ])("%s", async (_, text, keys) => {
    expect(await keysOf(text)).toEqual(keys);
  });

  it.each([
    ["one key over two lines, or two things", `Key: GEZD GNBV GY3T QOJQ\nGEZD GNBV GY3T QOJQ`, "typed-key-readings"],
    ["the same with a slip in the second", `Key: GEZD GNBV GY3T QOJQ\nGEZD GNBV GY3T Q0JQ`, "typed-key-readings"],
    ["two keys, one setting", `totp: ${KEY}\notp: ${OTHER}\ndigits: 8`, "typed-keys-two"],
    ["a password above a name", "PASSWORDPASSWORDAB\naccount: wren", "typed-key-doubtful"],
    ["a wrong test value", `key: ${GROUPS}\ntest value: 000000`, "test-value-wrong"],
  ])("refused: %s", async (_, text, code) => {
    expect(await keysOf(text)).toEqual([code]);
  });

  it.each([
    "2fa: enabled\npassword: x",
    "2FA: googleauthenticator",
    "otp: 123456",
    "seed: abandon ability able about above absent absorb",
    "api key: AKIAIOSFODNN7EXAMPLE",
    "This is my TOTP\nvm",
    "Toot\nby\nDKG5-P37I-PMQS-BM6D",
    `{"secret": "${KEY}"}`,
  ])("nothing: %s", async (text) => {
    expect((await keysOf(text)).filter((one) => one !== "typed-key-doubtful")).toEqual([]);
  });

  it("refuses a setting whose name has a slip: without it the codes would be others", async () => {
    expect(parseTyped(`key: ${KEY}\ndigts: 8`)).toMatchObject({
      accounts: [],
      faults: [{ error: { code: "typed-setting", data: { name: "digits" } } }],
    });
  });

  it("says no secret in what it refuses", () => {
    for (const text of [`Key: GEZD GNBV GY3T QOJQ\nGEZD GNBV GY3T QOJQ`, `${KEY}\naccount: wren`]) {
      const { faults, notes } = parseTyped(text);
      expect(faults.length).toBeGreaterThan(0);
      expect(JSON.stringify([faults.map(({ error }) => error.data), notes])).not.toMatch(/GEZD/u);
    }
  });

  it("takes an answer where it asked, with the lines under their numbers", () => {
    const text = `name: x\nKey: GEZD GNBV GY3T QOJQ\nGEZD GNBV GY3T QOJQ\nend`;
    const [question] = parseTyped(text).questions;
    expect(question).toEqual({ places: [2, 3] });
    if (!question) return;
    const keys = [true, false].map((isOne) => parseTyped(answerQuestion(text, question, isOne)));
    expect(keys.map(({ accounts }) => accounts.map(({ place, account }) => [place, account.secret]))).toEqual([
      [[2, KEY]],
      [[2, KEY.slice(0, 16)]],
    ]);
    expect(keys.every(({ faults }) => faults.length === 0)).toBe(true);
  });
});

describe("a row of very many Key URIs", () => {
  it("is looked at as far as its first ones alone", () => {
    const searched = vi.spyOn(RegExp.prototype, "exec");
    const uris = urisOf("otpauth://".repeat(20_000));
    const searches = searched.mock.calls.length;
    searched.mockRestore();
    expect(uris.length).toBe(500);
    expect(searches).toBeGreaterThanOrEqual(500);
    expect(searches).toBeLessThan(2_000);
  });
});
