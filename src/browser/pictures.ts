import { EscrowError } from "../error.js";
import { type FileKind, fileKind } from "../read/file-kind.js";
import type { Raster } from "../read/pixels/raster.js";
import { type DecodeOptions, MAX_PICTURE_PIXELS } from "../read/platform.js";
import type { bitmapOf } from "./picture-bitmap.js";
import { pictureSize } from "./picture-size.js";

/** Halvings of a picture that a small device is offered before it is given up. */
const MAX_HALVINGS = 3;

/** What a browser is asked to decode; other kinds are read without it. */
const DECODED: readonly (FileKind | undefined)[] = ["png", "jpeg", "webp", "gif", "avif", "tiff", "heic"];

/** Kinds that not every browser decodes: whoever has one is told what else to do with it. */
const SOME_DECODE = new Map<FileKind, EscrowError>([
  ["heic", new EscrowError("picture-heic")],
  ["tiff", new EscrowError("picture-format", { format: "TIFF" })],
  ["avif", new EscrowError("picture-format", { format: "AVIF" })],
]);

/**
 * Decodes PNG, JPEG, WebP or GIF (its first frame) to grey levels; HEIC, TIFF and AVIF where the browser can.
 * @param decode hands the bytes to the browser's decoder
 * @throws EscrowError `picture-heic`, `picture-format`, `picture-unreadable`, `picture-too-large`, `picture-blocked`,
 *   `browser-old`
 */
export async function decodePicture(
  bytes: Uint8Array,
  decode: typeof bitmapOf,
  { background = "white" }: DecodeOptions = {},
): Promise<Raster> {
  const kind = fileKind(bytes);
  // Browsers would also take SVG and other formats: only these go in.
  if (!DECODED.includes(kind)) throw new EscrowError("picture-unreadable");
  checkSize(pictureSize(bytes));
  let bitmap: ImageBitmap;
  try {
    bitmap = await decode(bytes.slice(), `image/${kind}`);
  } catch {
    throw SOME_DECODE.get(kind as FileKind) ?? new EscrowError("picture-unreadable");
  }
  try {
    checkSize(bitmap);
    return rasterOf(bitmap, background);
  } finally {
    bitmap.close();
  }
}

function checkSize(size: { readonly width: number; readonly height: number } | undefined): void {
  if (!size || size.width * size.height <= MAX_PICTURE_PIXELS) return;
  const { width, height } = size;
  throw new EscrowError("picture-too-large", { width, height, maxMegapixels: MAX_PICTURE_PIXELS / 1e6 });
}

/**
 * A decoded picture as grey levels.
 * @throws EscrowError `picture-unreadable` where there is no memory for it, `picture-blocked`, `browser-old`
 */
export function rasterOf(bitmap: ImageBitmap, background: "white" | "black" = "white"): Raster {
  if (typeof OffscreenCanvas === "undefined") throw new EscrowError("browser-old");
  for (let halvings = 0; halvings <= MAX_HALVINGS; halvings++) {
    const scale = 2 ** halvings;
    const width = Math.max(1, Math.round(bitmap.width / scale));
    const height = Math.max(1, Math.round(bitmap.height / scale));
    const rgba = draw(bitmap, width, height, background);
    if (rgba) return { width, height, data: greyOf(rgba) };
  }
  throw new EscrowError("picture-unreadable");
}

/** Pixels of a bitmap on a colour; nothing where the canvas is larger than the device can give. */
function draw(
  bitmap: ImageBitmap,
  width: number,
  height: number,
  background: "white" | "black",
): Uint8ClampedArray | undefined {
  let rgba: Uint8ClampedArray;
  try {
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (!context) return undefined;
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    rgba = context.getImageData(0, 0, width, height).data;
  } catch {
    return undefined;
  }
  // Too large a canvas stays transparent on some systems, though it was filled.
  const opaque = rgba[3] === 255 && rgba[rgba.length - 1] === 255;
  if (opaque) checkSight();
  return opaque ? rgba : undefined;
}

/**
 * Browsers that fight fingerprinting may give noise instead of what was drawn. A trace of noise does no harm.
 * @throws EscrowError `picture-blocked`
 */
function checkSight(): void {
  const context = new OffscreenCanvas(8, 8).getContext("2d", { willReadFrequently: true });
  if (!context) return;
  context.fillStyle = "#000000";
  context.fillRect(0, 0, 8, 8);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, 4, 8);
  const { data } = context.getImageData(0, 0, 8, 8);
  const right = (pixel: number) => Math.abs((data[pixel * 4] ?? 0) - (pixel % 8 < 4 ? 255 : 0)) < 64;
  if (![...Array(64).keys()].every(right)) throw new EscrowError("picture-blocked");
}

/** Levels that linear light is rounded to: fine enough for every dark level of eight bits. */
const LINEAR_LEVELS = 8192;
const TO_LINEAR = Float32Array.from({ length: 256 }, (_, level) => {
  const value = level / 255;
  return (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4) * LINEAR_LEVELS;
});
const TO_LEVEL = Uint8Array.from({ length: LINEAR_LEVELS + 1 }, (_, linear) => {
  const value = linear / LINEAR_LEVELS;
  return Math.round(255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055));
});

/** Luminance of sRGB pixels, as the command line's decoder makes it. @see IEC 61966-2-1, ITU-R BT.709 */
function greyOf(rgba: Uint8ClampedArray): Uint8Array {
  const grey = new Uint8Array(rgba.length / 4);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) {
    const red = rgba[at] as number;
    const green = rgba[at + 1] as number;
    const blue = rgba[at + 2] as number;
    if (red === green && green === blue) grey[i] = red;
    else {
      const linear =
        0.2126 * (TO_LINEAR[red] as number) +
        0.7152 * (TO_LINEAR[green] as number) +
        0.0722 * (TO_LINEAR[blue] as number);
      grey[i] = TO_LEVEL[Math.round(linear)] as number;
    }
  }
  return grey;
}
