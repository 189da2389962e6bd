import { EscrowError } from "../error.js";

/** Largest file that is taken: a thousand scanned pages. */
const MAX_FILE_MEGABYTES = 256;

/**
 * What a chosen file holds.
 * @throws EscrowError `file-too-large`, `file-unreadable` when it was moved, changed or cannot be fetched
 */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > MAX_FILE_MEGABYTES * 2 ** 20) {
    throw new EscrowError("file-too-large", { megabytes: MAX_FILE_MEGABYTES });
  }
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new EscrowError("file-unreadable", { reason: error instanceof DOMException ? error.name : "" });
  }
}
