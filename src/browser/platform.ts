import { EscrowError } from "../error.js";
import { type FileKind, fileKind } from "../read/file-kind.js";
import type { Platform } from "../read/platform.js";
import { bitmapOf } from "./picture-bitmap.js";
import { decodePicture } from "./pictures.js";

/** Kinds of picture whose pixels may be transparent. */
const CLEAR_KINDS: readonly (FileKind | undefined)[] = ["png", "webp", "avif"];

/** A phone takes four times what a computer does, with other work beside it: pages of a PDF have as much more there. */
const CLOCK_FACTOR = 4;

/**
 * What a browser gives to reading, in a page or a worker: its own decoders for pictures, and the WebAssembly that it is
 * given. PDFs are drawn where it is called, in any time: add `startDrawer` where files come from people not known.
 * @param wasm gives the bytes of a reader, `paper-escrow/wasm/zxing_reader.wasm` or `paper-escrow/wasm/pdfium.wasm`, when
 *   it is first needed
 * @param decode decodes a picture whose bytes may be handed over; a worker may let its page do it
 */
export function browserPlatform(wasm: Platform["wasm"], decode = bitmapOf): Platform {
  return {
    decodePicture: (bytes, options) => decodePicture(bytes, decode, options),
    // Of several pages or frames a browser decodes the first.
    inspectPicture: async (bytes) => ({ pages: 1, transparent: CLEAR_KINDS.includes(fileKind(bytes)) }),
    startWatch: () => {
      const begun = performance.now();
      return () => (performance.now() - begun) / 1000;
    },
    clockFactor: CLOCK_FACTOR,
    wasm: async (name) => {
      if (typeof WebAssembly === "undefined") throw new EscrowError("browser-old");
      return wasm(name);
    },
  };
}
