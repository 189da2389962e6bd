import { createCipheriv, scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { identifySource, readSource } from "../../../src/import/registry.js";
import type { ImportContext } from "../../../src/import/source.js";
import { failureOf, fixture, noPictures, readText, textSource, withPasswords } from "../helpers/sources.js";

const PASSWORD = "Pässwörter 123";

const ACCOUNTS = [
  makeAccount({ issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" }),
  makeAccount({
    issuer: "紙の銀行",
    account: "社内: 太郎",
    secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
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
    counter: 42,
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
      text: "4PZNCGOLMFYCXYM3 type=motp algorithm=MD5 digits=6 period=10 pin=1234",
    },
  },
  {
    place: { entry: 6 },
    code: "codes-not-derivable",
    data: { kind: "Yandex" },
    name: "Yandex: erin",
    keep: {
      name: "Yandex: erin",
      text: "LA2V6KMCGYMWWVEW64RNP3JA3I type=yandex algorithm=SHA256 digits=8 period=30",
    },
  },
  {
    place: { entry: 7 },
    code: "secret-character",
    data: { character: "1", place: 16 },
    name: "Broken: frank",
    keep: { name: "Broken: frank", text: "JBSWY3DPEHPK3PX1 type=totp algorithm=SHA1 digits=6 period=30" },
  },
];

/** A plain vault with these entries. */
function vault(...entries: readonly unknown[]): string {
  return JSON.stringify({ version: 1, header: { slots: null, params: null }, db: { version: 2, entries } });
}

/** The encrypted fixture, changed. */
function changed(change: (vault: Record<string, never> & { header: { slots: Slot[]; params: Params } }) => void) {
  const value = JSON.parse(Buffer.from(fixture("aegis-encrypted.json").bytes).toString());
  change(value);
  return textSource(JSON.stringify(value));
}

interface Params {
  nonce: string;
  tag: string;
}

interface Slot extends Record<string, unknown> {
  key_params: Params;
}

/** Derives keys as Node does, which takes a fifth of the time. */
function quickly(...passwords: readonly string[]): ImportContext {
  return {
    ...withPasswords(...passwords),
    derive: async (password, derivation) => {
      if (derivation.kind !== "scrypt") throw new TypeError("Aegis takes scrypt");
      const { n, r, p, salt, length } = derivation;
      return new Uint8Array(scryptSync(password, salt, length, { N: n, r, p, maxmem: 2 ** 26 }));
    },
  };
}

describe("Aegis", () => {
  it("gives every entry of a plain vault, and keeps what has no codes", async () => {
    const { format, accounts, skipped, warnings } = await readSource(fixture("aegis-plain.json"), noPictures);
    expect({ format, warnings }).toEqual({ format: "aegis", warnings: [] });
    expect(accounts).toEqual(ACCOUNTS);
    expect(skipped).toEqual(SKIPPED.map((each) => ({ source: "aegis-plain.json", ...each })));
  });

  it("opens an encrypted vault by any of its passwords", async () => {
    expect(identifySource(fixture("aegis-encrypted.json"))).toBe("aegis");
    for (const context of [withPasswords(PASSWORD), quickly("another password")]) {
      const { accounts, skipped } = await readSource(fixture("aegis-encrypted.json"), context);
      expect(accounts).toEqual(ACCOUNTS);
      expect(skipped).toHaveLength(SKIPPED.length);
    }
  });

  it("says that a password is wrong or missing", async () => {
    const source = fixture("aegis-encrypted.json");
    expect((await failureOf(readSource(source, quickly("Pässwörter 124")))).code).toBe("password-wrong");
    expect((await failureOf(readSource(source, noPictures))).code).toBe("password-needed");
    expect((await readSource(source, quickly("no", PASSWORD))).accounts).toHaveLength(4);
  });

  it("says that a vault opens with a fingerprint only", async () => {
    const reading = readSource(fixture("aegis-biometric.json"), quickly(PASSWORD));
    expect((await failureOf(reading)).code).toBe("source-no-password");
  });

  it("passes over a damaged slot while another opens", async () => {
    const source = changed(({ header }) => {
      header.slots[1]!.key = "00";
    });
    expect((await readSource(source, quickly(PASSWORD))).accounts).toEqual(ACCOUNTS);
  });

  it.each([
    ["memory beyond bounds", 2 ** 30, "derivation-too-costly"],
    ["work beyond bounds", 2 ** 21, "derivation-too-costly"],
    ["no power of two", 32_767, "derivation-unknown"],
    ["none", 0, "derivation-unknown"],
  ])("refuses a cost: %s", async (_, n, code) => {
    const source = changed(({ header }) => {
      header.slots.splice(1, 1);
      header.slots[1]!.n = n;
    });
    expect((await failureOf(readSource(source, quickly(PASSWORD)))).code).toBe(code);
  });

  it("refuses more slots than would be worth trying", async () => {
    const source = changed(({ header }) => {
      header.slots = Array.from({ length: 9 }, () => header.slots[2]!);
    });
    expect((await failureOf(readSource(source, quickly(PASSWORD)))).code).toBe("derivation-too-costly");
  });

  it("tells a damaged vault from a wrong password", async () => {
    const flipped = changed(({ header }) => {
      header.params.tag = header.params.tag.replace(/^./u, (digit) => (digit === "0" ? "1" : "0"));
    });
    expect((await failureOf(readSource(flipped, quickly(PASSWORD)))).code).toBe("source-damaged");
    const short = changed(({ header }) => {
      header.params.nonce = "00";
    });
    expect((await failureOf(readSource(short, noPictures))).code).toBe("source-damaged");
  });

  it("does not guess a setting that is missing", async () => {
    const info = { secret: "JBSWY3DPEHPK3PXP", algo: "SHA1", digits: 6, period: 30 };
    const entry = { type: "totp", name: "alice", issuer: "Example", info };
    const without = (name: string) => ({ ...entry, info: { ...info, [name]: undefined } });
    const { accounts, skipped } = await readText(
      vault(entry, without("algo"), without("digits"), without("period"), { ...entry, type: null }, "text"),
    );
    expect(accounts).toHaveLength(1);
    expect(skipped.map(({ code, data }) => [code, data.name])).toEqual([
      ["entry-setting", "algorithm"],
      ["entry-setting", "digits"],
      ["entry-setting", "period"],
      ["entry-setting", "type"],
      ["entry-setting", "type"],
    ]);
  });

  it("takes numbers as text and unknown members, and no newer vault", async () => {
    const info = { secret: "jbsw y3dp ehpk 3pxp", algo: "sha256", digits: "8", period: "15", later: {} };
    const entry = { type: "TOTP", name: null, issuer: "Example", info, group: "old", favourite: 1 };
    const { accounts } = await readText(vault(entry));
    expect(accounts).toEqual([
      makeAccount({ issuer: "Example", secret: "JBSWY3DPEHPK3PXP", algorithm: "SHA256", digits: 8, period: 15 }),
    ]);
    const newer = vault(entry).replace('"version":1', '"version":2');
    expect(await failureOf(readText(newer))).toMatchObject({ code: "source-version", data: { version: "2" } });
    expect((await failureOf(readText(vault()))).code).toBe("source-no-accounts");
  });

  it("refuses what the password opens and is no vault", async () => {
    const master = Buffer.alloc(32, 7);
    const nonce = Buffer.alloc(12);
    const sealWith = (plain: string) => {
      const cipher = createCipheriv("aes-256-gcm", master, nonce);
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return {
        db: sealed.toString("base64"),
        params: { nonce: "00".repeat(12), tag: cipher.getAuthTag().toString("hex") },
      };
    };
    const codes: string[] = [];
    for (const plain of ["[]", '{"entries":{}}', "{", '{"a":1,"a":2}']) {
      const { db, params } = sealWith(plain);
      const slot = createCipheriv("aes-256-gcm", master, nonce);
      const key = Buffer.concat([slot.update(master), slot.final()]).toString("hex");
      const keyParams = { nonce: "00".repeat(12), tag: slot.getAuthTag().toString("hex") };
      const slots = [{ type: 1, key, key_params: keyParams, n: 2, r: 1, p: 1, salt: "00" }];
      const source = textSource(JSON.stringify({ version: 1, header: { slots, params }, db }));
      const context = { ...withPasswords("any"), derive: async () => new Uint8Array(master) };
      codes.push((await failureOf(readSource(source, context))).code);
    }
    expect(codes).toEqual(["source-damaged", "source-damaged", "json-broken", "json-repeated"]);
  });
});
