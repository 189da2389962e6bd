import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One of the fixed sets: everything that its sheets carry. @see FORMAT.md, "Test vectors" */
export interface FixedSet {
  readonly name: string;
  readonly passphrase: string;
  /** 16 characters in groups of four. */
  readonly setId: string;
  readonly plaintext: string;
  /** Hexadecimal. */
  readonly document: string;
  readonly frames: readonly string[];
  readonly lines: readonly string[];
  readonly shares: readonly { readonly code: string; readonly lines: readonly string[] }[];
}

/** The sets of `sets.json`; the first is FORMAT.md's worked example. */
export const fixedSets: readonly [FixedSet, ...FixedSet[]] = JSON.parse(
  readFileSync(join(import.meta.dirname, "sets.json"), "utf8"),
);
