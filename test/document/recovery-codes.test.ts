import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { formatContents, parseContents } from "../../src/document/plaintext.js";
import {
  formatRecoveryCodes,
  MAX_RECOVERY_CODE_LENGTH,
  MAX_RECOVERY_CODES,
  makeRecoveryCodes,
  parseRecoveryLine,
  parseRecoveryText,
  recoveryCodesApart,
  recoveryCodesOf,
  recoveryName,
} from "../../src/document/recovery-codes.js";

const SECRET = "JBSWY3DPEHPK3PXP";
const alice = makeAccount({ issuer: "Example", account: "alice@example.com", secret: SECRET });

/** Names of every kind, as apps store them. */
const name = fc.string({ unit: "grapheme", maxLength: 12 });
const code = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/\s+/gu, " ").trim())
  .filter((text) => text !== "" && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text));
const account = fc.record({ issuer: name, account: name }).map((names) => makeAccount({ ...names, secret: SECRET }));

describe("recovery codes", () => {
  it("are lines under the label of the account's Key URI", () => {
    const list = makeRecoveryCodes(alice, ["a1b2c-3d4e5", "1234 5678", "a1b2c-3d4e5"]);
    expect(formatRecoveryCodes(list)).toEqual([
      "# recovery: Example%3Aalice%40example.com a1b2c-3d4e5",
      "# recovery: Example%3Aalice%40example.com 1234 5678",
    ]);
    expect(formatOtpauth(alice)).toContain(`/${list.label}?`);
    expect(recoveryName(list.label)).toBe("Example: alice@example.com");
  });

  it("come back from a document and from the text of a QR code, whatever the names and codes", () => {
    fc.assert(
      fc.property(account, fc.uniqueArray(code, { minLength: 1, maxLength: 20 }), (one, codes) => {
        const list = makeRecoveryCodes(one, codes);
        const contents = { accounts: [one], keeps: [], recovery: [list], notes: [], holders: [] };
        const back = parseContents(formatContents(contents));
        expect(back.recovery).toEqual([list]);
        expect(recoveryCodesOf(back.recovery ?? [], back.accounts[0] ?? alice)).toEqual(codes);
        expect(parseRecoveryText(formatRecoveryCodes(list).join("\n"))).toEqual([list]);
      }),
      { seed: 18, numRuns: 200 },
    );
  });

  it("are kept apart under a label that no account has", () => {
    const list = { label: "Other%3Abob", codes: ["X7"] };
    expect(recoveryCodesOf([list], alice)).toEqual([]);
    expect(recoveryCodesApart([list, makeRecoveryCodes(alice, ["Y8"])], [alice])).toEqual([list]);
  });

  it.each([
    "# recovery: label",
    "# recovery: label ",
    "# recovery: label  ",
    "# recovery: label code ",
    "# recovery: 50% code",
    "# recovery:label code",
    "#recovery: label code",
    " # recovery: label code",
  ])("are no other line: %j", (line) => {
    expect(parseRecoveryLine(line)).toBeUndefined();
    expect(parseRecoveryText(`# recovery: label code\n${line}`)).toBeUndefined();
  });

  it("are limited in number and length, and no error shows one", () => {
    const many = Array.from({ length: MAX_RECOVERY_CODES }, (_, i) => `code-${i}`);
    expect(makeRecoveryCodes(alice, many).codes).toHaveLength(MAX_RECOVERY_CODES);
    const long = "x".repeat(MAX_RECOVERY_CODE_LENGTH);
    expect(makeRecoveryCodes(alice, [long]).codes).toEqual([long]);
    const faults = [
      [[...many, "one-more"], "recovery-codes-many", { most: MAX_RECOVERY_CODES }],
      [[`${long}x`], "recovery-code-long", { most: MAX_RECOVERY_CODE_LENGTH }],
    ] as const;
    for (const [codes, fault, data] of faults) {
      expect(() => makeRecoveryCodes(alice, codes)).toThrow(expect.objectContaining({ code: fault, data }));
    }
  });
});
