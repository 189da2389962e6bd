import { PDFDocument, StandardFonts } from "pdf-lib/dist/pdf-lib.esm.min.js";
import { expect, test } from "vitest";
import { concatBytes } from "../../../src/bytes.js";
import { PdfFile } from "../../../src/sheet/pdf/pdf-file.js";

/** Each page has a stream and a dictionary of its own; of fonts that nothing is written in there is no object. */
const DOCUMENTS = [
  { pages: 1, fonts: 1, used: 1 },
  { pages: 47, fonts: 1, used: 1 },
  { pages: 48, fonts: 1, used: 1 },
  { pages: 60, fonts: 3, used: 1 },
  { pages: 160, fonts: 3, used: 3 },
  { pages: 160, fonts: 3, used: 2 },
  { pages: 160, fonts: 3, used: 0 },
];

test.each(DOCUMENTS)("is what pdf-lib writes at the end: $pages pages, $used of $fonts fonts", async (document) => {
  const whole = await draw(document, () => {});
  const saved = await whole.save({ addDefaultPage: false, updateFieldAppearances: false });
  let file: PdfFile | undefined;
  const pdf = await draw(document, (drawn) => {
    if (file === undefined) file = new PdfFile(drawn);
    else file.writeNew();
  });
  const parts = await file?.finish();
  expect(Buffer.from(concatBytes(...(parts ?? []))).equals(saved)).toBe(true);
  expect(pdf.context.enumerateIndirectObjects()).toEqual([]);
});

/** @param onStep called when the fonts are there, and after each page */
async function draw(
  { pages, fonts, used }: (typeof DOCUMENTS)[number],
  onStep: (pdf: PDFDocument) => void,
): Promise<PDFDocument> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const names = [StandardFonts.Courier, StandardFonts.Helvetica, StandardFonts.TimesRoman].slice(0, fonts);
  const embedded = await Promise.all(names.map((name) => pdf.embedFont(name)));
  for (const font of embedded.slice(0, used)) font.encodeText("x");
  onStep(pdf);
  for (let i = 0; i < pages; i++) {
    pdf.context.register(pdf.context.obj({ Type: "Page", UserUnit: i }));
    pdf.context.register(pdf.context.flateStream(`${i} 0 0 rg`.repeat(i)));
    onStep(pdf);
  }
  return pdf;
}
