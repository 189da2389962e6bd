import type { Account } from "../account/account.js";
import type { ErrorCode, ErrorData, Warning } from "../error.js";
import type { Content } from "./content.js";
import type { BatchPart, MissingParts } from "./migration-batch.js";

/** A file, or what came by standard input or a prompt. */
export interface SourceInput {
  /** What messages call it, such as its path. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What reading a source needs from outside. */
export interface ImportContext {
  /**
   * The texts of all QR codes in a picture (PNG, JPEG, WebP, GIF) or on all pages of a PDF, in the order found.
   * @throws EscrowError where it cannot be decoded
   */
  readCodes(bytes: Uint8Array): Promise<readonly string[]>;
}

/** Kinds of source, by their name in the registry and under `formats` of the language files. */
export type SourceName = "google-authenticator" | "key-uris" | "base32-key" | "picture" | "pdf";

/** Where in a source: each number counts from 1, and is there where it says something. */
export type Place = Readonly<Partial<Record<"line" | "code" | "entry", number>>>;

/** Something in a source that gave no account. */
export interface Skipped {
  /** Name of the source. */
  readonly source: string;
  readonly place: Place;
  readonly code: ErrorCode;
  readonly data: ErrorData;
}

/** A warning about something in a source. */
export interface PlacedWarning extends Warning {
  readonly place: Place;
}

/** What came out of one source. Nothing in it is left out silently. */
export interface ImportResult {
  readonly format: SourceName;
  /** In the source's order; what stands there twice comes twice. */
  readonly accounts: readonly Account[];
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly PlacedWarning[];
  /** The parts of Google Authenticator's exports that were seen, to be completed from other sources. */
  readonly batchParts: readonly BatchPart[];
  /** Parts of those exports that this source alone leaves open. */
  readonly missing: readonly MissingParts[];
}

/** An entry of the registry. */
export interface Source {
  readonly name: SourceName;
  /** Whether a content is of this kind, told by its bytes and never by its name. */
  detect(content: Content): boolean;
  /**
   * @throws EscrowError when nothing of it can be read
   */
  read(content: Content, context: ImportContext): Promise<ImportResult>;
}
