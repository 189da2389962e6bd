import { describe, expect, it } from "vitest";
import * as library from "../../src/index.js";

const SECRET = "GEZDGNBVGY3TQOJQ";

function errorOf(run: () => unknown): Error & { code?: string; data?: unknown } {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

describe("an error of the library", () => {
  it("says in English what is wrong and what to do, and keeps its code and data", () => {
    const error = errorOf(() => library.makeAccount({ secret: `${SECRET}1` }));
    expect(error).toBeInstanceOf(library.EscrowError);
    expect(error.message).toBe(
      "the key cannot contain “1” (character 17)\n" +
        "hint: keys have the letters A to Z and the digits 2 to 7: 0 is often the letter O, 1 the letter I or L, 8 the letter B",
    );
    expect([error.code, error.data]).toEqual(["secret-character", { character: "1", place: 17 }]);
  });

  it("has words for every code", () => {
    for (const code of library.ERROR_CODES) {
      expect(new library.EscrowError(code).message).toMatch(/^\S[^\n]*\nhint: \S[^\n]*$/u);
    }
  });

  it("repeats no key and no otpauth text, even where a name holds one", () => {
    const uri = `otpauth://totp/Example:alice?secret=${SECRET}&issuer=Example`;
    for (const file of [SECRET, uri, `a ${SECRET} b`]) {
      for (const code of library.ERROR_CODES) {
        const data = { file, files: [file], names: file, name: file, value: file, source: file, option: file };
        expect(new library.EscrowError(code, data).message).not.toContain(SECRET);
      }
    }
    for (const run of [
      () => library.parseOtpauth(`${uri}&digits=x`),
      () => library.parseOtpauth(uri.replace("totp", "motp")),
      () => library.makeAccount({ secret: SECRET.slice(0, -1).concat("!") }),
      () => library.makeAccount({ secret: SECRET, digits: 99 }),
    ]) {
      expect(errorOf(run).message).not.toContain(SECRET.slice(0, 8));
    }
  });

  it("is told in other words where a program gives them", () => {
    library.setErrorSentences((code) => `Fehler ${code}`);
    expect(new library.EscrowError("internal").message).toBe("Fehler internal");
  });

  it("codeAt says what to call for an account that counts", () => {
    const account = library.makeAccount({ type: "hotp", secret: SECRET, counter: 3 });
    expect(errorOf(() => library.codeAt(account as never, 0))).toBeInstanceOf(TypeError);
    expect(errorOf(() => library.codeAt(account as never, 0)).message).toContain("codeOf(account, account.counter)");
  });
});
