import { EscrowError } from "../../error.js";

/** Bytes of an icon's header, and of an entry in it. */
const [HEADER_BYTES, ENTRY_BYTES] = [6, 16];

/**
 * The largest picture of an icon (ICO, CUR): a PNG, or a bitmap without the header of a file.
 * @throws EscrowError `picture-unreadable`
 */
export function largestOfIcon(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = view.getUint16(4, true);
  let largest: { readonly size: number; readonly data: Uint8Array } | undefined;
  for (let i = 0; i < count; i++) {
    const at = HEADER_BYTES + i * ENTRY_BYTES;
    if (at + ENTRY_BYTES > bytes.length) break;
    // 0 stands for 256.
    const size = (bytes[at] || 256) * (bytes[at + 1] || 256);
    const [length, from] = [view.getUint32(at + 8, true), view.getUint32(at + 12, true)];
    if (from + length <= bytes.length && length > 0 && size > (largest?.size ?? 0)) {
      largest = { size, data: bytes.subarray(from, from + length) };
    }
  }
  if (!largest) throw new EscrowError("picture-unreadable");
  return largest.data;
}
