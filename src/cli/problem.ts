import type { ErrorData } from "../error.js";

/** Parts of a source that an error's data names by number. */
export const PLACE_NAMES = ["page", "line", "code", "entry"] as const;

/** Where in a source something is. */
export type Located = Readonly<Partial<Record<(typeof PLACE_NAMES)[number], number>>>;

/** The place that an error's data names. */
export function problemPlace(data: ErrorData): Located {
  return Object.fromEntries(
    PLACE_NAMES.flatMap((name) => (typeof data[name] === "number" ? [[name, data[name]]] : [])),
  );
}
