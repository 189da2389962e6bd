import { concatBytes } from "../bytes.js";
import { EscrowError } from "../error.js";
import { MAX_ITEMS, parityItems } from "./erasure-code.js";
import { parityCount } from "./parity-count.js";

/** Payload of a frame, in bytes. */
export const FRAME_BYTES = 115;
/** Bytes before the payload: set id 10, index, data count, total, document length 2, reserved, CRC-32 4. */
const FRAME_HEADER_BYTES = 20;
/** Bytes of the set id in a frame. */
const ID_BYTES = 10;
/** Place of the CRC-32 in a frame. */
const CRC_AT = 16;
/** Most frames of a document. */
export const MOST_FRAMES = MAX_ITEMS - 1;
/** Longest document, in bytes. */
export const MAX_DOCUMENT_BYTES = 18 * 1024;

/** One piece of a document. Nothing in it is authenticated until the document's hash is. */
export interface Frame {
  /** 10 bytes. */
  readonly setId: Uint8Array;
  /** From 0; data frames first, then parity. */
  readonly index: number;
  readonly dataCount: number;
  readonly total: number;
  /** Length of the document in bytes. */
  readonly length: number;
  /** 115 bytes. */
  readonly payload: Uint8Array;
}

/**
 * Document → frames, data first, then parity.
 * @param codesOnly whether sheets carry the document in codes alone, without complete lines
 * @param most how many frames, if more than the least, at most 255
 */
export function makeFrames(document: Uint8Array, setId: Uint8Array, codesOnly: boolean, most = 0): Frame[] {
  const dataCount = Math.ceil(document.length / FRAME_BYTES);
  const data = Array.from({ length: dataCount }, (_, i) => {
    const payload = new Uint8Array(FRAME_BYTES);
    payload.set(document.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES));
    return payload;
  });
  const parity = parityItems(data, Math.max(parityCount(dataCount, codesOnly), most - dataCount));
  const total = dataCount + parity.length;
  return [...data, ...parity].map((payload, index) => ({
    setId,
    index,
    dataCount,
    total,
    length: document.length,
    payload,
  }));
}

/** Frame → 135 bytes. @see FORMAT.md, "Frame" */
export function encodeFrame({ setId, index, dataCount, total, length, payload }: Frame): Uint8Array {
  const header = concatBytes(setId, Uint8Array.of(index, dataCount, total, length >> 8, length & 255, 0));
  const crc = crc32(concatBytes(header, payload));
  return concatBytes(header, Uint8Array.of(crc >>> 24, (crc >> 16) & 255, (crc >> 8) & 255, crc & 255), payload);
}

/**
 * 135 bytes → frame.
 * @throws EscrowError `frame-length`, `frame-check`, `frame-reserved`, `frame-numbers`
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.length !== FRAME_HEADER_BYTES + FRAME_BYTES) throw new EscrowError("frame-length");
  const header = bytes.subarray(0, CRC_AT);
  const payload = bytes.slice(FRAME_HEADER_BYTES);
  const crc = new DataView(bytes.buffer, bytes.byteOffset + CRC_AT, 4).getUint32(0);
  if (crc32(concatBytes(header, payload)) !== crc) throw new EscrowError("frame-check");
  const [index = 0, dataCount = 0, total = 0, high = 0, low = 0, reserved = 0] = header.subarray(ID_BYTES);
  if (reserved !== 0) throw new EscrowError("frame-reserved");
  const length = (high << 8) | low;
  const fits = length > 0 && length <= MAX_DOCUMENT_BYTES && dataCount === Math.ceil(length / FRAME_BYTES);
  if (!fits || index >= total || total < dataCount || total > MOST_FRAMES) throw new EscrowError("frame-numbers");
  return { setId: bytes.slice(0, ID_BYTES), index, dataCount, total, length, payload };
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

/** CRC-32 as in gzip. @see RFC 1952, section 8 */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 255] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
