import type { Account } from "../account/account.js";
import type { QrSymbol } from "../paper/qr/qr.js";
import type { Fields } from "./fields.js";

/** What a service does and asks, as `templates/guides/*.json` holds it: keys of sentences. */
export interface Guide {
  /** Its name, as `--guide` takes it. */
  readonly name: string;
  /** Which accounts it is for. */
  readonly match: {
    /** Names of the service. */
    readonly issuers: readonly string[];
    /** A regular expression that the account's name fits; any does where it is left out. */
    readonly accountPattern?: string;
  };
  /** Where people sign in. */
  readonly signInPage: string;
  /** What the service asks. */
  readonly asked: readonly string[];
  /** What to do when a code is refused. */
  readonly refused: readonly string[];
  /** What to do when sheet and phone are gone. */
  readonly lost: readonly string[];
  /** What to have at hand. */
  readonly haveReady: readonly string[];
  /** How a second device is enrolled. */
  readonly secondDevice: readonly string[];
  /** Whether the service asks for two codes in a row to register a device. */
  readonly consecutiveCodes?: boolean;
}

/** Everything that one open sheet says, before it has a place on a page. */
export interface OpenContent {
  readonly account: Account;
  /** The text that the QR holds. */
  readonly uri: string;
  readonly symbol: QrSymbol;
  /** Check lines: the heading, data and parity. */
  readonly lines: readonly string[];
  readonly testValue: string | undefined;
  /** Command line that shows the test value when the key is typed; where oathtool can. */
  readonly testCommand: string | undefined;
  readonly guide: Guide;
  readonly fields: Fields;
  /** Which copy this is, when copies were asked for. */
  readonly copy: { readonly number: number; readonly of: number } | undefined;
  /** Day of making, `YYYY-MM-DD`. */
  readonly madeOn: string;
  /** Version of the program. */
  readonly version: string;
}
