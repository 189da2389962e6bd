import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { encodeBase32 } from "../../../src/account/base32.js";
import { codeAt } from "../../../src/account/codes.js";
import { EscrowError } from "../../../src/error.js";
import { missingParts } from "../../../src/import/apps/migration-batch.js";
import { parseMigration } from "../../../src/import/apps/migration-uri.js";
import { readSources } from "../../../src/import/registry.js";
import { expectLinear } from "../../helpers/growth.js";
import { withShared } from "../../helpers/programs.js";
import { encodeMigration, type MigrationEntry, migrationUri } from "../helpers/migration.js";
import { failureOf, noPictures, readText, textSource } from "../helpers/sources.js";

const secret = Buffer.from("Hello!");

const entry: fc.Arbitrary<MigrationEntry> = fc.record(
  {
    secret: fc.uint8Array({ minLength: 2, maxLength: 64 }),
    name: fc.string({ unit: "grapheme", maxLength: 12 }),
    issuer: fc.string({ unit: "grapheme", maxLength: 12 }),
    algorithm: fc.integer({ min: 0, max: 3 }),
    digits: fc.integer({ min: 0, max: 2 }),
    type: fc.integer({ min: 0, max: 2 }),
    counter: fc.maxSafeNat().map(BigInt),
  },
  { requiredKeys: ["secret"] },
);

function expected({
  secret: bytes,
  name = "",
  issuer = "",
  algorithm = 0,
  digits = 0,
  type = 0,
  counter = 0n,
}: MigrationEntry) {
  return makeAccount({
    issuer,
    account: issuer !== "" && name.startsWith(`${issuer}:`) ? name.slice(issuer.length + 1) : name,
    secret: encodeBase32(bytes),
    algorithm: (["SHA1", "SHA1", "SHA256", "SHA512"] as const)[algorithm] ?? "SHA1",
    digits: digits === 2 ? 8 : 6,
    ...(type === 1 ? { type: "hotp" as const, counter: Number(counter) } : {}),
  });
}

describe("parseMigration", () => {
  it("gives what was written, however it is encoded", () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).filter((id) => id !== 0),
        fc.integer({ min: 1, max: 20 }),
        (entries, id, size) => {
          const message = { entries, id, size, index: size - 1 };
          const base64 = encodeMigration(message).toString("base64");
          for (const data of [
            base64,
            encodeURIComponent(base64),
            base64.replace(/=/gu, "%3D"),
            base64.replace(/=/gu, ""),
            base64.replace(/\+/gu, " "),
            base64.replace(/\+/gu, "-").replace(/\//gu, "_"),
          ]) {
            const migration = parseMigration(`otpauth-migration://offline?data=${data}`);
            expect(migration.entries).toEqual(entries.map(expected));
            expect(migration).toMatchObject({ id, size, index: size - 1 });
          }
        },
      ),
      { seed: 1 },
    );
  });

  it("strips the issuer from the name only where it is exactly that", () => {
    const names = [
      ["A", "A:bob"],
      ["A", "B:bob"],
      ["", "A: bob"],
      ["A", "a:bob"],
    ] as const;
    const entries = names.map(([issuer, name]) => ({ secret, issuer, name }));
    expect(parseMigration(migrationUri({ entries })).entries).toMatchObject([
      { issuer: "A", account: "bob" },
      { issuer: "A", account: "B:bob" },
      { issuer: "", account: "A: bob" },
      { issuer: "A", account: "a:bob" },
    ]);
  });

  it.each([
    ["otpauth-migration://offline", "migration-data-missing"],
    ["otpauth-migration://offline?datafail=AA", "migration-data-missing"],
    ["otpauth-migration://offline?data=", "migration-data-missing"],
    ["otpauth-migration://offline?data=%", "migration-data"],
    ["otpauth-migration://offline?data=A", "migration-data"],
    ["otpauth-migration://offline?data=EAE%3D", "migration-empty"],
    ["totp://offline?data=AA", "uri-scheme"],
  ])("refuses %s", (text, code) => {
    expect(() => parseMigration(text)).toThrow(expect.objectContaining({ code }));
  });

  it("refuses every truncation that cuts an entry", () => {
    const message = encodeMigration({ entries: [{ secret, name: "bob", issuer: "B", type: 2 }] });
    const end = message.length - 4;
    for (let length = 1; length < end; length++) {
      const text = `otpauth-migration://offline?data=${message.subarray(0, length).toString("base64")}`;
      expect(() => parseMigration(text)).toThrow(EscrowError);
    }
  });

  it.each([
    ["a batch that is none", { size: 3, index: 3 }],
    ["a batch beyond reason", { size: 1_000_000, index: 0 }],
    ["a negative batch", { size: -1, index: 0 }],
  ])("refuses %s", (_, batch) => {
    const text = migrationUri({ entries: [{ secret }], ...batch });
    expect(() => parseMigration(text)).toThrow(expect.objectContaining({ code: "migration-data" }));
  });
});

describe("entries that cannot be taken", () => {
  it("are skipped and named, the others taken", async () => {
    const { accounts, skipped } = await readText(
      migrationUri({
        entries: [
          { secret, name: "good" },
          { secret, algorithm: 4 },
          { secret, digits: 3 },
          { secret, type: 7 },
          { secret: Buffer.alloc(0) },
          { secret, type: 1, counter: 2n ** 60n },
          { secret, name: "good too" },
        ],
      }),
    );
    expect(accounts.map(({ account }) => account)).toEqual(["good", "good too"]);
    expect(skipped.map(({ place, code, data }) => [place.entry, code, data])).toEqual([
      [2, "codes-not-derivable", { kind: "MD5" }],
      [3, "migration-setting", { name: "digits" }],
      [4, "migration-setting", { name: "type" }],
      [5, "secret-too-short", {}],
      [6, "migration-setting", { name: "counter" }],
    ]);
  });
});

describe("batches", () => {
  const part = (index: number, { size = 3, id, name }: { size?: number; id?: number; name?: string } = {}) =>
    migrationUri({
      entries: [{ secret, name: name ?? `n${index}` }],
      size,
      index,
      ...(id === undefined ? {} : { id }),
    });
  const missingOf = async (...sources: string[]) => {
    const run = await readSources(
      sources.map((text, i) => textSource(text, `s${i + 1}`)),
      noPictures,
    );
    expect(run.complete).toBe(run.missing.length === 0);
    return run.missing;
  };

  it("name the parts that no source holds", async () => {
    const sources = ["s1"];
    expect(await missingOf(part(1))).toEqual([{ size: 3, parts: [1, 3], sources }]);
    expect((await readText(part(1, { id: -5 }))).missing).toEqual([{ size: 3, parts: [1, 3], sources: ["text"] }]);
  });

  it("are completed from several sources, the same part twice or not", async () => {
    expect(await missingOf(part(2), part(0), part(1))).toEqual([]);
    expect(await missingOf(`${part(2)}\n${part(0)}`, part(0), part(1))).toEqual([]);
  });

  it("of different exports are kept apart", async () => {
    expect(await missingOf(part(0, { id: 1 }), part(1, { id: 2 }), part(2, { id: 1 }))).toEqual([
      { size: 3, parts: [2], sources: ["s1", "s3"] },
      { size: 3, parts: [1, 3], sources: ["s2"] },
    ]);
    expect(await missingOf(part(0, { size: 2 }), part(1, { size: 2 }), part(1))).toEqual([
      { size: 3, parts: [1, 3], sources: ["s3"] },
    ]);
    expect(await missingOf(part(0), part(1), part(2), part(1, { name: "of another export" }))).toEqual([
      { size: 3, parts: [1, 3], sources: ["s1", "s2", "s3", "s4"] },
    ]);
  });

  it("of any order and number are found complete exactly when they are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.array(fc.nat(11), { minLength: 1 }), (size, indexes) => {
        const seen = indexes.map((index) => index % size);
        const parts = seen.map((index) => ({ source: "s", id: undefined, size, index, digest: String(index) }));
        const absent = Array.from({ length: size }, (_, i) => i).filter((i) => !seen.includes(i));
        expect(missingParts(parts).flatMap((missing) => missing.parts)).toEqual(absent.map((index) => index + 1));
      }),
    );
  });
});

describe("readSources", () => {
  const uri = (name: string, rest = "") => `otpauth://totp/${name}?secret=JBSWY3DPEHPK3PXP${rest}`;
  const run = (...texts: string[]) =>
    readSources(
      texts.map((text, i) => textSource(text, `s${i + 1}`)),
      noPictures,
    );

  it("takes an account of several sources once, and says so", async () => {
    const { accounts, warnings, complete } = await run(
      `${uri("a")}\n${uri("b")}`,
      uri("b", "&digits=6"),
      uri("b", "&digits=8"),
    );
    expect(accounts.map(({ account, digits }) => [account, digits])).toEqual([
      ["a", 6],
      ["b", 6],
      ["b", 8],
    ]);
    expect(warnings).toEqual([{ code: "account-twice", data: { name: "b", source: "s2", first: "s1" } }]);
    expect(complete).toBe(true);
  });

  it("knows an account under another name by its codes, and keeps the fuller one", async () => {
    const { accounts, warnings } = await run(
      "JBSWY3DPEHPK3PXP",
      uri("alice", "&issuer=Example"),
      uri("Alice%20A", "&issuer=Example.com"),
    );
    expect(accounts.map(({ issuer, account }) => [issuer, account])).toEqual([["Example", "alice"]]);
    const [name, first] = ["Example: alice", "s1"];
    expect(warnings).toEqual([
      { code: "account-renamed", data: { name, other: "–", source: "s2", first } },
      { code: "account-renamed", data: { name, other: "Example.com: Alice A", source: "s3", first } },
    ]);
  });

  it("keeps the text of a kind without codes once, and counts it as read", async () => {
    const { accounts, keeps, complete } = await run(
      `${uri("a")}\notpauth://totp/Old:bob?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5`,
      "otpauth://totp/Old:bob?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5",
    );
    expect(accounts).toHaveLength(1);
    const text = "otpauth://totp/Old:bob?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5";
    expect(keeps).toMatchObject([{ source: "s1", code: "codes-not-derivable", keep: { name: "Old: bob", text } }]);
    expect(complete).toBe(true);
  });

  it("keeps what one source holds twice", async () => {
    expect((await run(`${uri("a")}\n${uri("a")}`)).accounts).toHaveLength(2);
  });

  it("goes on after a source that cannot be read, and names it", async () => {
    const { outcomes, accounts, complete } = await run(
      "nothing here.",
      uri("a"),
      `${uri("b", "&digits=8")}\nwhat is this`,
    );
    expect(accounts.map(({ account }) => account)).toEqual(["a", "b"]);
    expect(outcomes[0]).toMatchObject({ source: "s1", error: { code: "source-unknown" } });
    expect(outcomes[2]?.result?.skipped).toMatchObject([{ source: "s3", place: { line: 2 }, code: "source-line" }]);
    expect(complete).toBe(false);
  });
});

describe("fuzz", () => {
  const message = encodeMigration({
    entries: [
      { secret, name: "bob", issuer: "B" },
      { secret, type: 1, counter: 3n },
    ],
    id: -7,
  });
  const damaged = fc.array(fc.tuple(fc.nat(message.length - 1), fc.nat(255)), { maxLength: 4 }).chain((changes) =>
    fc.nat(message.length).map((length) => {
      const bytes = Buffer.from(message);
      for (const [at, value] of changes) bytes[at] = value;
      return length % 3 === 0 ? bytes.subarray(0, length) : bytes;
    }),
  );
  const payload = fc.oneof(
    damaged,
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  );
  const text = fc.oneof(
    payload.map((bytes) => `otpauth-migration://offline?data=${bytes.toString("base64")}`),
    fc.string({ unit: "binary", maxLength: 30 }).map((rest) => `otpauth-migration://offline?data=${rest}`),
  );

  it("20,000 damaged texts: accounts, or an EscrowError", () => {
    let read = 0;
    fc.assert(
      fc.property(text, (uri) => {
        try {
          const { entries, size, index } = parseMigration(uri);
          expect(entries.length).toBeGreaterThan(0);
          expect(index).toBeLessThan(size);
          read++;
        } catch (error) {
          if (!(error instanceof EscrowError)) throw error;
        }
      }),
      { numRuns: 20_000, seed: 5 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it("long messages take no more than their length", async () => {
    for (const message of ["ff", "08", "0a", "0a00", "0a040a024141", "1801"]) {
      const read = (size: number) => {
        const data = Buffer.from(message.repeat(Math.floor((2 * size) / message.length)), "hex").toString("base64");
        try {
          parseMigration(`otpauth-migration://offline?data=${data}`);
        } catch (error) {
          expect(error).toBeInstanceOf(EscrowError);
        }
      };
      await expectLinear(read, 49_000, message);
    }
  });
});

interface MigrationCase {
  readonly input: string;
  readonly invalid?: string;
  readonly expect?: {
    readonly kind?: string;
    readonly entries?: object[];
    readonly code_at?: { time: number; code: string };
  };
}

withShared("otp-samples/uri-cases.json", (path) => {
  const { cases } = JSON.parse(readFileSync(path, "utf8")) as { cases: MigrationCase[] };
  const own = cases.filter(({ input }) => typeof input === "string" && (input === "" || input.includes("://offline")));

  it.each(own)("$input", async ({ input, invalid, expect: wanted }) => {
    if (invalid !== undefined) {
      expect(await failureOf(readText(input))).toBeInstanceOf(EscrowError);
      return;
    }
    const { accounts } = await readText(input);
    expect(accounts).toMatchObject(wanted?.entries ?? []);
    const [first] = accounts;
    if (first === undefined || first.type === "hotp" || wanted?.code_at === undefined)
      throw new Error("no code to compare");
    expect(codeAt(first, wanted.code_at.time)).toBe(wanted.code_at.code);
  });

  it("are four or more", () => expect(own.length).toBeGreaterThanOrEqual(4));
});
