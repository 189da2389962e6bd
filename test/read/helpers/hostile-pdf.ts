import { deflateSync } from "node:zlib";

/** A PDF of objects as they are written; the first is the catalog. */
function pdfOf(objects: readonly (string | Uint8Array)[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n")];
  const offsets: number[] = [];
  let at = parts[0]!.length;
  const add = (part: string | Uint8Array) => {
    const bytes = Buffer.from(part as Uint8Array);
    parts.push(bytes);
    at += bytes.length;
  };
  for (const [i, object] of objects.entries()) {
    offsets.push(at);
    add(`${i + 1} 0 obj\n`);
    add(object);
    add("\nendobj\n");
  }
  const table = at;
  const lines = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  add(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines.join("")}`);
  add(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`);
  return Buffer.concat(parts);
}

function stream(content: string | Uint8Array, entries = ""): Uint8Array {
  const data = deflateSync(content);
  return Buffer.concat([
    Buffer.from(`<<${entries}/Filter/FlateDecode/Length ${data.length}>>\nstream\n`),
    data,
    Buffer.from("\nendstream"),
  ]);
}

/** Pages that all draw object 3; further objects begin at 4, after them come the pages. */
function pagesOf(
  content: string,
  resources: string,
  further: readonly Uint8Array[],
  { pages = 1, box = "600 800" } = {},
) {
  const first = 4 + further.length;
  const kids = Array.from({ length: pages }, (_, i) => `${first + i} 0 R`).join(" ");
  const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${box}]/Contents 3 0 R/Resources<<${resources}>>>>`;
  return pdfOf([
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${pages}/Kids[${kids}]>>`,
    stream(content),
    ...further,
    ...Array.from({ length: pages }, () => page),
  ]);
}

/** A tiling pattern of so many points a tile: 48,000,000 tiles and more for 0.1. */
export function tilingPdf(step: number, pages = 1): Uint8Array {
  const entries = `/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep ${step}/YStep ${step}/Resources<<>>`;
  const pattern = stream("0 0 .05 .05 re f", entries);
  return pagesOf("/Pattern cs /P scn 0 0 600 800 re f", "/Pattern<</P 4 0 R>>", [pattern], { pages });
}

/** Eight hundred lines of dashes that no eye can see. */
export function dashesPdf(): Uint8Array {
  const lines = Array.from({ length: 800 }, (_, y) => `0 ${y} m 600 ${y} l S`);
  return pagesOf(`[0.0001 0.0001] 0 d 0.1 w ${lines.join(" ")}`, "", []);
}

/** A shading over the whole page, again and again. */
export function shadingsPdf(): Uint8Array {
  const domain = "/Domain[0 600 0 800]";
  const code = stream("{2 copy mul sin 3 1 roll sin exch cos}", `/FunctionType 4${domain}/Range[0 1 0 1 0 1]`);
  const shading = Buffer.from(`<</ShadingType 1/ColorSpace/DeviceRGB${domain}/Function 4 0 R>>`);
  return pagesOf("/S sh ".repeat(15_000), "/Shading<</S 5 0 R>>", [code, shading]);
}

/** One picture, used as often as a page may have objects. */
export function repeatedPicturePdf(): Uint8Array {
  const entries = "/Type/XObject/Subtype/Image/Width 1024/Height 1024/BitsPerComponent 8/ColorSpace/DeviceGray";
  const picture = stream(Buffer.alloc(1 << 20, Buffer.from(Array.from({ length: 256 }, (_, i) => i))), entries);
  return pagesOf(`600 0 0 800 0 0 cm ${"/I Do ".repeat(19_999)}`, "/XObject<</I 4 0 R>>", [picture]);
}

/** Forms of ten forms each, so many times over. */
export function nestedFormsPdf(depth: number): Uint8Array {
  const forms = Array.from({ length: depth }, (_, i) => {
    const last = i === depth - 1;
    const inner = last ? "" : `/XObject<</F ${5 + i} 0 R>>`;
    const content = last ? "0 0 300 300 re f" : "/F Do ".repeat(10);
    return stream(content, `/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<${inner}>>`);
  });
  return pagesOf("/F Do", "/XObject<</F 4 0 R>>", forms);
}

/** A glyph of two thousand shapes, written a great many times. */
export function glyphsPdf(): Uint8Array {
  const font =
    "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 97/Widths[1]" +
    "/Encoding<</Differences[97/a]>>/CharProcs<</a 4 0 R>>/Resources<<>>>>";
  const glyph = stream(`1000 0 d0 ${"0 0 50000 80000 re f ".repeat(2_000)}`);
  const text = `BT /F 10 Tf ${`(${"a".repeat(30_000)}) Tj `.repeat(600)} ET`;
  return pagesOf(text, "/Font<</F 5 0 R>>", [glyph, Buffer.from(font)]);
}

/** A page with a soft mask that masks itself, used again and again. */
export function softMasksPdf(): Uint8Array {
  const group = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Group<</S/Transparency/CS/DeviceRGB>>";
  const form = stream("0 0 600 800 re f", `${group}/Resources<</ExtGState<</G 5 0 R>>>>`);
  const state = Buffer.from("<</SMask<</S/Luminosity/G 4 0 R>>>>");
  return pagesOf("/G gs /X Do ".repeat(3_000), "/ExtGState<</G 5 0 R>>/XObject<</X 4 0 R>>", [form, state]);
}

/** An empty page of a side that no paper has, in points. */
export function hugePagePdf(box: string): Uint8Array {
  return pagesOf("0 0 50000000 50000000 re f", "", [], { box });
}

/** A picture of so many pixels a side, all of them black. */
export function pictureBombPdf(side: number): Uint8Array {
  const entries = `/Type/XObject/Subtype/Image/Width ${side}/Height ${side}/BitsPerComponent 8/ColorSpace/DeviceGray`;
  const picture = stream(new Uint8Array(side * side), entries);
  return pagesOf("600 0 0 800 0 0 cm /I Do", "/XObject<</I 4 0 R>>", [picture]);
}

/** A page's drawing that is nothing, a quarter of a gigabyte of it. */
export function emptyDrawingPdf(): Uint8Array {
  return pagesOf("q Q ".repeat(60_000_000), "", []);
}

/** A PDF that says that it has pages which are not there. */
export function missingPagesPdf(pages: number): Uint8Array {
  return pdfOf([
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${pages}/Kids[3 0 R]>>`,
    "<</Type/Page/Parent 2 0 R>>",
  ]);
}
