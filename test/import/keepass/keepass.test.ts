import { createCipheriv, createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Account, type AccountInput, makeAccount } from "../../../src/account/account.js";
import { EscrowError } from "../../../src/error.js";
import { type Derivation, runDerivation } from "../../../src/import/formats/derivation.js";
import { readSource } from "../../../src/import/registry.js";
import type { ImportResult } from "../../../src/import/source.js";
import { failureOf, fixture, withPasswords } from "../helpers/sources.js";

const PASSWORD = "Pässwörter 123";

const TWICE: AccountInput = { issuer: "Same twice", account: "ivan", secret: "KRSXG5BAKRUGS4TE" };

const ACCOUNTS = (
  [
    { issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" },
    { issuer: "Tray", account: "bob & co", secret: "MFRGGZDFMZTWQ2LK", digits: 8, period: 60 },
    { issuer: "Gaming", account: "carol", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" },
    { issuer: "Hex", account: "dave", secret: "JBSWY3DPEHPK3PXP", algorithm: "SHA256", digits: 8, period: 45 },
    { issuer: "Base64", account: "erin", secret: "JBSWY3DPEHPK3PXP" },
    { issuer: "Text", account: "grace", secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" },
    { issuer: "Counter", account: "heidi", secret: "NBSWY3DPO5XXE3DE", type: "hotp", counter: 9 },
    TWICE,
    { issuer: "KeeOtp", account: "judy", secret: "NBSWY3DPO5XXE3DE", algorithm: "SHA512", digits: 8, period: 60 },
    { issuer: "Two", account: "kim", secret: "MFRGGZDFMZTWQ2LK" },
    { issuer: "Second", account: "kim", secret: "NBSWY3DPO5XXE3DE" },
  ] as readonly AccountInput[]
).map(makeAccount);

function read(name: string, ...passwords: readonly string[]): Promise<ImportResult> {
  return readSource(fixture(name), withPasswords(...passwords));
}

const DATABASES = ["keepass-3.kdbx", "keepass-4-aes-kdf.kdbx", "keepass-4-argon2d.kdbx", "keepass-4-argon2id.kdbx"];

describe("KeePass", () => {
  it.each([["keepass.xml", "keepass-xml"], ...DATABASES.map((name) => [name, "kdbx"])])(
    "reads %s as every program stores authenticators",
    async (name, format) => {
      const result = await read(name, "wrong", PASSWORD);
      expect(result.format).toBe(format);
      expect(sorted(result.accounts)).toEqual(sorted(ACCOUNTS));
      expect(result.skipped).toMatchObject([
        { code: "entry-setting", name: "Bad hex: leo", keep: { text: "ABCDEFG" }, data: { name: "secret" } },
      ]);
      expect(result.warnings).toEqual([{ code: "entries-deleted", data: { count: 1 }, place: {} }]);
    },
  );

  it.each(DATABASES)("refuses a wrong password for %s", async (name) => {
    expect((await failureOf(read(name, "wrong"))).code).toBe("password-wrong");
    expect((await failureOf(read(name))).code).toBe("password-needed");
  });

  it.each(DATABASES)("never gives what is damaged in %s, or cut off", async (name) => {
    const { bytes } = fixture(name);
    const derive = deriveOnce();
    const read = (changed: Uint8Array) =>
      readSource({ name, bytes: changed }, { ...withPasswords(PASSWORD), derive }).catch((error: unknown) => error);
    expect(await read(bytes)).toMatchObject({ format: "kdbx" });
    for (let i = 0; i < 60; i++) {
      const damaged = bytes.slice();
      const at = Math.floor((i * bytes.length) / 60);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (i % 8));
      for (const changed of [damaged, bytes.slice(0, at)]) {
        const outcome = await read(changed);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(EscrowError);
        else expect(sorted((outcome as ImportResult).accounts)).toEqual(sorted(ACCOUNTS));
      }
    }
  });

  it.each([
    ["TOTP Seed=JBSWY3DPEHPK3PXP", { digits: 6, period: 30 }],
    ["TOTP Seed=JBSWY3DPEHPK3PXP&TOTP Settings=45;7;https://example.com/time", { digits: 7, period: 45 }],
    ["TOTP Seed=JBSWY3DPEHPK3PXP&TOTP Settings=30;8;SHA256", { digits: 8, algorithm: "SHA256" }],
    ["TOTP Seed=JBSWY3DPEHPK3PXP&TOTP Settings=30;x", "entry-setting"],
    ["TOTP Seed=JBSWY3DPEHPK3PXP&TOTP Settings=30;6;what", "entry-setting"],
    ["TimeOtp-Secret-Base32=JBSWY3DPEHPK3PXP&TimeOtp-Digits=8&TimeOtp-Step=60", { digits: 8, period: 60 }],
    ["TimeOtp-Secret-Base32=JBSWY3DPEHPK3PXP&TimeOtp-Offset=3", "entry-setting"],
    ["TimeOtp-Secret-Base64=***", "entry-setting"],
    ["otp=key%3DJBSWY3DPEHPK3PXP%26type%3DHotp%26counter%3D5", { type: "hotp", counter: 5 }],
    ["otp=key%3D48656c6c6f21deadbeef%26encoding%3DHex", { secret: "JBSWY3DPEHPK3PXP" }],
    ["otp=key%3DJBSWY3DPEHPK3PXP%26encoding%3DRot13", "entry-setting"],
    ["HmacOtp-Secret-Base32=JBSWY3DPEHPK3PXP&HmacOtp-Counter=-1", "entry-setting"],
    ["OTP=otpauth://totp?secret%3DJBSWY3DPEHPK3PXP", { secret: "JBSWY3DPEHPK3PXP" }],
  ])("reads %s, or says what it does not know", async (fields, expected) => {
    const strings = [...new URLSearchParams(`Title=T&UserName=u&${fields}`)].map(
      ([key, value]) => `<String><Key>${key}</Key><Value>${value.replaceAll("&", "&amp;")}</Value></String>`,
    );
    const entry = `<Entry>${strings.join("")}</Entry>`;
    const bytes = new TextEncoder().encode(`<KeePassFile><Root><Group>${entry}</Group></Root></KeePassFile>`);
    const { accounts, skipped } = await readSource({ name: "x", bytes }, withPasswords());
    if (typeof expected === "string") expect(skipped).toMatchObject([{ code: expected, name: "T: u" }]);
    else expect(accounts).toMatchObject([{ issuer: "T", account: "u", ...expected }]);
  });

  it("stops where a database inflates beyond any size", async () => {
    const bytes = database3(gzipSync(Buffer.alloc(65 * 2 ** 20), { level: 1 }));
    expect((await failureOf(readSource({ name: "x", bytes }, withPasswords(PASSWORD)))).code).toBe("source-too-large");
  });

  it("refuses a database whose inside speaks of another header", async () => {
    const hash = createHash("sha256").update("another").digest("base64");
    const code = async (meta: string) => {
      const bytes = database3(gzipSync(`<KeePassFile><Meta>${meta}</Meta><Root/></KeePassFile>`));
      return (await failureOf(readSource({ name: "x", bytes }, withPasswords(PASSWORD)))).code;
    };
    expect(await code("")).toBe("source-no-accounts");
    expect(await code(`<HeaderHash>${hash}</HeaderHash>`)).toBe("source-damaged");
  });

  it("reads tables of KeePassXC and of KeePass's fields", async () => {
    const xc = await read("keepassxc.csv");
    expect(xc.format).toBe("keepassxc-csv");
    expect(xc.accounts).toEqual([
      ACCOUNTS[0],
      makeAccount({ issuer: "Gaming", account: "carol", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" }),
    ]);
    const fields = await read("keepass.csv");
    expect(fields.format).toBe("keepass-csv");
    expect(fields.accounts).toEqual(
      [
        { issuer: "Example", account: "alice", secret: "JBSWY3DPEHPK3PXP" },
        { issuer: "Slow", account: "bob", secret: "MFRGGZDFMZTWQ2LK", period: 60 },
        { account: "café, ä", secret: "NBSWY3DPO5XXE3DE", type: "hotp" as const, counter: 4 },
      ].map(makeAccount),
    );
  });

  it.each([
    ["KeePass 1", "03d9a29a65fb4bb50200000000000000", "source-version"],
    ["KDBX 5", "03d9a29a67fb4bb50000050000000000", "source-version"],
    ["a header alone", "03d9a29a67fb4bb50100030000000000", "source-damaged"],
  ])("says what is wrong with %s", async (_, hex, code) => {
    const bytes = Uint8Array.from(hex.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
    expect((await failureOf(readSource({ name: "x", bytes }, withPasswords(PASSWORD)))).code).toBe(code);
  });
});

/** In the order of their names: kdbxweb, which wrote the databases, puts groups before entries. */
function sorted(accounts: readonly Account[]): Account[] {
  return [...accounts].sort((a, b) => a.issuer.localeCompare(b.issuer));
}

/** Derives from the first settings that it sees; from others, which damage made, comes no key, and no time is lost. */
function deriveOnce(): (password: Uint8Array, derivation: Derivation) => Promise<Uint8Array> {
  let known: { readonly settings: string; readonly key: Uint8Array } | undefined;
  return async (password, derivation) => {
    const settings = JSON.stringify({ ...derivation, salt: [...derivation.salt] });
    known ??= { settings, key: await runDerivation(password, derivation) };
    return known.settings === settings ? known.key : new Uint8Array(derivation.length);
  };
}

/** A KDBX 3 database of one round, written with Node's ciphers after the format's description. */
function database3(compressed: Uint8Array): Uint8Array {
  const filler = (length: number) => Buffer.alloc(length, 7);
  const field = (id: number, content: Uint8Array) => [Buffer.of(id, content.length, 0), content];
  const header = Buffer.concat([
    Buffer.from("03d9a29a67fb4bb501000300", "hex"),
    ...field(2, Buffer.from("31c1f2e6bf714350be5805216afc5aff", "hex")),
    ...field(3, Buffer.of(1, 0, 0, 0)),
    ...field(4, filler(32)),
    ...field(5, filler(32)),
    ...field(6, Buffer.of(1, 0, 0, 0, 0, 0, 0, 0)),
    ...field(7, filler(16)),
    ...field(8, filler(32)),
    ...field(9, filler(32)),
    ...field(10, Buffer.of(2, 0, 0, 0)),
    ...field(0, Buffer.from("\r\n\r\n")),
  ]);
  const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
  const round = createCipheriv("aes-256-ecb", filler(32), null).setAutoPadding(false);
  const key = hash(round.update(hash(hash(Buffer.from(PASSWORD)))));
  const block = (index: number, bytes: Uint8Array) => {
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32LE(index);
    numbers.writeUInt32LE(bytes.length, 4);
    const digest = bytes.length === 0 ? Buffer.alloc(32) : hash(bytes);
    return Buffer.concat([numbers.subarray(0, 4), digest, numbers.subarray(4), bytes]);
  };
  const cipher = createCipheriv("aes-256-cbc", hash(Buffer.concat([filler(32), key])), filler(16));
  const plain = Buffer.concat([filler(32), block(0, compressed), block(1, new Uint8Array())]);
  return new Uint8Array(Buffer.concat([header, cipher.update(plain), cipher.final()]));
}
