import type { PDFiumPage } from "@hyzyla/pdfium";
import type { Raster } from "../pixels/raster.js";
import type { Platform } from "../platform.js";

/** Calls of pdfium that its library for JavaScript does not offer. */
interface Pdfium {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { malloc(bytes: number): number; free(pointer: number): void };
  _FPDF_ClosePage(page: number): void;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFPage_GetRotation(page: number): number;
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFPageObj_GetType(object: number): number;
  _FPDFPageObj_HasTransparency(object: number): number;
  _FPDFPageObj_CountMarks(object: number): number;
  _FPDFPageObj_GetClipPath(object: number): number;
  _FPDFClipPath_CountPaths(clip: number): number;
  _FPDF_GetPageBoundingBox(page: number, rectangle: number): number;
  _FPDFPageObj_GetMatrix(object: number, matrix: number): number;
  _FPDFImageObj_GetImageMetadata(image: number, page: number, metadata: number): number;
  _FPDFImageObj_GetImageFilterCount(image: number): number;
  _FPDFImageObj_GetImageFilter(image: number, index: number, buffer: number, bytes: number): number;
  _FPDFImageObj_GetImageDataRaw(image: number, buffer: number, bytes: number): number;
}

/** pdfium's number of the kind of object that is a picture. */
const IMAGE = 3;
/** Bytes of `FS_MATRIX`, `FS_RECTF` and `FPDF_IMAGEOBJ_METADATA`. @see pdfium, fpdf_edit.h, fs_types.h */
const MATRIX_BYTES = 24;
const RECTANGLE_BYTES = 16;
const METADATA_BYTES = 28;
const FILTER_BYTES = 16;
/** Colour spaces in which more is lighter: grey and RGB, of the device, calibrated, or with a profile. Not inks, not palettes. */
const LIGHT_SPACES = [1, 2, 4, 5, 7];
/** Resolutions that are read as they are, dots per inch: a scanner's usual ones; others are drawn at 200. */
const [LEAST_DPI, MOST_DPI] = [150, 300];
/** How far a picture's edges may be off the page's, in points. */
const EDGE_PT = 2;

/** Entries of a picture's dictionary that change how it looks, or whether it is seen. */
const CHANGED_LOOK = /^(?:SMask|Mask|Decode|OC)(?![A-Za-z])/u;
/** Bytes that the longest of them fills, each written as an escape, and the one after it. */
const NAME_BYTES = 3 * "Decode".length + 1;
const SLASH = 0x2f;
/** What they begin with: a letter, or `#`, which begins an escape. @see ISO 32000-1, 7.3.5 */
const FIRST_BYTES = [..."MSDO#"].map((character) => character.charCodeAt(0));

/**
 * Whether no picture of a PDF is masked, inverted or hidden, so that its own pixels are what is seen.
 * The entries stand in the clear: a stream's dictionary always does.
 */
export function showsPlainPictures(pdf: Uint8Array): boolean {
  for (let at = pdf.indexOf(SLASH); at >= 0; at = pdf.indexOf(SLASH, at + 1)) {
    if (!FIRST_BYTES.includes(pdf[at + 1] ?? 0)) continue;
    const name = String.fromCharCode(...pdf.subarray(at + 1, at + 1 + NAME_BYTES));
    if (CHANGED_LOOK.test(name.replace(/#([0-9A-Fa-f]{2})/gu, (_, code) => String.fromCharCode(Number(`0x${code}`))))) {
      return false;
    }
  }
  return true;
}

/**
 * The picture of a scanned page, as the scanner made it: where a page is nothing but one upright JPEG from edge to
 * edge, of about the resolution that it would be drawn at. Decoding it is a tenth of the work of drawing it.
 * @param widthPt size of the page
 * @returns nothing for every other page
 */
export async function readPagePicture(
  page: PDFiumPage,
  { widthPt, heightPt }: { readonly widthPt: number; readonly heightPt: number },
  platform: Platform,
): Promise<{ raster: Raster; dpi: number } | undefined> {
  const jpeg = jpegOf(page, widthPt, heightPt);
  if (!jpeg) return undefined;
  try {
    const raster = await platform.decodePicture(jpeg.bytes);
    // A picture turned by its EXIF orientation, which a PDF ignores, is drawn.
    if (raster.width !== jpeg.width || raster.height !== jpeg.height) return undefined;
    closePage(page);
    return { raster, dpi: (jpeg.width / widthPt) * 72 };
  } catch {
    // What one decoder refuses the other may draw.
    return undefined;
  }
}

/** What the library knows of a page and does not offer. */
function inner(page: PDFiumPage): { module: Pdfium; pageIdx: number } {
  return page as unknown as { module: Pdfium; pageIdx: number };
}

/** Drawing closes a page; nothing else does. */
function closePage(page: PDFiumPage): void {
  const { module, pageIdx } = inner(page);
  module._FPDF_ClosePage(pageIdx);
}

function jpegOf(page: PDFiumPage, widthPt: number, heightPt: number) {
  const { module, pageIdx } = inner(page);
  if (page.getObjectCount() !== 1 || module._FPDFPage_GetRotation(pageIdx) !== 0) return undefined;
  if (module._FPDFPage_GetAnnotCount(pageIdx) !== 0) return undefined;
  const image = module._FPDFPage_GetObject(pageIdx, 0);
  if (module._FPDFPageObj_GetType(image) !== IMAGE || module._FPDFPageObj_HasTransparency(image)) return undefined;
  // What is clipped shows a part, and marked content may be switched off.
  if (module._FPDFClipPath_CountPaths(module._FPDFPageObj_GetClipPath(image)) >= 0) return undefined;
  if (module._FPDFPageObj_CountMarks(image) !== 0) return undefined;
  if (module._FPDFImageObj_GetImageFilterCount(image) !== 1) return undefined;
  const filter = filled(module, FILTER_BYTES, (at) => module._FPDFImageObj_GetImageFilter(image, 0, at, FILTER_BYTES));
  if (!filter || !String.fromCharCode(...filter.bytes).startsWith("DCTDecode\0")) return undefined;
  const matrix = filled(module, MATRIX_BYTES, (at) => module._FPDFPageObj_GetMatrix(image, at));
  const box = filled(module, RECTANGLE_BYTES, (at) => module._FPDF_GetPageBoundingBox(pageIdx, at));
  if (!matrix || !box) return undefined;
  // Left, top, right, bottom; a page may begin anywhere.
  const corner = [box.view.getFloat32(0, true), box.view.getFloat32(12, true)];
  if (!fills(matrix.view, [widthPt, 0, 0, heightPt, ...corner])) return undefined;
  const metadata = filled(module, METADATA_BYTES, (at) =>
    module._FPDFImageObj_GetImageMetadata(image, pageIdx, at),
  )?.view;
  if (!metadata || !LIGHT_SPACES.includes(metadata.getInt32(20, true))) return undefined;
  const [width, height] = [metadata.getUint32(0, true), metadata.getUint32(4, true)];
  const dpis = [(width / widthPt) * 72, (height / heightPt) * 72];
  if (dpis.some((dpi) => dpi < LEAST_DPI || dpi > MOST_DPI)) return undefined;
  const size = module._FPDFImageObj_GetImageDataRaw(image, 0, 0);
  const data = filled(module, size, (at) => module._FPDFImageObj_GetImageDataRaw(image, at, size));
  // Four components are inks, whose sense differs between programs.
  return data && jpegComponents(data.bytes) < 4 ? { bytes: data.bytes, width, height } : undefined;
}

/** Colours of a JPEG, or as many as there are not where its header is unusual. @see ITU-T T.81, B.2.2 */
function jpegComponents(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xc2) return view.getUint8(at + 9);
  }
  return Number.POSITIVE_INFINITY;
}

/** Whether a matrix is the one that makes a unit square the page, nearly: a, b, c, d, e, f. @see ISO 32000-1, 8.3.4 */
function fills(matrix: DataView, page: readonly number[]): boolean {
  return page.every((value, i) => Math.abs(matrix.getFloat32(i * 4, true) - value) <= EDGE_PT);
}

/** A copy of what pdfium writes into so many bytes; nothing where it writes nothing. */
function filled(module: Pdfium, size: number, write: (pointer: number) => number) {
  const pointer = module.wasmExports.malloc(size);
  try {
    if (!write(pointer)) return undefined;
    const bytes = module.HEAPU8.slice(pointer, pointer + size);
    return { bytes, view: new DataView(bytes.buffer) };
  } finally {
    module.wasmExports.free(pointer);
  }
}
