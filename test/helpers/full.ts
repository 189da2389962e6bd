import { it } from "vitest";

/** Whether everything is run, as `npm run test:full` does, or what `npm test` has time for. */
export const FULL = process.env.PAPER_ESCROW_FULL === "1";

/** A test that takes long, of what a quicker one touches too: `npm test` leaves it out, by name. */
export const wide = it.runIf(FULL);

/** The first cases of a table, of which one shows what the others do: all of them in full. */
export function some<T>(cases: readonly T[], count = 1): readonly T[] {
  return FULL ? cases : cases.slice(0, count);
}
