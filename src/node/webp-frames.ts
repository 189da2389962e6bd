import sharp from "sharp";
import { EscrowError } from "../error.js";
import type { Raster } from "../read/pixels/raster.js";

/** Pixels that are decoded at a time: each frame needs those before it, and to begin anew for each would take its square. */
const STEP_PIXELS = 24_000_000;
/** Longest time that they may take. */
const DECODE_SECONDS = 20;

/** Frames that were decoded last, one below the other. */
let last:
  | { readonly bytes: Uint8Array; readonly from: number; readonly count: number; readonly all: Raster }
  | undefined;

/**
 * Decodes a frame of an animated WebP, transparency on white; those after it with it.
 * @param frame from 1; in their order, or it takes long
 * @throws EscrowError `picture-unreadable`
 */
export async function decodeWebpFrame(bytes: Uint8Array, frame: number): Promise<Raster> {
  try {
    if (last?.bytes !== bytes || frame < last.from || frame >= last.from + last.count) {
      last = undefined;
      last = await decodeFrom(bytes, frame);
    }
    const { all, from, count } = last;
    const height = all.height / count;
    const start = (frame - from) * height * all.width;
    return { width: all.width, height, data: all.data.slice(start, start + height * all.width) };
  } catch {
    throw new EscrowError("picture-unreadable");
  }
}

async function decodeFrom(bytes: Uint8Array, from: number): Promise<NonNullable<typeof last>> {
  const { pages = 1, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
  const count = Math.max(1, Math.min(pages - from + 1, Math.floor(STEP_PIXELS / (width * height))));
  const { data, info } = await sharp(bytes, { limitInputPixels: false, failOn: "error", page: from - 1, pages: count })
    .timeout({ seconds: DECODE_SECONDS })
    .flatten({ background: "white" })
    .greyscale()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const plain = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { bytes, from, count, all: { width: info.width, height: info.height, data: plain } };
}
