import { createCipheriv, createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { identifySource, readSource } from "../../../src/import/registry.js";
import { failureOf, fixture, noPictures, readText, textSource, withPasswords } from "../helpers/sources.js";

const PASSWORD = "Pässwörter 123";

const ACCOUNTS = [
  makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" }),
  makeAccount({
    issuer: "紙の銀行",
    account: "bob - home",
    secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    algorithm: "SHA256",
    digits: 8,
    period: 60,
  }),
  makeAccount({ account: "carol", secret: "MFRGG", type: "hotp", algorithm: "SHA512", digits: 7, counter: 9 }),
  makeAccount({ issuer: "Valve", account: "dave", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" }),
  makeAccount({ issuer: "Counter", account: "frank", secret: "NBSWY3DPEB3W64TM", type: "hotp", counter: 0 }),
];

const OLD_ACCOUNTS = [
  makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" }),
  makeAccount({
    issuer: "Paper Bank",
    account: "bob - home",
    secret: "GEZDGNBVGY3TQOJQ",
    algorithm: "SHA256",
    digits: 8,
    period: 60,
  }),
  makeAccount({ issuer: "Example", account: "carol", secret: "MFRGGZDFMZTWQ2LK" }),
  makeAccount({ account: "dave", secret: "NBSWY3DPEB3W64TM" }),
];

/** Bytes as random as those of a ciphertext, and the same at every run. */
function filler(name: string, length: number): Buffer {
  return createHash("shake256", { outputLength: length }).update(name).digest();
}

describe("andOTP", () => {
  it.each([
    ["andotp-plain.json", []],
    ["andotp-encrypted.json.aes", [PASSWORD]],
  ])("gives every entry of %s", async (name, passwords) => {
    const { format, accounts, skipped, warnings } = await readSource(fixture(name), withPasswords(...passwords));
    expect(format).toBe("andotp");
    expect(accounts).toEqual(ACCOUNTS);
    expect(warnings).toEqual([
      { place: { entry: 3 }, code: "secret-weak", data: {}, name: "carol" },
      { place: { entry: 6 }, code: "counter-missing", data: {} },
    ]);
    expect(skipped).toEqual([
      {
        source: name,
        place: { entry: 5 },
        code: "codes-not-derivable",
        data: { kind: "mOTP" },
        name: "Old VPN: erin",
        keep: { name: "Old VPN: erin", text: "KRSXG5CTMVRXEZLU type=MOTP algorithm=SHA1 digits=6" },
      },
      { source: name, place: { entry: 7 }, code: "uri-secret-missing", data: {} },
      { source: name, place: { entry: 8 }, code: "uri-secret-missing", data: {}, name: "Empty: grace" },
    ]);
  });

  it.each([
    ["andotp-old.json", []],
    ["andotp-encrypted-old.json.aes", [PASSWORD]],
  ])("takes names apart that %s has in one label", async (name, passwords) => {
    const { accounts, skipped } = await readSource(fixture(name), withPasswords(...passwords));
    expect(accounts).toEqual(OLD_ACCOUNTS);
    expect(skipped).toEqual([]);
  });

  it.each(["andotp-encrypted.json.aes", "andotp-encrypted-old.json.aes"])("tells the password of %s", async (name) => {
    expect(identifySource(fixture(name))).toBe("andotp");
    expect((await failureOf(readSource(fixture(name), withPasswords("wrong")))).code).toBe("password-wrong");
    expect((await failureOf(readSource(fixture(name), noPictures))).code).toBe("password-needed");
  });

  it("takes every ciphertext for a backup, however short, and nothing else", () => {
    for (let i = 0; i < 300; i++) {
      const bytes = filler(`backup ${i}`, 30 + i * 7);
      expect(identifySource({ name: "random", bytes }), bytes.toString("hex")).toBe("andotp");
    }
    const program = Buffer.from("MZ\0\0 This program cannot be run in DOS mode \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    expect(identifySource({ name: "program", bytes: program })).toBeUndefined();
    expect(identifySource({ name: "zeros", bytes: new Uint8Array(500) })).toBeUndefined();
    expect(identifySource({ name: "short", bytes: filler("short", 29) })).toBeUndefined();
    expect(identifySource({ name: "words", bytes: Buffer.from("Wzqpjv bkxyh mofgl tcnda, eruis?") })).toBeUndefined();
  });

  it("opens the shortest backup, which holds nothing", async () => {
    const key = createHash("sha256").update(PASSWORD).digest();
    const nonce = Buffer.from("f00dcafe8badbeef01234567", "hex");
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const sealed = Buffer.concat([nonce, cipher.update("[]"), cipher.final(), cipher.getAuthTag()]);
    const reading = readSource(textSource(sealed), withPasswords(PASSWORD));
    expect((await failureOf(reading)).code).toBe("source-no-accounts");
  });

  it("says that what opened is none of its backups", async () => {
    const key = createHash("sha256").update(PASSWORD).digest();
    const nonce = Buffer.from("f00dcafe8badbeef01234567", "hex");
    const codes: string[] = [];
    for (const plain of [Buffer.from('{"secret":"JBSWY3DPEHPK3PXP"}'), Buffer.from([0xff, 0xfe, 0xfd])]) {
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      codes.push((await failureOf(readSource(textSource(sealed), withPasswords(PASSWORD)))).code);
    }
    expect(codes).toEqual(["source-damaged", "source-damaged"]);
  });

  it("strips an issuer before the label that stands there as such only", async () => {
    const settings = { secret: "JBSWY3DPEHPK3PXP", type: "TOTP", algorithm: "SHA1", digits: 6, period: 30 };
    const entry = (issuer: string, label: string) => ({ ...settings, issuer, label });
    const { accounts } = await readText(
      JSON.stringify([entry("Deno", "Deno:mason"), entry("Deno", "Deno Land:mason"), entry("", "a - b")]),
    );
    expect(accounts.map(({ issuer, account }) => [issuer, account])).toEqual([
      ["Deno", "mason"],
      ["Deno", "Deno Land:mason"],
      ["", "a - b"],
    ]);
  });

  it("does not guess a setting that versions with an issuer always write", async () => {
    const entry = {
      secret: "JBSWY3DPEHPK3PXP",
      issuer: "Example",
      label: "a",
      type: "TOTP",
      algorithm: "SHA1",
      digits: 6,
    };
    const entries = [entry, { ...entry, period: 30, digits: null }, { ...entry, period: 30, algorithm: undefined }];
    const { accounts, skipped } = await readText(JSON.stringify([...entries, { ...entry, type: undefined }]));
    expect(accounts).toEqual([]);
    expect(skipped.map(({ data }) => data.name)).toEqual(["period", "digits", "algorithm", "type"]);
  });
});
