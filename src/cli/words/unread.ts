import type { Problem } from "../../recover/problem.js";

/** Sources that could not be read, where nothing may be done without them. */
export class UnreadError extends Error {
  override readonly name = "UnreadError";

  /** @param keepGoingHelps whether something is left that could be done without them */
  constructor(
    readonly unread: readonly Problem[],
    readonly keepGoingHelps: boolean,
  ) {
    super("unread");
  }
}
