import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { identifySource, readSource } from "../../../src/import/registry.js";
import { failureOf, fixture, noPictures, readText, textSource, withPasswords } from "../helpers/sources.js";

const PASSWORD = "Pässwörter 123";

const ACCOUNTS = [
  makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" }),
  makeAccount({
    issuer: "紙の銀行",
    account: "太郎",
    secret: "GEZDGNBVGY3TQOJQ",
    algorithm: "SHA256",
    digits: 8,
    period: 60,
  }),
  makeAccount({ issuer: "Steam", account: "carol", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" }),
  makeAccount({ issuer: "Steam", secret: "MFRGGZDFMZTWQ2LK", type: "steam" }),
];

describe("Proton Authenticator", () => {
  it.each(["proton-authenticator.json", "proton-authenticator-encrypted.json"])(
    "gives every entry of %s",
    async (name) => {
      expect(identifySource(fixture(name))).toBe("proton-authenticator");
      const { accounts, skipped, warnings } = await readSource(fixture(name), withPasswords(PASSWORD));
      expect(accounts).toEqual(ACCOUNTS);
      expect(warnings).toEqual([]);
      const rare = "otpauth://totp/dave?secret=KRSXG5CTMVRXEZLU&issuer=Rare&algorithm=SHA224";
      expect(skipped).toEqual([
        {
          source: name,
          place: { entry: 5 },
          code: "codes-not-derivable",
          data: { kind: "SHA224" },
          name: "dave",
          keep: { name: "dave", text: rare },
        },
        { source: name, place: { entry: 6 }, code: "uri-secret-missing", data: {}, name: "erin" },
      ]);
    },
  );

  it("says that a password is wrong or missing", async () => {
    const source = fixture("proton-authenticator-encrypted.json");
    expect((await failureOf(readSource(source, withPasswords("wrong")))).code).toBe("password-wrong");
    expect((await failureOf(readSource(source, noPictures))).code).toBe("password-needed");
  });

  it("never takes a word for a key", async () => {
    const entry = (uri: unknown) => ({ id: "1", content: { uri, entry_type: "Totp", name: "alice" } });
    const { accounts, skipped } = await readText(
      JSON.stringify({ version: 1, entries: [entry("JBSWY3DPEHPK3PXP"), entry(null), entry(7)] }),
    );
    expect(accounts).toEqual([]);
    expect(skipped.map(({ code, keep }) => [code, keep?.text])).toEqual([
      ["uri-scheme", "JBSWY3DPEHPK3PXP"],
      ["uri-secret-missing", undefined],
      ["uri-secret-missing", undefined],
    ]);
  });

  it.each([
    ["a short salt", { salt: "AAAA" }, "source-damaged"],
    ["no base64", { content: "?" }, "source-damaged"],
    ["nothing sealed", { content: "AAAAAAAAAAAAAAAA" }, "source-damaged"],
  ])("refuses a damaged container before it asks: %s", async (_, change, code) => {
    const value = JSON.parse(Buffer.from(fixture("proton-authenticator-encrypted.json").bytes).toString());
    const source = textSource(JSON.stringify({ ...value, ...change }));
    expect((await failureOf(readSource(source, noPictures))).code).toBe(code);
  });

  it("refuses a newer version, and says where there is nothing", async () => {
    expect((await failureOf(readText('{"version":2,"entries":[]}'))).code).toBe("source-version");
    expect((await failureOf(readText('{"version":1,"entries":[]}'))).code).toBe("source-no-accounts");
  });
});
