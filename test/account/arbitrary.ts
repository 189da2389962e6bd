import fc from "fast-check";
import { type Account, type AccountInput, MAX_PERIOD_SECONDS, makeAccount } from "../../src/account/account.js";
import { BASE32_ALPHABET } from "../../src/account/base32.js";

const name = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: fc.constantFrom("a", ":", "%", "3", "A", " ", "&", "?", "#", "+", "é", "日"), maxLength: 8 }),
  fc.constantFrom("", "Steam", "STEAM", "null", "a:b", "a", "b", ":", "Amazon Web Services"),
);

const base32 = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...BASE32_ALPHABET), minLength, maxLength });

/** Settings of any account that `makeAccount` takes. */
export const accountInput: fc.Arbitrary<AccountInput> = fc.record(
  {
    issuer: name,
    account: name,
    labelPrefix: name,
    secret: base32(2, 80),
    type: fc.constantFrom("totp", "hotp", "steam"),
    algorithm: fc.constantFrom("SHA1", "SHA256", "SHA512"),
    digits: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.constantFrom(5, 6)),
    period: fc.oneof(fc.integer({ min: 1, max: MAX_PERIOD_SECONDS }), fc.constant(30)),
    counter: fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER)),
  },
  { requiredKeys: ["secret"] },
);

/** Any account. */
export const anyAccount: fc.Arbitrary<Account> = accountInput.map(makeAccount);
