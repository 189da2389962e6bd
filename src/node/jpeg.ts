import { PDFDocument } from "pdf-lib/dist/pdf-lib.esm.min.js";
import { EscrowError } from "../error.js";
import { drawPdf } from "../read/pages/drawn-pages.js";
import type { Raster } from "../read/pixels/raster.js";
import { MAX_PICTURE_PIXELS, type Platform } from "../read/platform.js";

/** Most pixels of one whose parts stand in several scans: all of it is held at once, in the 640 MB that a page may take. */
const MAX_PROGRESSIVE_PIXELS = 50_000_000;
/** Points are pixels in the PDF that is made of a picture. */
const PIXEL_DPI = 72;
const [START_OF_SCAN, END_OF_IMAGE, EXIF] = [0xda, 0xd9, 0xe1];
/** Tag of the orientation in an EXIF directory, whose entries have 12 bytes. @see CIPA DC-008, 4.6.4 */
const [ORIENTATION, ENTRY_BYTES] = [0x0112, 12];
/** Where `Exif\0\0` ends. */
const TIFF_AT = 6;

interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** Whether it comes from top to bottom in one scan. */
  readonly sequential: boolean;
  /** 1 to 8: how it has to be turned to be upright. */
  readonly orientation: number;
}

/**
 * Decodes a JPEG to grey levels, upright, by drawing it as the one picture of a PDF's page, a pixel for each of its own;
 * one of more than 36 megapixels is drawn with that many.
 * @param platform draws it: what it takes is bounded where that has a drawer
 * @throws EscrowError `picture-unreadable`, `picture-too-large`
 */
export async function decodeJpeg(bytes: Uint8Array, platform: Platform): Promise<Raster> {
  const { width, height, sequential, orientation } = readHeader(bytes);
  const most = sequential ? MAX_PICTURE_PIXELS : MAX_PROGRESSIVE_PIXELS;
  if (width * height > most) throw new EscrowError("picture-too-large", { width, height, maxMegapixels: most / 1e6 });
  try {
    const pdf = await PDFDocument.create({ updateMetadata: false });
    pdf.addPage([width, height]).drawImage(await pdf.embedJpg(bytes), { x: 0, y: 0, width, height });
    const saved = await pdf.save({ useObjectStreams: false });
    for await (const page of drawPdf(saved, platform, { dpi: PIXEL_DPI })) {
      if ("raster" in page) return upright(page.raster, orientation);
    }
  } catch {
    // Faults of the PDF that was made would name a file that nobody has.
  }
  throw new EscrowError("picture-unreadable");
}

/** Walks over the segments before the picture's data. @see ITU-T T.81, B.1 */
function readHeader(bytes: Uint8Array): JpegHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let frame: Omit<JpegHeader, "orientation"> | undefined;
  let orientation = 1;
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) break;
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const segment = bytes.subarray(at + 4, at + 2 + view.getUint16(at + 2));
    if (marker === EXIF) orientation = readOrientation(segment) ?? orientation;
    if (isFrame(marker) && segment.length >= 5) {
      frame = { height: view.getUint16(at + 5), width: view.getUint16(at + 7), sequential: marker <= 0xc1 };
    }
    if (marker === START_OF_SCAN) {
      // One that is cut off is not drawn as far as it goes.
      if (!frame?.width || !frame.height || !endsLater(bytes, at)) break;
      return { ...frame, orientation };
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw new EscrowError("picture-unreadable");
}

/** Start of frame, of any process; the three others there are tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function endsLater(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.lastIndexOf(END_OF_IMAGE); at > from; at = bytes.lastIndexOf(END_OF_IMAGE, at - 1)) {
    if (bytes[at - 1] === 0xff) return true;
  }
  return false;
}

/** @returns nothing where a segment says none that exists */
function readOrientation(segment: Uint8Array): number | undefined {
  if (String.fromCharCode(...segment.subarray(0, TIFF_AT)) !== "Exif\0\0") return undefined;
  const view = new DataView(segment.buffer, segment.byteOffset + TIFF_AT, segment.length - TIFF_AT);
  if (view.byteLength < 8) return undefined;
  const little = view.getUint8(0) === 0x49;
  const directory = view.getUint32(4, little);
  for (let at = directory + 2; at + ENTRY_BYTES <= view.byteLength; at += ENTRY_BYTES) {
    if (at >= directory + 2 + view.getUint16(directory, little) * ENTRY_BYTES) break;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** Turns a picture: 2 to 4 are mirrored, upside down, both; 5 to 8 the same with rows for columns. */
function upright({ width, height, data }: Raster, orientation: number): Raster {
  if (orientation === 1) return { width, height, data };
  const turned = orientation >= 5;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const [across, down] = turned ? [height, width] : [width, height];
  const out = new Uint8Array(data.length);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const [column, row] = turned ? [y, x] : [x, y];
      const from = (fromBottom ? height - 1 - row : row) * width + (fromRight ? width - 1 - column : column);
      out[y * across + x] = data[from] ?? 0;
    }
  }
  return { width: across, height: down, data: out };
}
