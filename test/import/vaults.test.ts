import { describe, expect, it } from "vitest";
import { type Account, type AccountInput, makeAccount } from "../../src/account/account.js";
import { readSource } from "../../src/import/registry.js";
import type { ImportResult } from "../../src/import/source.js";
import { failureOf, fixture, noPictures, readText, withPasswords } from "./helpers/sources.js";

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

describe("variants that apps write", () => {
  const [alice] = accounts(ALICE);

  it("takes Bitwarden's list of items from the command line, and null where there is nothing", async () => {
    const items = [
      { object: "item", type: 1, name: "Example", login: { username: "alice@example.com", totp: "JBSWY3DPEHPK3PXP" } },
      { object: "item", type: 1, name: "x", fields: null, login: { username: null, totp: null } },
      { object: "item", type: 1, name: null, login: null },
    ];
    expect((await readText(JSON.stringify(items))).accounts).toEqual([alice]);
    expect((await readText(JSON.stringify({ encrypted: false, items }))).accounts).toEqual([alice]);
    const empty = JSON.stringify({ encrypted: false, folders: [], items: [] });
    expect((await failureOf(readText(empty))).code).toBe("source-no-accounts");
  });

  it("reads UTF-16, a byte order mark, semicolons, tabs and old line ends", async () => {
    const lines = ["url,username,password,totp,extra,name", "https://x,alice@example.com,pw,JBSWY3DPEHPK3PXP,,Example"];
    for (const [separator, end] of [
      [",", "\r"],
      [";", "\r\n"],
      ["\t", "\n"],
    ] as const) {
      const text = lines.map((line) => line.replaceAll(",", separator)).join(end);
      expect((await readText(`\uFEFF${text}`)).accounts).toEqual([alice]);
      const wide = new Uint8Array(Uint16Array.from(`\uFEFF${text}`, (unit) => unit.charCodeAt(0)).buffer);
      expect((await readText(wide)).accounts).toEqual([alice]);
    }
  });

  it("reads rows before a quotation that is never closed, and says where it begins", async () => {
    const text = 'name,login_totp\nExample: alice@example.com,JBSWY3DPEHPK3PXP\n"Cut,JBSWY3DPEHPK3PXQ\nx,y';
    const result = await readText(text);
    expect(result.accounts).toHaveLength(1);
    expect(result.skipped).toMatchObject([{ code: "csv-broken", place: { line: 3 } }]);
  });

  it("takes every authenticator of a row, each once", async () => {
    const uri = "otpauth://totp/Second:bob?secret=NBSWY3DPO5XXE3DE&issuer=Second";
    const bitwarden = `name,fields,login_username,login_totp\nExample,"PIN: 1\nmore: ${uri}",alice@example.com,JBSWY3DPEHPK3PXP`;
    const second = accounts({ issuer: "Second", account: "bob", secret: "NBSWY3DPO5XXE3DE" });
    expect((await readText(bitwarden)).accounts).toEqual([alice, ...second]);
    const table = `title,otp,username,notes\nExample,JBSWY3DPEHPK3PXP,alice@example.com,${uri}\nSecond,NBSWY3DPO5XXE3DE,bob,${uri}`;
    expect((await readText(table)).accounts).toEqual([alice, ...second, ...second]);
  });

  it("takes no word for a key", async () => {
    const result = await readText("title,otp\nExample,TRUE\nOther,yes\n");
    expect(result.accounts).toEqual([]);
    expect(result.skipped.map(({ code, keep }) => [code, keep?.text])).toEqual([
      ["secret-too-short", "TRUE"],
      ["secret-too-short", "yes"],
    ]);
  });

  it("says which settings a table of secrets has no columns for", async () => {
    const result = await readText(
      "name,secret,issuer,type,counter,url\nalice@example.com,JBSWY3DPEHPK3PXP,Example,totp,,x\n",
    );
    expect(result.accounts).toEqual([alice]);
    expect(result.warnings).toMatchObject([
      { code: "export-incomplete", data: { missing: "algorithm, digits, period" } },
    ]);
  });

  it("guesses no setting of a row that is cut short", async () => {
    const result = await readText(
      "name,secret,issuer,type,counter,digits\nbob,MFRGGZDFMZTWQ2LK,Shop,hotp,7,8\nalice,JBSWY3DPEHPK3PXP,Ex",
    );
    expect(result.accounts).toHaveLength(1);
    expect(result.skipped).toMatchObject([{ code: "csv-row", keep: { text: "alice, JBSWY3DPEHPK3PXP, Ex" } }]);
  });

  it.each([
    ["a heading twice", "name,name,url,username,totp\nEx,x,alice,JBSWY3DPEHPK3PXP\n", 0, []],
    ["a value too many", "name,url,username,totp\nEx, Inc,x,alice,JBSWY3DPEHPK3PXP\n", 0, []],
    [
      "a Key URI in a row that has shifted",
      "name,url,username,totp\nEx, Inc,x,alice,otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP\n",
      1,
      ["rows-uneven"],
    ],
  ])("takes no value for a key or a name where columns have shifted: %s", async (_, text, accounts, warnings) => {
    const result = await readText(`${text}${"Mail,m,bob,MFRGGZDFMZTWQ2LK\n".repeat(2)}`).catch(() => undefined);
    const odd = (result?.accounts ?? []).filter(({ account }) => account !== "bob");
    expect(odd).toHaveLength(accounts);
    expect(odd.every(({ issuer, account }) => issuer === "A" && account === "b")).toBe(true);
    if (warnings.length > 0) expect(result?.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(warnings));
  });

  it("knows a table of addresses from one of authenticators", async () => {
    expect((await failureOf(readText("name,url,username,password\nx,y,z,w\n"))).code).toBe("source-unknown");
  });

  it("keeps a list of Key URIs a list, whatever its lines hold", async () => {
    const uri = "otpauth://totp/Example:alice%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example";
    expect((await readText(`# mine, all\n${uri}\n`)).format).toBe("key-uris");
    const damaged = await readText(`otpauht://totp/x?secret=JBSWY3DPEHPK3PXQ\n${uri}`);
    expect(damaged.format).toBe("key-uris");
    expect(damaged.skipped).toHaveLength(1);
  });

  it("reads the value that gopass stores, and a note around it", async () => {
    const result = await readText(
      "s3cret\n---\nuser: alice\ntotp: otpauth://totp/Example:alice%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example\n",
    );
    expect(result.format).toBe("pass-otp");
    expect(result.accounts).toEqual([alice]);
  });

  it("reads several accounts of the Steam app, and says that a manifest holds none", async () => {
    const account = (name: string) => ({ account_name: name, shared_secret: "dGVzdCBvbmUgdHdv" });
    const app = { accounts: { "1": account("alice"), "2": account("bob"), "3": { account_name: "carol" } } };
    const result = await readText(JSON.stringify(app));
    expect(result.accounts.map(({ account: name }) => name)).toEqual(["alice", "bob"]);
    expect(result.skipped).toMatchObject([{ code: "uri-secret-missing", name: "Steam: carol" }]);
    const manifest = {
      encrypted: true,
      entries: [{ encryption_iv: "AAAA", encryption_salt: "AAAA", filename: "1.maFile" }],
    };
    expect((await failureOf(readText(JSON.stringify(manifest)))).code).toBe("source-encrypted");
  });
});
