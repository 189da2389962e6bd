import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import type { Derivation } from "../../../src/import/formats/derivation.js";
import { identifySource, readSource } from "../../../src/import/registry.js";
import { failureOf, fixture, noPictures, textSource, withPasswords } from "../helpers/sources.js";

const PASSWORD = "Pässwörter 123";

const ACCOUNTS = [
  makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" }),
  makeAccount({
    issuer: "紙",
    account: "太郎",
    secret: "GEZDGNBVGY3TQOJQ",
    algorithm: "SHA512",
    digits: 7,
    period: 60,
  }),
  makeAccount({ issuer: "Steam", account: "carol", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" }),
  makeAccount({ account: "dave", secret: "KRSXG5CT" }),
];

/** The encrypted fixture, changed. */
function changed(change: (value: Record<string, unknown> & { kdfParams: Record<string, unknown> }) => void) {
  const value = JSON.parse(Buffer.from(fixture("ente-encrypted.txt").bytes).toString());
  change(value);
  return textSource(JSON.stringify(value));
}

describe("Ente Auth", () => {
  it.each([
    ["ente-lines.txt", "key-uris"],
    ["ente-encrypted.txt", "ente-auth"],
    ["ente-encrypted-message.txt", "ente-auth"],
  ])("gives every line of %s but what lies in the app's bin, and says so", async (name, format) => {
    expect(identifySource(fixture(name))).toBe(format);
    const { accounts, skipped, warnings } = await readSource(fixture(name), withPasswords(PASSWORD));
    expect(accounts).toEqual(ACCOUNTS);
    expect(warnings).toContainEqual({ code: "entries-deleted", data: { count: 1 }, place: {} });
    expect(skipped).toMatchObject([{ place: { line: 6 }, code: "codes-not-derivable", name: "Rare: erin" }]);
  });

  it("says that a password is wrong or missing", async () => {
    const source = fixture("ente-encrypted.txt");
    expect((await failureOf(readSource(source, withPasswords("wrong")))).code).toBe("password-wrong");
    expect((await failureOf(readSource(source, noPictures))).code).toBe("password-needed");
  });

  it.each([
    ["two gibibytes", { memLimit: 2 ** 31 }, "derivation-too-costly"],
    ["a million passes", { opsLimit: 1_000_000 }, "derivation-too-costly"],
    ["no pass", { opsLimit: 0 }, "derivation-unknown"],
    ["no memory", { memLimit: 1000 }, "derivation-unknown"],
    ["no number", { memLimit: "268435456" }, "source-damaged"],
    ["no salt", { salt: "" }, "source-damaged"],
  ])("refuses settings: %s", async (_, settings, code) => {
    const source = changed(({ kdfParams }) => {
      Object.assign(kdfParams, settings);
    });
    expect((await failureOf(readSource(source, withPasswords(PASSWORD)))).code).toBe(code);
  });

  it.each([
    [2 ** 30, 4],
    [2 ** 28, 16],
    [10_240, 1],
  ])("takes the settings of its devices: %d bytes, %d passes", async (memLimit, opsLimit) => {
    const source = changed(({ kdfParams }) => {
      Object.assign(kdfParams, { memLimit, opsLimit });
    });
    const asked: Derivation[] = [];
    const derive = async (_: Uint8Array, derivation: Derivation) => {
      asked.push(derivation);
      return new Uint8Array(32);
    };
    const context = { ...withPasswords(PASSWORD), derive };
    expect((await failureOf(readSource(source, context))).code).toBe("password-wrong");
    expect(asked[0]).toMatchObject({ kind: "argon2id", memoryKib: memLimit / 1024, iterations: opsLimit });
  });

  it("refuses a damaged container before it asks, and a newer one", async () => {
    for (const name of ["encryptedData", "encryptionNonce"]) {
      const source = changed((value) => {
        value[name] = "AAAA";
      });
      expect((await failureOf(readSource(source, noPictures))).code).toBe("source-damaged");
    }
    const newer = changed((value) => {
      value.version = 2;
    });
    expect((await failureOf(readSource(newer, noPictures))).code).toBe("source-version");
  });
});
