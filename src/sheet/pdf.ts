import {
  PDFArray,
  PDFDocument,
  type PDFFont,
  PDFHexString,
  PDFName,
  PDFPage,
  type PDFRef,
} from "pdf-lib/dist/pdf-lib.esm.min.js";
import { concatBytes } from "../bytes.js";
import { type QrSymbol, runsOf } from "../paper/qr/qr.js";
import { type Box, type Face, MM_PER_PT, type Page } from "./box.js";
import type { Fonts, ParsedFont } from "./fonts.js";
import { Contents } from "./pdf/contents.js";
import { type Pack, packHere } from "./pdf/packed.js";
import { PdfFile } from "./pdf/pdf-file.js";

/** Names of the fonts in a page's resources. */
const FONT_NAMES: Readonly<Record<Face, string>> = { mono: "F1", text: "F2", bold: "F3" };
/** A subset says so by six letters before its name. @see ISO 32000-1, 9.6.4 */
const SUBSET_TAGS: Readonly<Record<Face, string>> = { mono: "SHEETA", text: "SHEETB", bold: "SHEETC" };
/** Pages whose contents are packed together: of many at once much would stay in memory. */
const PAGES_AT_ONCE = 2;
const FACES: readonly Face[] = ["mono", "text", "bold"];

/** Pages → PDF, as `drawPdfParts` does it. @returns the file */
export async function drawPdf(pages: readonly Page[], fonts: Fonts): Promise<Uint8Array> {
  return concatBytes(...(await drawPdfParts(pages, fonts)));
}

/**
 * Pages → PDF. It draws and decides nothing: the same pages give the same bytes.
 * @param pages laid out in mm
 * @param onPage is told of each page before it is drawn: its number from 1, and how many there are
 * @param pack packs contents, while the next pages are drawn
 * @returns a PDF 1.7 file without metadata, to be printed unscaled, in pieces
 */
export async function drawPdfParts(
  pages: readonly Page[],
  fonts: Fonts,
  onPage: (page: number, pages: number) => void = () => {},
  pack: Pack = packHere,
): Promise<Uint8Array[]> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.registerFontkit({ create: (data: Uint8Array) => fontFor(data, fonts) } as never);
  const embedded = new Map<Face, PDFFont>();
  for (const face of FACES) {
    const customName = `${SUBSET_TAGS[face]}+${fonts.parsed[face].postscriptName}`;
    embedded.set(face, await pdf.embedFont(fonts.files[face], { subset: true, customName }));
  }
  const encode = glyphEncoder(embedded);
  const file = new PdfFile(pdf);
  const contents = new Contents(pdf, file, pack);
  // A symbol is drawn once, however often and large it is shown.
  const codes = new WeakMap<QrSymbol, { name: string; ref: PDFRef }>();
  let drawn = 0;
  for (const [index, { widthMm, heightMm, boxes }] of pages.entries()) {
    onPage(index + 1, pages.length);
    const page = appendPage(pdf);
    page.setSize(widthMm / MM_PER_PT, heightMm / MM_PER_PT);
    const { Font, XObject } = page.node.normalizedEntries();
    for (const face of FACES) {
      const font = embedded.get(face);
      if (font) Font.set(PDFName.of(FONT_NAMES[face]), font.ref);
    }
    const codeName = (symbol: QrSymbol): string => {
      const code = codes.get(symbol) ?? { name: `Q${drawn++}`, ref: addCode(contents, pdf, symbol) };
      codes.set(symbol, code);
      XObject.set(PDFName.of(code.name), code.ref);
      return code.name;
    };
    const operators = drawBoxes(boxes, heightMm, encode, codeName);
    page.node.set(
      PDFName.of("Contents"),
      contents.add(() => operators),
    );
    if ((index + 1) % PAGES_AT_ONCE === 0) await contents.write();
  }
  await contents.finish();
  pdf.catalog.set(PDFName.of("ViewerPreferences"), pdf.context.obj({ PrintScaling: "None" }));
  // A fixed file identifier: readers want one, and a random one would change the bytes on every run.
  const id = PDFHexString.of("00".repeat(16));
  const ids = PDFArray.withContext(pdf.context);
  ids.push(id);
  ids.push(id);
  pdf.context.trailerInfo.ID = ids;
  return file.finish();
}

/** A page after all others. The package's own way goes through all pages to find the end: quadratic in their number. */
function appendPage(pdf: PDFDocument): PDFPage {
  const page = PDFPage.create(pdf);
  const tree = pdf.catalog.Pages();
  tree.pushLeafNode(page.ref);
  page.node.setParent(pdf.catalog.get(PDFName.of("Pages")) as PDFRef);
  return page;
}

/** Glyph numbers of a subset in its order; fontkit declares its methods alone. */
interface OpenSubset {
  readonly glyphs: number[];
}

/**
 * The parsed font as pdf-lib wants it: `encodeStream` on its subsets, which this fontkit has only as
 * `encode`, and a layout of single glyphs, for no ligature or kerning may move what is typed. A glyph is a
 * character's own, by its code point: where two look alike, as a hyphen and one that does not break, each is copied
 * from the PDF as what it is, whatever other sheets had drawn before. @see ISO 32000-1, 9.10.3
 */
function fontFor(data: Uint8Array, fonts: Fonts): ParsedFont {
  const face = FACES.find((name) => fonts.files[name] === data);
  if (!face) throw new TypeError("a font that was not parsed");
  const font = fonts.parsed[face];
  const glyphOf = (codePoint: number) =>
    Object.create(font.glyphForCodePoint(codePoint), { id: { value: codePoint }, codePoints: { value: [codePoint] } });
  const createSubset = () => {
    const subset = font.createSubset() as ReturnType<ParsedFont["createSubset"]> & OpenSubset;
    const numbers = new Map<number, number>();
    const include = (codePoint: number): number => {
      const { id } = font.glyphForCodePoint(codePoint) ?? { id: 0 };
      const taken = id !== 0 && subset.glyphs.includes(id);
      const number = taken ? subset.glyphs.push(id) - 1 : subset.includeGlyph(id);
      numbers.set(codePoint, number);
      return number;
    };
    return {
      includeGlyph: ({ id }: { readonly id: number }) => numbers.get(id) ?? include(id),
      encodeStream: () => streamOf(() => subset.encode()),
    };
  };
  return Object.create(font, {
    layout: { value: (text: string) => ({ glyphs: [...text].map((c) => glyphOf(c.codePointAt(0) ?? 0)) }) },
    createSubset: { value: createSubset },
  }) as ParsedFont;
}

interface ByteStream {
  on(event: string, listener: (bytes?: Uint8Array) => void): ByteStream;
}

/** The two events that pdf-lib listens to. */
function streamOf(encode: () => Uint8Array): ByteStream {
  const stream: ByteStream = {
    on(event, listener) {
      if (event === "data") listener(encode());
      if (event === "end") listener();
      return stream;
    },
  };
  return stream;
}

/** Most texts whose glyphs are remembered: those that stand on every leaf, and room for names. */
const MAX_KNOWN_TEXTS = 1_000;

/** Text → hexadecimal glyph numbers; each character is asked for once a run. */
function glyphEncoder(fonts: ReadonlyMap<Face, PDFFont>): (text: string, face: Face) => string {
  const known = {
    mono: new Map<string, string>(),
    text: new Map<string, string>(),
    bold: new Map<string, string>(),
  };
  const glyph = (character: string, face: Face): string => {
    const hex = known[face].get(character) ?? fonts.get(face)?.encodeText(character).asString() ?? "";
    known[face].set(character, hex);
    return hex;
  };
  return (text, face) => {
    const whole = known[face].get(text);
    if (whole !== undefined) return whole;
    let hex = "";
    for (const character of text) hex += glyph(character, face);
    if (known[face].size < MAX_KNOWN_TEXTS) known[face].set(text, hex);
    return hex;
  };
}

/**
 * Adds a symbol as a form of one unit a side. One path, in whole modules: separate rectangles would leave seams, and a
 * picture would be smoothed. @see ISO 32000-1, 8.10
 */
function addCode(contents: Contents, { context }: PDFDocument, symbol: QrSymbol): PDFRef {
  const side = symbol.size;
  const rectangles = () => runsOf(symbol).map(({ x, y, length }) => `${x} ${side - 1 - y} ${length} 1 re`);
  const entries = {
    Type: PDFName.of("XObject"),
    Subtype: PDFName.of("Form"),
    BBox: context.obj([0, 0, side, side]),
    Matrix: context.obj([1 / side, 0, 0, 1 / side, 0, 0]),
  };
  return contents.add(() => `${rectangles().join("\n")}\nf`, entries, symbol);
}

/** A number as a PDF operand: fixed, short, never in exponential form. */
function operand(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** The operators of a page's content stream. @see ISO 32000-1, 8 and 9 */
function drawBoxes(
  boxes: readonly Box[],
  heightMm: number,
  encode: (text: string, face: Face) => string,
  codeName: (symbol: QrSymbol) => string,
): string {
  const x = (mm: number) => operand(mm / MM_PER_PT);
  const y = (mm: number) => operand((heightMm - mm) / MM_PER_PT);
  const operators: string[] = [];
  let grey = 0;
  const paint = (value: number) => {
    if (value !== grey) operators.push(`${operand(value)} g`);
    grey = value;
  };
  for (const box of boxes) {
    if (box.kind === "rule") {
      paint(box.grey);
      operators.push(`${x(box.xMm)} ${y(box.yMm + box.heightMm)} ${x(box.widthMm)} ${x(box.heightMm)} re f`);
    } else if (box.kind === "code") {
      paint(0);
      const side = operand(box.sizeMm / MM_PER_PT);
      operators.push(`q ${side} 0 0 ${side} ${x(box.xMm)} ${y(box.yMm + box.sizeMm)} cm /${codeName(box.symbol)} Do Q`);
    } else {
      paint(0);
      const place = `${x(box.xMm)} ${y(box.yMm)} Td`;
      operators.push(
        `BT /${FONT_NAMES[box.face]} ${operand(box.pt)} Tf ${place} <${encode(box.text, box.face)}> Tj ET`,
      );
    }
  }
  return operators.join("\n");
}
