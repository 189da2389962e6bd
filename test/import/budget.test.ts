import { describe, expect, it } from "vitest";
import { derivationSeconds, MOST_SECONDS } from "../../src/import/budget.js";
import {
  checkDerivation,
  type Derivation,
  MAX_AES_KDF_ITERATIONS,
  MAX_ARGON2_WORK,
  MAX_PBKDF2_ITERATIONS,
} from "../../src/import/formats/derivation.js";
import { readSource } from "../../src/import/registry.js";
import type { ImportContext } from "../../src/import/source.js";
import { failureOf, noPictures, textSource } from "./helpers/sources.js";

const salt = new Uint8Array(32);

/** A vault of so many password slots that each ask for the most. */
function aegisVault(slots: number, n: number) {
  const slot = {
    ...{ type: 1, n, r: 8, p: 1, salt: "00".repeat(32), key: "00".repeat(32) },
    key_params: { nonce: "00".repeat(12), tag: "00".repeat(16) },
  };
  const params = { nonce: "00".repeat(12), tag: "00".repeat(16) };
  return textSource(
    JSON.stringify({ version: 1, header: { slots: Array.from({ length: slots }, () => slot), params }, db: "AAAA" }),
  );
}

/** A context that counts derivations, and gives any number of wrong passwords. */
function counting(password: string) {
  const derived: number[] = [];
  const spent: number[] = [];
  const context: ImportContext = {
    ...noPictures,
    password: async () => password,
    derive: async (_, derivation) => {
      derived.push(derivationSeconds(derivation));
      return new Uint8Array(derivation.length);
    },
    progress: ({ spentSeconds }) => void spent.push(spentSeconds),
  };
  return { context, derived, spent };
}

describe("one budget a source", () => {
  it("ends slots × spellings × passwords", async () => {
    const { context, derived, spent } = counting("pässwörd");
    expect(await failureOf(readSource(aegisVault(8, 2 ** 18), context))).toMatchObject({
      code: "source-too-long",
      data: { seconds: MOST_SECONDS },
    });
    // 2.1 s each; without a budget it would be 8 slots × 2 spellings × 10 passwords.
    expect(derived).toHaveLength(28);
    expect(derived.reduce((sum, seconds) => sum + seconds, 0)).toBeLessThanOrEqual(MOST_SECONDS);
    expect(spent.at(-1)).toBeCloseTo(28 * (derived[0] ?? 0));
  });

  it("lets somebody mistype the password of a vault with usual settings, and is whole again for the next source", async () => {
    for (let source = 0; source < 2; source++) {
      const { context, derived } = counting("pässwörd");
      expect((await failureOf(readSource(aegisVault(2, 2 ** 15), context))).code).toBe("password-wrong");
      expect(derived).toHaveLength(40);
    }
  });

  it.each<[string, Derivation]>([
    ["PBKDF2", { kind: "pbkdf2", hash: "SHA-512", iterations: MAX_PBKDF2_ITERATIONS, salt, length: 64 }],
    ["AES", { kind: "aes-kdf", iterations: MAX_AES_KDF_ITERATIONS, salt, length: 32 }],
    ["scrypt", { kind: "scrypt", n: 2 ** 18, r: 8, p: 2, salt, length: 32 }],
    [
      "Argon2",
      { kind: "argon2id", memoryKib: 2 ** 20, iterations: MAX_ARGON2_WORK / 2 ** 20, parallelism: 1, salt, length: 32 },
    ],
  ])("holds the dearest %s that is let through once", (_, derivation) => {
    checkDerivation(derivation);
    expect(derivationSeconds(derivation)).toBeLessThan(MOST_SECONDS);
  });

  it("counts the blocks of a long key", () => {
    const derivation = (length: number) => ({ kind: "pbkdf2", hash: "SHA-1", iterations: 1000, salt, length }) as const;
    expect(derivationSeconds(derivation(66))).toBe(4 * derivationSeconds(derivation(20)));
  });

  it.each([
    ["that say nothing", [], 2],
    ["with codes", ["https://example.com"], 9],
  ])("ends the pictures of a page %s by what they took", async (_, texts, most) => {
    let seconds = 0;
    let looked = 0;
    const context: ImportContext = {
      watch: () => seconds,
      readCodes: async () => {
        looked++;
        seconds += 7;
        return texts;
      },
    };
    const pictures = Array.from(
      { length: 100 },
      (_, i) => `<img src="data:image/png;base64,${Buffer.from(`picture ${i}`).toString("base64")}">`,
    );
    const page = textSource(`<!doctype html><html>${pictures.join("\n")}</html>`);
    expect(await failureOf(readSource(page, context))).toMatchObject({ code: "source-too-long" });
    expect(looked).toBe(most);
  });

  it("ends the work of a reader, which asks with each entry, and counts nothing while somebody is asked", async () => {
    let seconds = 0;
    const entries = Array.from({ length: 100 }, (_, i) => ({ title: `a${i}`, totp: "JBSWY3DPEHPK3PXP" }));
    const source = textSource(JSON.stringify({ items: entries }));
    const reading = (each: number) => {
      seconds = 0;
      return readSource(source, { ...noPictures, watch: () => (seconds += each) });
    };
    expect((await reading(0.5)).accounts).toHaveLength(100);
    expect(await failureOf(reading(0.7))).toMatchObject({ code: "source-too-long", data: { seconds: MOST_SECONDS } });

    seconds = 0;
    const { context } = counting("wrong");
    const slow = async () => {
      seconds += 1_000;
      return "wrong";
    };
    const vault = readSource(aegisVault(1, 2 ** 14), { ...context, watch: () => seconds, password: slow });
    expect((await failureOf(vault)).code).toBe("password-wrong");
  });

  it("leaves a picture, or a PDF, that is a source itself to the bounds of its pages", async () => {
    let seconds = 0;
    const readCodes = async () => {
      seconds += 1_000;
      return ["otpauth://totp/a?secret=JBSWY3DPEHPK3PXP"];
    };
    const bytes = Uint8Array.from(Buffer.from("%PDF-1.7\n"));
    const { accounts } = await readSource({ name: "scan.pdf", bytes }, { watch: () => seconds, readCodes });
    expect(accounts).toHaveLength(1);
  });
});
