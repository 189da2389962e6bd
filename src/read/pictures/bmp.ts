import { EscrowError } from "../../error.js";
import { greyOf } from "../pixels/luminance.js";
import type { Raster } from "../pixels/raster.js";
import { MAX_PICTURE_PIXELS } from "../platform.js";

/** Bytes of the file's own header, and of the oldest header of a picture. */
const [FILE_HEADER_BYTES, CORE_HEADER_BYTES] = [14, 12];
const INFO_HEADER_BYTES = 40;
/** How pixels are stored. @see BITMAPINFOHEADER, biCompression */
const [PLAIN, RUNS_OF_8, RUNS_OF_4, MASKS, MASKS_WITH_ALPHA] = [0, 1, 2, 3, 6];

interface Header {
  readonly width: number;
  readonly height: number;
  /** Whether its first row is the upper one. */
  readonly fromTop: boolean;
  readonly bits: number;
  readonly storing: number;
  /** Where its palette begins, and how many bytes a colour of it has. */
  readonly paletteAt: number;
  readonly colourBytes: number;
  readonly colours: number;
  /** Bits of red, green, blue and alpha in a pixel. */
  readonly masks: readonly number[];
}

/** A picture with what of it is clear, where something is. */
export interface BmpPicture extends Raster {
  /** 1 where it is opaque; nothing where all of it is. */
  readonly opaque?: Uint8Array;
}

/**
 * Decodes a BMP to grey levels.
 * @throws EscrowError `picture-unreadable`, `picture-too-large`
 */
export function decodeBmp(bytes: Uint8Array): BmpPicture {
  if (bytes.length < FILE_HEADER_BYTES + CORE_HEADER_BYTES) throw new EscrowError("picture-unreadable");
  const at = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(10, true);
  return decodeDib(bytes.subarray(FILE_HEADER_BYTES), at - FILE_HEADER_BYTES);
}

/**
 * Decodes the bitmap within a BMP or an icon.
 * @param pixelsAt where its pixels begin; left out, after its palette, as in an icon, where a mask of what is clear follows
 * @throws EscrowError `picture-unreadable`, `picture-too-large`
 */
export function decodeDib(bytes: Uint8Array, pixelsAt?: number): BmpPicture {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const header = readHeader(view, pixelsAt === undefined);
    const { width, height } = header;
    if (!(width > 0 && height > 0)) throw new EscrowError("picture-unreadable");
    if (width * height > MAX_PICTURE_PIXELS) {
      throw new EscrowError("picture-too-large", { width, height, maxMegapixels: MAX_PICTURE_PIXELS / 1e6 });
    }
    const palette = readPalette(bytes, header);
    const at = pixelsAt ?? header.paletteAt + header.colours * header.colourBytes;
    const runs = header.storing === RUNS_OF_8 || header.storing === RUNS_OF_4;
    const picture = runs ? readRuns(bytes, at, header, palette) : readRows(view, at, header, palette);
    const { data, opaque } = picture;
    const clear = opaque ?? (pixelsAt === undefined ? readMask(bytes, at, header) : undefined);
    return { width, height, data, ...(clear?.includes(0) ? { opaque: clear } : {}) };
  } catch (error) {
    // Beyond its end nothing can be read.
    if (error instanceof RangeError) throw new EscrowError("picture-unreadable");
    throw error;
  }
}

function readHeader(view: DataView, isIcon: boolean): Header {
  const length = view.getUint32(0, true);
  const isCore = length === CORE_HEADER_BYTES;
  if (!isCore && (length < INFO_HEADER_BYTES || length > 1000)) throw new EscrowError("picture-unreadable");
  const width = isCore ? view.getUint16(4, true) : view.getInt32(4, true);
  const tall = isCore ? view.getUint16(6, true) : view.getInt32(8, true);
  const bits = view.getUint16(isCore ? 10 : 14, true);
  const storing = isCore ? PLAIN : view.getUint32(16, true);
  const given = isCore ? 0 : view.getUint32(32, true);
  const known =
    [1, 2, 4, 8, 16, 24, 32].includes(bits) && [PLAIN, RUNS_OF_8, RUNS_OF_4, MASKS, MASKS_WITH_ALPHA].includes(storing);
  if (!known || (storing === RUNS_OF_8 && bits !== 8) || (storing === RUNS_OF_4 && bits !== 4))
    throw new EscrowError("picture-unreadable");
  const hasMasks = storing === MASKS || storing === MASKS_WITH_ALPHA;
  // Of the oldest such header the masks stand after it, of later ones within.
  const apart = hasMasks && length === INFO_HEADER_BYTES ? (storing === MASKS ? 12 : 16) : 0;
  const alpha = hasMasks && (length >= 56 || apart === 16) ? view.getUint32(52, true) : 0;
  const usual = bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, isIcon ? 0xff000000 : 0];
  const masks = hasMasks ? [...[40, 44, 48].map((at) => view.getUint32(at, true)), alpha] : usual;
  const colours = bits > 8 ? 0 : Math.min(given === 0 ? 2 ** bits : given, 2 ** bits);
  return {
    width,
    height: isIcon ? Math.abs(tall) >> 1 : Math.abs(tall),
    fromTop: tall < 0,
    bits,
    storing,
    paletteAt: length + apart,
    colourBytes: isCore ? 3 : 4,
    colours,
    masks,
  };
}

function readPalette(bytes: Uint8Array, { paletteAt, colourBytes, colours }: Header): Uint8Array {
  return Uint8Array.from({ length: colours }, (_, i) => {
    const [blue = 0, green = 0, red = 0] = bytes.subarray(paletteAt + i * colourBytes);
    return greyOf(red, green, blue);
  });
}

type Pixels = Pick<BmpPicture, "data" | "opaque">;

function readRows(view: DataView, at: number, header: Header, palette: Uint8Array): Pixels {
  const { width, height, bits, fromTop, masks } = header;
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (at < 0 || at + rowBytes * height > view.byteLength + 3) throw new EscrowError("picture-unreadable");
  const data = new Uint8Array(width * height);
  const parts = masks.map(partOf);
  const alpha = bits === 32 && masks[3] ? new Uint8Array(width * height) : undefined;
  for (let y = 0; y < height; y++) {
    const row = at + y * rowBytes;
    const to = (fromTop ? y : height - 1 - y) * width;
    for (let x = 0; x < width; x++) {
      if (bits <= 8) {
        const bit = x * bits;
        const index = (view.getUint8(row + (bit >> 3)) >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
        data[to + x] = palette[index] ?? 0;
      } else if (bits === 24) {
        const pixel = row + 3 * x;
        data[to + x] = greyOf(view.getUint8(pixel + 2), view.getUint8(pixel + 1), view.getUint8(pixel));
      } else {
        const pixel = bits === 16 ? view.getUint16(row + 2 * x, true) : view.getUint32(row + 4 * x, true);
        const [red = 0, green = 0, blue = 0, opaque = 0] = parts.map((part) => part(pixel));
        data[to + x] = greyOf(red, green, blue);
        if (alpha) alpha[to + x] = opaque >= 128 ? 1 : 0;
      }
    }
  }
  // Where no pixel has any, it is not meant.
  return { data, ...(alpha?.includes(1) ? { opaque: alpha } : {}) };
}

/** Reads a part of a pixel as 0 to 255. */
function partOf(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (pixel) => (((pixel & mask) >>> shift) * 255) / most;
}

/** Pixels that are stored as runs of a colour. @see BITMAPINFOHEADER, BI_RLE8 and BI_RLE4 */
function readRuns(
  bytes: Uint8Array,
  from: number,
  { width, height, bits, fromTop }: Header,
  palette: Uint8Array,
): Pixels {
  const data = new Uint8Array(width * height).fill(palette[0] ?? 0);
  let [x, y, at] = [0, 0, from];
  const put = (index: number) => {
    if (x < width && y < height) data[(fromTop ? y : height - 1 - y) * width + x] = palette[index] ?? 0;
    x++;
  };
  const part = (byte: number, i: number) => (bits === 8 ? byte : i % 2 === 0 ? byte >> 4 : byte & 15);
  while (y < height && at + 1 < bytes.length) {
    const [count = 0, value = 0] = bytes.subarray(at, at + 2);
    at += 2;
    if (count > 0) for (let i = 0; i < count; i++) put(part(value, i));
    else if (value === 0) [x, y] = [0, y + 1];
    else if (value === 1) return { data };
    else if (value === 2) {
      x += bytes[at] ?? 0;
      y += bytes[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < value; i++) put(part(bytes[at + (bits === 8 ? i : i >> 1)] ?? 0, i));
      const length = bits === 8 ? value : (value + 1) >> 1;
      at += length + (length & 1);
    }
  }
  if (y < height - 1) throw new EscrowError("picture-unreadable");
  return { data };
}

/** The mask of an icon, after its pixels: a bit for each that is clear. */
function readMask(bytes: Uint8Array, pixelsAt: number, { width, height, bits }: Header): Uint8Array | undefined {
  const at = pixelsAt + Math.ceil((width * bits) / 32) * 4 * height;
  const rowBytes = Math.ceil(width / 32) * 4;
  if (at + rowBytes * height > bytes.length) return undefined;
  const opaque = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const clear = ((bytes[at + (height - 1 - y) * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      opaque[y * width + x] = 1 - clear;
    }
  }
  return opaque;
}
