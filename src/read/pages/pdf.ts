import type { PDFiumDocument, PDFiumLibrary, PDFiumPage } from "@hyzyla/pdfium";
import { EscrowError } from "../../error.js";
import type { Raster } from "../pixels/raster.js";
import { loadWasm, type Platform } from "../platform.js";
import { limitMemory } from "./wasm-memory.js";

/** Resolution that pages are read at, in dots per inch: a slow office scanner's. */
export const PDF_DPI = 200;

/** Most pages of one PDF, unless told otherwise: 1,000 leaves, and room. */
const DEFAULT_MAX_PAGES = 5_000;

/** Largest PDF, in bytes: a thousand scanned pages. */
const MAX_PDF_BYTES = 256 * 1024 * 1024;

/** Most memory for a file, what it holds and a page of it: a colour scan at 600 dpi takes 200 MB. */
const MAX_MEMORY_BYTES = 640 * 1024 * 1024;

/** Most pixels of one page; larger pages are drawn at a lower resolution. A0 fits at 150 dpi. */
const MAX_PAGE_PIXELS = 36_000_000;

/** Most drawn objects of one page, a second of work: our pages have a few hundred, a dense printed page some thousand. */
const MAX_PAGE_OBJECTS = 20_000;

/** Most objects of a form that are looked at: a QR code of ours is one. */
const MAX_FORM_OBJECTS = 100;

const POINTS_PER_INCH = 72;
const MM_PER_INCH = 25.4;

/** One page of a PDF as pixels. */
export interface PdfPage {
  /** From 1. */
  readonly page: number;
  /** How many pages the file has. */
  readonly pages: number;
  /** The page in grey levels. */
  readonly raster: Raster;
  /** Size of the page; pixels per mm are `raster.width / widthMm`, about `dpi / 25.4`. */
  readonly widthMm: number;
  /** Height of the paper. */
  readonly heightMm: number;
  /** Whether only text and shapes are drawn on it: no picture, in which a code could be blurred or damaged. */
  readonly exact: boolean;
  /** Dots per inch of the raster. */
  readonly dpi: number;
}

/** How a PDF is drawn. */
export interface RasteriseOptions {
  /** Dots per inch, 200 by default; less where a page would have more than 36 megapixels. */
  readonly dpi?: number;
  /** The same of pages that are exact, where less will do; `dpi` by default. */
  readonly exactDpi?: number;
  /** Pages that are one scanned picture are given with its own pixels. */
  readonly scansAsTheyAre?: boolean;
  /** Numbers of the pages that are drawn, from 1; all by default. */
  readonly only?: readonly number[];
  /** Files of more pages are refused; 5,000 by default. */
  readonly maxPages?: number;
}

/** A PDF that was opened: its pages can be drawn in any order, each once. */
export interface OpenPdf {
  /** How many pages it has. */
  readonly pages: number;
  /**
   * Draws a page, in grey on white, as a printer would.
   * @param page from 1
   * @throws EscrowError `pdf-unreadable`, `pdf-too-large`
   */
  draw(page: number): Promise<PdfPage>;
  /** Gives its memory back. */
  close(): void;
}

/**
 * Opens a PDF to be drawn.
 * @throws EscrowError `pdf-unreadable`, `pdf-encrypted`, `pdf-too-large`
 */
export async function openPdf(
  bytes: Uint8Array,
  platform: Platform,
  { dpi = PDF_DPI, exactDpi = dpi, scansAsTheyAre = false, maxPages = DEFAULT_MAX_PAGES }: RasteriseOptions = {},
): Promise<OpenPdf> {
  if (bytes.length > MAX_PDF_BYTES) throw new EscrowError("pdf-too-large");
  const library = await loadLibrary(platform);
  let healthy = true;
  const attempt = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof EscrowError) throw error;
      // A trap inside WebAssembly leaves its memory in an unknown state: the next file gets a new one.
      libraries.delete(platform);
      healthy = false;
      throw new EscrowError("pdf-unreadable");
    }
  };
  const document = await attempt(() => openDocument(library, bytes));
  const close = () => {
    if (healthy) document.destroy();
  };
  try {
    const pages = await attempt(() => document.getPageCount());
    if (pages < 1) throw new EscrowError("pdf-unreadable");
    if (pages > maxPages) throw new EscrowError("pdf-too-large");
    // Our own sheets, read back, need none of it.
    const pictures = scansAsTheyAre ? await import("./page-picture.js") : undefined;
    const readScan: ScanReader | undefined = pictures?.showsPlainPictures(bytes)
      ? (page, size) => pictures.readPagePicture(page, size, platform)
      : undefined;
    const draw = async (page: number) => {
      if (!healthy) throw new EscrowError("pdf-unreadable");
      return { page, pages, ...(await attempt(() => drawPage(document, page - 1, dpi, exactDpi, readScan))) };
    };
    return { pages, draw, close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * Draws a PDF page by page in this thread, however long it takes: for files of our own making. Only one page is held at
 * a time.
 * @throws EscrowError as `openPdf` and its `draw`
 * @see drawPdf for files of others
 */
export async function* rasterisePdf(
  bytes: Uint8Array,
  platform: Platform,
  options: RasteriseOptions = {},
): AsyncGenerator<PdfPage, void, void> {
  const pdf = await openPdf(bytes, platform, options);
  try {
    for (let page = 1; page <= pdf.pages; page++) {
      if (!options.only || options.only.includes(page)) yield await pdf.draw(page);
    }
  } finally {
    pdf.close();
  }
}

/**
 * Begins to load pdfium, so that it is there when the first PDF is.
 * @returns settles when it is, or cannot be: what goes wrong is told to whoever draws with it
 */
export async function preparePdfium(platform: Platform): Promise<void> {
  await loadLibrary(platform).catch(() => {});
}

/** Gives a scanned page's own picture. */
type ScanReader = (
  page: PDFiumPage,
  sizePt: { widthPt: number; heightPt: number },
) => Promise<Pick<PdfPage, "raster" | "dpi"> | undefined>;

/** @param readScan where scanned pictures are to be given as they are */
async function drawPage(
  document: PDFiumDocument,
  index: number,
  dpi: number,
  exactDpi: number,
  readScan: ScanReader | undefined,
): Promise<Omit<PdfPage, "page" | "pages">> {
  const page = document.getPage(index);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  if (!(originalWidth > 0 && originalHeight > 0)) throw new EscrowError("pdf-unreadable");
  if (page.getObjectCount() > MAX_PAGE_OBJECTS) throw new EscrowError("pdf-too-large");
  const size = {
    widthMm: (originalWidth / POINTS_PER_INCH) * MM_PER_INCH,
    heightMm: (originalHeight / POINTS_PER_INCH) * MM_PER_INCH,
  };
  // Rendering closes the page: nothing can be asked of it afterwards.
  const exact = isExact(page);
  const sizePt = { widthPt: originalWidth, heightPt: originalHeight };
  const scan = exact ? undefined : await readScan?.(page, sizePt);
  if (scan) return { ...scan, ...size, exact };
  const wanted = (exact ? exactDpi : dpi) / POINTS_PER_INCH;
  const scale = Math.min(wanted, Math.sqrt(MAX_PAGE_PIXELS / (originalWidth * originalHeight)));
  // Given a scale, pdfium cuts the size to whole points first; given pixels, the page fills them exactly.
  const width = Math.max(1, Math.round(originalWidth * scale));
  const height = Math.max(1, Math.round(originalHeight * scale));
  if (width * height > MAX_PAGE_PIXELS * 1.5) throw new EscrowError("pdf-unreadable");
  const { data } = await page.render({ width, height, scale: 1, colorSpace: "Gray", render: "bitmap" });
  // A picture that pdfium cannot decode is left out without a word: its page is not empty.
  const empty = !exact && data.every((level) => level === WHITE);
  if (empty && !showsPictures(document.getPage(index))) throw new EscrowError("pdf-unreadable");
  return { raster: { width, height, data }, dpi: scale * POINTS_PER_INCH, ...size, exact };
}

/** pdfium's numbers of kinds of objects. */
const [TEXT, PATH, PICTURE, FORM] = [1, 2, 3, 5];
const WHITE = 255;

/** What the library knows of an object and does not offer, and the calls of pdfium that look into a form. */
interface InnerObject {
  readonly objectIdx: number;
  readonly module: {
    _FPDFPageObj_GetType(object: number): number;
    _FPDFFormObj_CountObjects(form: number): number;
    _FPDFFormObj_GetObject(form: number, index: number): number;
    _FPDFImageObj_GetBitmap(picture: number): number;
    _FPDFBitmap_Destroy(bitmap: number): void;
  };
}

function isExact(page: PDFiumPage): boolean {
  for (const object of page.objects()) {
    const { module, objectIdx } = object as unknown as InnerObject;
    if (!isShape(module, objectIdx)) return false;
  }
  return true;
}

/** Whether an object is text, a path, or a form of nothing else. */
function isShape(module: InnerObject["module"], object: number): boolean {
  const type = module._FPDFPageObj_GetType(object);
  if (type !== FORM) return type === TEXT || type === PATH;
  return innerObjects(module, object)?.every((inner) => isShape(module, inner)) ?? false;
}

/** @returns nothing for a form as large as a page: its page is read with every look */
function innerObjects(module: InnerObject["module"], form: number): number[] | undefined {
  const count = module._FPDFFormObj_CountObjects(form);
  if (!(count >= 0 && count <= MAX_FORM_OBJECTS)) return undefined;
  return Array.from({ length: count }, (_, i) => module._FPDFFormObj_GetObject(form, i));
}

/** Whether all pictures of a page can be decoded. */
function showsPictures(page: PDFiumPage): boolean {
  for (const object of page.objects()) {
    const { module, objectIdx } = object as unknown as InnerObject;
    if (!isDecoded(module, objectIdx)) return false;
  }
  return true;
}

function isDecoded(module: InnerObject["module"], object: number): boolean {
  const type = module._FPDFPageObj_GetType(object);
  if (type === FORM) return innerObjects(module, object)?.every((inner) => isDecoded(module, inner)) ?? true;
  if (type !== PICTURE) return true;
  const bitmap = module._FPDFImageObj_GetBitmap(object);
  if (bitmap !== 0) module._FPDFBitmap_Destroy(bitmap);
  return bitmap !== 0;
}

async function openDocument(library: PDFiumLibrary, bytes: Uint8Array): Promise<PDFiumDocument> {
  try {
    return await library.loadDocument(bytes);
  } catch (error) {
    // The library tells its reasons in words only.
    const reason = error instanceof Error ? error.message : "";
    if (/password|security/i.test(reason)) throw new EscrowError("pdf-encrypted");
    if (error instanceof WebAssembly.RuntimeError) throw error;
    throw new EscrowError("pdf-unreadable");
  }
}

const libraries = new WeakMap<Platform, Promise<PDFiumLibrary>>();

function loadLibrary(platform: Platform): Promise<PDFiumLibrary> {
  const known = libraries.get(platform);
  if (known) return known;
  const loading = startLibrary(platform);
  libraries.set(platform, loading);
  loading.catch(() => libraries.delete(platform));
  return loading;
}

async function startLibrary(platform: Platform): Promise<PDFiumLibrary> {
  const { PDFiumLibrary, PDFiumModule } = await import("@hyzyla/pdfium");
  const quiet = () => {};
  // Its types do not name what every module of this make takes.
  const silence: object = { print: quiet, printErr: quiet };
  return PDFiumLibrary.initBase({
    // Given its binary it fetches nothing; what it would print about broken files is nobody's business.
    wasmBinary: limitMemory(await loadWasm(platform, "pdfium"), MAX_MEMORY_BYTES),
    vendor: (options) => PDFiumModule({ ...options, ...silence }),
  });
}
