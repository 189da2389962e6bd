import { EscrowError } from "../error.js";
import type { Derivation } from "./formats/derivation.js";

/** Seconds of processor time that one source may take: several passwords for the slowest settings that an app has. */
export const MOST_SECONDS = 60;

/** Seconds of them that pictures in a source may take which say nothing: icons take none, a hundred codes a few in all. */
export const MOST_FRUITLESS_SECONDS = 10;

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
 * What one source may take, all together: the keys of every slot for every spelling of every password, the pictures in
 * it, and the work of its readers, which ask with each entry. A file that asks for little at a time can ask often.
 */
export class Budget {
  private readonly begun: number;
  /** Seconds of derivations, as they were told before. */
  private derived = 0;
  /** Seconds by the watch that do not count, and since when none do. */
  private apart = 0;
  private paused: number | undefined;

  /** @param watch seconds of processor time since some moment; left out, only what is told before counts */
  constructor(private readonly watch: () => number = () => 0) {
    this.begun = watch();
  }

  /** Seconds spent so far. */
  get seconds(): number {
    return this.derived + (this.paused ?? this.watch()) - this.begun - this.apart;
  }

  /**
   * Asks for seconds before the work that takes them by the watch.
   * @throws EscrowError `source-too-long` where so many are not left
   */
  require(seconds = 0): void {
    if (this.seconds + seconds > MOST_SECONDS) throw new EscrowError("source-too-long", { seconds: MOST_SECONDS });
  }

  /**
   * A derivation: what it takes is told before, and is the same on every machine.
   * @throws EscrowError `source-too-long` where so many seconds are not left
   */
  derive<T>(seconds: number, work: () => Promise<T>): Promise<T> {
    this.require(seconds);
    this.derived += seconds;
    return this.beside(work);
  }

  /** Work that is bounded by itself, or somebody who is asked. */
  async beside<T>(work: () => Promise<T>): Promise<T> {
    const begun = this.watch();
    this.paused = begun;
    try {
      return await work();
    } finally {
      this.apart += this.watch() - begun;
      this.paused = undefined;
    }
  }
}
