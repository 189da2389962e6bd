import { Readable } from "node:stream";
import { createInflate } from "node:zlib";
import { EscrowError } from "../error.js";
import { crc32 } from "../paper/frame.js";
import { greyOf } from "../read/pixels/luminance.js";
import type { Raster } from "../read/pixels/raster.js";
import { type DecodeOptions, MAX_PICTURE_PIXELS } from "../read/platform.js";

/** Samples of a pixel by colour type, and the bits that a sample of it may have. @see PNG specification, 11.2.1 */
const COLOURS: Readonly<Record<number, { readonly channels: number; readonly bits: readonly number[] }>> = {
  0: { channels: 1, bits: [1, 2, 4, 8, 16] },
  2: { channels: 3, bits: [8, 16] },
  3: { channels: 1, bits: [1, 2, 4, 8] },
  4: { channels: 2, bits: [8, 16] },
  6: { channels: 4, bits: [8, 16] },
};
const PALETTE = 3;
const SIGNATURE_BYTES = 8;
/** Length, type and CRC-32 of a chunk. */
const CHUNK_FRAME_BYTES = 12;
const HEADER_BYTES = 13;
/** Most bytes of a row: 65,535 pixels of the deepest kind. */
const MAX_ROW_BYTES = 65_535 * 8;
/** Bytes that inflating gives at a time. */
const STEP_BYTES = 256 * 1024;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly channels: number;
  readonly colour: number;
}

/**
 * Decodes a PNG that is not interlaced to grey levels. Its rows are inflated one after another:
 * what comes out beyond the size that its header tells is never held.
 * @throws EscrowError `picture-unreadable`, `picture-too-large`, `picture-decoder` for an interlaced one
 * @see https://www.w3.org/TR/png-3/
 */
export async function decodePng(
  bytes: Uint8Array,
  { background = "white" }: Pick<DecodeOptions, "background"> = {},
): Promise<Raster> {
  const chunks = readChunks(bytes);
  const header = readHeader(chunks.get("IHDR")?.[0]);
  const { width, height, bits, channels } = header;
  const rowBytes = Math.ceil((width * channels * bits) / 8);
  const pixelBytes = Math.max(1, (channels * bits) >> 3);
  if (rowBytes > MAX_ROW_BYTES) throw new EscrowError("picture-unreadable");
  const greyAt = greyReader(header, chunks.get("PLTE")?.[0], chunks.get("tRNS")?.[0], background === "white" ? 255 : 0);
  const data = new Uint8Array(width * height);
  let row = 0;
  let above: Uint8Array = new Uint8Array(rowBytes);
  for await (const line of inflatedLines(chunks.get("IDAT") ?? [], rowBytes + 1)) {
    const samples = line.subarray(1);
    unfilter(line[0] ?? 0, samples, above, pixelBytes);
    for (let x = 0; x < width; x++) data[row * width + x] = greyAt(samples, x);
    above = samples;
    if (++row === height) return { width, height, data };
  }
  throw new EscrowError("picture-unreadable");
}

/** The chunks that pixels are made of, by type; all others only say more. */
function readChunks(bytes: Uint8Array): Map<string, Uint8Array[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks = new Map<string, Uint8Array[]>();
  for (let at = SIGNATURE_BYTES; at + CHUNK_FRAME_BYTES <= bytes.length; ) {
    const end = at + CHUNK_FRAME_BYTES + view.getUint32(at);
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (/^(?:IHDR|PLTE|tRNS|IDAT)$/u.test(type)) {
      if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
        throw new EscrowError("picture-unreadable");
      const same = chunks.get(type) ?? [];
      same.push(bytes.subarray(at + 8, end - 4));
      chunks.set(type, same);
    }
    at = end;
  }
  return chunks;
}

function readHeader(chunk: Uint8Array | undefined): Header {
  if (chunk?.length !== HEADER_BYTES) throw new EscrowError("picture-unreadable");
  const view = new DataView(chunk.buffer, chunk.byteOffset, HEADER_BYTES);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bits = 0, colour = 0, , , interlace] = chunk.subarray(8);
  const kind = COLOURS[colour];
  if (width < 1 || height < 1 || !kind?.bits.includes(bits)) throw new EscrowError("picture-unreadable");
  if (width * height > MAX_PICTURE_PIXELS) {
    throw new EscrowError("picture-too-large", { width, height, maxMegapixels: MAX_PICTURE_PIXELS / 1e6 });
  }
  if (interlace !== 0) throw new EscrowError("picture-decoder");
  return { width, height, bits, channels: kind.channels, colour };
}

/** Inflates, and cuts what comes out into lines; no more is inflated than is asked for. */
async function* inflatedLines(parts: readonly Uint8Array[], lineBytes: number): AsyncGenerator<Uint8Array, void, void> {
  const inflate = createInflate({ chunkSize: STEP_BYTES });
  const compressed = Readable.from(parts, { objectMode: false });
  let line = new Uint8Array(lineBytes);
  let filled = 0;
  try {
    for await (const piece of compressed.pipe(inflate) as AsyncIterable<Uint8Array>) {
      for (let at = 0; at < piece.length; ) {
        const taken = piece.subarray(at, at + lineBytes - filled);
        line.set(taken, filled);
        at += taken.length;
        filled += taken.length;
        if (filled < lineBytes) break;
        yield line;
        line = new Uint8Array(lineBytes);
        filled = 0;
      }
    }
  } catch {
    throw new EscrowError("picture-unreadable");
  } finally {
    compressed.destroy();
    inflate.destroy();
  }
}

/** Puts a line's bytes back in place. @see PNG specification, 9.2 */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  if (filter > 4) throw new EscrowError("picture-unreadable");
  if (filter === 0) return;
  for (let i = 0; i < line.length; i++) {
    const left = i < pixelBytes ? 0 : (line[i - pixelBytes] ?? 0);
    const up = above[i] ?? 0;
    let guess = left;
    if (filter === 2) guess = up;
    else if (filter === 3) guess = (left + up) >> 1;
    else if (filter === 4) guess = paeth(left, up, i < pixelBytes ? 0 : (above[i - pixelBytes] ?? 0));
    line[i] = (line[i] ?? 0) + guess;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const [byLeft, byUp, byCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

/**
 * Tells the grey level of a line's pixel.
 * @param clear `tRNS`: alpha by entry of the palette, or the one clear colour in 16 bits a sample
 * @param behind level that transparency is laid on
 */
function greyReader(
  { bits, channels, colour }: Header,
  palette: Uint8Array | undefined,
  clear: Uint8Array | undefined,
  behind: number,
): (line: Uint8Array, x: number) => number {
  const most = 2 ** bits - 1;
  const laid = (level: number, alpha: number) => behind + (level - behind) * alpha;
  const sampleAt = (line: Uint8Array, i: number): number => {
    if (bits === 8) return line[i] ?? 0;
    if (bits === 16) return ((line[2 * i] ?? 0) << 8) | (line[2 * i + 1] ?? 0);
    const bit = i * bits;
    return ((line[bit >> 3] ?? 0) >> (8 - bits - (bit & 7))) & most;
  };
  if (colour === PALETTE) {
    const greys = Array.from({ length: Math.floor((palette?.length ?? 0) / 3) }, (_, i) => {
      const [red = 0, green = 0, blue = 0] = palette?.subarray(3 * i) ?? [];
      const alpha = (clear?.[i] ?? 255) / 255;
      return greyOf(laid(red, alpha), laid(green, alpha), laid(blue, alpha));
    });
    return (line, x) => greys[sampleAt(line, x)] ?? 0;
  }
  const colours = channels < 3 ? 1 : 3;
  const hasAlpha = channels > colours;
  const clearColour =
    !hasAlpha && clear?.length === 2 * colours
      ? Array.from({ length: colours }, (_, i) => ((clear[2 * i] ?? 0) << 8) | (clear[2 * i + 1] ?? 0))
      : undefined;
  const scale = 255 / most;
  return (line, x) => {
    const at = x * channels;
    if (clearColour?.every((sample, i) => sample === sampleAt(line, at + i))) return behind;
    const alpha = hasAlpha ? sampleAt(line, at + colours) / most : 1;
    const first = sampleAt(line, at) * scale;
    if (colours === 1) return Math.round(laid(first, alpha));
    const [second, third] = [sampleAt(line, at + 1) * scale, sampleAt(line, at + 2) * scale];
    return greyOf(laid(first, alpha), laid(second, alpha), laid(third, alpha));
  };
}
