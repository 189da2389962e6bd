import { EscrowError } from "../error.js";

/** A command line that asks for something that there is not: exit status 2. */
export class UsageError extends EscrowError {}

/** What was asked was given up by the person who asked: exit status 1, nothing is left behind. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** What was asked was left with Esc: whoever asked several things in a row asks the one before again. */
export class SteppedBack extends Cancelled {}
