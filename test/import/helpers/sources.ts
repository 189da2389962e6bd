import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EscrowError } from "../../../src/error.js";
import { readSource } from "../../../src/import/registry.js";
import type { ImportContext, ImportResult, SourceInput } from "../../../src/import/source.js";

/** A context for sources that hold no picture. */
export const noPictures: ImportContext = {
  readCodes: () => Promise.reject(new TypeError("this source asks for pictures")),
};

/** A context that gives passwords one after the other, then none. */
export function withPasswords(...passwords: readonly string[]): ImportContext {
  const left = [...passwords];
  return { ...noPictures, password: async () => left.shift() };
}

/** A source that holds a text. */
export function textSource(text: string | Uint8Array, name = "text"): SourceInput {
  return { name, bytes: typeof text === "string" ? new TextEncoder().encode(text) : text };
}

/** A source written for these tests. */
export function fixture(name: string): SourceInput {
  return { name, bytes: readFileSync(join(import.meta.dirname, "..", "..", "fixtures", "import", name)) };
}

/** Reads a text as a source. */
export function readText(text: string | Uint8Array): Promise<ImportResult> {
  return readSource(textSource(text), noPictures);
}

/** The error with which a promise fails. */
export async function failureOf(promise: Promise<unknown>): Promise<EscrowError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof EscrowError) return error;
    throw error;
  }
  throw new Error("was read");
}
