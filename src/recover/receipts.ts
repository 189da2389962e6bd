import { sealedReceipt, shareReceipt } from "../share/receipt.js";
import { type FoundSet, goodShares } from "./found-set.js";

/** The receipt of one sheet that was read and checked. */
export interface Receipt {
  /** Number of the share; 0 for a sealed sheet. */
  readonly x: number;
  readonly year: number;
  /** `7KQ2-M4ZA`. */
  readonly receipt: string;
}

/**
 * Receipts of what was read of a set: shares that are in the roster of its document, or its sealed document, whose hash
 * was checked. Of anything else none: what was misread has another one.
 * @param unixSeconds when: the year is that of UTC
 * @see FORMAT.md, "Receipts"
 */
export async function receiptsOf(set: FoundSet, unixSeconds: number): Promise<Receipt[]> {
  const year = new Date(unixSeconds * 1000).getUTCFullYear();
  const { document } = set;
  if (document?.lock.kind === "passphrase") return [{ x: 0, year, receipt: await sealedReceipt(document, year) }];
  return goodShares(set).map(({ share }) => ({ x: share.point.x, year, receipt: shareReceipt(share, year) }));
}
