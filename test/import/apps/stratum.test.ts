import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { identifySource, readSource } from "../../../src/import/registry.js";
import { failureOf, fixture, noPictures, readText, textSource, withPasswords } from "../helpers/sources.js";

const PASSWORD = "Pässwörter 123";

const ACCOUNTS = [
  makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" }),
  makeAccount({
    issuer: "紙の銀行",
    secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    algorithm: "SHA256",
    digits: 8,
    period: 60,
  }),
  makeAccount({
    issuer: "Counter",
    account: "bob",
    secret: "MFRGGZDFMZTWQ2LK",
    type: "hotp",
    algorithm: "SHA512",
    digits: 7,
    counter: 12,
  }),
  makeAccount({ issuer: "Steam", account: "carol", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" }),
];

const SKIPPED = [
  {
    place: { entry: 5 },
    code: "codes-not-derivable",
    data: { kind: "mOTP" },
    name: "Old VPN: dave",
    keep: {
      name: "Old VPN: dave",
      text: "e3152afee62599c8 type=motp algorithm=SHA1 digits=6 period=10 counter=0 pin=1234",
    },
  },
  {
    place: { entry: 6 },
    code: "codes-not-derivable",
    data: { kind: "Yandex" },
    name: "Yandex: erin",
    keep: {
      name: "Yandex: erin",
      text: "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI type=yandex algorithm=SHA256 digits=8 period=30 counter=0 pin=7586",
    },
  },
  {
    place: { entry: 7 },
    code: "codes-not-derivable",
    data: { kind: "6" },
    name: "Later: frank",
    keep: { name: "Later: frank", text: "KRSXG5CTMVRXEZLU type=6 algorithm=SHA1 digits=6 period=30 counter=0" },
  },
];

const SEALED = ["stratum-encrypted.stratum", "stratum-encrypted-legacy.authpro"];

describe("Stratum", () => {
  it.each(["stratum.json", ...SEALED])("gives every entry of %s", async (name) => {
    expect(identifySource(fixture(name))).toBe("stratum");
    const { accounts, skipped, warnings } = await readSource(fixture(name), withPasswords(PASSWORD));
    expect(accounts).toEqual(ACCOUNTS);
    expect(skipped).toEqual(SKIPPED.map((each) => ({ source: name, ...each })));
    expect(warnings).toEqual([]);
  });

  it.each(SEALED)("says that the password of %s is wrong or missing", async (name) => {
    expect((await failureOf(readSource(fixture(name), withPasswords("wrong")))).code).toBe("password-wrong");
    expect((await failureOf(readSource(fixture(name), noPictures))).code).toBe("password-needed");
  });

  it.each(SEALED)("says that %s is cut short before it asks", async (name) => {
    const { bytes } = fixture(name);
    const cut = textSource(bytes.slice(0, 59));
    expect((await failureOf(readSource(cut, noPictures))).code).toBe("source-damaged");
  });

  it("takes a wrong key that happens to open AES-CBC for a wrong password", async () => {
    const source = fixture("stratum-encrypted-legacy.authpro");
    let opened = 0;
    for (let i = 0; i < 600; i++) {
      const key = new Uint8Array(32).map((_, at) => (i * 7 + at * 13) & 0xff);
      key[0] = i >> 8;
      const context = { ...withPasswords("any"), derive: async () => key };
      opened += Number((await failureOf(readSource(source, context))).code === "password-wrong");
    }
    expect(opened).toBe(600);
  });

  it("does not guess a setting that is missing or not known", async () => {
    const entry = {
      Type: 2,
      Issuer: "Example",
      Username: "alice",
      Secret: "JBSWY3DPEHPK3PXP",
      Algorithm: 0,
      Digits: 6,
      Period: 30,
    };
    const entries = [
      { ...entry, Type: undefined },
      { ...entry, Algorithm: 3 },
      { ...entry, Algorithm: null },
      { ...entry, Digits: null },
      { ...entry, Period: "x" },
      { ...entry, Type: 1 },
      { ...entry, Type: "2", Algorithm: "1", Digits: "8", Period: "60", Later: true },
    ];
    const { accounts, skipped } = await readText(JSON.stringify({ Authenticators: entries }));
    expect(skipped.map(({ data }) => data.name)).toEqual([
      "type",
      "algorithm",
      "algorithm",
      "digits",
      "period",
      "counter",
    ]);
    expect(accounts).toEqual([
      makeAccount({
        issuer: "Example",
        account: "alice",
        secret: "JBSWY3DPEHPK3PXP",
        algorithm: "SHA256",
        digits: 8,
        period: 60,
      }),
    ]);
  });
});
