import { EscrowError } from "../../error.js";
import type { Platform } from "../platform.js";
import { DISPOSE_CLEAR, type DrawnFrame, drawStills, type Still } from "./canvas.js";

/** `RIFF`, a length and `WEBP`. @see RFC 9649, 2.3 */
const HEAD_BYTES = 12;
/** Type and length of a chunk. */
const CHUNK_HEAD_BYTES = 8;
/** What stands before the pixels of a frame. @see RFC 9649, 2.7.1.1 */
const FRAME_HEAD_BYTES = 16;
/** Bits of the flags of a file and of a frame. */
const [HAS_FRAMES, HAS_ALPHA, IS_CLEARED, REPLACES] = [0x02, 0x10, 0x01, 0x02];

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** With its head. */
  readonly whole: Uint8Array;
}

/** Whether a WebP moves. */
export function isAnimatedWebp(bytes: Uint8Array): boolean {
  const first = chunksOf(bytes, HEAD_BYTES).next();
  return !first.done && first.value.type === "VP8X" && ((first.value.data[0] ?? 0) & HAS_FRAMES) !== 0;
}

/** How many frames an animated WebP has. */
export function countWebpFrames(bytes: Uint8Array): number {
  return [...chunksOf(bytes, HEAD_BYTES)].filter(({ type }) => type === "ANMF").length;
}

/**
 * Decodes an animated WebP frame by frame: each is put together as a WebP of its own.
 * @throws EscrowError `picture-unreadable`, `picture-too-large`, and as `Platform.decodePicture`
 */
export function webpFrames(bytes: Uint8Array, platform: Platform): AsyncGenerator<DrawnFrame, void, void> {
  const [header, ...chunks] = chunksOf(bytes, HEAD_BYTES);
  if (header === undefined || header.data.length < 10) throw new EscrowError("picture-unreadable");
  const [width, height] = [1 + number24(header.data, 4), 1 + number24(header.data, 7)];
  const stills = chunks
    .filter(({ type, data }) => type === "ANMF" && data.length > FRAME_HEAD_BYTES)
    .map(({ data }) => stillOf(data));
  return drawStills(width, height, stills, platform);
}

function stillOf(data: Uint8Array): Still {
  const flags = data[FRAME_HEAD_BYTES - 1] ?? 0;
  const parts = [...chunksOf(data, FRAME_HEAD_BYTES)].filter(({ type }) => /^(?:ALPH|VP8[ L])$/u.test(type));
  const mayClear = parts.some(({ type }) => type !== "VP8 ");
  return {
    x: 2 * number24(data, 0),
    y: 2 * number24(data, 3),
    width: 1 + number24(data, 6),
    height: 1 + number24(data, 9),
    disposal: (flags & IS_CLEARED) !== 0 ? DISPOSE_CLEAR : 0,
    replaces: (flags & REPLACES) !== 0,
    mayClear,
    file: () => fileOf(data.subarray(6, FRAME_HEAD_BYTES - 4), parts, mayClear),
  };
}

/** @param size width and height as a frame and a file alike write them */
function fileOf(size: Uint8Array, parts: readonly Chunk[], mayClear: boolean): Uint8Array {
  const length = HEAD_BYTES + 18 + parts.reduce((sum, { whole }) => sum + whole.length, 0);
  const file = new Uint8Array(length);
  const put = (text: string, at: number) =>
    file.set(
      [...text].map((letter) => letter.charCodeAt(0)),
      at,
    );
  const view = new DataView(file.buffer);
  put("RIFF", 0);
  view.setUint32(4, length - CHUNK_HEAD_BYTES, true);
  put("WEBPVP8X", 8);
  view.setUint32(16, 10, true);
  file[20] = mayClear ? HAS_ALPHA : 0;
  file.set(size, 24);
  let at = 30;
  for (const { whole } of parts) {
    file.set(whole, at);
    at += whole.length;
  }
  return file;
}

function* chunksOf(bytes: Uint8Array, from: number): Generator<Chunk, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = from; at + CHUNK_HEAD_BYTES <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + CHUNK_HEAD_BYTES + length + (length % 2);
    // The last one's filling byte may be left out.
    if (at + CHUNK_HEAD_BYTES + length > bytes.length) return;
    const type = String.fromCharCode(...bytes.subarray(at, at + 4));
    const data = bytes.subarray(at + CHUNK_HEAD_BYTES, at + CHUNK_HEAD_BYTES + length);
    yield { type, data, whole: bytes.subarray(at, end) };
    at = end;
  }
}

function number24(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}
