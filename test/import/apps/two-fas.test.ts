import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { readSource } from "../../../src/import/registry.js";
import { failureOf, fixture, noPictures, readText, textSource, withPasswords } from "../helpers/sources.js";

const PASSWORD = "Pässwörter 123";

const ACCOUNTS = [
  makeAccount({ issuer: "Example", account: "new@example.com", secret: "JBSWY3DPEHPK3PXP" }),
  makeAccount({
    issuer: "Paper Bank",
    account: "bob",
    secret: "GEZDGNBVGY3TQOJQ",
    algorithm: "SHA256",
    digits: 8,
    period: 60,
  }),
  makeAccount({ issuer: "紙", secret: "MFRGGZDFMZTWQ2LK", type: "hotp", counter: 7 }),
  makeAccount({ issuer: "Steam", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" }),
];

const SKIPPED = [
  {
    place: { entry: 5 },
    code: "codes-not-derivable",
    data: { kind: "SHA384" },
    name: "Rare: dave",
    keep: { name: "Rare: dave", text: "KRSXG5CTMVRXEZLU type=TOTP algorithm=SHA384 digits=8 period=30" },
  },
  { place: { entry: 6 }, code: "uri-secret-missing", data: {}, name: "Broken: erin" },
];

function backup(otp: Record<string, unknown>, service: Record<string, unknown> = {}): string {
  const services = [{ name: "Example", secret: "JBSWY3DPEHPK3PXP", otp, ...service }];
  return JSON.stringify({ services, schemaVersion: 4, appOrigin: "android", groups: [] });
}

async function read(otp: Record<string, unknown>, service: Record<string, unknown> = {}) {
  const { accounts, skipped } = await readText(backup(otp, service));
  expect(skipped).toEqual([]);
  return accounts[0];
}

describe("2FAS", () => {
  it.each([
    ["2fas-schema-4.2fas", []],
    ["2fas-encrypted.2fas", [PASSWORD]],
  ])("gives every service of %s", async (name, passwords) => {
    const { format, accounts, skipped, warnings } = await readSource(fixture(name), withPasswords(...passwords));
    expect({ format, warnings }).toEqual({ format: "2fas", warnings: [] });
    expect(accounts).toEqual(ACCOUNTS);
    expect(skipped).toEqual(SKIPPED.map((each) => ({ source: name, ...each })));
  });

  it("reads what iOS writes", async () => {
    const { accounts, warnings } = await readSource(fixture("2fas-ios.2fas"), noPictures);
    expect(accounts).toEqual([
      makeAccount({ issuer: "Example", account: "alice", secret: "JBSWY3DPEHPK3PXP" }),
      makeAccount({
        issuer: "Paper Bank",
        secret: "MFRGGZDFMZTWQ2LK",
        type: "hotp",
        algorithm: "SHA256",
        digits: 8,
        counter: 3,
      }),
    ]);
    expect(warnings).toEqual([]);
  });

  it("says what schema 1 leaves out", async () => {
    const { accounts, warnings } = await readSource(fixture("2fas-schema-1.2fas"), noPictures);
    expect(accounts).toEqual([
      makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" }),
      makeAccount({ issuer: "Paper Bank", account: "bob", secret: "MFRGGZDFMZTWQ2LK" }),
    ]);
    const missing = "type, algorithm, digits, period, counter";
    expect(warnings).toEqual([{ place: {}, code: "export-incomplete", data: { missing } }]);
  });

  it("says what schema 2 leaves out", async () => {
    const { accounts, warnings } = await readSource(fixture("2fas-schema-2.2fas"), noPictures);
    expect(accounts).toEqual([
      makeAccount({
        issuer: "Example",
        account: "alice",
        secret: "JBSWY3DPEHPK3PXP",
        algorithm: "SHA512",
        digits: 8,
        period: 60,
      }),
      makeAccount({ issuer: "Paper Bank", account: "bob", secret: "MFRGGZDFMZTWQ2LK" }),
    ]);
    expect(warnings).toEqual([{ place: {}, code: "export-incomplete", data: { missing: "type, counter" } }]);
  });

  it("takes what someone changed in the app before the link", async () => {
    const link = "otpauth://totp/Old:old?secret=JBSWY3DPEHPK3PXP&issuer=Old&digits=8&period=60&algorithm=SHA256";
    expect(await read({ link, account: "new", issuer: "New", digits: 7, period: 30, algorithm: "SHA1" })).toEqual(
      makeAccount({ issuer: "New", account: "new", secret: "JBSWY3DPEHPK3PXP", digits: 7 }),
    );
    expect(await read({ link, account: null, label: "", issuer: "", digits: null }, { name: "" })).toEqual(
      makeAccount({
        issuer: "Old",
        account: "old",
        secret: "JBSWY3DPEHPK3PXP",
        digits: 8,
        period: 60,
        algorithm: "SHA256",
      }),
    );
  });

  it("takes nothing from the link of another secret", async () => {
    const link = "otpauth://totp/Old:old?secret=MFRGGZDFMZTWQ2LK&digits=8";
    const plain = makeAccount({ issuer: "Example", secret: "JBSWY3DPEHPK3PXP" });
    expect(await read({ link })).toEqual(plain);
    expect(await read({ link: "otpauth://totp/broken" })).toEqual(plain);
    expect(await read({})).toEqual(plain);
  });

  it("takes Steam and HOTP from the link where the kind is not written", async () => {
    const steam = "otpauth://steam/Valve:carol?secret=JBSWY3DPEHPK3PXP";
    expect(await read({ link: steam })).toMatchObject({ type: "steam", digits: 5 });
    const hotp = "otpauth://hotp/Counter:bob?secret=JBSWY3DPEHPK3PXP&counter=9";
    expect(await read({ link: hotp })).toMatchObject({ type: "hotp", counter: 9 });
  });

  it("takes no entry with a used counter or without settings for a time-based one", async () => {
    expect(await read({ counter: 0, period: 30 })).toMatchObject({ type: "totp" });
    for (const text of [backup({ counter: 3 }), backup({}, { otp: null })]) {
      const { accounts, skipped } = await readText(text);
      expect(accounts).toEqual([]);
      expect(skipped).toMatchObject([{ code: "entry-setting", data: { name: "type" }, keep: { name: "Example" } }]);
    }
  });

  it("says that a password is wrong or missing", async () => {
    const source = fixture("2fas-encrypted.2fas");
    expect((await failureOf(readSource(source, withPasswords("wrong")))).code).toBe("password-wrong");
    expect((await failureOf(readSource(source, noPictures))).code).toBe("password-needed");
  });

  it.each([
    ["a missing part", (parts: string[]) => parts.slice(0, 2)],
    ["a part too many", (parts: string[]) => [...parts, "AAAA"]],
    ["no base64", (parts: string[]) => ["?", ...parts.slice(1)]],
    ["a short nonce", (parts: string[]) => [...parts.slice(0, 2), "AAAA"]],
    ["nothing", () => ["", "", ""]],
  ])("says that it is damaged: %s", async (_, change) => {
    const value = JSON.parse(Buffer.from(fixture("2fas-encrypted.2fas").bytes).toString());
    value.servicesEncrypted = change(value.servicesEncrypted.split(":")).join(":");
    const source = textSource(JSON.stringify(value));
    expect((await failureOf(readSource(source, withPasswords(PASSWORD)))).code).toBe("source-damaged");
  });

  it("reads no schema that it does not know", async () => {
    const newer = backup({}).replace('"schemaVersion":4', '"schemaVersion":5');
    expect(await failureOf(readText(newer))).toMatchObject({ code: "source-version", data: { version: "5" } });
  });
});
