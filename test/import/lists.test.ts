import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { EscrowError } from "../../src/error.js";
import { identifySource, readSource } from "../../src/import/registry.js";
import { anyAccount } from "../account/arbitrary.js";
import { FULL, some } from "../helpers/full.js";
import { expectLinear } from "../helpers/growth.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { migrationUri } from "./helpers/migration.js";
import { failureOf, fixture, noPictures, readText, textSource } from "./helpers/sources.js";

const URI = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";
const MIGRATION = migrationUri({ entries: [{ secret: Buffer.from("Hello!"), name: "m" }] });

const ENCODINGS: readonly [string, (text: string) => Buffer][] = [
  ["UTF-8", (text) => Buffer.from(text)],
  ["UTF-8 with a byte order mark", (text) => Buffer.from(`\uFEFF${text}`)],
  ["UTF-16 LE", (text) => Buffer.from(text, "utf16le")],
  ["UTF-16 LE with a byte order mark", (text) => Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["UTF-16 BE", (text) => Buffer.from(text, "utf16le").swap16()],
  ["UTF-16 BE with a byte order mark", (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
];

/** By default as many as take a fraction of a second. */
const RUNS = FULL ? 20_000 : 2_000;

describe("lists of Key URIs", () => {
  it("gives every entry of a list in its order", async () => {
    const { format, accounts, skipped, warnings } = await readSource(fixture("key-uris.txt"), noPictures);
    expect({ format, skipped, warnings }).toEqual({ format: "key-uris", skipped: [], warnings: [] });
    expect(accounts).toEqual(
      [
        { issuer: "Example", account: "alice@example.com", secret: "JBSWY3DPEHPK3PXP" },
        { issuer: "Bank of Paper", account: "bob", secret: "GEZDGNBVGY3TQOJQ", type: "hotp", counter: 7, digits: 8 },
        { issuer: "Valve", account: "carol", secret: "MFRGGZDFMZTWQ2LK", type: "steam" },
        { account: "dave_x#EXT#@example.onmicrosoft.com", secret: "KRSXG5CTMVRXEZLU", algorithm: "SHA256", period: 60 },
        { issuer: "Steam", secret: "ORSXG5BAN5XGKIDUO5XQ", type: "steam" },
        { issuer: "社内", account: "太郎", secret: "NBSWY3DPEB3W64TM" },
      ].map((input) => makeAccount(input as Parameters<typeof makeAccount>[0])),
    );
  });

  it("names every line that cannot be read", async () => {
    const { accounts, skipped } = await readSource(fixture("key-uris-damaged.txt"), noPictures);
    expect(accounts.map(({ account }) => account)).toEqual(["alice@example.com", "erin"]);
    const source = "key-uris-damaged.txt";
    expect(skipped).toEqual([
      { source, place: { line: 2 }, code: "secret-character", data: { character: "1", place: 16 } },
      { source, place: { line: 3 }, code: "source-line", data: {} },
      { source, place: { line: 4 }, code: "source-prefix", data: { prefix: "QR-Code:" } },
      {
        source,
        place: { line: 5 },
        code: "codes-not-derivable",
        data: { kind: "MD5" },
        name: "Example: dave",
        keep: { name: "Example: dave", text: "otpauth://totp/Example:dave?secret=KRSXG5CTMVRXEZLU&algorithm=MD5" },
      },
    ]);
  });

  it.each(ENCODINGS)("reads %s", async (_, encode) => {
    const text = `# 覚え書き\r\n\r\n${URI}\r\notpauth://totp/é:ü?secret=MFRGGZDFMZTWQ2LK\r\n`;
    const { accounts, skipped } = await readText(encode(text));
    expect(accounts.map(({ issuer, account }) => [issuer, account])).toEqual([
      ["Example", "alice"],
      ["é", "ü"],
    ]);
    expect(skipped).toEqual([]);
  });

  it("mixes both kinds of URI", async () => {
    const { format, accounts } = await readText(
      `${URI}\n${MIGRATION}\r${URI.toUpperCase().replace("SECRET", "secret")}`,
    );
    expect(format).toBe("key-uris");
    expect(accounts.map(({ account }) => account)).toEqual(["alice", "m", "ALICE"]);
  });

  it.each([
    ["a comma behind each", `${URI},\n${URI},`, 2],
    ["quotation marks and commas", `"${URI}",\n'${URI}'`, 2],
    ["an address of a service that draws codes", `https://qr.example/chart?chl=${encodeURIComponent(URI)}&chs=9`, 1],
    ["names before them", `Toot: ${URI}\nFjord = ${URI}`, 2],
    ["bullets and back ticks", `- \`${URI}\`\n2. ${URI}\n> <${URI}>`, 3],
    ["data encoded twice", MIGRATION.replaceAll("%", "%25"), 1],
    ["data broken over lines", MIGRATION.replace(/(?<=data=.{9})/u, "\n"), 1],
    ["a Key URI broken before a parameter", URI.replace("&", "\n&digits=8&"), 1],
  ])("reads %s", async (_, text, count) => {
    const { accounts, skipped } = await readText(text);
    expect({ count: accounts.length, skipped }).toEqual({ count, skipped: [] });
    expect(accounts[0]?.issuer ?? "").not.toContain(",");
  });

  it("takes no key whose end may stand on the next line", async () => {
    const { accounts, skipped } = await readText(`${URI}\notpauth://totp/a?secret=JBSWY3DP\nEHPK3PXP`);
    expect(accounts).toHaveLength(1);
    expect(skipped.map(({ place, code }) => [place.line, code])).toEqual([
      [2, "keys-ambiguous"],
      [3, "source-line"],
    ]);
  });

  it("leaves what is in Ente Auth's trash aside, and says so", async () => {
    const display = (trashed: boolean) =>
      `&codeDisplay=${encodeURIComponent(JSON.stringify({ pinned: true, trashed }))}`;
    const { accounts, warnings } = await readText(
      [true, false, true].map((trashed) => URI + display(trashed)).join("\n"),
    );
    expect(accounts).toHaveLength(1);
    expect(warnings).toEqual([{ code: "entries-deleted", data: { count: 2 }, place: {} }]);
  });

  it.each([
    ["phonefactor://activate_account?code=123456789&url=https%3a%2f%2fexample.com", "code-phonefactor"],
    ["lpaauth-migration://offline?data=eyJ4IjoxfQ%3D%3D", "code-lastpass-transfer"],
  ])("names %s", async (text, code) => {
    expect((await failureOf(readText(text))).code).toBe(code);
  });

  it("keeps an account that stands there twice", async () => {
    expect((await readText(`${URI}\n${URI}`)).accounts).toHaveLength(2);
  });

  it("warns of keys that are short, and of those that can be guessed, and takes both", async () => {
    const { accounts, warnings } = await readText(
      `${URI}\notpauth://totp/b?secret=JBSWY3DP\notpauth://totp/c?secret=PASSWORD`,
    );
    expect(accounts).toHaveLength(3);
    expect(warnings).toEqual([
      { code: "secret-short", data: { length: 8 }, place: { line: 2 }, name: "b" },
      { code: "secret-weak", data: {}, place: { line: 3 }, name: "c" },
    ]);
  });

  it("says where a warning belongs", async () => {
    const { warnings } = await readText(`${URI}\notpauth://hotp/b?secret=JBSWY3DPEHPK3PXP`);
    expect(warnings).toEqual([{ code: "counter-missing", data: {}, place: { line: 2 } }]);
  });

  it("fails with what is wrong with the only line", async () => {
    const error = await failureOf(readText("# one\nQR-Code:otpauth://totp/b?secret=JBSWY3DPEHPK3PXP"));
    expect(error).toMatchObject({ code: "source-prefix", data: { prefix: "QR-Code:", line: 2 } });
  });

  it("never repeats what may be a secret", async () => {
    const error = await failureOf(readText("JBSWY3DPEHPK3PXP:otpauth://totp/b?secret=JBSWY3DPEHPK3PXP"));
    expect(error.code).toBe("source-line");
    expect(JSON.stringify([error.data, error.message])).not.toContain("JBSW");
  });

  it("gives back any accounts, in any encoding", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyAccount, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...ENCODINGS),
        fc.constantFrom("\n", "\r\n", "\r", "\n\n# remark\n"),
        async (accounts, [, encode], newline) => {
          const result = await readText(encode(accounts.map(formatOtpauth).join(newline)));
          expect(result.accounts).toEqual(accounts);
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });
});

describe("bare keys", () => {
  it.each([
    ["aws-base32-string-seed.txt", "KRUGS4ZANFZSA3TPOQQGCIDTMVRXEZLUEBXWMICBK5JSYIDKOVZXIIDUMVZXIIDE"],
    ["key-grouped.txt", "JBSWY3DPEHPK3PXP"],
  ])("%s", async (name, secret) => {
    const { format, accounts, warnings } = await readSource(fixture(name), noPictures);
    expect({ format, accounts, warnings }).toEqual({
      format: "base32-key",
      accounts: [makeAccount({ secret })],
      warnings: [],
    });
  });

  it.each([
    ["padding that was percent-encoded", "JBSWY3DPEHPK3PXP%3D%3D%3d"],
    ["hexadecimal that is said to be", "hex:48656c6c6f21DEADBEEF"],
  ])("with %s", async (_, text) => {
    expect((await readText(text)).accounts.map(({ secret }) => secret)).toEqual(["JBSWY3DPEHPK3PXP"]);
  });

  it("are kept as they were given, with a warning where apps may differ", async () => {
    const { accounts, warnings } = await readText("secreto=");
    expect(accounts[0]?.secret).toBe("SECRETO");
    expect(warnings.map(({ code, data }) => ({ code, data }))).toEqual([
      { code: "secret-not-canonical", data: {} },
      { code: "secret-weak", data: {} },
    ]);
  });

  it.each([
    ["two lines, which may be one key", "JBSWY3DPEHPK3PXP\nMFRGGZDFMZTWQ2LK", "keys-ambiguous"],
    ["a character that is none", "JBSW Y3DP EHPK 3PX1", "secret-character"],
    ["hexadecimal that is not said to be", "48656c6c6f21deadbeef0123", "secret-hexadecimal"],
    ["a single letter", "a", "secret-too-short"],
    ["words", "Lorem ipsum dolor sit amet consetetur", "source-unknown"],
    ["a sentence", "Lorem ipsum, dolor.", "source-unknown"],
    ["JSON", '{"a": 1}', "source-unknown"],
    ["another address", "https://example.com/", "source-unknown"],
    ["another scheme with the same data", "totp://offline?data=CgcKBUhlbGxv", "source-unknown"],
    ["nothing", "", "source-empty"],
    ["blanks", " \r\n\t\n", "source-empty"],
    ["remarks", "# one\n\n# two\n", "source-empty"],
    ["a byte order mark", "\uFEFF", "source-empty"],
  ])("refused: %s", async (_, text, code) => {
    expect((await failureOf(readText(text))).code).toBe(code);
  });

  it("refused: bytes that are no text", async () => {
    expect((await failureOf(readText(Buffer.from([0, 0, 1, 2])))).code).toBe("source-unknown");
    expect((await failureOf(readText(Buffer.from([0x41, 0x42, 0x80, 0xff, 1])))).code).toBe("source-unknown");
    const shiftJis = Buffer.concat([Buffer.from([0x23, 0x8e, 0xa9, 0x0a]), Buffer.from(URI)]);
    expect((await failureOf(readText(shiftJis))).code).toBe("source-encoding");
    expect((await failureOf(readText(Buffer.alloc(64 * 1024 * 1024 + 1, "A")))).code).toBe("source-too-large");
  });
});

describe("identifySource", () => {
  it.each([
    ["google-authenticator", MIGRATION],
    ["key-uris", URI],
    ["key-uris", `${MIGRATION}\n${URI}`],
    ["base32-key", "JBSWY3DPEHPK3PXP"],
    [undefined, "%PD not quite"],
  ])("%s", (name, text) => {
    expect(identifySource(textSource(text, "misleading.png"))).toBe(name);
  });
});

describeWith("zbarimg", () => {
  it("its texts are read as --raw prints them, its prefix is named", async () => {
    const { default: qrcode } = await import("qrcode");
    const png = await qrcode.toBuffer(URI);
    const plain = runProgram("zbarimg", ["-q", "--nodbus", "-"], png);
    expect(await failureOf(readText(plain))).toMatchObject({ code: "source-prefix", data: { prefix: "QR-Code:" } });
    const raw = runProgram("zbarimg", ["-q", "--raw", "--nodbus", "-"], png);
    expect((await readText(raw)).accounts).toHaveLength(1);
  });
});

describe("fuzz", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      URI,
      MIGRATION,
      "steam://AA",
      "\n",
      "\r",
      "#",
      ":",
      "QR-Code:",
      "otpauth://",
      "JBSWY3DP",
      " ",
      "\uFEFF",
    ),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  const list = fc.array(piece, { maxLength: 10 }).map((pieces) => Buffer.from(pieces.join("")));
  const key = fc
    .array(fc.oneof(fc.constantFrom("JBSW", "y3dp", " ", "-", "=", "\n", "1", "é"), fc.string({ maxLength: 4 })), {
      maxLength: 12,
    })
    .map((pieces) => Buffer.from(pieces.join("")));
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));

  it.each([
    ["lists", list, 1],
    ["keys", key, 2],
    ["bytes", bytes, 3],
  ])(`${RUNS} %s: a result that leaves nothing out, or an EscrowError`, async (_, input, seed) => {
    await fc.assert(
      fc.asyncProperty(input, async (source) => {
        try {
          const { accounts, skipped, warnings } = await readSource(textSource(source), {
            readCodes: () => Promise.resolve([]),
          });
          expect(accounts.length > 0 || skipped.length > 1).toBe(true);
          const lines = source
            .toString()
            .split(/[\r\n]+/u)
            .map((line) => line.trim());
          const meant = lines.filter((line) => line !== "" && !line.startsWith("#"));
          if (source[0] !== 0 && source[1] !== 0 && source[0] !== 0xff && source[0] !== 0xfe) {
            // What pass stores beside a Key URI is left aside, and said to be.
            const aside = warnings.some(({ code }) => code === "lines-aside");
            expect(aside || accounts.length + skipped.length >= meant.length).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof EscrowError)) throw error;
        }
      }),
      { numRuns: RUNS, seed },
    );
  });

  it("long inputs of one kind take no more than their length", async () => {
    for (const part of [
      "=",
      "A",
      "A ",
      "# \n",
      "otpauth://totp/",
      "QR-Code:",
      "<",
      "<!--",
      "\r",
      "-",
      "a:otpauth://\n",
      ...["<!--x-->", "otp: otpauth://totp/a?secret=JBSWY3DP\n\npass\n", "otpauth://totp/a?secret=JBSWY3DP\n"],
      ...["otpauth://motp/a%20:%20", "# keep: a JBSWY3DP\n", "sep=,\n", '"",', "name,totp\n", "[", '{"a":[', "a,\n"],
      ...["Secret: ", "key: JBSW\n", "data:image/png;base64,", "\uFDFA"],
    ]) {
      for (const before of some([
        "",
        "otpauth://motp/",
        "<html>",
        "<?xml version='1.0'?><KeePassFile>",
        "name,totp\n",
      ])) {
        const read = (size: number) =>
          readSource(textSource(before + part.repeat(Math.floor(size / part.length))), {
            readCodes: async () => [],
          }).catch((error) => {
            expect(error).toBeInstanceOf(EscrowError);
          });
        await expectLinear(read, 50_000, JSON.stringify(before + part));
      }
    }
  });
});
