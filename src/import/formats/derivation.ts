import { concatBytes, encodeUtf8, sha256 } from "../../bytes.js";
import { EscrowError } from "../../error.js";

/** How a key comes from a password. Lengths in bytes; numbers are the file's own and not to be trusted. */
export type Derivation =
  | {
      /** PBKDF2. @see RFC 8018 */
      readonly kind: "pbkdf2";
      /** Hash of its HMAC. */
      readonly hash: "SHA-1" | "SHA-256" | "SHA-512";
      /** Rounds. */
      readonly iterations: number;
      /** Its salt. */
      readonly salt: Uint8Array;
      /** Bytes of the key. */
      readonly length: number;
    }
  | {
      /** scrypt. @see RFC 7914 */
      readonly kind: "scrypt";
      /** Its cost, a power of two. */
      readonly n: number;
      /** Its block size. */
      readonly r: number;
      /** Its parallelisation. */
      readonly p: number;
      /** Its salt. */
      readonly salt: Uint8Array;
      /** Bytes of the key. */
      readonly length: number;
    }
  | {
      /** Argon2. @see RFC 9106 */
      readonly kind: "argon2id" | "argon2d" | "argon2i";
      /** Memory, in KiB. */
      readonly memoryKib: number;
      /** Passes over it. */
      readonly iterations: number;
      /** Lanes. */
      readonly parallelism: number;
      /** Its salt. */
      readonly salt: Uint8Array;
      /** Bytes of the key. */
      readonly length: number;
    }
  | {
      /** KeePass's: each half of the 32 bytes of the password is encrypted so many times. */
      readonly kind: "aes-kdf";
      /** Rounds. */
      readonly iterations: number;
      /** The key of AES. */
      readonly salt: Uint8Array;
      /** Bytes of the key. */
      readonly length: 32;
    };

/** Most memory that scrypt may take, in bytes: sixteen times what Aegis takes. */
const MAX_SCRYPT_BYTES = 512 * 1024 * 1024;
/** Most memory that Argon2 may take, in bytes: what Ente takes on some devices, and Bitwarden lets people set. */
const MAX_ARGON2_BYTES = 1024 * 1024 * 1024;
/** Most rounds of PBKDF2: some ten seconds; apps take 600,000, Bitwarden lets people set 2,000,000. */
export const MAX_PBKDF2_ITERATIONS = 10_000_000;
/** Most rounds of KeePass's AES function: some ten seconds; it takes 60,000, or as many as a second allows. */
export const MAX_AES_KDF_ITERATIONS = 300_000_000;
/** Most work of scrypt, N·r·p: sixteen times what Aegis takes. */
const MAX_SCRYPT_WORK = 2 ** 22;
/** Most work of Argon2, passes × KiB: four times what Ente takes. */
export const MAX_ARGON2_WORK = 16 * 2 ** 20;
const MAX_LANES = 64;
const MAX_SALT_BYTES = 1024;
const MAX_KEY_BYTES = 128;

/**
 * Checks what a derivation would cost, before anything of it is done.
 * @throws EscrowError `derivation-too-costly` with `kind`; `derivation-unknown` for settings that no program has
 */
export function checkDerivation(derivation: Derivation): void {
  const { kind, salt, length } = derivation;
  const numbers = costs(derivation);
  const sane =
    [...Object.values(numbers), length].every((number) => Number.isSafeInteger(number) && number >= 1) &&
    salt.length <= MAX_SALT_BYTES &&
    length <= MAX_KEY_BYTES;
  if (!sane) throw new EscrowError("derivation-unknown", { kind });
  if (tooCostly(derivation)) throw new EscrowError("derivation-too-costly", { kind });
  if (!isDefined(derivation)) throw new EscrowError("derivation-unknown", { kind });
}

function costs(derivation: Derivation): Readonly<Record<string, number>> {
  if (derivation.kind === "pbkdf2" || derivation.kind === "aes-kdf") return { iterations: derivation.iterations };
  if (derivation.kind === "scrypt") return { n: derivation.n, r: derivation.r, p: derivation.p };
  const { memoryKib, iterations, parallelism } = derivation;
  return { memoryKib, iterations, parallelism };
}

function tooCostly(derivation: Derivation): boolean {
  if (derivation.kind === "pbkdf2") return derivation.iterations > MAX_PBKDF2_ITERATIONS;
  if (derivation.kind === "aes-kdf") return derivation.iterations > MAX_AES_KDF_ITERATIONS;
  if (derivation.kind === "scrypt") {
    const { n, r, p } = derivation;
    return 128 * r * (n + p) > MAX_SCRYPT_BYTES || n * r * p > MAX_SCRYPT_WORK;
  }
  const { memoryKib, iterations, parallelism } = derivation;
  return memoryKib * 1024 > MAX_ARGON2_BYTES || memoryKib * iterations > MAX_ARGON2_WORK || parallelism > MAX_LANES;
}

/** Whether the functions are defined for the settings. @see RFC 7914 §2, RFC 9106 §3.1 */
function isDefined(derivation: Derivation): boolean {
  if (derivation.kind === "pbkdf2") return true;
  if (derivation.kind === "aes-kdf") return derivation.salt.length === 32;
  if (derivation.kind === "scrypt") return derivation.n > 1 && Number.isInteger(Math.log2(derivation.n));
  const { memoryKib, parallelism, salt, length } = derivation;
  return memoryKib >= 8 * parallelism && salt.length >= 8 && length >= 4;
}

/**
 * Derives a key: PBKDF2 by Web Crypto, scrypt by `@noble/hashes`, Argon2 (version 0x13) by `hash-wasm`. The settings
 * are taken as they are: see `checkDerivation`.
 * @param onProgress called with the share that is done, 0 to 1, where the function tells it
 * @throws EscrowError `derivation-too-costly` where the machine has not the memory
 */
export async function runDerivation(
  password: Uint8Array,
  derivation: Derivation,
  onProgress: (share: number) => void = () => {},
): Promise<Uint8Array> {
  if (derivation.kind === "pbkdf2") {
    const { hash, iterations, length } = derivation;
    const key = await crypto.subtle.importKey("raw", password.slice(), "PBKDF2", false, ["deriveBits"]);
    const settings = { name: "PBKDF2", hash, iterations, salt: derivation.salt.slice() };
    return new Uint8Array(await crypto.subtle.deriveBits(settings, key, length * 8));
  }
  if (derivation.kind === "scrypt") {
    const { scryptAsync } = await import("@noble/hashes/scrypt.js");
    const { n, r, p, salt, length } = derivation;
    return scryptAsync(password, salt, { N: n, r, p, dkLen: length, maxmem: 2 * MAX_SCRYPT_BYTES, onProgress });
  }
  if (derivation.kind === "aes-kdf") return aesKdf(password, derivation, onProgress);
  const { argon2d, argon2i, argon2id } = await import("hash-wasm");
  const { memoryKib, iterations, parallelism, salt, length } = derivation;
  const hash = { argon2d, argon2i, argon2id }[derivation.kind];
  const settings = { password, salt, memorySize: memoryKib, iterations, parallelism, hashLength: length } as const;
  try {
    return await hash({ ...settings, outputType: "binary" });
  } catch (error) {
    // A browser or a small machine may not have the memory.
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError)
      throw new EscrowError("derivation-too-costly", { kind: derivation.kind });
    throw error;
  }
}

/** Blocks encrypted at a time. */
const CHAIN_BLOCKS = 2 ** 16;

/**
 * Encrypts both halves of 32 bytes so many times in a row. In CBC over zeros each block is the encryption of the one
 * before, so that Web Crypto does many rounds in one call.
 * @see https://keepass.info/help/base/security.html#secdictprotect
 */
async function aesKdf(
  bytes: Uint8Array,
  { iterations, salt }: Extract<Derivation, { kind: "aes-kdf" }>,
  onProgress: (share: number) => void,
): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey("raw", salt.slice(), "AES-CBC", false, ["encrypt"]);
  const zeros = new Uint8Array(CHAIN_BLOCKS * 16);
  let halves = [bytes.slice(0, 16), bytes.slice(16, 32)];
  for (let done = 0; done < iterations; ) {
    const length = Math.min(CHAIN_BLOCKS, iterations - done) * 16;
    const chain = async (iv: Uint8Array<ArrayBuffer>) => {
      const blocks = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, zeros.subarray(0, length));
      return new Uint8Array(blocks.slice(length - 16, length));
    };
    halves = await Promise.all(halves.map(chain));
    done += length / 16;
    onProgress(done / iterations);
  }
  return sha256(concatBytes(...halves));
}

/** A password's bytes: UTF-8, as apps take it. */
export function passwordBytes(password: string | Uint8Array): Uint8Array {
  return typeof password === "string" ? encodeUtf8(password) : password;
}
