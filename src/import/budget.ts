import { EscrowError } from "../error.js";
import type { Derivation } from "./formats/derivation.js";

/** Seconds of processor time that one source may take: several passwords for the slowest settings that an app has. */
export const MOST_SECONDS = 60;

/** Bytes of a hash: a longer key takes its rounds again for each. */
const HASH_BYTES = { "SHA-1": 20, "SHA-256": 32, "SHA-512": 64 } as const;
/** Microseconds that a unit of work takes, measured on one core of a common server. */
const ROUND_US = { "SHA-1": 0.7, "SHA-256": 0.3, "SHA-512": 0.8 } as const;
const SCRYPT_US = 1;
const ARGON2_US = 2.2;
const AES_ROUND_US = 0.06;

/**
 * What a derivation takes, in seconds of a common server's core: by its settings, so that it can be refused before it
 * begins, and is on every machine.
 */
export function derivationSeconds(derivation: Derivation): number {
  return workOf(derivation) / 1e6;
}

function workOf(derivation: Derivation): number {
  if (derivation.kind === "pbkdf2") {
    const { hash, iterations, length } = derivation;
    return iterations * ROUND_US[hash] * Math.ceil(length / HASH_BYTES[hash]);
  }
  if (derivation.kind === "aes-kdf") return derivation.iterations * AES_ROUND_US;
  if (derivation.kind === "scrypt") return derivation.n * derivation.r * derivation.p * SCRYPT_US;
  return derivation.memoryKib * derivation.iterations * ARGON2_US;
}

/**
 * What one source may take, all together: the keys of every slot for every spelling of every password, and the pictures
 * in it. A file that asks for little at a time can ask often.
 */
export class Budget {
  private spent = 0;

  /** Seconds spent so far. */
  get seconds(): number {
    return this.spent;
  }

  /**
   * Takes seconds before the work that they are for.
   * @throws EscrowError `source-too-long` where so many are not left
   */
  spend(seconds: number): void {
    if (this.spent + seconds > MOST_SECONDS) throw new EscrowError("source-too-long", { seconds: MOST_SECONDS });
    this.spent += seconds;
  }

  /** Notes what work took that could not be told before. */
  note(seconds: number): void {
    this.spent += Math.max(0, seconds);
  }
}
