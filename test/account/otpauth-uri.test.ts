import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Account, makeAccount } from "../../src/account/account.js";
import { encodeBase32, normaliseSecret } from "../../src/account/base32.js";
import { codeAt } from "../../src/account/codes.js";
import { formatOtpauth, MAX_URI_LENGTH, parseOtpauth } from "../../src/account/otpauth-uri.js";
import { EscrowError } from "../../src/error.js";
import { expectLinear } from "../helpers/growth.js";
import { withShared } from "../helpers/programs.js";
import { anyAccount } from "./arbitrary.js";

const SECRET = "JBSWY3DPEHPK3PXP";

function failure(text: string): EscrowError {
  try {
    parseOtpauth(text);
  } catch (error) {
    if (error instanceof EscrowError) return error;
    throw error;
  }
  throw new Error("was read");
}

const warningsOf = (text: string) => parseOtpauth(text).warnings.map(({ code }) => code);
const names = ({ issuer, account, labelPrefix }: Account) => ({ issuer, account, labelPrefix });

describe("parseOtpauth and formatOtpauth", () => {
  it("give back every account that makeAccount can produce", () => {
    fc.assert(
      fc.property(anyAccount, (account) => {
        expect(parseOtpauth(formatOtpauth(account)).account).toEqual(account);
      }),
      { numRuns: 20_000, seed: 1 },
    );
  });

  it("write only what other programs take for a URI", () => {
    fc.assert(
      fc.property(anyAccount, (account) => {
        expect(formatOtpauth(account)).toMatch(
          /^otpauth:\/\/(totp|hotp|steam)\/[!-~]*\?secret=[A-Z2-7]+(&[a-z]+=[!-~]+)*$/u,
        );
      }),
    );
  });
});

describe("formatOtpauth", () => {
  it.each([
    [{ issuer: "ACME", account: "bob", secret: SECRET }, `totp/ACME%3Abob?secret=${SECRET}&issuer=ACME`],
    [{ account: "bob", secret: SECRET }, `totp/bob?secret=${SECRET}`],
    [{ secret: SECRET }, `totp/?secret=${SECRET}`],
    [{ account: "a:b", secret: SECRET }, `totp/%3Aa%3Ab?secret=${SECRET}`],
    [{ issuer: "MS", labelPrefix: "Org", account: "b", secret: SECRET }, `totp/Org%3Ab?secret=${SECRET}&issuer=MS`],
    [{ issuer: "a:b", account: "c", secret: SECRET }, `totp/a%3Ab%3Ac?secret=${SECRET}&issuer=a%3Ab`],
    [{ issuer: "a:b", labelPrefix: "a", account: "b:c", secret: SECRET }, `totp/a:b%3Ac?secret=${SECRET}&issuer=a%3Ab`],
    [{ type: "hotp", account: "b", secret: SECRET }, `hotp/b?secret=${SECRET}&counter=0`],
    [{ type: "steam", account: "b", issuer: "Valve", secret: SECRET }, `steam/Valve%3Ab?secret=${SECRET}&issuer=Valve`],
    [{ issuer: "Steam", secret: SECRET }, `totp/Steam%3A?secret=${SECRET}&issuer=Steam&encoder=default`],
    [
      { account: "b", secret: SECRET, algorithm: "SHA512", digits: 8, period: 60 },
      `totp/b?secret=${SECRET}&algorithm=SHA512&digits=8&period=60`,
    ],
  ] as const)("writes %j", (input, uri) => {
    expect(formatOtpauth(makeAccount(input))).toBe(`otpauth://${uri}`);
  });
});

describe("parseOtpauth reads names", () => {
  it.each([
    ["Air%20Canada:Ben", "issuer=Air+Canada", { issuer: "Air Canada", account: "Ben" }],
    ["Org:b", "issuer=Microsoft", { issuer: "Microsoft", account: "b", labelPrefix: "Org" }],
    ["a:b:c", "issuer=a:b", { issuer: "a:b", account: "c" }],
    ["a:b:c", "", { issuer: "a", account: "b:c" }],
    ["a%3Ab:c", "", { issuer: "a:b", account: "c" }],
    ["Example:alice:443", "issuer=Example", { issuer: "Example", account: "alice:443" }],
    ["Example:%20%20alice", "issuer=", { issuer: "Example", account: "alice" }],
    ["%20:bob", "issuer=%20", { issuer: "", account: "bob" }],
    [":bob", "", { issuer: "", account: "bob" }],
    [":a:b", "", { issuer: "", account: "a:b" }],
    ["bob", "issuer", { issuer: "", account: "bob" }],
    ["bob", "issuer&", { issuer: "", account: "bob" }],
    ["bob", "amp;issuer=X", { issuer: "X", account: "bob" }],
    ["bob", "ISSUER=X", { issuer: "X", account: "bob" }],
    ["bob_x#EXT#@y.onmicrosoft.com", "issuer=A#B", { issuer: "A#B", account: "bob_x#EXT#@y.onmicrosoft.com" }],
    ["100%:50%25", "", { issuer: "100%", account: "50%" }],
    ["a+b%2Bc", "issuer=1%2B1", { issuer: "1+1", account: "a+b+c" }],
    ["%E6%97%A5%E6%9C%AC", "issuer=%FFx", { issuer: "%FFx", account: "日本" }],
    ["b", "issuer=null", { issuer: "null", account: "b" }],
    ["a/b/c", "", { issuer: "", account: "a/b/c" }],
  ])("%s & %s", (label, parameter, expected) => {
    const { account } = parseOtpauth(`otpauth://totp/${label}?secret=${SECRET}&${parameter}`);
    expect(names(account)).toEqual({ labelPrefix: undefined, ...expected });
  });
});

describe("parseOtpauth reads settings", () => {
  const read = (rest: string) => parseOtpauth(`otpauth://${rest}`).account;

  it.each([
    [`totp/b?secret=${SECRET}&algorithm=null&digits=null&period=null`, { algorithm: "SHA1", digits: 6, period: 30 }],
    [`totp/b?secret=${SECRET}&algorithm=&digits=&period=`, { algorithm: "SHA1", digits: 6, period: 30 }],
    [`totp/b?secret=${SECRET}&ALGORITHM=sha256&Digits=8&PERIOD=15`, { algorithm: "SHA256", digits: 8, period: 15 }],
    [`totp/b?secret=${SECRET}&digits=6&digits=6`, { digits: 6 }],
    [`totp/b?secret=jbsw+y3dp-ehpk_3pxp%3D%3D`, { secret: SECRET }],
    [`TOTP/b?secret=${SECRET}`, { type: "totp" }],
    [`hotp/b?secret=${SECRET}&period=x&counter=9007199254740991`, { type: "hotp", counter: Number.MAX_SAFE_INTEGER }],
    [`totp/b?secret=${SECRET}&counter=x`, { type: "totp", period: 30 }],
    [`steam/b?secret=${SECRET}&digits=5`, { type: "steam", digits: 5, issuer: "" }],
    [`totp/V:b?secret=${SECRET}&encoder=steam`, { type: "steam", digits: 5, issuer: "V" }],
    [`totp/V:b?secret=${SECRET}&steam`, { type: "steam", digits: 5, issuer: "V" }],
    [`totp/Steam:b?secret=${SECRET}&digits=6&steam=true`, { type: "steam", digits: 5 }],
    [`totp/V:b?secret=${SECRET}&steam=false`, { type: "totp", digits: 6 }],
    [`totp/Steam:b?secret=${SECRET}&digits=5`, { type: "steam", digits: 5 }],
    [`totp/Steam?secret=${SECRET}&digits=5`, { type: "steam", account: "Steam" }],
    [`totp/Steam%20Guard:b?secret=${SECRET}&digits=5&period=30&algorithm=SHA-1`, { type: "steam" }],
    [`totp/Valve:b?secret=${SECRET}&digits=s`, { type: "steam", digits: 5, issuer: "Valve" }],
    [`totp/Steamer:b?secret=${SECRET}&digits=5`, { type: "totp", digits: 5 }],
    [`totp/Bank:Steam?secret=${SECRET}&digits=5`, { type: "totp", digits: 5 }],
    [`totp/Steam?secret=${SECRET}`, { type: "totp", digits: 6 }],
    [`totp/b?secret=${SECRET}&algorithm=HmacSHA256`, { algorithm: "SHA256" }],
    [`totp/b?secret=${SECRET}&algorithm=hmac-sha-512`, { algorithm: "SHA512" }],
    [`totp/b?secret=hex:48656c6c6f21deadbeef`, { secret: SECRET }],
    [`totp/Steam:b?secret=${SECRET}`, { type: "steam", digits: 5 }],
    [`totp/Steam:b?secret=${SECRET}&digits=6`, { type: "totp", digits: 6 }],
    [`totp/Steam:b?secret=${SECRET}&digits=5&algorithm=SHA256`, { type: "totp", digits: 5 }],
    [`totp/Steam:b?secret=${SECRET}&encoder=default`, { type: "totp", digits: 6 }],
  ])("%s", (rest, expected) => {
    expect(read(rest)).toMatchObject(expected);
  });

  it.each([251, 255, 0, 62])("with the secret as steamguard-cli wrote it, in base64, from %d", (start) => {
    const bytes = Uint8Array.from({ length: 20 }, (_, i) => start - 7 * i);
    const base64 = Buffer.from(bytes).toString("base64");
    const secret = encodeBase32(bytes);
    for (const text of [base64, encodeURIComponent(base64), `${base64}/`]) {
      expect(parseOtpauth(`steam://${text}`).account).toMatchObject({ type: "steam", secret });
    }
    for (const text of [base64, encodeURIComponent(base64)]) {
      const uri = `otpauth://totp/Steam:alice?secret=${text}&period=30&digits=5&issuer=Steam&encoder=steam`;
      expect(parseOtpauth(uri).account).toMatchObject({ type: "steam", account: "alice", secret });
    }
    // Base32 of that length stays what it is, whatever its padding.
    const odd = "ABCDEFGHIJKLMNOPQRSTUVWXYZ2";
    for (const text of [odd, `${odd}=`, `${odd.toLowerCase()}=`]) {
      expect(parseOtpauth(`steam://${text}`).account.secret).toBe(odd);
    }
  });

  it("steam://SECRET", () => {
    expect(parseOtpauth(`steam://${SECRET}`).account).toMatchObject({ type: "steam", issuer: "Steam", secret: SECRET });
  });

  it("Apple's links to its settings", () => {
    expect(parseOtpauth(`apple-otpauth://totp/A:b?secret=${SECRET}`)).toEqual(
      parseOtpauth(`otpauth://totp/A:b?secret=${SECRET}`),
    );
  });

  it("blanks and a byte order mark around it", () => {
    expect(parseOtpauth(`\uFEFF otpauth://totp/b?secret=${SECRET}\r\n`).account.account).toBe("b");
  });
});

describe("parseOtpauth warns", () => {
  it.each([
    [`totp/?secret=${SECRET}`, ["label-empty"]],
    [`totp?secret=${SECRET}`, ["label-empty"]],
    [`hotp/b?secret=${SECRET}`, ["counter-missing"]],
    [`hotp/b?secret=${SECRET}&counter=null`, ["counter-missing"]],
    [`totp/b?secret=${SECRET}&digits=9`, ["digits-unusual"]],
    ["totp/b?secret=SECRETO", ["secret-not-canonical"]],
    [`totp/Steam:b?secret=${SECRET}&issuer=Steam`, ["steam-assumed"]],
    [`totp/Steam:b?secret=${SECRET}&issuer=Steam&steam`, []],
    [`totp/b?secret=${SECRET}&algo=SHA1`, ["parameter-ignored"]],
    [`totp/b?secret=${SECRET}&whatever=1`, ["parameter-unknown"]],
    [`totp/b?secret=${SECRET}&issuer=A&issuer=B`, ["parameter-repeated"]],
    [`steam/b?secret=${SECRET}&digits=6`, ["parameter-ignored"]],
    [`totp/b?secret=${SECRET}&image=x&icon=y&color=z&lock=1&pin=1&codeDisplay=%7B%7D`, []],
    [`totp/b?secret=${SECRET}`, []],
  ])("%s", (rest, expected) => {
    expect(warningsOf(`otpauth://${rest}`)).toEqual(expected);
  });
});

describe("parseOtpauth refuses", () => {
  it.each([
    ["", "uri-scheme"],
    ["https://example.com/", "uri-scheme"],
    ["otpauth-migration://offline?data=AA", "uri-scheme"],
    [`NOT otpauth://totp/b?secret=${SECRET}`, "uri-scheme"],
    ["otpauth://fail", "uri-type"],
    [`otpauth://${SECRET}`, "uri-type"],
    [`otpauth:///b?secret=${SECRET}`, "uri-type"],
    [`otpauth://yaotp/b?secret=${SECRET}`, "codes-not-derivable"],
    ["motp://a:b?secret=x", "codes-not-derivable"],
    [`otpauth://totp/b?secret=${SECRET}&algorithm=MD5`, "codes-not-derivable"],
    [`otpauth://totp/b?secret=${SECRET}&algorithm=SHA384`, "codes-not-derivable"],
    [`otpauth://totp/b?secret=${SECRET}&algorithm=sha224`, "codes-not-derivable"],
    [`otpauth://totp/b?secret=${SECRET}&algorithm=SHA-2`, "uri-algorithm"],
    [`otpauth://totp/b?secret=${SECRET}&algorithm=HmacSHA11`, "uri-algorithm"],
    [`otpauth://totp/b?secret=${SECRET}&algorithm=GOST3411_2012_256`, "codes-not-derivable"],
    [`otpauth://totp/b?secret=${SECRET}&2step_salt=8&2step_output=20&2step_difficulty=10000`, "uri-two-step"],
    ["otpauth://totp/b?secret=9f8e1c0a77b2450d36e8f9a1b4c7d2e05f6a3b18", "secret-hexadecimal"],
    ["otpauth://totp/b?secret=9f8e1c0a", "secret-character"],
    ["otpauth://totp/b?issuer=x", "uri-secret-missing"],
    ["otpauth://totp/b?secret=", "uri-secret-missing"],
    ["otpauth://totp/b?secret=null", "uri-secret-missing"],
    ["otpauth://totp/b", "uri-secret-missing"],
    ["steam://", "uri-secret-missing"],
    ["steam://rungameid/10", "secret-character"],
    ["otpauth://totp/b?secret=JBSWY3DPEHPK3PX1", "secret-character"],
    ["otpauth://totp/b?secret=J", "secret-too-short"],
    [`otpauth://totp/b?secret=${"A".repeat(1641)}`, "secret-too-long"],
    [`otpauth://totp/${"b".repeat(513)}?secret=${SECRET}`, "text-too-long"],
    [`otpauth://totp/b?secret=${SECRET}&x=${"b".repeat(MAX_URI_LENGTH)}`, "text-too-long"],
    [`otpauth://totp/b?secret=${SECRET}&secret=${SECRET}A`, "uri-parameter-repeated"],
    [`otpauth://totp/b?secret=${SECRET}&digits=6&DIGITS=8`, "uri-parameter-repeated"],
    ...["digits=0", "digits=11", "digits=-6", "digits=%2B6", "digits=6.0", "digits=six", "digits=0x6"].map(
      (setting) => [`otpauth://totp/b?secret=${SECRET}&${setting}`, "uri-parameter"],
    ),
    ...["period=0", "period=86401", "period=-30", "period=3e1", "period=30s"].map((setting) => [
      `otpauth://totp/b?secret=${SECRET}&${setting}`,
      "uri-parameter",
    ]),
    ...["counter=-1", "counter=test", "counter=9007199254740992"].map((setting) => [
      `otpauth://hotp/b?secret=${SECRET}&${setting}`,
      "uri-parameter",
    ]),
  ])("%.80s", (text, code) => {
    expect(failure(text).code).toBe(code);
  });

  it("never repeats what may be the secret", () => {
    const misplaced = [
      `otpauth://${SECRET}/b`,
      `otpauth://totp/b?algorithm=${SECRET}&secret=${SECRET}`,
      `otpauth://totp/b?secret=${SECRET}&digits=${SECRET}`,
      `otpauth://totp/b?secret=1${SECRET}`,
    ];
    for (const text of misplaced) {
      const error = failure(text);
      expect(JSON.stringify([error.message, error.data, error.stack])).not.toContain(SECRET);
    }
    expect(JSON.stringify(parseOtpauth(`otpauth://totp/b?secret=${SECRET}&${SECRET}=1`).warnings)).not.toMatch(
      /jbsw/iu,
    );
  });
});

describe("fuzz", () => {
  it("20,000 damaged URIs: an account that is written and read back, or an EscrowError, each within a second", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "otpauth://",
        "totp/",
        "hotp/",
        "steam://",
        "motp:",
        "?",
        "&",
        "=",
        "%",
        "%3A",
        ":",
        "secret=",
        SECRET,
      ),
      fc.constantFrom(
        "&digits=",
        "&period=",
        "&counter=",
        "&issuer=Steam",
        "&algorithm=SHA",
        "null",
        "8",
        "+",
        "#",
        "\n",
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
      fc.array(piece, { maxLength: 8 }).map((pieces) => `otpauth://totp/b?secret=${SECRET}${pieces.join("")}`),
    );
    let read = 0;
    fc.assert(
      fc.property(text, (uri) => {
        try {
          const { account } = parseOtpauth(uri);
          read++;
          expect(parseOtpauth(formatOtpauth(account)).account).toEqual(account);
        } catch (error) {
          if (!(error instanceof EscrowError)) throw error;
        }
      }),
      { numRuns: 20_000, seed: 2 },
    );
    expect(read).toBeGreaterThan(1000);
  });

  it("long inputs take no longer than their length", async () => {
    for (const part of ["=", "&", "%", "%41", ":", "+", "a=b&", "%3A:", " ", "%20", "b&"]) {
      for (const uriOf of [
        (filler: string) => `otpauth://totp/b?secret=${filler}A`,
        (filler: string) => `otpauth://totp/${filler}?secret=${SECRET}`,
        (filler: string) => `otpauth://totp/b?secret=${SECRET}&x${filler}`,
        (filler: string) => `steam://${filler}A`,
      ]) {
        const read = (size: number) => {
          try {
            parseOtpauth(uriOf(part.repeat(Math.floor(size / part.length))).slice(0, MAX_URI_LENGTH));
          } catch (error) {
            expect(error).toBeInstanceOf(EscrowError);
          }
        };
        await expectLinear(read, 65_000, uriOf(part));
      }
    }
  });
});

interface UriCase {
  readonly input: string | object;
  readonly invalid?: string;
  readonly expect?: Record<string, unknown> & {
    readonly round_trip?: string;
    readonly label_prefix?: string;
    readonly code_at?: { readonly time: number; readonly code: string };
    readonly codes_at?: readonly [number, string][];
  };
}

/** Refused by one project, taken by another: a secret is not lost for want of a name. */
const TAKEN_ALL_THE_SAME = ["otpauth://totp/?secret=ABCDEFG"];
/** A hash that others do not know by this spelling. */
const SPELT_OTHERWISE = /&algorithm=SHA-1&/u;

withShared("otp-samples/uri-cases.json", (path) => {
  const { cases } = JSON.parse(readFileSync(path, "utf8")) as { cases: UriCase[] };
  // Texts of other kinds are read by the sources.
  const own = cases.filter(
    ({ input, expect: expected }) =>
      typeof input === "string" && !input.includes("://offline") && expected?.shape_only === undefined,
  );

  it.each(own)("$input", ({ input, invalid, expect: expected = {} }) => {
    const text = input as string;
    if (invalid !== undefined) {
      const read = () => (text.includes(":") ? parseOtpauth(text) : normaliseSecret(text));
      if (TAKEN_ALL_THE_SAME.includes(text)) expect(read()).toMatchObject({ warnings: [{ code: "label-empty" }, {}] });
      else if (SPELT_OTHERWISE.test(text)) expect(read()).toMatchObject({ account: { algorithm: "SHA1" } });
      else expect(read).toThrow(EscrowError);
      return;
    }
    if (expected.kind === "bare-secret") {
      expect(normaliseSecret(text)).toBe(expected.secret);
      return;
    }
    const { account } = parseOtpauth(text);
    const { round_trip, label_prefix, code_at, codes_at = [], secret_hex: _, ...fields } = expected;
    expect(account).toMatchObject(fields);
    if (label_prefix !== undefined) expect(account.labelPrefix).toBe(label_prefix);
    if (round_trip !== undefined) expect(formatOtpauth(account)).toBe(round_trip);
    for (const [time, code] of [...codes_at, ...(code_at ? [[code_at.time, code_at.code] as const] : [])]) {
      expect(account.type === "hotp" ? "" : codeAt(account, time)).toBe(code);
    }
  });

  it("are most of the file", () => expect(own.length).toBeGreaterThanOrEqual(45));
});
