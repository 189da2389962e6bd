import { EscrowError } from "../../error.js";
import type { Collector } from "../collector.js";
import { always, type StoredEntry } from "../entry.js";
import { type Json, member, numberAt, textAt } from "../formats/json.js";
import type { Place } from "../source.js";

/**
 * What FreeOTP's versions and FreeOTP+ say of a token; FreeOTP 2 leaves out what a Key URI left out.
 *
 * The stored counter is that of the code which the app shows next: all of them make a code of it and add one afterwards.
 * FreeOTP+ takes one off a Key URI's counter (and FreeOTP 1 did), so that its first code is one that the service has
 * left behind; once it has shown that, its counter is the service's again. Its export as Key URIs adds one.
 * @see https://github.com/freeotp/freeotp-android Token.java, `getCode`
 * @see https://github.com/helloworld1/FreeOTPPlus Token.java, `generateCodes` and `toUri`; issue 177
 */
export function freeOtpEntry(token: Json | undefined, secret: Uint8Array | undefined): StoredEntry {
  // Someone's own names come first, then the label's prefix, which the apps show, then the Key URI's parameter.
  const issuer = textAt(token, "issuerAlt") ?? (textAt(token, "issuerExt") || textAt(token, "issuerInt"));
  const type = member(token, "type");
  // The apps tell Steam by nothing else, and show no other codes for it.
  const steam = type === "TOTP" && (issuer === "Steam" || textAt(token, "issuerExt") === "Steam");
  const counter = numberAt(token, "counter");
  return {
    issuer,
    account: textAt(token, "labelAlt") ?? textAt(token, "label"),
    secret,
    type: steam ? "steam" : always(type),
    algorithm: member(token, "algo"),
    digits: member(token, "digits"),
    period: member(token, "period"),
    // Some versions store a fresh token's counter as −1: its first code is that of 0.
    counter: counter === -1 ? 0 : always(member(token, "counter")),
  };
}

/** Takes a token of FreeOTP 1 or FreeOTP+: all its settings are written, its secret as an array of signed bytes. */
export function addFreeOtpToken(collector: Collector, place: Place, token: Json): void {
  const stored = member(token, "secret");
  const secret = signedBytes(stored);
  const said = freeOtpEntry(token, secret);
  const entry = {
    ...said,
    algorithm: always(said.algorithm),
    digits: always(said.digits),
    period: always(said.period),
  };
  if (secret !== undefined || stored === undefined || stored === null) {
    collector.addEntry(place, entry);
    return;
  }
  const name = [entry.issuer, entry.account].filter((part) => part !== undefined && part !== "").join(": ");
  collector.skip(place, new EscrowError("entry-setting", { name: "secret" }), { name, text: JSON.stringify(stored) });
}

/**
 * Bytes as Java writes them, −128 to 127.
 * @returns `undefined` for what is no array of such numbers
 */
export function signedBytes(value: Json | undefined): Uint8Array | undefined {
  if (!Array.isArray(value)) return undefined;
  const numbers = value as readonly Json[];
  const whole = numbers.every(
    (byte) => typeof byte === "number" && Number.isInteger(byte) && byte >= -128 && byte < 128,
  );
  return whole ? Uint8Array.from(numbers as readonly number[], (byte) => byte & 0xff) : undefined;
}
