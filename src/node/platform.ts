import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { isMainThread } from "node:worker_threads";
import { EscrowError } from "../error.js";
import { type FileKind, fileKind } from "../read/file-kind.js";
import type { Raster } from "../read/pixels/raster.js";
import { MAX_PICTURE_PIXELS, type Platform } from "../read/platform.js";

/** Longest time that decoding one picture may take. */
const DECODE_SECONDS = 20;

const WASM_FILES = {
  zxing: "zxing-wasm/reader/zxing_reader.wasm",
  pdfium: "@hyzyla/pdfium/pdfium.wasm",
} as const;

/** What Node gives to reading: pictures by `sharp` where it can be loaded, WebAssembly from the installed packages. */
export const nodePlatform: Platform = {
  decodePicture,
  wasm: (name) => {
    const file = createRequire(import.meta.url).resolve(WASM_FILES[name]);
    return readFile(file);
  },
};

/** Whether Node's permission model, where it is on, lets threads be started. */
export const threadsAllowed: boolean =
  (process as { permission?: { has(scope: string): boolean } }).permission?.has("worker") ?? true;

/**
 * The same with a thread that draws PDFs, started when there is one: a file made to harm cannot keep the program busy.
 * Where no thread may be started, PDFs are drawn without a bound on time.
 */
export const boundedPlatform: Platform = threadsAllowed
  ? { ...nodePlatform, startDrawer: async () => (await import("./drawer.js")).startDrawer() }
  : nodePlatform;

/**
 * Decodes PNG, JPEG, WebP or GIF (its first frame) to grey levels.
 * @throws EscrowError `picture-heic`, `picture-unreadable`, `picture-too-large`, `picture-decoder`
 */
async function decodePicture(bytes: Uint8Array): Promise<Raster> {
  const kind = fileKind(bytes);
  if (kind === "heic") throw new EscrowError("picture-heic");
  // sharp would also take SVG and other formats that can name further files: only these four go in.
  if (kind === undefined || kind === "pdf") throw new EscrowError("picture-unreadable");
  const sharp = await loadSharp();
  if (sharp === undefined) return decodeWithout(bytes, kind);
  const picture = sharp(bytes, { limitInputPixels: false, failOn: "error" });
  try {
    const { width, height } = await picture.metadata();
    if (width * height > MAX_PICTURE_PIXELS) {
      throw new EscrowError("picture-too-large", { width, height, maxMegapixels: MAX_PICTURE_PIXELS / 1e6 });
    }
    const { data, info } = await picture
      .timeout({ seconds: DECODE_SECONDS })
      .autoOrient()
      .flatten({ background: "#ffffff" })
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

/** The one native add-on: Node's permission model does not load it unless told to. */
async function loadSharp(): Promise<typeof import("sharp")["default"] | undefined> {
  return (await import("sharp").catch(() => undefined))?.default;
}

/**
 * Decodes what can be decoded without `sharp`.
 * @throws EscrowError `picture-unreadable`, `picture-too-large`, `picture-decoder`
 */
async function decodeWithout(bytes: Uint8Array, kind: FileKind): Promise<Raster> {
  if (kind === "png") return (await import("./png.js")).decodePng(bytes);
  if (kind !== "jpeg") throw new EscrowError("picture-decoder");
  return (await import("./jpeg.js")).decodeJpeg(bytes, isMainThread ? boundedJpegDrawing : jpegDrawing);
}

/** Draws JPEGs with a reader of its own: that of `nodePlatform` may be in the middle of a page that shows one. */
const jpegDrawing: Platform = { ...nodePlatform };
const boundedJpegDrawing: Platform = { ...boundedPlatform };
