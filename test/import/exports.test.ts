import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSource } from "../../src/import/registry.js";
import { failureOf, fixture, noPictures, readText, withPasswords } from "./helpers/sources.js";

const KEY = "JBSWY3DPEHPK3PXP";
const OTHER = "GEZDGNBVGY3TQOJQ";
const THIRD = "MFRGGZDFMZTWQ2LK";

/** What a fixture gives, as short texts. */
async function read(name: string, context = noPictures) {
  const { format, accounts, skipped, warnings } = await readSource(fixture(name), context);
  return {
    format,
    accounts: accounts.map((account) => {
      const { issuer, account: user, secret, type, algorithm, digits } = account;
      const moving = account.type === "hotp" ? account.counter : account.period;
      return [issuer, user, secret, type, algorithm, digits, moving].join(" ");
    }),
    rest: [
      ...skipped.map(({ code, name: of = "", keep }) => [code, of, keep?.text ?? ""].join(" | ")),
      ...warnings.map(({ code, data }) => [code, ...Object.values(data)].join(" | ")),
    ],
  };
}

const ALICE = `Example alice ${KEY} totp SHA1 6 30`;

describe("exports of other programs", () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      "cxf-header.json",
      "cxf",
      [
        ALICE,
        `Bank of Paper bob ${OTHER} totp SHA512 8 60`,
        `Valve carol ${THIRD} steam SHA1 5 30`,
        "Unsaid  NBSWY3DPEB3W64TM totp SHA1 6 30",
      ],
      [
        "codes-not-derivable | Streebog: dave | KRSXG5CTMVRXEZLU type=totp algorithm=streebog-256 digits=6 period=30",
        "export-incomplete | algorithm, digits, period",
      ],
    ],
    ["cxf-account.json", "cxf", [ALICE, `Bank of Paper bob ${OTHER} totp SHA1 6 30`], []],
    [
      "authenticator-extension.json",
      "authenticator-extension",
      [
        ALICE,
        `Bank of Paper bob ${OTHER} hotp SHA256 8 7`,
        `Hex alice ${KEY} totp SHA1 6 60`,
        `Battle alice ${KEY} totp SHA1 8 30`,
        `Valve alice ${KEY} steam SHA1 5 30`,
      ],
      [`codes-not-derivable | Example: dave | ${KEY} type=totp algorithm=GOST3411_2012_256 counter=0`],
    ],
    [
      "aws-cli.json",
      "aws-cli",
      [
        "Amazon Web Services alice@123456789012 KRUGS4ZANFZSA3TPOQQGCIDTMVRXEZLUEBXWMICBK5JSYIDKOVZXIIDUMVZXIIDE totp SHA1 6 30",
      ],
      [],
    ],
    ["1password.1pif", "1password-1pif", [ALICE, `Bank of Paper bob ${OTHER} totp SHA1 6 30`], ["entries-deleted | 1"]],
    ["authy.xml", "authy", [ALICE, `Bank of Paper bob ${OTHER} totp SHA1 7 10`], ["source-encrypted | Locked | "]],
  ])("%s", async (name, format, accounts, rest) => {
    expect(await read(name)).toEqual({ format, accounts, rest });
  });

  it("totp-authenticator.encrypt, by its password alone", async () => {
    const { format, accounts, rest } = await read(
      "totp-authenticator.encrypt",
      withPasswords("wrong", "Pässwörter 123"),
    );
    expect({ format, accounts, rest }).toEqual({
      format: "totp-authenticator",
      accounts: [ALICE, `Bank of Paper bob ${OTHER} totp SHA1 8 60`],
      rest: ["entry-setting | Odd: eve | ABCD2345 digits=6 period=30"],
    });
    expect(await failureOf(readSource(fixture("totp-authenticator.encrypt"), withPasswords("a", "b")))).toMatchObject({
      code: "password-wrong",
    });
  });

  it("names what is encrypted and cannot be opened", async () => {
    expect((await failureOf(read("authenticator-extension-encrypted.json"))).code).toBe("extension-encrypted");
  });

  it("takes AWS's key as it is, or from the picture of its code", async () => {
    const device = (members: object) =>
      JSON.stringify({ VirtualMFADevice: { SerialNumber: "arn:aws:iam::1:mfa/a/b", ...members } });
    const [plain] = (await readText(device({ Base32StringSeed: KEY.repeat(4) }))).accounts;
    expect(plain).toMatchObject({ account: "b@1", secret: KEY.repeat(4) });
    const readCodes = async () => [`otpauth://totp/a:b?secret=${KEY}`];
    const bytes = new TextEncoder().encode(device({ QRCodePNG: "iVBORw0KGgo=" }));
    expect((await readSource({ name: "x", bytes }, { readCodes })).accounts).toHaveLength(1);
  });

  it("reads CXF without a login, of a draft, and names a code without a secret", async () => {
    const credentials = [{ type: "Totp", period: "30", digits: 6, algorithm: "SHA-1", username: "a", issuer: "" }];
    const text = JSON.stringify({
      items: [
        { title: "T", credentials },
        { title: "U", credentials: [{ ...credentials[0], secret: KEY }] },
      ],
    });
    const { accounts, skipped } = await readText(text);
    expect(accounts).toMatchObject([{ issuer: "U", account: "a" }]);
    expect(skipped).toMatchObject([{ code: "uri-secret-missing", name: "T: a" }]);
  });

  it("reads 1PIF with lines that end as on Windows", async () => {
    const text = readFileSync(new URL("../fixtures/import/1password.1pif", import.meta.url), "utf8");
    expect((await readText(`\uFEFF${text.replaceAll("\n", "\r\n")}`)).accounts).toHaveLength(2);
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    ["rsc-2fa.txt", "key-list", [` example ${KEY} totp SHA1 6 30`, ` bank ${OTHER} hotp SHA1 8 8`], []],
    ["users-oath.txt", "key-list", [` alice ${KEY} totp SHA1 6 30`, ` bob ${OTHER} hotp SHA1 8 7`], []],
    [
      "gauth.csv",
      "key-list",
      [` Example ${KEY} totp SHA1 6 30`, ` Bank of Paper ${OTHER}${OTHER} totp SHA1 8 30`],
      ["export-incomplete | algorithm, period"],
    ],
    [
      "names-and-keys.csv",
      "key-list",
      [`example.com  ${KEY} totp SHA1 6 30`, `example.org  ${OTHER} totp SHA1 6 30`],
      ["export-incomplete | algorithm, digits, period"],
    ],
    [
      "authy-printed.txt",
      "key-list",
      [ALICE, ` bob ${OTHER} totp SHA1 6 30`],
      ["uri-secret-missing | carol | ", "export-incomplete | algorithm, digits, period"],
    ],
    ["note.md", "pass-otp", [ALICE, `Bank of Paper bob ${OTHER} hotp SHA1 6 7`], ["lines-aside | 1"]],
  ])("%s", async (name, format, accounts, rest) => {
    expect(await read(name)).toEqual({ format, accounts, rest });
  });

  it.each([
    ["a password that looks like a key", `${KEY}\nuser: alice`],
    ["what one name alone stands before", `Example: ${KEY}`],
    ["one row without headings", `example.com,${KEY}`],
    ["a password by its name", `password: ${KEY}`],
    ["backup codes", `Backup codes: ${KEY}\nExample: ${OTHER}`],
    ["words in small letters", "first: correcthorsebatterystaple\nsecond: anotherlongpassphrase"],
    ["a table of passwords", `example.com,${KEY}\nexample.org,hunter2`],
  ])("takes no key from %s", async (_, text) => {
    expect((await failureOf(readText(text))).code).toBe("source-unknown");
  });

  it("names entries whose key the plugin KeePassOTP keeps", async () => {
    const entry = (name: string, more: string) =>
      `<Entry><String><Key>Title</Key><Value>${name}</Value></String>${more}</Entry>`;
    const field = (name: string, value: string) => `<String><Key>${name}</Key><Value>${value}</Value></String>`;
    const xml = `<?xml version="1.0"?><KeePassFile><Root><Group>${entry("A", field("KeePassOTP.DB", "true"))}${entry("B", field("otp", KEY))}</Group></Root></KeePassFile>`;
    const { accounts, skipped } = await readText(xml);
    expect([accounts.length, skipped.map(({ code, name }) => [code, name])]).toEqual([
      1,
      [["entry-in-keepassotp", "A"]],
    ]);
  });

  it("leaves a missing name of Bitwarden Authenticator out", async () => {
    const login = (totp: string) => ({ type: 1, login: { totp } });
    const items = [
      { name: ":null", ...login(`otpauth://totp/A:b?secret=${KEY}`) },
      { name: "C:null", ...login(OTHER) },
    ];
    const { accounts } = await readText(JSON.stringify({ encrypted: false, items }));
    expect(accounts.map(({ issuer, account }) => [issuer, account])).toEqual([
      ["A", "b"],
      ["C", ""],
    ]);
  });
});
