import { readFile } from "node:fs/promises";
import { isMainThread } from "node:worker_threads";
import { EscrowError, type Fault } from "../error.js";
import { limitMemory } from "../read/pages/wasm-memory.js";
import type { Raster } from "../read/pixels/raster.js";
import { requireBeside, startWorker } from "./package-files.js";
import { startWatch } from "./watch.js";

// HEVC, the codec of HEIC, is under patents: its decoder is neither shipped nor depended on. Whoever wants it installs
// `libheif-js` (LGPL-3.0) beside the program, and it is used where it is found.

const [SCRIPT, WASM] = ["libheif-js/libheif-wasm/libheif.js", "libheif-js/libheif-wasm/libheif.wasm"];

/** Most pixels: those of a phone's largest photos. What takes no more time than others is read, what takes no more memory. */
const MAX_HEIC_PIXELS = 50_000_000;
/** Most memory that the decoder may take: a photo of 50 megapixels takes 430 MB. */
const MAX_MEMORY_BYTES = 640 * 1024 * 1024;
/** Most processor time for one picture, in seconds: 12 megapixels take two. */
const MAX_SECONDS = 15;
/** How often that is looked at. */
const LOOK_MS = 100;

/** What of `libheif-js` is used. */
interface Libheif {
  readonly HeifDecoder: new () => { decode(bytes: Uint8Array): readonly HeifImage[] };
  readonly heif_colorspace: { readonly heif_colorspace_undefined: unknown };
  readonly heif_chroma: { readonly heif_chroma_undefined: unknown };
  readonly heif_channel: { readonly heif_channel_Y: unknown };
  /** As it is coded, without a detour over colours. */
  heif_js_decode_image2(handle: unknown, colours: unknown, chroma: unknown): { readonly channels?: readonly Plane[] };
}

interface HeifImage {
  readonly handle: unknown;
  is_primary(): boolean;
  get_width(): number;
  get_height(): number;
}

interface Plane {
  readonly id: unknown;
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  readonly bits_per_pixel: number;
  readonly data: Uint8Array;
}

/** What a thread answers. */
export type HeicAnswer = Raster | { readonly fault: Fault };

/**
 * Decodes the first picture of a HEIC to grey levels, upright, in this thread.
 * @throws EscrowError `picture-heic` where no decoder is installed, `picture-unreadable`, `picture-too-large`
 */
export async function decodeHeic(bytes: Uint8Array): Promise<Raster> {
  const libheif = await loadLibheif();
  try {
    const images = new libheif.HeifDecoder().decode(bytes);
    const image = images.find((one) => one.is_primary()) ?? images[0];
    if (!image) throw new EscrowError("picture-unreadable");
    const [width, height] = [image.get_width(), image.get_height()];
    if (width * height > MAX_HEIC_PIXELS) {
      throw new EscrowError("picture-too-large", { width, height, maxMegapixels: MAX_HEIC_PIXELS / 1e6 });
    }
    const { heif_colorspace: colours, heif_chroma: chroma, heif_channel: channel } = libheif;
    const { channels = [] } = libheif.heif_js_decode_image2(
      image.handle,
      colours.heif_colorspace_undefined,
      chroma.heif_chroma_undefined,
    );
    const light = channels.find(({ id }) => id === channel.heif_channel_Y);
    if (!light) throw new EscrowError("picture-unreadable");
    return rasterOf(light);
  } catch (error) {
    // A trap inside WebAssembly, or a fault that it names by words of its own.
    throw error instanceof EscrowError ? error : new EscrowError("picture-unreadable");
  }
}

/** The last one: a file is looked at for sheets, then for sources. */
let last: { readonly bytes: Uint8Array; readonly raster: Promise<Raster> } | undefined;

/**
 * The same in a thread of its own, which is ended where it takes too long. The last picture is kept.
 * @throws EscrowError as `decodeHeic`
 */
export function decodeHeicBounded(bytes: Uint8Array): Promise<Raster> {
  if (!isMainThread) return decodeHeic(bytes);
  if (last?.bytes !== bytes) last = { bytes, raster: decodeInThread(bytes) };
  return last.raster;
}

async function decodeInThread(bytes: Uint8Array): Promise<Raster> {
  // What the library prints goes nowhere.
  const worker = startWorker("picture-thread", {
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const seconds = startWatch();
  let timer: ReturnType<typeof setInterval> | undefined;
  try {
    const answer = await new Promise<HeicAnswer | undefined>((resolve) => {
      worker.once("message", resolve);
      worker.once("error", () => resolve(undefined));
      worker.once("exit", () => resolve(undefined));
      timer = setInterval(() => {
        if (seconds() > MAX_SECONDS) resolve(undefined);
      }, LOOK_MS);
      worker.postMessage(bytes);
    });
    if (!answer) throw new EscrowError("picture-unreadable");
    if ("fault" in answer) throw new EscrowError(answer.fault.code, answer.fault.data);
    return answer;
  } finally {
    clearInterval(timer);
    await worker.terminate();
  }
}

function rasterOf({ width, height, stride, bits_per_pixel: bits, data }: Plane): Raster {
  const wide = bits > 8;
  const grey = new Uint8Array(width * height);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let y = 0; y < height; y++) {
    if (!wide) grey.set(data.subarray(y * stride, y * stride + width), y * width);
    else for (let x = 0; x < width; x++) grey[y * width + x] = view.getUint16(y * stride + 2 * x, true) >> (bits - 8);
  }
  return { width, height, data: grey };
}

async function loadLibheif(): Promise<Libheif> {
  const require = requireBeside();
  try {
    const wasm = await readFile(require.resolve(WASM));
    const make = require(SCRIPT) as (options: object) => Libheif | Promise<Libheif>;
    const quiet = () => {};
    const wasmBinary = limitMemory(new Uint8Array(wasm).buffer, MAX_MEMORY_BYTES);
    return await make({ wasmBinary, print: quiet, printErr: quiet });
  } catch {
    throw new EscrowError("picture-heic");
  }
}
