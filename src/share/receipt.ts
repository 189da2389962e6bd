import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as hash } from "@noble/hashes/sha2.js";
import { encodeBase32 } from "../account/base32.js";
import { encodeUtf8, sha256 } from "../bytes.js";
import type { Document } from "../document/document.js";
import { formatSetId } from "./set-id.js";
import { SET_ID_BYTES, type Share } from "./share.js";

/** Bytes of a receipt: 40 bits, eight characters of base32. */
const RECEIPT_BYTES = 5;
/** Where a sealed sheet's receipt has a share's x: no share has this one. */
const SEALED_X = 0;

/**
 * A share's receipt for a year: told by telephone, it proves that the share was read at some time, and gives nothing
 * away that a holder could be robbed of. Only of a share that its set's roster commits to: a misread one has another.
 * @param year 1 to 9999
 * @returns eight characters of base32 in two groups, `7KQ2-M4ZA`
 * @throws RangeError on another year
 * @see FORMAT.md, "Receipts"
 */
export function shareReceipt({ setId, point }: Pick<Share, "setId" | "point">, year: number): string {
  return receiptOf(point.y, setId, point.x, year);
}

/**
 * A sealed sheet's receipt for a year. Its key is what the set id leaves of the document's SHA-256: the sheet does not
 * print it, and who has its codes or lines can work it out.
 * @param year 1 to 9999
 * @returns as `shareReceipt`
 * @throws RangeError on another year
 * @see FORMAT.md, "Receipts"
 */
export async function sealedReceipt(
  { bytes, setId }: Pick<Document, "bytes" | "setId">,
  year: number,
): Promise<string> {
  return receiptOf((await sha256(bytes)).slice(SET_ID_BYTES), setId, SEALED_X, year);
}

/** For how many years receipts are told where nothing else is asked: `split --json`, and a ledger. */
export const RECEIPT_YEARS = 30;

/**
 * Years on end that receipts are made for.
 * @param first first year; those after 9999 are left out
 * @param count how many years
 */
export function receiptYears(first: number, count: number): number[] {
  return Array.from({ length: Math.min(count, 10_000 - first) }, (_, i) => first + i);
}

/**
 * A share's receipts for years on end.
 * @param first and
 * @param count as `receiptYears` has them
 */
export function yearsOfReceipts(
  share: Pick<Share, "setId" | "point">,
  first: number,
  count: number,
): { readonly year: number; readonly receipt: string }[] {
  return receiptYears(first, count).map((year) => ({ year, receipt: shareReceipt(share, year) }));
}

function receiptOf(key: Uint8Array, setId: Uint8Array, x: number, year: number): string {
  if (!Number.isInteger(year) || year < 1 || year > 9999) throw new RangeError("year is not 1 to 9999");
  const message = ["paper-escrow receipt", formatSetId(setId), x, String(year).padStart(4, "0")].join("\n");
  const code = encodeBase32(hmac(hash, key, encodeUtf8(message)).slice(0, RECEIPT_BYTES));
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
