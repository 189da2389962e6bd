import { scrypt as byNoble } from "@noble/hashes/scrypt.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8 } from "../../src/bytes.js";
import { scrypt } from "../../src/node/scrypt.js";
import { FULL } from "../helpers/full.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("the vectors of RFC 7914, section 12", () => {
  expect(hex(scrypt("", new Uint8Array(), { N: 16, r: 1, p: 1, dkLen: 64 }))).toBe(
    "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
  );
  expect(hex(scrypt("password", encodeUtf8("NaCl"), { N: 1024, r: 8, p: 16, dkLen: 64 }))).toBe(
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
  );
});

test("whatever the passphrase, it gives what the one in JavaScript gives", () => {
  const options = { N: 16, r: 8, p: 1, dkLen: 32 };
  // Halves of surrogate pairs too: both turn them into the same bytes.
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.uint8Array({ maxLength: 40 }), (passphrase, salt) => {
      expect(scrypt(passphrase, salt, options)).toEqual(byNoble(passphrase, salt, options));
    }),
    { numRuns: FULL ? 100 : 20 },
  );
  expect(scrypt("\ud83d", new Uint8Array(), options)).toEqual(byNoble("\ud83d", new Uint8Array(), options));
});

test("memory that is not to be had is a RangeError, as where an array is too large", () => {
  expect(() => scrypt("a", new Uint8Array(), { N: 2 ** 40, r: 8, p: 1, dkLen: 32 })).toThrow(RangeError);
});
