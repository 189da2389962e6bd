import { type ErrorCode, type ErrorData, EscrowError } from "../error.js";

/** Parts of a source that are named by number. */
export const PLACE_NAMES = ["page", "line", "code", "entry"] as const;

/** Where in a source something is, each number from 1. */
export type Located = Readonly<Partial<Record<(typeof PLACE_NAMES)[number], number>>>;

/** Something that is wrong with a source, or could not be read of it: data for a sentence under `errors`. */
export interface Problem {
  /** Name of the source; `""` where it is of no single one. */
  readonly source: string;
  /** Names of further sources that it was found in. */
  readonly also?: readonly string[];
  /** What is wrong, from the closed list. */
  readonly code: ErrorCode;
  /** Facts for its sentence. */
  readonly data: ErrorData;
  /** Where in the source; left out, where its data say. */
  readonly place?: Located;
  /** Name of the account, where one is known. */
  readonly name?: string;
}

/**
 * An error as data.
 * @param place of the source, beside the error's own data
 * @throws what is no `EscrowError`, as it is
 */
export function problemOf(source: string, error: unknown, place: ErrorData = {}): Problem {
  if (!(error instanceof EscrowError)) throw error;
  return { source, code: error.code, data: { ...error.data, ...place } };
}

/** Names of all sources that a problem was found in. */
export function sourcesOf({ source, also = [] }: Pick<Problem, "source" | "also">): string[] {
  return [source, ...also].filter((name) => name !== "");
}

/** Where in its source a problem is. */
export function placeOf({ place, data }: Pick<Problem, "place" | "data">): Located {
  if (place) return place;
  return Object.fromEntries(
    PLACE_NAMES.flatMap((name) => (typeof data[name] === "number" ? [[name, data[name]]] : [])),
  );
}
