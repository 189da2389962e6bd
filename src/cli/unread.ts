import type { ErrorCode, ErrorData } from "../error.js";
import type { Located } from "./problem.js";

/** Something of a source, or a whole one, that could not be read. */
export interface Unread {
  /** Name of the source. */
  readonly source: string;
  readonly place: Located;
  readonly code: ErrorCode;
  readonly data: ErrorData;
  /** Name of the account, where one is known. */
  readonly name?: string;
}

/** Sources that could not be read, where nothing may be done without them. */
export class UnreadError extends Error {
  override readonly name = "UnreadError";

  /** @param keepGoingHelps whether something is left that could be done without them */
  constructor(
    readonly unread: readonly Unread[],
    readonly keepGoingHelps: boolean,
  ) {
    super("unread");
  }
}
