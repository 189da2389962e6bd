import { EscrowError } from "../../error.js";
import { greyOf } from "../pixels/luminance.js";
import { Canvas, DISPOSE_BEFORE, DISPOSE_CLEAR, type DrawnFrame, type FrameBox } from "./canvas.js";

const [EXTENSION, IMAGE, CONTROL] = [0x21, 0x2c, 0xf9];
/** Most pixels: of a frame six bytes each are held, and its own size may be another one than the picture's. */
const MAX_GIF_PIXELS = 50_000_000;
/** Where the first block stands: after signature and screen. */
const SCREEN_END = 13;
/** Codes have so many bits at most. */
const MOST_BITS = 12;
/** Rows of an interlaced picture: from which, and every how many. */
const INTERLACED = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

interface GifFrame extends FrameBox {
  readonly palette: Uint8Array;
  /** Number of the colour that is clear; -1 for none. */
  readonly clear: number;
  readonly interlaced: boolean;
  readonly disposal: number;
  /** Where its data begin. */
  readonly at: number;
}

/**
 * Decodes a GIF frame by frame.
 * @throws EscrowError `picture-unreadable`, `picture-too-large`
 * @see https://www.w3.org/Graphics/GIF/spec-gif89a.txt
 */
export function* gifFrames(bytes: Uint8Array): Generator<DrawnFrame, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < SCREEN_END) throw new EscrowError("picture-unreadable");
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  if (width < 1 || height < 1) throw new EscrowError("picture-unreadable");
  const frames = readBlocks(bytes, view);
  if (frames.length === 0) throw new EscrowError("picture-unreadable");
  for (const one of [{ width, height }, ...frames]) {
    if (one.width * one.height <= MAX_GIF_PIXELS) continue;
    const { width: across, height: down } = one;
    throw new EscrowError("picture-too-large", {
      width: across,
      height: down,
      maxMegapixels: MAX_GIF_PIXELS / 1e6,
    });
  }
  const canvas = new Canvas(width, height);
  for (const [i, frame] of frames.entries()) {
    const pixels = inflate(bytes, frame);
    // A file that is cut off shows its frames before.
    if (!pixels && i === 0) throw new EscrowError("picture-unreadable");
    if (!pixels) return;
    const levels = new Uint8Array(pixels.length);
    const opaque = new Uint8Array(pixels.length);
    for (let at = 0; at < pixels.length; at++) {
      const index = pixels[at] as number;
      levels[at] = frame.palette[index] ?? 0;
      opaque[at] = index === frame.clear ? 0 : 1;
    }
    canvas.draw(frame, levels, opaque, frame.disposal);
    yield canvas.seen(i + 1, frames.length);
    canvas.dispose();
  }
}

/** How many frames a GIF has. */
export function countGifFrames(bytes: Uint8Array): number {
  if (bytes.length < SCREEN_END) return 0;
  return readBlocks(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length)).length;
}

/** Walks over the blocks; nothing is inflated. */
function readBlocks(bytes: Uint8Array, view: DataView): GifFrame[] {
  const frames: GifFrame[] = [];
  const screen = bytes[10] ?? 0;
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let palette = greysOf(bytes.subarray(SCREEN_END, SCREEN_END + colours(screen)));
  const shared = palette;
  let [clear, disposal] = [-1, 0];
  let at = SCREEN_END + colours(screen);
  while (at + 10 <= bytes.length) {
    if (bytes[at] === EXTENSION) {
      if (bytes[at + 1] === CONTROL) {
        const flags = bytes[at + 3] ?? 0;
        clear = flags & 1 ? (bytes[at + 6] ?? 0) : -1;
        disposal = (flags >> 2) & 7;
      }
      at = skipData(bytes, at + 2);
      continue;
    }
    if (bytes[at] !== IMAGE) break;
    const [x, y] = [view.getUint16(at + 1, true), view.getUint16(at + 3, true)];
    const [width, height] = [view.getUint16(at + 5, true), view.getUint16(at + 7, true)];
    const flags = bytes[at + 9] ?? 0;
    const own = colours(flags);
    palette = own > 0 ? greysOf(bytes.subarray(at + 10, at + 10 + own)) : shared;
    at += 10 + own;
    if (width > 0 && height > 0) {
      frames.push({
        x,
        y,
        width,
        height,
        palette,
        clear,
        interlaced: (flags & 0x40) !== 0,
        disposal: kindOf(disposal),
        at,
      });
    }
    [clear, disposal] = [-1, 0];
    at = skipData(bytes, at + 1);
  }
  return frames;
}

function kindOf(disposal: number): number {
  return disposal === 2 ? DISPOSE_CLEAR : disposal === 3 ? DISPOSE_BEFORE : 0;
}

function greysOf(colours: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: Math.floor(colours.length / 3) }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = colours.subarray(3 * i);
    return greyOf(red, green, blue);
  });
}

/** Where the blocks of data end that begin at a place. */
function skipData(bytes: Uint8Array, from: number): number {
  let at = from;
  while ((bytes[at] ?? 0) > 0) at += 1 + (bytes[at] ?? 0);
  return at + 1;
}

/**
 * The colours' numbers of a frame, rows in their order.
 * @returns nothing where its data end before
 */
function inflate(bytes: Uint8Array, { width, height, interlaced, at }: GifFrame): Uint8Array | undefined {
  const least = bytes[at] ?? 0;
  if (least < 1 || least > 8) return undefined;
  const found = new Uint8Array(width * height);
  let [filled, block, left] = [0, at + 1, 0];
  let [buffer, bits] = [0, 0];
  const start = 2 ** least;
  const prefixes = new Int16Array(2 ** MOST_BITS);
  const lasts = new Uint8Array(2 ** MOST_BITS);
  const stack = new Uint8Array(2 ** MOST_BITS + 1);
  let [size, known, before, first] = [least + 1, start + 2, -1, 0];
  for (let i = 0; i < start; i++) lasts[i] = i;
  while (filled < found.length) {
    while (bits < size) {
      if (left === 0) {
        left = bytes[block] ?? 0;
        block++;
        if (left === 0) return undefined;
      }
      if (block >= bytes.length) return undefined;
      buffer |= (bytes[block++] as number) << bits;
      bits += 8;
      left--;
    }
    const code = buffer & (2 ** size - 1);
    buffer >>= size;
    bits -= size;
    if (code === start + 1) return undefined;
    if (code === start) {
      [size, known, before] = [least + 1, start + 2, -1];
      continue;
    }
    if (code > known || (code === known && before < 0)) return undefined;
    let depth = 0;
    let entry = code;
    if (code === known) {
      stack[depth++] = first;
      entry = before;
    }
    while (entry >= start) {
      stack[depth++] = lasts[entry] as number;
      entry = prefixes[entry] as number;
    }
    first = entry;
    stack[depth++] = first;
    while (depth > 0 && filled < found.length) found[filled++] = stack[--depth] as number;
    if (before >= 0 && known < 2 ** MOST_BITS) {
      prefixes[known] = before;
      lasts[known] = first;
      known++;
      if (known === 2 ** size && size < MOST_BITS) size++;
    }
    before = code;
  }
  return interlaced ? inOrder(found, width, height) : found;
}

function inOrder(found: Uint8Array, width: number, height: number): Uint8Array {
  const ordered = new Uint8Array(found.length);
  let row = 0;
  for (const [from, step] of INTERLACED) {
    for (let y = from; y < height; y += step, row++) {
      ordered.set(found.subarray(row * width, (row + 1) * width), y * width);
    }
  }
  return ordered;
}
