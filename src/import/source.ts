import type { Account } from "../account/account.js";
import type { Keep } from "../document/plaintext.js";
import type { RecoveryCodes } from "../document/recovery-codes.js";
import type { ErrorCode, ErrorData, EscrowError, Warning } from "../error.js";
import type { PictureFault } from "../read/pages/picture-fault.js";
import type { BatchPart, MissingParts } from "./apps/migration-batch.js";
import type { Collector } from "./collector.js";
import type { Content } from "./content.js";
import type { Derivation } from "./formats/derivation.js";

/** A file, or what came by standard input or a prompt. */
export interface SourceInput {
  /** What messages call it, such as its path. */
  readonly name: string;
  /** The file as it is. */
  readonly bytes: Uint8Array;
}

/** Kinds of source, by their name in the registry and under `formats` of the language files. */
export type SourceName = string;

/** Which source is meant, for someone who is asked or told about it. */
export interface SourceQuestion {
  /** Name of the source. */
  readonly source: string;
  /** What the source was told to be. */
  readonly format: SourceName;
}

/** What reading a source needs from outside. */
export interface ImportContext {
  /**
   * The texts of all QR codes in a picture (PNG, JPEG, WebP, GIF) or on all pages of a PDF, in the order found.
   * @param onLost told of each page that could not be drawn, by an error that names it
   * @throws EscrowError where it cannot be decoded
   */
  readCodes(bytes: Uint8Array, onLost?: (fault: EscrowError) => void): Promise<readonly string[]>;
  /** What is plainly wrong with a picture in which no code was read; nothing where that is not plain. */
  pictureFault?(bytes: Uint8Array): Promise<PictureFault | undefined>;
  /**
   * The password of an encrypted source; left out, there is none to be had. Asked again where the last one was wrong,
   * until one is right or there is no other.
   * @returns `undefined` where there is none, or no other
   */
  password?(question: SourceQuestion & { readonly wrong: boolean }): Promise<string | undefined>;
  /**
   * Told before and during a key derivation that can take seconds.
   * @param event `share` is how much of it is done, 0 to 1; 0 alone where that cannot be told; `spentSeconds` of the
   *   source's budget, this derivation among them
   */
  progress?(event: SourceQuestion & { readonly share: number; readonly spentSeconds: number }): void | Promise<void>;
  /** Seconds of processor time since some moment: what a source takes is counted by it. */
  watch?(): number;
  /** Derives keys instead of the built-in functions: for tests. Bounds are checked before it is called. */
  derive?(password: Uint8Array, derivation: Derivation): Promise<Uint8Array>;
}

/** What one source is read with: an `ImportContext` that knows which source it speaks of. */
export interface ReadContext extends Pick<ImportContext, "readCodes"> {
  /** What is plainly wrong with a picture in which no code was read; nothing where that is not plain. */
  pictureFault(bytes: Uint8Array): Promise<PictureFault | undefined>;
  /**
   * Asks for the password and tries it, again while it is wrong and there is another.
   * @param open gives what the password opens, `undefined` where it is wrong; what it throws ends the reading
   * @throws EscrowError `password-needed` where none is given, `password-wrong`
   */
  unlock<T>(open: (password: string) => Promise<T | undefined>): Promise<T>;
  /**
   * A key from a password, after a check of what it would cost.
   * @param password text counts as UTF-8
   * @throws EscrowError `derivation-too-costly`, `derivation-unknown`; `source-too-long` where the source has spent too
   *   much already
   */
  deriveKey(password: string | Uint8Array, derivation: Derivation): Promise<Uint8Array>;
}

/** Where in a source: each number counts from 1, and is there where it says something. */
export type Place = Readonly<Partial<Record<"page" | "line" | "code" | "entry", number>>>;

/** Something in a source that gave no account. */
export interface Skipped {
  /** Name of the source. */
  readonly source: string;
  /** Where it stands in the source. */
  readonly place: Place;
  /** Why it was left out. */
  readonly code: ErrorCode;
  /** Facts for the sentence of that reason. */
  readonly data: ErrorData;
  /** Issuer and account as far as known; never a secret. */
  readonly name?: string;
  /** What can still be put on paper: the secret as it was given. Codes cannot be derived from it here. */
  readonly keep?: Keep;
}

/** A warning about something in a source. */
export interface PlacedWarning extends Warning {
  /** Where it stands in the source. */
  readonly place: Place;
  /** Issuer and account that it is about, where the place alone would not tell. */
  readonly name?: string;
}

/** What came out of one source. Nothing in it is left out silently. */
export interface ImportResult {
  /** What the source was told to be. */
  readonly format: SourceName;
  /** In the source's order; what stands there twice comes twice. */
  readonly accounts: readonly Account[];
  /** Entries that were left out, each with the reason. */
  readonly skipped: readonly Skipped[];
  /** What was taken nevertheless, each with its place. */
  readonly warnings: readonly PlacedWarning[];
  /** Recovery codes that sheets, or what `recover` wrote, hold with their accounts; left out where there are none. */
  readonly recovery?: readonly RecoveryCodes[];
  /** The parts of Google Authenticator's exports that were seen, to be completed from other sources. */
  readonly batchParts: readonly BatchPart[];
  /** Parts of those exports that this source alone leaves open. */
  readonly missing: readonly MissingParts[];
}

/** An entry of the registry. */
export interface Source {
  /** Its name, as `formats` lists it. */
  readonly name: SourceName;
  /** Whether a content is of this kind, told by its bytes and never by its name. Must not throw. */
  detect(content: Content): boolean;
  /**
   * Puts everything that the source holds into the collector.
   * @throws EscrowError when nothing of it can be read
   */
  read(content: Content, collector: Collector, context: ReadContext): Promise<void>;
}
