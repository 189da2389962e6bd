import { unzlibSync, zlibSync } from "fflate";
import { PDFDict, PDFDocument, PDFName, type PDFObject, PDFRawStream, type PDFRef } from "pdf-lib";

/** The operators of a page's content, one box a line, as the program writes them. */
export type EditContent = (operators: readonly string[], page: number) => readonly string[];

/** A PDF with the content of its pages changed: what a faulty writer would have written. */
export async function withContent(pdf: Uint8Array, edit: EditContent): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  for (const [i, page] of document.getPages().entries()) {
    const ref = page.node.get(PDFName.of("Contents")) as PDFRef;
    const edited = edit(textOf(document.context.lookup(ref)).split("\n"), i);
    replaceStream(document, ref, new TextEncoder().encode(edited.join("\n")));
  }
  return document.save({ updateFieldAppearances: false });
}

/** A PDF with the operators of its drawn symbols changed. */
export async function withSymbols(
  pdf: Uint8Array,
  edit: (operators: readonly string[], side: number) => readonly string[],
): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  for (const [ref, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || object.dict.get(PDFName.of("Subtype")) !== PDFName.of("Form")) continue;
    const [, , side = "0"] = String(object.dict.get(PDFName.of("BBox"))).match(/\d+/gu) ?? [];
    const edited = edit(textOf(object).split("\n"), Number(side));
    replaceStream(document, ref, new TextEncoder().encode(edited.join("\n")));
  }
  return document.save({ updateFieldAppearances: false });
}

/** A PDF with its embedded TrueType files changed. */
export async function withFonts(pdf: Uint8Array, edit: (file: Uint8Array) => Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict)) continue;
    const ref = object.get(PDFName.of("FontFile2"));
    if (ref) replaceStream(document, ref as PDFRef, edit(bytesOf(document.context.lookup(ref))));
  }
  return document.save({ updateFieldAppearances: false });
}

/** A PDF with its pages chosen and ordered anew, from 0. */
export async function withPages(pdf: Uint8Array, order: readonly number[]): Promise<Uint8Array> {
  const source = await PDFDocument.load(pdf, { updateMetadata: false });
  const document = await PDFDocument.create({ updateMetadata: false });
  for (const page of await document.copyPages(source, [...order])) document.addPage(page);
  return document.save();
}

function bytesOf(object: PDFObject | undefined): Uint8Array {
  if (!(object instanceof PDFRawStream)) throw new TypeError("not a stream");
  return unzlibSync(object.contents);
}

function textOf(object: PDFObject | undefined): string {
  return new TextDecoder().decode(bytesOf(object));
}

/** Everything that the stream's dictionary says stays. */
function replaceStream(document: PDFDocument, ref: PDFRef, bytes: Uint8Array): void {
  const old = document.context.lookup(ref);
  if (!(old instanceof PDFRawStream)) throw new TypeError("not a stream");
  document.context.assign(ref, PDFRawStream.of(old.dict, zlibSync(bytes)));
}

/** The glyphs of a TrueType file, each with its outline's bytes. @see ISO/IEC 14496-22, loca and glyf */
export function withGlyphs(file: Uint8Array, edit: (outlines: Uint8Array[]) => Uint8Array[]): Uint8Array {
  const result = file.slice();
  const view = new DataView(result.buffer);
  const table = (name: string): { offset: number; length: number } => {
    for (let i = 0; i < view.getUint16(4); i++) {
      const at = 12 + 16 * i;
      if (new TextDecoder().decode(result.subarray(at, at + 4)) !== name) continue;
      return { offset: view.getUint32(at + 8), length: view.getUint32(at + 12) };
    }
    throw new RangeError(`no table ${name}`);
  };
  const [head, loca, glyf] = [table("head"), table("loca"), table("glyf")];
  const wide = view.getInt16(head.offset + 50) === 1;
  const count = loca.length / (wide ? 4 : 2) - 1;
  const start = (i: number) => (wide ? view.getUint32(loca.offset + 4 * i) : 2 * view.getUint16(loca.offset + 2 * i));
  const outlines = Array.from({ length: count }, (_, i) =>
    file.slice(glyf.offset + start(i), glyf.offset + start(i + 1)),
  );
  let at = 0;
  for (const [i, outline] of [...edit(outlines), new Uint8Array(0)].entries()) {
    if (wide) view.setUint32(loca.offset + 4 * i, at);
    else view.setUint16(loca.offset + 2 * i, at / 2);
    result.set(outline, glyf.offset + at);
    at += outline.length;
  }
  return result;
}
