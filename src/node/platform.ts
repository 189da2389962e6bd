import { isMainThread } from "node:worker_threads";
import type { Metadata } from "sharp";
import { EscrowError } from "../error.js";
import { type FileKind, fileKind } from "../read/file-kind.js";
import type { Raster } from "../read/pixels/raster.js";
import { type DecodeOptions, MAX_PICTURE_PIXELS, type PictureHeader, type Platform } from "../read/platform.js";
import { packageFile } from "./package-files.js";
import { startWatch } from "./watch.js";

/** Longest time that decoding one picture may take. */
const DECODE_SECONDS = 20;

const WASM_FILES = {
  zxing: "dist/wasm/zxing_reader.wasm",
  pdfium: "dist/wasm/pdfium.wasm",
} as const;

/** What Node gives to reading: pictures by `sharp` where it can be loaded, WebAssembly from the package. */
export const nodePlatform: Platform = {
  decodePicture,
  inspectPicture,
  startWatch,
  wasm: (name) => packageFile(WASM_FILES[name]),
};

/** Whether Node's permission model, where it is on, lets threads be started. */
export const threadsAllowed: boolean =
  (process as { permission?: { has(scope: string): boolean } }).permission?.has("worker") ?? true;

/**
 * The same with threads that draw PDFs and decode HEIC, started when there is one: a file made to harm cannot keep the
 * program busy. Where no thread may be started, that has no bound on time.
 */
export const boundedPlatform: Platform = threadsAllowed
  ? {
      ...nodePlatform,
      decodePicture: async (bytes, options) =>
        fileKind(bytes) === "heic"
          ? (await import("./heic.js")).decodeHeicBounded(bytes)
          : decodePicture(bytes, options),
      startDrawer: async () => (await import("./drawer.js")).startDrawer(),
    }
  : nodePlatform;

/** What `sharp` decodes; other formats that it takes can name further files. */
const BY_SHARP: readonly (FileKind | undefined)[] = ["png", "jpeg", "webp", "gif", "tiff", "avif"];

/** Most pixels of an AVIF: its decoder holds 23 bytes for each. */
const MAX_AVIF_PIXELS = 36_000_000;

/**
 * Most bytes, once it is unpacked, of a picture that its decoder holds whole: a WebP, an interlaced PNG, and a TIFF's
 * page, all of which may stand in one strip.
 * @see libtiff, TIFFReadEncodedStrip
 */
const MAX_WHOLE_BYTES = 400_000_000;
const SAMPLE_BYTES: Readonly<Record<string, number>> = { ushort: 2, short: 2, uint: 4, int: 4, float: 4 };

/** Most pixels of a picture, by what its decoder holds of it. */
function mostPixels({ format, channels = 4, depth = "uchar", isProgressive }: Metadata): number {
  if (format === "heif") return MAX_AVIF_PIXELS;
  const isWhole = format === "tiff" || format === "webp" || (format === "png" && isProgressive);
  if (!isWhole) return MAX_PICTURE_PIXELS;
  const bytes = format === "webp" ? 4 : channels * (SAMPLE_BYTES[depth] ?? 1);
  return Math.min(MAX_PICTURE_PIXELS, MAX_WHOLE_BYTES / bytes);
}

/**
 * Decodes a picture to grey levels.
 * @throws EscrowError `picture-heic`, `picture-unreadable`, `picture-too-large`, `picture-decoder`
 */
async function decodePicture(
  bytes: Uint8Array,
  { page = 1, background = "white" }: DecodeOptions = {},
): Promise<Raster> {
  if (fileKind(bytes) === "heic") return (await import("./heic.js")).decodeHeic(bytes);
  const sharp = await sharpFor(bytes);
  if (sharp === undefined) return decodeWithout(bytes, background);
  const picture = sharp(bytes, { limitInputPixels: false, failOn: "error", page: page - 1 });
  try {
    const header = await picture.metadata();
    const { width, height } = header;
    const most = mostPixels(header);
    if (width * height > most) {
      throw new EscrowError("picture-too-large", { width, height, maxMegapixels: Math.floor(most / 1e6) });
    }
    const { data, info } = await picture
      .timeout({ seconds: DECODE_SECONDS })
      .autoOrient()
      .flatten({ background })
      .greyscale()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 1) throw new EscrowError("picture-unreadable");
    // A plain array: slices of a Node buffer would share its memory, against what the library expects.
    const plain = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return { width: info.width, height: info.height, data: plain };
  } catch (error) {
    // The decoder's own message stays inside: it names bytes of the picture.
    throw error instanceof EscrowError ? error : new EscrowError("picture-unreadable");
  }
}

/**
 * Looks at a picture's header.
 * @throws EscrowError as `decodePicture`
 */
async function inspectPicture(bytes: Uint8Array): Promise<PictureHeader> {
  const kind = fileKind(bytes);
  if (kind === "heic") return { pages: 1, transparent: false };
  const sharp = await sharpFor(bytes);
  if (sharp === undefined) return { pages: 1, transparent: kind === "png" };
  try {
    const { pages = 1, hasAlpha } = await sharp(bytes, { limitInputPixels: false }).metadata();
    // Others are one picture, whatever else such a file may hold.
    return { pages: kind === "tiff" ? pages : 1, transparent: hasAlpha };
  } catch {
    throw new EscrowError("picture-unreadable");
  }
}

/**
 * The decoder of a picture.
 * @returns nothing where it cannot be loaded
 * @throws EscrowError `picture-unreadable` for what it is not asked to decode
 */
async function sharpFor(bytes: Uint8Array): Promise<typeof import("sharp")["default"] | undefined> {
  if (!BY_SHARP.includes(fileKind(bytes))) throw new EscrowError("picture-unreadable");
  return loadSharp();
}

/** The one native add-on: Node's permission model does not load it unless told to. */
async function loadSharp(): Promise<typeof import("sharp")["default"] | undefined> {
  return (await import("sharp").catch(() => undefined))?.default;
}

/**
 * Decodes what can be decoded without `sharp`.
 * @throws EscrowError `picture-unreadable`, `picture-too-large`, `picture-decoder`
 */
async function decodeWithout(bytes: Uint8Array, background: "white" | "black"): Promise<Raster> {
  const kind = fileKind(bytes);
  if (kind === "png") return (await import("./png.js")).decodePng(bytes, { background });
  if (kind !== "jpeg") throw new EscrowError("picture-decoder");
  return (await import("./jpeg.js")).decodeJpeg(bytes, isMainThread ? boundedJpegDrawing : jpegDrawing);
}

/** Draws JPEGs with a reader of its own: that of `nodePlatform` may be in the middle of a page that shows one. */
const jpegDrawing: Platform = { ...nodePlatform };
const boundedJpegDrawing: Platform = { ...boundedPlatform };
