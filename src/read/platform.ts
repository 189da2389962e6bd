import type { ReadCodesOptions } from "./codes/codes.js";
import type { FoundCode } from "./codes/found-code.js";
import type { Drawer } from "./pages/drawer.js";
import type { PageSight, SightOptions } from "./pages/page-sight.js";
import type { PdfPage } from "./pages/pdf.js";
import type { Raster } from "./pixels/raster.js";

/** The largest picture that is decoded: 120 megapixels, an A4 page at 1,100 dpi. */
export const MAX_PICTURE_PIXELS = 120_000_000;

/** Which part of a picture is decoded, and how. */
export interface DecodeOptions {
  /** Page of a TIFF, from 1; 1 by default. */
  readonly page?: number;
  /** What transparency is laid on; white by default. */
  readonly background?: "white" | "black";
}

/** What the header of a picture says. */
export interface PictureHeader {
  /** Pages of a TIFF; 1 of any other. */
  readonly pages: number;
  /** Whether its pixels may be transparent. */
  readonly transparent: boolean;
}

/**
 * What reading needs from where it runs: Node gives it in `node.ts`, a browser in its page.
 * Nothing of it reaches for a network.
 */
export interface Platform {
  /**
   * Decodes PNG, JPEG, WebP, GIF, TIFF, AVIF or HEIC as far as it can, upright by its EXIF orientation.
   * @throws EscrowError `picture-unreadable`, `picture-too-large`, `picture-heic`, `picture-format`, `picture-decoder`
   */
  decodePicture(bytes: Uint8Array, options?: DecodeOptions): Promise<Raster>;
  /**
   * Looks at the header of a picture that `decodePicture` takes.
   * @throws EscrowError as `decodePicture`
   */
  inspectPicture(bytes: Uint8Array): Promise<PictureHeader>;
  /**
   * Starts a watch: seconds of processor time since then, by the clock where that cannot be told. Left out, time has no
   * bound. It is told how many threads work on what is timed; one by default.
   */
  readonly startWatch?: (threads?: number) => () => number;
  /** How many of its seconds count as one of processor time where it goes by the clock, as in a browser; 1 by default. */
  readonly clockFactor?: number;
  /** The WebAssembly binary of a reader. */
  wasm(name: "zxing" | "pdfium"): Promise<Uint8Array>;
  /** Gives what draws PDFs and can be ended meanwhile; without it they are drawn where the library runs, in any time. */
  readonly startDrawer?: () => Promise<Drawer>;
  /** Others that work at the same time, such as threads; without them the library does all where it runs. */
  readonly helpers?: Helpers;
}

/** See `Platform`. */
export interface Helpers {
  /** How many pictures they work on at a time. */
  readonly count: number;
  /** Does what `readCodes` does. */
  readCodes(raster: Raster, options: ReadCodesOptions): Promise<FoundCode[]>;
  /** Does what `sightPage` does; left out, `readCodes` is asked, and the rest done where the library runs. */
  sightPage?(raster: Raster, options: SightOptions): Promise<PageSight>;
  /** Does what `rasterisePdf` does, as far as it goes without options. */
  drawPages(pdf: Uint8Array): AsyncGenerator<PdfPage, void, void>;
}

/**
 * The WebAssembly binary of a reader in a buffer of its own: handed over so, a reader has nothing to fetch.
 * @param name which reader
 */
export async function loadWasm(platform: Platform, name: "zxing" | "pdfium"): Promise<ArrayBuffer> {
  const bytes = await platform.wasm(name);
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  // Copied by a constructor: a Node buffer's own slice would be the same memory again.
  return (whole ? bytes.buffer : new Uint8Array(bytes).buffer) as ArrayBuffer;
}
