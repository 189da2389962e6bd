import { encodeBase32 } from "../account/base32.js";

/** A set id as it is printed: groups of four. */
export function formatSetId(setId: Uint8Array): string {
  return encodeBase32(setId).match(/.{4}/gu)?.join("-") ?? "";
}
