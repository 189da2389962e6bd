import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Account, type Algorithm, makeAccount, type TimeAccount } from "../../src/account/account.js";
import { decodeBase32 } from "../../src/account/base32.js";
import { codeAt, codeOf, codesFrom, oathtoolCanDerive, testValue } from "../../src/account/codes.js";
import { FULL } from "../helpers/full.js";
import { describeWith, runProgram, withShared } from "../helpers/programs.js";
import rfc from "../vectors/rfc-codes.json" with { type: "json" };
import { anyAccount } from "./arbitrary.js";

function timed(input: Parameters<typeof makeAccount>[0]): TimeAccount {
  const account = makeAccount(input);
  if (account.type === "hotp") throw new TypeError("not a time-based account");
  return account;
}

describe(rfc.hotp.source, () => {
  const { secret, digits, codes, values } = rfc.hotp;
  it.each(codes.map((code, counter) => ({ counter, code })))("counter $counter: $code", ({ counter, code }) => {
    expect(codeOf(makeAccount({ type: "hotp", secret, digits }), counter)).toBe(code);
    const whole = codeOf(makeAccount({ type: "hotp", secret, digits: 10 }), counter);
    expect(Number(whole)).toBe(values[counter]);
  });
});

describe(rfc.totp.source, () => {
  const { secrets, codes, digits, period } = rfc.totp;
  for (const algorithm of ["SHA1", "SHA256", "SHA512"] as const) {
    it.each(codes)(`${algorithm} at $time`, (vector) => {
      const account = timed({ secret: secrets[algorithm], algorithm, digits, period });
      expect(codeAt(account, vector.time)).toBe(vector[algorithm]);
    });
  }
});

/** The same codes, derived another way: Node's HMAC and BigInt arithmetic. */
function slowCode(account: Account, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(account.algorithm, decodeBase32(account.secret)).update(message).digest();
  const value = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff;
  if (account.type !== "steam")
    return String(BigInt(value) % 10n ** BigInt(account.digits)).padStart(account.digits, "0");
  const places = [1, 26, 676, 17_576, 456_976];
  return places.map((place) => "23456789BCDFGHJKMNPQRTVWXY"[Math.floor(value / place) % 26]).join("");
}

describe("codes", () => {
  it("equal those of a second derivation, for any account and counter", () => {
    fc.assert(
      fc.property(anyAccount, fc.maxSafeNat(), (account, counter) => {
        expect(codeOf(account, counter)).toBe(slowCode(account, counter));
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it("follow each other without a gap, the first valid at the time asked for", () => {
    fc.assert(
      fc.property(anyAccount, fc.nat(), fc.integer({ min: 1, max: 5 }), (account, time, count) => {
        if (account.type === "hotp") return;
        const codes = codesFrom(account, time, count);
        expect(codes).toHaveLength(count);
        expect(codes[0]?.code).toBe(codeAt(account, time));
        expect(codes[0]?.from).toBeLessThanOrEqual(time);
        expect(codes[0]?.until).toBeGreaterThan(time);
        codes.slice(1).forEach(({ from, until, code }, i) => {
          expect(from).toBe(codes[i]?.until);
          expect(until - from).toBe(account.period);
          expect(code).toBe(codeAt(account, from));
        });
      }),
    );
  });

  it("of a counter begin with the account's own", () => {
    const { secret, codes } = rfc.hotp;
    const account = makeAccount({ type: "hotp", secret, counter: 3 });
    expect(codesFrom(account, 0, 3)).toEqual([3, 4, 5].map((counter) => ({ code: codes[counter], counter })));
  });

  it("end with the last counter", () => {
    const account = makeAccount({ type: "hotp", secret: "AA", counter: Number.MAX_SAFE_INTEGER - 1 });
    expect(codesFrom(account, 0, 10)).toHaveLength(2);
  });

  it("refuse times and counts that are none", () => {
    const account = timed({ secret: "AA" });
    for (const time of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => codeAt(account, time)).toThrow(RangeError);
    for (const count of [0, -1, 1.5]) expect(() => codesFrom(account, 0, count)).toThrow(RangeError);
  });
});

describe("testValue", () => {
  it("is the code of 1970, and none for HOTP", () => {
    expect(testValue(makeAccount({ secret: rfc.hotp.secret }))).toBe(rfc.hotp.codes[0]);
    expect(testValue(makeAccount({ secret: "JBSWY3DPEHPK3PXP", type: "steam" }))).toMatch(
      /^[2-9BCDFGHJKMNPQRTVWXY]{5}$/u,
    );
    expect(testValue(makeAccount({ secret: "AA", type: "hotp" }))).toBeUndefined();
  });
});

describeWith("oathtool", () => {
  const oathtool = (account: Account, time: number) => {
    const mode =
      account.type === "hotp"
        ? ["--hotp", `--counter=${account.counter}`]
        : [`--totp=${account.algorithm}`, `--time-step-size=${account.period}s`, `--now=@${time}`];
    return runProgram("oathtool", [...mode, "-b", `--digits=${account.digits}`, "-"], account.secret)
      .toString()
      .trim();
  };
  const codeNow = (account: Account, time: number) => codesFrom(account, time, 1)[0]?.code;

  it("derives the same codes of many accounts that it can derive", () => {
    const derivable = anyAccount.filter(oathtoolCanDerive);
    fc.assert(
      fc.property(derivable, fc.nat(), (account, time) => {
        expect(oathtool(account, time)).toBe(codeNow(account, time));
      }),
      { numRuns: FULL ? 200 : 10, seed: 4 },
    );
  });

  it("shows the test value by the command that sheets print", () => {
    const account = makeAccount({ secret: "JBSWY3DPEHPK3PXP" });
    const shown = runProgram("oathtool", ["--totp", "-b", "-N", "1970-01-01 00:00:00 UTC", "-"], account.secret);
    expect(shown.toString().trim()).toBe(testValue(account));
  });

  it("is not said to derive what it does not", () => {
    const sha256 = makeAccount({ type: "hotp", secret: rfc.hotp.secret, algorithm: "SHA256" });
    expect(oathtool(sha256, 0)).not.toBe(codeNow(sha256, 0));
    for (const digits of [5, 9]) {
      const account = makeAccount({ secret: rfc.hotp.secret, digits });
      expect(() => oathtool(account, 0)).toThrow(/digits/u);
      expect(oathtoolCanDerive(account)).toBe(false);
    }
    expect(
      [sha256, makeAccount({ secret: "AA", type: "steam" }), makeAccount({ secret: "AB" })].map(oathtoolCanDerive),
    ).toEqual([false, false, false]);
  });
});

interface CodeVectors {
  readonly hectorm_cases: readonly {
    readonly secret_base32: string;
    readonly hotp: { algorithm: Algorithm; digits: number; counter: number; code: string };
    readonly totp: { algorithm: Algorithm; digits: number; period: number; time: number; code: string };
  }[];
  readonly other: readonly {
    readonly type: "totp" | "steam";
    readonly secret_base32: string;
    readonly time?: number;
    readonly codes?: readonly [number, string][];
    readonly codes_by_parameters?: readonly { digits: number; period: number; algorithm: Algorithm; code: string }[];
  }[];
}

withShared("otp-samples/otp-code-vectors.json", (path) => {
  const vectors = JSON.parse(readFileSync(path, "utf8")) as CodeVectors;

  it.each(vectors.hectorm_cases)("$secret_base32", ({ secret_base32: secret, hotp, totp }) => {
    const { counter, code, ...settings } = hotp;
    expect(codeOf(makeAccount({ ...settings, type: "hotp", secret }), counter)).toBe(code);
    const { time, code: timeCode, ...timeSettings } = totp;
    expect(codeAt(timed({ ...timeSettings, secret }), time)).toBe(timeCode);
  });

  it.each(vectors.other)(
    "$type $secret_base32",
    ({ type, secret_base32: secret, time = 0, codes, codes_by_parameters }) => {
      for (const [at, code] of codes ?? []) expect(codeAt(timed({ type, secret }), at)).toBe(code);
      for (const { code, ...settings } of codes_by_parameters ?? []) {
        expect(codeAt(timed({ ...settings, type, secret }), time)).toBe(code);
      }
    },
  );
});

withShared("otp-samples/rfc-vectors.json", (path) => {
  it("hold the same numbers as our own copy", () => {
    const published = JSON.parse(readFileSync(path, "utf8"));
    expect(published.rfc4226_appendix_d.vectors.map(({ code }: { code: string }) => code)).toEqual(rfc.hotp.codes);
    for (const { time, algorithm, code } of published.rfc6238_appendix_b.vectors) {
      expect(rfc.totp.codes.find((vector) => vector.time === time)?.[algorithm as Algorithm]).toBe(code);
    }
  });
});
