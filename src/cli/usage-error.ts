import { EscrowError } from "../error.js";

/** A command line that asks for something that there is not: exit status 2. */
export class UsageError extends EscrowError {}

/** What was asked was given up by the person who asked: exit status 1, nothing is left behind. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}
