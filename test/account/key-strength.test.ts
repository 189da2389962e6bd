import { expect, test } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { BASE32_ALPHABET } from "../../src/account/base32.js";
import { isRefusedKey, keyStrength } from "../../src/account/key-strength.js";
import { seededRandom } from "../helpers/photo.js";

test("words, runs and repetitions are no keys", () => {
  const weak =
    "VM AA ABCDEF PASSWORD PASSWORDPASSWORD ELEPHANT CHOCOLATE SUNSHINE FOOTBALL COMPUTER TOBEORNOTTOBE " +
    "CORRECTHORSEBATTERYSTAPLE HIMITSUNOKAGI KONNICHIWA CONTRASENA MOTDEPASSE ELEPHANT234 22BUTTERFLY " +
    "AAAAAAAAAAAAAAAA ABABABABABABABAB ABCDEFGHIJKLMNOP PONMLKJIHGFEDCBA QWERTYUIOP ASDFGHJKL QAZWSXEDC " +
    "234567234567234567 AAAABBBBCCCCDDDD QWERTYUIOPASDFGHJKL ABCD2345ABCD2345";
  for (const key of weak.split(" ")) expect([key, keyStrength(key)]).toEqual([key, "weak"]);
});

test("a longer word is refused only where nothing but the word says that it is a key", () => {
  const refused = (secret: string, account: string) => isRefusedKey(makeAccount({ secret, account }));
  expect([refused("SECRETKEY", "Test"), refused("SECRETKEY", "")]).toEqual([false, true]);
  expect([refused("PASSWORD", "Test"), refused("QWERTYUIOPASDFGHJKL", "Test")]).toEqual([true, true]);
  expect([refused("VM", "Test"), refused("GEZDGNBVGY3TQOJQ", "")]).toEqual([true, false]);
});

test("a key of fewer than 80 bits is short, and one that is two short ones too", () => {
  for (const key of ["JBSWY3DP", "JBSWY3DPEHPK3PX", "K5QX3MZ", "JBSWY3DPJBSWY3DPJBSWY3DP"]) {
    expect([key, keyStrength(key)]).toEqual([key, "short"]);
  }
});

test("the examples that manuals and standards use are keys", () => {
  const good =
    "JBSWY3DPEHPK3PXP GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJQ MFRGGZDFMZTWQ2LK ORSXG5BAN5XGKIDUO5XQ " +
    "NBSWY3DPEB3W64TM KRSXG5CTMVRXEZLU STK7746GVMCHMNH5";
  for (const key of good.split(" ")) expect([key, keyStrength(key)]).toEqual([key, "good"]);
});

test("drawn keys are hardly ever taken for words", () => {
  const next = seededRandom(13);
  const weakOf = (length: number, count: number) => {
    const draw = () => Array.from({ length }, () => BASE32_ALPHABET.charAt(Math.floor(next() * 32))).join("");
    return Array.from({ length: count }, draw).filter((key) => keyStrength(key) === "weak").length;
  };
  expect(weakOf(32, 20_000)).toBe(0);
  expect(weakOf(16, 20_000)).toBeLessThanOrEqual(3);
  expect(weakOf(8, 20_000)).toBeLessThanOrEqual(300);
});

test("a long key is judged in a time that grows with its length", () => {
  expect(keyStrength("AB".repeat(820))).toBe("weak");
  expect(keyStrength(`${"A".repeat(1600)}B`)).toBe("weak");
});
