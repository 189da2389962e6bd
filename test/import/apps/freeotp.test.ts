import { pbkdf2Sync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { encodeBase32 } from "../../../src/account/base32.js";
import { readJavaHashMap } from "../../../src/import/formats/java-hash-map.js";
import { identifySource, readSource } from "../../../src/import/registry.js";
import { failureOf, fixture, noPictures, readText, textSource, withPasswords } from "../helpers/sources.js";

const PASSWORD = "Pässwörter 123";

const TOKENS = [
  makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" }),
  makeAccount({
    issuer: "紙の銀行 & Söhne",
    account: "太郎 <家>",
    secret: "7ELGJSGXNCCTV3O6LKJWYFV2RA",
    algorithm: "SHA256",
    digits: 8,
    period: 60,
  }),
  makeAccount({
    account: "bob",
    secret: "MFRGGZDFMZTWQ2LK",
    type: "hotp",
    algorithm: "SHA512",
    digits: 7,
    counter: 41,
  }),
  makeAccount({ issuer: "Fresh", account: "carol", secret: "KRSXG5CTMVRXEZLU", type: "hotp", counter: 0 }),
  makeAccount({ issuer: "Steam", account: "dave", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" }),
  makeAccount({ issuer: "Inner", account: "erin", secret: "NBSWY3DPEB3W64TM" }),
];

const MD5 = {
  place: { entry: 7 },
  code: "codes-not-derivable",
  data: { kind: "MD5" },
  name: "Old: frank",
  keep: { name: "Old: frank", text: "MFRGGZDFMZTWQ2LK type=TOTP algorithm=MD5 digits=6 period=30 counter=0" },
};

describe("FreeOTP 1", () => {
  it("gives every token of its preferences", async () => {
    const { format, accounts, skipped, warnings } = await readSource(fixture("freeotp.xml"), noPictures);
    expect({ format, warnings }).toEqual({ format: "freeotp", warnings: [] });
    const uri = makeAccount({ issuer: "Uri", account: "grace", secret: "GEZDGNBVGY3TQOJQ", digits: 8 });
    expect(accounts).toEqual([...TOKENS, uri]);
    expect(skipped).toEqual([
      { source: "freeotp.xml", ...MD5 },
      {
        source: "freeotp.xml",
        place: { entry: 9 },
        code: "json-broken",
        data: {},
        name: "Damaged:heidi",
        keep: { name: "Damaged:heidi", text: '{"algo":' },
      },
    ]);
  });

  it("leaves other preferences alone", async () => {
    expect(identifySource(textSource("<map><string name='theme'>dark</string></map>"))).toBeUndefined();
    expect((await failureOf(readText('<map><string name="tokenOrder">[]</string></map>'))).code).toBe(
      "source-no-accounts",
    );
  });
});

describe("FreeOTP+", () => {
  it("gives every token of its export", async () => {
    const { format, accounts, skipped, warnings } = await readSource(fixture("freeotp-plus.json"), noPictures);
    expect({ format, warnings }).toEqual({ format: "freeotp-plus", warnings: [] });
    expect(accounts).toEqual(TOKENS);
    expect(skipped).toEqual([
      { source: "freeotp-plus.json", ...MD5 },
      {
        source: "freeotp-plus.json",
        place: { entry: 8 },
        code: "entry-setting",
        data: { name: "secret" },
        name: "Broken: ivan",
        keep: { name: "Broken: ivan", text: "[1,2,300]" },
      },
    ]);
  });

  it("does not guess a setting that is missing", async () => {
    const token = {
      algo: "SHA1",
      digits: 6,
      issuerExt: "Example",
      label: "alice",
      period: 30,
      secret: [1, 2],
      type: "TOTP",
    };
    const tokens = [
      { ...token, algo: undefined },
      { ...token, digits: null },
      { ...token, period: "" },
      { ...token, type: undefined },
      { ...token, secret: null },
      { ...token, type: "HOTP", counter: -2 },
      { ...token, type: "HOTP" },
      "text",
    ];
    const { accounts, skipped } = await readText(JSON.stringify({ tokens: [...tokens, token], tokenOrder: [] }));
    expect(accounts).toHaveLength(1);
    expect(skipped.map(({ code, data }) => [code, data.name])).toEqual([
      ["entry-setting", "algorithm"],
      ["entry-setting", "digits"],
      ["entry-setting", "period"],
      ["entry-setting", "type"],
      ["uri-secret-missing", undefined],
      ["uri-parameter", "counter"],
      ["entry-setting", "counter"],
      ["entry-setting", "type"],
    ]);
  });
});

describe("FreeOTP 2", () => {
  const source = fixture("freeotp-2.xml");
  const secretOf = (text: string) => encodeBase32(Buffer.from(text, "latin1"));

  it("gives every token that its password opens", async () => {
    expect(identifySource(source)).toBe("freeotp-2");
    const { accounts, skipped } = await readSource(source, withPasswords(PASSWORD));
    expect([...accounts].sort((a, b) => (a.account < b.account ? -1 : 1))).toEqual([
      makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" }),
      makeAccount({ issuer: "Inner", account: "bob", secret: secretOf("a longer secret of thirty bytes") }),
      makeAccount({
        issuer: "紙の銀行 🐙",
        account: "太郎",
        secret: secretOf("12345678901234567890"),
        type: "hotp",
        algorithm: "SHA256",
        digits: 8,
        counter: 42,
      }),
    ]);
    const sorted = [...skipped].sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
    expect(sorted.map(({ code, name, keep }) => [code, name, keep?.text])).toEqual([
      ["entry-locked", "Lost: dave", undefined],
      ["entry-locked", "No key: erin", undefined],
      ["codes-not-derivable", "Rare: carol", `${secretOf("sha-384 key")} type=TOTP algorithm=SHA384`],
    ]);
  });

  it("says that a password is wrong or missing", async () => {
    expect((await failureOf(readSource(source, withPasswords("wrong")))).code).toBe("password-wrong");
    expect((await failureOf(readSource(source, noPictures))).code).toBe("password-needed");
  });

  it("keeps the secret of a token whose settings are lost", async () => {
    // The other name of the same length makes the token's settings those of no key.
    const text = Buffer.from(source.bytes).toString("latin1").replace("000000000001-token", "000000000009-token");
    const { accounts, skipped } = await readSource(textSource(Buffer.from(text, "latin1")), withPasswords(PASSWORD));
    expect(accounts).toHaveLength(2);
    const id = "11111111-0000-4000-8000-000000000001";
    expect(skipped.find(({ name }) => name === id)).toMatchObject({
      code: "entry-setting",
      data: { name: "type" },
      keep: { name: id, text: "JBSWY3DPEHPK3PXP algorithm=HmacSHA1" },
    });
  });

  it("bounds the rounds of its password", async () => {
    const text = Buffer.from(source.bytes).toString("latin1").replace('"mIterations":100000', '"mIterations":99e9  ');
    const changed = textSource(Buffer.from(text, "latin1"));
    expect((await failureOf(readSource(changed, withPasswords(PASSWORD)))).code).toBe("derivation-too-costly");
  });

  it("derives the key that Node derives", async () => {
    let own: Uint8Array | undefined;
    const derive = async (password: Uint8Array, derivation: { kind: string; salt: Uint8Array }) => {
      own = new Uint8Array(pbkdf2Sync(password, derivation.salt, 100_000, 32, "sha512"));
      return own;
    };
    const { accounts } = await readSource(source, { ...withPasswords(PASSWORD), derive });
    expect([accounts.length, own?.length]).toEqual([3, 32]);
  });

  it("refuses every other stream", () => {
    const { bytes } = source;
    const at = (index: number, value: number) => bytes.map((byte, i) => (i === index ? value : byte));
    const map = readJavaHashMap(bytes);
    expect(map.size).toBe(12);
    for (const changed of [
      at(3, 6),
      at(4, 0x74),
      at(8, 0x4a),
      at(33, 2),
      at(36, 0x5b),
      bytes.slice(0, -1),
      Buffer.concat([bytes, bytes]),
    ]) {
      expect(() => readJavaHashMap(changed)).toThrow(expect.objectContaining({ code: "source-damaged" }));
    }
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => readJavaHashMap(bytes.slice(0, length))).toThrow(
        expect.objectContaining({ code: "source-damaged" }),
      );
    }
  });

  it("reads texts that stand twice, long ones and every character", () => {
    const head = source.bytes.slice(0, source.bytes.indexOf(0x77));
    const stream = (count: number, ...parts: readonly number[]) =>
      Uint8Array.from([...head, 0x77, 8, 0, 0, 0, 16, 0, 0, 0, count, ...parts, 0x78]);
    const a = [0x74, 0, 1, 0x61];
    const long = [0x7c, 0, 0, 0, 0, 0, 0, 0, 4, 0xc0, 0x80, 0x62, 0x7f];
    expect([...readJavaHashMap(stream(2, ...a, ...long, ...[0x74, 0, 0], ...[0x71, 0, 0x7e, 0, 2]))]).toEqual([
      ["a", "\0b\x7f"],
      ["", "a"],
    ]);
    // An octopus as Java writes it: both surrogates in three bytes each.
    const octopus = [0x74, 0, 6, 0xed, 0xa0, 0xbd, 0xed, 0xb0, 0x99];
    expect(readJavaHashMap(stream(1, ...a, ...octopus)).get("a")).toBe("🐙");
    for (const broken of [
      stream(1, ...a, 0x71, 0, 0x7e, 0, 9),
      stream(1, ...a, 0x70),
      stream(2, ...a, ...a, ...a, ...a),
      stream(1, ...a, 0x74, 0, 1, 0xc3),
      stream(1, ...a, 0x74, 0, 1, 0xff),
      stream(1, ...a, 0x7c, 0xff, 0, 0, 0, 0, 0, 0, 4, 0x61),
      stream(255, ...a, ...a),
    ]) {
      expect(() => readJavaHashMap(broken)).toThrow(expect.objectContaining({ code: "source-damaged" }));
    }
  });
});
