import { describe, expect, it } from "vitest";
import { readSource } from "../../../src/import/registry.js";
import { expectLinear } from "../../helpers/growth.js";
import { failureOf, fixture, noPictures, readText, textSource } from "../helpers/sources.js";

const KEY = "JBSWY3DPEHPK3PXP";
const OTHER = "GEZDGNBVGY3TQOJQ";

/** Accounts as short texts: what they derive codes with, and their names. */
async function read(json: unknown) {
  const { format, accounts, skipped, warnings } = await readText(JSON.stringify(json));
  return {
    format,
    accounts: accounts.map(short),
    skipped: skipped.map(({ code, keep }) => [code, keep?.text]),
    warnings: warnings.map(({ code }) => code),
  };
}

function short(account: Awaited<ReturnType<typeof readText>>["accounts"][number]): string {
  const { issuer, account: name, secret, type, algorithm, digits } = account;
  const moving = account.type === "hotp" ? account.counter : account.period;
  return [issuer, name, secret, type, algorithm, digits, moving].join(" ");
}

describe("JSON of other programs", () => {
  it.each([
    ["enpass.json", [`Example alice ${KEY} totp SHA1 6 30`, `Bank of Paper bob@example.com ${OTHER} totp SHA1 8 60`]],
    [
      "2fauth.json",
      [
        `Example alice ${KEY} totp SHA1 6 30`,
        `Bank of Paper bob ${OTHER} hotp SHA256 8 7`,
        "Valve carol MFRGGZDFMZTWQ2LK steam SHA1 5 30",
      ],
    ],
    ["keeper.json", [`Example alice ${KEY} totp SHA1 6 30`, `Bank of Paper bob ${OTHER} totp SHA1 8 30`]],
    ["passman.json", [`Example alice ${KEY} totp SHA256 8 60`]],
    ["authy-decrypted.json", [`Example alice ${KEY} totp SHA1 6 30`, ` bob ${OTHER} totp SHA1 7 30`]],
    ["1password-cli.json", [`Example alice ${KEY} totp SHA1 6 30`]],
    ["nextcloud-passwords.json", [`Example alice ${KEY} totp SHA1 6 30`, `Bank of Paper bob ${OTHER} totp SHA1 6 30`]],
  ])("%s", async (name, expected) => {
    const { format, accounts } = await readSource(fixture(name), noPictures);
    expect({ format, accounts: accounts.map(short) }).toEqual({ format: "json", accounts: expected });
  });

  it("leaves what was deleted aside, keeps what gives no codes, and says what settings are missing", async () => {
    const of = async (name: string) => {
      const { skipped, warnings } = await readSource(fixture(name), noPictures);
      return [
        ...skipped.map(({ code, name: of, keep }) => [code, of, keep?.text]),
        ...warnings.map(({ code, data }) => [code, data]),
      ];
    };
    expect(await of("enpass.json")).toEqual([["entries-deleted", { count: 1 }]]);
    expect(await of("passman.json")).toEqual([["entries-deleted", { count: 1 }]]);
    expect(await of("2fauth.json")).toEqual([
      ["codes-not-derivable", "dave", "KRSXG5CTMVRXEZLU type=totp algorithm=md5 digits=6 period=30"],
    ]);
    expect(await of("authy-decrypted.json")).toEqual([["export-incomplete", { missing: "algorithm, period" }]]);
  });

  const uri = `otpauth://totp/Example:alice?secret=${KEY}&issuer=Example`;
  const plain = `Example alice ${KEY} totp SHA1 6 30`;
  it.each<[string, unknown, string]>([
    ["a list of Key URIs", [uri], plain],
    [
      "what stands beside a count of deleted ones",
      { deleted: 3, items: [{ deleted: 0, deletedAt: null, uri }] },
      plain,
    ],
    [
      "settings named after the second factor",
      [
        {
          issuer: "Example",
          name: "alice",
          twoFactorSecret: KEY,
          twoFactorPeriod: 60,
          two_factor_digits: 8,
          mfaAlgorithm: "SHA256",
        },
      ],
      `Example alice ${KEY} totp SHA256 8 60`,
    ],
    [
      "an item of Psono",
      [
        {
          type: "website_password",
          website_password_title: "Example",
          website_password_username: "alice",
          website_password_totp_code: KEY,
          website_password_totp_period: 60,
          website_password_totp_algorithm: "SHA256",
          website_password_totp_digits: 8,
        },
      ],
      `Example alice ${KEY} totp SHA256 8 60`,
    ],
    ["a Key URI deep in a tree", { a: [{ b: { c: [[uri]] } }] }, plain],
    ["a Key URI in a note", [{ notes: `pin 12\ncode: ${uri}\nmore` }], plain],
    [
      "a secret beside its Key URI",
      [{ name: "x", secret: KEY, uri: `${uri}&digits=8` }],
      plain.replace("6 30", "8 30"),
    ],
    [
      "settings in the object around",
      [{ type: "HOTP", name: "alice", issuer: "Example", info: { secret: KEY, algo: "SHA-1", digits: 6, counter: 3 } }],
      `Example alice ${KEY} hotp SHA1 6 3`,
    ],
    [
      "settings in an object beside",
      [{ name: "alice", issuer: "Example", secret: KEY, otp: { digits: 8, period: 60, algorithm: "HmacSHA256" } }],
      `Example alice ${KEY} totp SHA256 8 60`,
    ],
    ["a map instead of a list", { one: { secret: KEY, issuer: "Example", account: "alice", digits: "6" } }, plain],
    ["members in other spellings", [{ "Issuer-Name": "Example", user_name: "alice", "TOTP Secret": KEY }], plain],
    ["a list under a telling name", { otp_list: [{ name: "Example: alice", key: KEY }] }, plain],
    [
      "Steam by its settings",
      [{ issuer: "Steam", name: "alice", secret: KEY, type: "TOTP", digits: 5, period: 30 }],
      `Steam alice ${KEY} steam SHA1 5 30`,
    ],
    [
      "a field beside the login of an item",
      { name: "Example", login: { username: "alice" }, fields: [{ name: "otp key", value: KEY, type: 1 }] },
      plain,
    ],
    [
      "bytes",
      [{ issuer: "Example", account: "alice", secret: [72, 101, 108, 108, 111, 33, -34, -83, -66, -17], digits: 6 }],
      plain,
    ],
    [
      "hexadecimal where it is said",
      [{ issuer: "Example", account: "alice", secret: "48656c6c6f21deadbeef", encoding: "hex", digits: 6 }],
      plain,
    ],
    [
      "JSON in a text",
      [{ label: "Example", username: "alice", custom: JSON.stringify([{ label: "totp", value: KEY }]) }],
      plain,
    ],
    [
      "fields whose values are lists",
      [
        {
          title: "Example",
          fields: [
            { type: "login", value: ["alice"] },
            { type: "oneTimeCode", value: [`otpauth://totp/?secret=${KEY}`] },
          ],
        },
      ],
      plain,
    ],
    [
      "a key two objects deep",
      [{ name: "Example", username: "alice", secret: { totp: { secret_key: KEY, digits: 6 } } }],
      plain,
    ],
    [
      "members that begin alike",
      [
        {
          type: "totp",
          name: "Example: alice",
          totp_title: "x",
          totp_code: KEY,
          totp_period: 30,
          totp_digits: 6,
          totp_algorithm: "SHA1",
        },
      ],
      plain,
    ],
    [
      "the same key twice in an item",
      { items: [{ title: "Example", username: "alice", totp: KEY, fields: [{ label: "otp", value: KEY }] }] },
      plain,
    ],
  ])("reads %s", async (_, json, expected) => {
    expect(await read(json)).toMatchObject({ format: "json", accounts: [expected], skipped: [] });
  });

  it.each<[string, object, string]>([
    ["digits that are none", { digits: "six" }, "entry-setting"],
    ["an algorithm by a number", { digits: 6, algorithm: 0 }, "entry-setting"],
    ["a kind by a number", { digits: 6, type: 1 }, "codes-not-derivable"],
    ["a period in milliseconds", { digits: 6, period: 30_000 }, "entry-setting"],
    ["two settings that disagree", { digits: 6, otpDigits: 8 }, "entry-setting"],
    ["a Key URI with other settings", { digits: 6, uri: `otpauth://totp/a?secret=${KEY}&digits=8` }, "entry-setting"],
    ["a kind without codes", { type: "motp", digits: 6 }, "codes-not-derivable"],
    ["HOTP whose counter is none", { type: "hotp", digits: 6, counter: "x" }, "entry-setting"],
  ])("keeps and names: %s", async (_, settings, code) => {
    const { accounts, skipped } = await read([{ name: "alice", secret: KEY, ...settings }]);
    expect({ accounts, skipped }).toEqual({ accounts: [], skipped: [[code, expect.stringContaining(KEY)]] });
  });

  it.each<[string, unknown]>([
    ["a token", { keys: [{ kty: "oct", k: "abc", alg: "HS256" }], otpToken: "eyJhbGciOiJIUzI1NiJ9.e30.abc" }],
    ["an access key", [{ name: "a", key: "AKIAIOSFODNN7EXAMPLE" }]],
    ["states and words", [{ otp: "disabled", mfa: "authenticatorapp", "2fa": "REQUIRED", totp: true }]],
    ["a code of now", [{ title: "a", totp: "123456" }]],
    ["a password", [{ title: "a", password: KEY }]],
    ["nothing", {}],
  ])("takes no key from %s", async (_, json) => {
    expect((await failureOf(readText(JSON.stringify(json)))).code).toBe("source-unknown");
  });

  const many = (size: number, of: (i: number) => unknown) => Array.from({ length: size }, (_, i) => of(i));
  it.each<[string, (size: number) => unknown]>([
    [
      "items with fields",
      (size) => ({
        items: many(size, (i) => ({
          title: `t${i}`,
          fields: [
            { type: "username", value: "a" },
            { type: "totp", value: KEY },
          ],
        })),
      }),
    ],
    [
      "fields of one item",
      (size) => [{ title: "t", fields: many(size, (i) => ({ id: `TOTP_${i}`, value: KEY, digits: 6 })) }],
    ],
    [
      "a map",
      (size) => Object.fromEntries(many(size, (i) => [`k${i}`, { secret: KEY, digits: 6 }]) as [string, unknown][]),
    ],
    [
      "members of one object",
      (size) =>
        Object.fromEntries(many(size, (i) => [`otp${i}`, { key: KEY }]).concat([["a", 1]]) as [string, unknown][]),
    ],
    [
      "Key URIs in one object",
      (size) =>
        Object.fromEntries(many(size, (i) => [`u${i}`, `otpauth://totp/a${i}?secret=${KEY}`]) as [string, unknown][]),
    ],
  ])("takes no more than its length: %s", async (_, of) => {
    const read = (size: number) => readText(JSON.stringify(of(size))).catch(() => undefined);
    await expectLinear(read, 2_000);
  });

  it("takes a token with a hash beside it, and a period by its longer name", async () => {
    const accounts = [
      { name: "gh", token: KEY, prefix: "", algorithm: "sha1" },
      { name: "gl", token: KEY, algorithm: "sha256", length: 8, timeperiod: 60 },
    ];
    const { accounts: found } = await readText(JSON.stringify({ namespaces: [{ name: "default", accounts }] }));
    const settings = found.map((one) => [one.account, one.algorithm, one.digits, one.type === "hotp" ? 0 : one.period]);
    expect(settings).toEqual([
      ["gh", "SHA1", 6, 30],
      ["gl", "SHA256", 8, 60],
    ]);
    expect((await failureOf(readText(JSON.stringify([{ name: "a", token: KEY }])))).code).toBe("source-unknown");
  });

  it("is never read by its lines", async () => {
    expect((await failureOf(readText(`[\n"${uri}",\n"${uri}",`))).code).toBe("json-broken");
    const wide = Buffer.from(`\uFEFF[\r\n"${uri}"\r\n]`, "utf16le");
    expect((await readSource(textSource(wide), noPictures)).accounts.map(short)).toEqual([plain]);
  });
});
