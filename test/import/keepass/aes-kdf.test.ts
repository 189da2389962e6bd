import { createCipheriv, createHash } from "node:crypto";
import { expect, it } from "vitest";
import { checkDerivation, MAX_AES_KDF_ITERATIONS, runDerivation } from "../../../src/import/formats/derivation.js";

/** KeePass's function, as its documentation puts it: block by block. */
function slowly(bytes: Uint8Array, salt: Uint8Array, iterations: number): Uint8Array {
  let state = Buffer.from(bytes);
  for (let i = 0; i < iterations; i++) {
    const cipher = createCipheriv("aes-256-ecb", salt, null).setAutoPadding(false);
    state = Buffer.concat([cipher.update(state), cipher.final()]);
  }
  return new Uint8Array(createHash("sha256").update(state).digest());
}

it.each([1, 2, 1000, 65_536, 65_537])("derives as KeePass does in %i rounds", async (iterations) => {
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
  const salt = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
  const shares: number[] = [];
  const key = await runDerivation(bytes, { kind: "aes-kdf", iterations, salt, length: 32 }, (share) =>
    shares.push(share),
  );
  expect(key).toEqual(slowly(bytes, salt, iterations));
  expect(shares.at(-1)).toBe(1);
});

it.each([
  [MAX_AES_KDF_ITERATIONS, 32, undefined],
  [MAX_AES_KDF_ITERATIONS + 1, 32, "derivation-too-costly"],
  [2 ** 64, 32, "derivation-unknown"],
  [0, 32, "derivation-unknown"],
  [60_000, 31, "derivation-unknown"],
])("bounds %d rounds with a seed of %i bytes", (iterations, seedBytes, code) => {
  const check = () => checkDerivation({ kind: "aes-kdf", iterations, salt: new Uint8Array(seedBytes), length: 32 });
  if (code === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code }));
});
