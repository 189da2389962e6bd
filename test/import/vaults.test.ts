import { describe, expect, it } from "vitest";
import { type Account, type AccountInput, makeAccount } from "../../src/account/account.js";
import { readSource } from "../../src/import/registry.js";
import type { ImportResult } from "../../src/import/source.js";
import { failureOf, fixture, noPictures, withPasswords } from "./sources.js";

const PASSWORD = "Pässwörter 123";

const ALICE: AccountInput = { issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" };
const BANK: AccountInput = {
  issuer: "紙の銀行",
  account: "太郎",
  secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
  algorithm: "SHA256",
  digits: 8,
  period: 60,
};

function accounts(...inputs: readonly AccountInput[]): Account[] {
  return inputs.map(makeAccount);
}

function read(name: string, ...passwords: readonly string[]): Promise<ImportResult> {
  return readSource(fixture(name), withPasswords(...passwords));
}

/** What was skipped, as `CODE NAME KEPT`. */
function skipped({ skipped: all }: ImportResult): string[] {
  return all.map(({ code, name, keep }) => [code, name, keep?.text].join(" | "));
}

/** Codes of warnings, with what they count. */
function warnings({ warnings: all }: ImportResult): string[] {
  return all.map(({ code, data }) => [code, data.count].join(" ").trim());
}

describe("Bitwarden", () => {
  const VAULT = accounts(
    ALICE,
    BANK,
    { issuer: "Bare key", account: "bob", secret: "MFRGGZDFMZTWQ2LK" },
    { issuer: "Gaming", account: "carol", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" },
    { issuer: "Two keys", account: "dave", secret: "JBSWY3DPEHPK3PXQ" },
    { issuer: "Second", account: "dave", secret: "NBSWY3DPO5XXE3DE" },
  );

  it.each([
    ["bitwarden.json", []],
    ["bitwarden.zip", []],
    ["bitwarden-pbkdf2.json", [PASSWORD]],
    ["bitwarden-argon2id.json", ["wrong", PASSWORD]],
  ])("reads %s", async (name, passwords) => {
    const result = await read(name, ...passwords);
    expect(result.format).toBe("bitwarden");
    expect(result.accounts).toEqual(VAULT);
    expect(skipped(result)).toEqual([
      "codes-not-derivable | Old VPN: erin | motp://Old%20VPN:erin?secret=4b1ef7f2a0c1d6e8",
      "secret-character | Broken: frank | JBSWY3DPEHPK3PX1",
    ]);
    expect(warnings(result)).toEqual(["entries-deleted 1"]);
  });

  it("refuses a wrong password, and what only the account opens", async () => {
    expect((await failureOf(read("bitwarden-pbkdf2.json", "wrong"))).code).toBe("password-wrong");
    expect((await failureOf(read("bitwarden-pbkdf2.json"))).code).toBe("password-needed");
    expect((await failureOf(read("bitwarden-account.json", PASSWORD))).code).toBe("source-encrypted");
  });

  it("reads its table, with quotes and lines within", async () => {
    const result = await read("bitwarden.csv");
    expect(result.format).toBe("bitwarden-csv");
    expect(result.accounts).toEqual(
      accounts(
        ALICE,
        { issuer: "Bank, the", account: "bob", secret: "MFRGGZDFMZTWQ2LK" },
        { issuer: "Gaming", account: "carol", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" },
      ),
    );
    expect(result.skipped.map(({ place }) => place)).toEqual([{ line: 7 }]);
  });

  it("reads the authenticator's ragged table, commas without quotes too", async () => {
    const result = await read("bitwarden-authenticator.csv");
    expect(result.skipped).toEqual([]);
    expect(result.accounts).toEqual(
      accounts(
        ALICE,
        {
          issuer: "Foo, Inc",
          account: "bob",
          secret: "MFRGGZDFMZTWQ2LK",
          algorithm: "SHA512",
          digits: 7,
          period: 20,
        },
        { issuer: "Gaming", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" },
      ),
    );
  });
});

describe("LastPass Authenticator", () => {
  it("reads what it exports, under the names that its owner gave", async () => {
    const result = await read("lastpass-authenticator.json");
    expect(result.format).toBe("lastpass-authenticator");
    expect(result.accounts).toEqual(
      accounts(ALICE, BANK, { account: "bob", secret: "MFRGGZDFMZTWQ2LK", algorithm: "SHA512" }),
    );
    expect(result.skipped.map(({ code, name, keep }) => [code, name, keep !== undefined])).toEqual([
      ["secret-character", "Broken: frank", true],
      ["entry-setting", "No step: grace", true],
    ]);
  });
});

describe("Proton Pass", () => {
  it.each(["proton-pass.zip", "proton-pass-data.json"])("reads %s", async (name) => {
    const result = await read(name);
    expect(result.format).toBe("proton-pass");
    expect(result.accounts).toEqual(
      accounts(
        ALICE,
        BANK,
        { issuer: "Second", account: "dave", secret: "NBSWY3DPO5XXE3DE" },
        { issuer: "Bare key", account: "bob@example.com", secret: "MFRGGZDFMZTWQ2LK" },
        { issuer: "Third", account: "erin", secret: "KRSXG5BAKRUGS4TE" },
      ),
    );
    expect(skipped(result)).toEqual(["uri-secret-missing | Bad | otpauth://totp/Bad"]);
    expect(warnings(result)).toEqual(["entries-deleted 1"]);
  });

  it("says that a PGP archive cannot be opened", async () => {
    expect((await failureOf(read("proton-pass-pgp.zip"))).code).toBe("source-encrypted");
  });

  it("reads its table, and says what it can leave out", async () => {
    const result = await read("proton-pass.csv");
    expect(result.format).toBe("proton-pass-csv");
    expect(result.accounts).toEqual(
      accounts(ALICE, { issuer: "Bare key", account: "bob@example.com", secret: "MFRGGZDFMZTWQ2LK" }),
    );
    expect(warnings(result)).toEqual(["totp-one-each"]);
  });
});

describe("1Password", () => {
  it.each(["1password.1pux", "1password-export-data.json"])("reads every one-time password of %s", async (name) => {
    const result = await read(name);
    expect(result.format).toBe("1password");
    expect(result.accounts).toEqual(
      accounts(
        ALICE,
        { issuer: "Example", account: "alice@example.com", secret: "NBSWY3DPO5XXE3DE" },
        BANK,
        { issuer: "Archived", secret: "MFRGGZDFMZTWQ2LK" },
        { issuer: "Wrapped", account: "erin", secret: "KRSXG5BAKRUGS4TE" },
      ),
    );
    expect(skipped(result)).toEqual(["secret-character | Broken: frank | JBSWY3DPEHPK3PX1"]);
  });

  it("reads its table, and that of Apple", async () => {
    const result = await read("1password.csv");
    expect(result.format).toBe("1password-csv");
    expect(result.accounts).toEqual(
      accounts(ALICE, { issuer: "Bare key", account: "bob", secret: "MFRGGZDFMZTWQ2LK" }),
    );
    expect(warnings(result)).toEqual(["totp-one-each"]);
    const apple = await read("apple-passwords.csv");
    expect(apple.accounts).toEqual(accounts(ALICE));
    expect(apple.warnings).toEqual([]);
  });
});

describe("Raivo", () => {
  it.each([
    ["raivo.json", []],
    ["raivo.zip", ["wrong", PASSWORD]],
    ["raivo-aes-128.zip", [PASSWORD]],
  ])("reads %s", async (name, passwords) => {
    const result = await read(name, ...passwords);
    expect(result.format).toBe("raivo");
    expect(result.accounts).toEqual(
      accounts({ ...ALICE, account: "alice" }, BANK, {
        issuer: "Shop",
        account: "bob",
        secret: "MFRGGZDFMZTWQ2LK",
        type: "hotp",
        counter: 42,
      }),
    );
    expect(result.skipped.map(({ code }) => code)).toEqual(["secret-character"]);
  });

  it("refuses a wrong password", async () => {
    expect((await failureOf(read("raivo.zip", "wrong"))).code).toBe("password-wrong");
    expect((await failureOf(readSource(fixture("raivo.zip"), noPictures))).code).toBe("password-needed");
  });
});

describe("Duo", () => {
  it("reads other services' accounts, and names what gives no codes", async () => {
    const result = await read("duo.json");
    expect(result.accounts).toEqual(
      accounts(
        { account: "alice", secret: "JBSWY3DPEHPK3PXP" },
        { account: "bob", secret: "MFRGGZDFMZTWQ2LK", type: "hotp", counter: 3 },
      ),
    );
    expect(skipped(result)).toEqual(["codes-not-derivable | Work | ", "entry-setting | carol | NBSWY3DPO5XXE3DE"]);
  });
});

describe("Steam", () => {
  it("reads a maFile, and speaks of the revocation code", async () => {
    const result = await read("steam.maFile");
    expect(result.accounts).toEqual(
      accounts({ issuer: "Steam", account: "alice", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" }),
    );
    expect(warnings(result)).toEqual(["steam-revocation"]);
    expect(JSON.stringify(result)).not.toContain("R12345");
  });
});

describe("pass-otp", () => {
  it("takes the line with the Key URI, and the counter after the one stored", async () => {
    const result = await read("pass-otp.txt");
    expect(result.format).toBe("pass-otp");
    expect(result.accounts).toEqual(accounts({ ...ALICE, account: "alice", type: "hotp", counter: 6 }));
    expect(warnings(result)).toEqual(["lines-aside 3"]);
    expect(JSON.stringify(result)).not.toContain("p4ss");
  });
});

describe("tables of other programs", () => {
  it("finds the column of one-time passwords", async () => {
    const result = await read("lastpass.csv");
    expect(result.format).toBe("csv");
    expect(result.accounts).toEqual(accounts({ ...ALICE, account: "alice" }));
  });

  it("reads secrets beside their settings", async () => {
    const result = await read("authenticator-table.csv");
    expect(result.accounts).toEqual(
      accounts(
        { ...ALICE, account: "alice", digits: 8, period: 60, algorithm: "SHA256" },
        { issuer: "Shop", account: "bob", secret: "MFRGGZDFMZTWQ2LK", type: "hotp", counter: 7 },
      ),
    );
    expect(result.skipped).toMatchObject([{ code: "codes-not-derivable", data: { kind: "mOTP" } }]);
  });
});
