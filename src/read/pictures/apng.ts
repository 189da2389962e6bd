import { EscrowError } from "../../error.js";
import { crc32 } from "../../paper/frame.js";
import type { Platform } from "../platform.js";
import { DISPOSE_BEFORE, DISPOSE_CLEAR, type DrawnFrame, drawStills, type FrameBox } from "./canvas.js";

/** What every PNG begins with. @see https://www.w3.org/TR/png-3/#5PNG-file-signature */
const SIGNATURE_BYTES = 8;
/** Length, type and CRC-32 of a chunk. */
const CHUNK_FRAME_BYTES = 12;
/** Bit of a colour type that says that its pixels have an alpha. */
const HAS_ALPHA = 4;

interface ApngFrame extends FrameBox {
  readonly disposal: number;
  readonly replaces: boolean;
  readonly data: Uint8Array[];
}

interface Apng {
  readonly header: Uint8Array;
  /** Palette and clear colour. */
  readonly colours: readonly Chunk[];
  readonly frames: readonly ApngFrame[];
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** Whether a PNG moves: it says so before its first pixels. @see https://www.w3.org/TR/png-3/#apng-frame-based-animation */
export function isAnimatedPng(bytes: Uint8Array): boolean {
  for (const { type } of chunksOf(bytes)) {
    if (type === "acTL") return true;
    if (type === "IDAT") return false;
  }
  return false;
}

/**
 * Decodes an animated PNG frame by frame: each is put together as a PNG of its own.
 * @throws EscrowError `picture-unreadable`, `picture-too-large`, and as `Platform.decodePicture`
 */
export function apngFrames(bytes: Uint8Array, platform: Platform): AsyncGenerator<DrawnFrame, void, void> {
  const { header, colours, frames } = readApng(bytes);
  const size = new DataView(header.buffer, header.byteOffset, header.length);
  const [width, height] = [size.getUint32(0), size.getUint32(4)];
  const mayClear = ((header[9] ?? 0) & HAS_ALPHA) !== 0 || colours.some(({ type }) => type === "tRNS");
  const stills = frames.map((frame) => ({ ...frame, mayClear, file: () => pngOf(header, frame, colours) }));
  return drawStills(width, height, stills, platform);
}

/** How many frames an animated PNG has. */
export function countApngFrames(bytes: Uint8Array): number {
  return readApng(bytes).frames.length;
}

function readApng(bytes: Uint8Array): Apng {
  let header: Uint8Array | undefined;
  const colours: Chunk[] = [];
  const frames: ApngFrame[] = [];
  for (const { type, data } of chunksOf(bytes)) {
    if (type === "IHDR") header = data;
    else if (type === "PLTE" || type === "tRNS") colours.push({ type, data });
    else if (type === "fcTL" && data.length >= 26) frames.push(frameOf(data));
    // A picture before the first frame is for those who know no animations.
    else if (type === "IDAT") frames.at(-1)?.data.push(data);
    else if (type === "fdAT") frames.at(-1)?.data.push(data.subarray(4));
  }
  const whole = frames.filter(({ data, width, height }) => data.length > 0 && width > 0 && height > 0);
  if (header?.length !== 13 || whole.length === 0) throw new EscrowError("picture-unreadable");
  return { header, colours, frames: whole };
}

function frameOf(data: Uint8Array): ApngFrame {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const [width = 0, height = 0, x = 0, y = 0] = [4, 8, 12, 16].map((at) => view.getUint32(at));
  const disposal = data[24] === 1 ? DISPOSE_CLEAR : data[24] === 2 ? DISPOSE_BEFORE : 0;
  return { x, y, width, height, disposal, replaces: data[25] === 0, data: [] };
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = SIGNATURE_BYTES; at + CHUNK_FRAME_BYTES <= bytes.length; ) {
    const end = at + CHUNK_FRAME_BYTES + view.getUint32(at);
    if (end > bytes.length) return;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, data: bytes.subarray(at + 8, end - 4) };
    at = end;
  }
}

function pngOf(header: Uint8Array, { width, height, data }: ApngFrame, colours: readonly Chunk[]): Uint8Array {
  // A Node buffer's own slice would be the same memory again.
  const own = Uint8Array.from(header);
  const size = new DataView(own.buffer);
  size.setUint32(0, width);
  size.setUint32(4, height);
  const chunks = [{ type: "IHDR", data: own }, ...colours, ...data.map((part) => ({ type: "IDAT", data: part }))];
  const all = [...chunks, { type: "IEND", data: new Uint8Array() }];
  const file = new Uint8Array(SIGNATURE_BYTES + all.reduce((sum, one) => sum + CHUNK_FRAME_BYTES + one.data.length, 0));
  const view = new DataView(file.buffer);
  file.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  let at = SIGNATURE_BYTES;
  for (const { type, data: body } of all) {
    view.setUint32(at, body.length);
    file.set(
      [...type].map((letter) => letter.charCodeAt(0)),
      at + 4,
    );
    file.set(body, at + 8);
    at += 8 + body.length;
    view.setUint32(at, crc32(file.subarray(at - body.length - 4, at)));
    at += 4;
  }
  return file;
}
