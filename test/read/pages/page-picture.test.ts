import {
  beginMarkedContent,
  clip,
  degrees,
  endMarkedContent,
  endPath,
  PDFDocument,
  type PDFImage,
  PDFName,
  type PDFPage,
  PDFRawStream,
  rectangle,
} from "pdf-lib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { showsPlainPictures } from "../../../src/read/pages/page-picture.js";
import { type PdfPage, rasterisePdf } from "../../../src/read/pages/pdf.js";
import type { Platform } from "../../../src/read/platform.js";

// 100 × 140 mm at 200 dpi.
const [WIDTH_PX, HEIGHT_PX] = [787, 1102];
const [WIDTH_PT, HEIGHT_PT] = [283.46, 396.85];

/** A scan: noise, and a dark bar by which it is seen when it is turned. */
const PIXELS = new Uint8Array(WIDTH_PX * HEIGHT_PX);
for (let y = 0, i = 0; y < HEIGHT_PX; y++) {
  for (let x = 0; x < WIDTH_PX; x++, i++) {
    PIXELS[i] = x > 100 && x < 300 && y > 50 && y < 400 ? 20 : 200 + ((x * 7 + y * 13) % 40);
  }
}

async function jpeg({ orientation = 1, inks = false } = {}): Promise<Uint8Array> {
  const picture = sharp(PIXELS, { raw: { width: WIDTH_PX, height: HEIGHT_PX, channels: 1 } });
  const made = inks ? picture.toColourspace("cmyk") : picture.withMetadata({ orientation });
  return new Uint8Array(await made.jpeg({ quality: 90 }).toBuffer());
}

const PLAIN = await jpeg();

type Place = (page: PDFPage, image: PDFImage, document: PDFDocument) => void;

const edgeToEdge: Place = (page, image) => page.drawImage(image, { x: 0, y: 0, width: WIDTH_PT, height: HEIGHT_PT });

async function scan(place: Place = edgeToEdge, bytes?: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const image = await document.embedJpg(bytes ?? PLAIN);
  place(document.addPage([WIDTH_PT, HEIGHT_PT]), image, document);
  return document.save();
}

/** The page, and how many pictures were decoded for it. */
async function drawn(pdf: Uint8Array): Promise<{ page: PdfPage; decoded: number }> {
  let decoded = 0;
  const platform: Platform = {
    ...nodePlatform,
    decodePicture: (bytes) => {
      decoded++;
      return nodePlatform.decodePicture(bytes);
    },
  };
  const pages: PdfPage[] = [];
  for await (const page of rasterisePdf(pdf, platform, { scansAsTheyAre: true })) pages.push(page);
  const [page] = pages;
  if (!page) throw new Error("no page");
  return { page, decoded };
}

describe("a scanned page", () => {
  it("is given with the pixels of its picture, as it would be drawn", async () => {
    const pdf = await scan();
    const { page, decoded } = await drawn(pdf);
    expect(decoded).toBe(1);
    expect(page.dpi).toBeCloseTo(200, 0);
    expect([page.raster.width, page.raster.height]).toEqual([WIDTH_PX, HEIGHT_PX]);
    for await (const { raster } of rasterisePdf(pdf, nodePlatform)) {
      expect([raster.width, raster.height]).toEqual([WIDTH_PX, HEIGHT_PX]);
      const difference = raster.data.reduce((sum, value, i) => sum + Math.abs(value - (page.raster.data[i] ?? 0)), 0);
      expect(difference / raster.data.length).toBeLessThan(3);
    }
  });

  const others: readonly [string, Place][] = [
    [
      "lies turned",
      (page, image, document) => {
        edgeToEdge(page, image, document);
        page.setRotation(degrees(90));
      },
    ],
    [
      "is turned in its place",
      (page, image) =>
        page.drawImage(image, { x: WIDTH_PT, y: HEIGHT_PT, width: WIDTH_PT, height: HEIGHT_PT, rotate: degrees(180) }),
    ],
    [
      "does not fill the page",
      (page, image) => page.drawImage(image, { x: 20, y: 20, width: WIDTH_PT - 40, height: HEIGHT_PT - 40 }),
    ],
    [
      "stands under text",
      (page, image, document) => {
        edgeToEdge(page, image, document);
        page.drawText("text");
      },
    ],
    [
      "is half transparent",
      (page, image) => page.drawImage(image, { x: 0, y: 0, width: WIDTH_PT, height: HEIGHT_PT, opacity: 0.5 }),
    ],
    [
      "is clipped",
      (page, image, document) => {
        page.pushOperators(rectangle(0, 0, 50, 50), clip(), endPath());
        edgeToEdge(page, image, document);
      },
    ],
    [
      "stands in content that may be switched off",
      (page, image, document) => {
        page.pushOperators(beginMarkedContent("OC"));
        edgeToEdge(page, image, document);
        page.pushOperators(endMarkedContent());
      },
    ],
    [
      "lies beside what is shown",
      (page, image, document) => {
        page.setMediaBox(0, 0, 2 * WIDTH_PT, HEIGHT_PT);
        page.setCropBox(WIDTH_PT, 0, WIDTH_PT, HEIGHT_PT);
        edgeToEdge(page, image, document);
      },
    ],
    [
      "is of a higher resolution",
      (page, image) => {
        page.setSize(WIDTH_PT / 2, HEIGHT_PT / 2);
        page.drawImage(image, { width: WIDTH_PT / 2, height: HEIGHT_PT / 2 });
      },
    ],
  ];
  it.each(others)("is drawn where its picture %s", async (_, place) => {
    expect((await drawn(await scan(place))).decoded).toBe(0);
  });

  it("is drawn where its picture is of inks", async () => {
    expect((await drawn(await scan(edgeToEdge, await jpeg({ inks: true })))).decoded).toBe(0);
  });

  it("is drawn where its picture is of one ink, of which more is darker", async () => {
    const pdf = await scan();
    const document = await PDFDocument.load(pdf, { updateMetadata: false });
    const { context } = document;
    for (const [, object] of context.enumerateIndirectObjects()) {
      if (!(object instanceof PDFRawStream) || object.dict.get(PDFName.of("Subtype")) !== PDFName.of("Image")) continue;
      const darker = context.obj({ FunctionType: 2, Domain: [0, 1], C0: [1], C1: [0], N: 1 });
      object.dict.set(PDFName.of("ColorSpace"), context.obj(["Separation", "Black", "DeviceGray", darker]));
    }
    expect((await drawn(pdf)).decoded).toBe(1);
    expect((await drawn(await document.save())).decoded).toBe(0);
  });

  it("is drawn where its picture says that it is turned: a PDF does not heed it", async () => {
    const { page } = await drawn(await scan(edgeToEdge, await jpeg({ orientation: 6 })));
    expect(page.raster.width).toBeLessThan(page.raster.height);
    expect(page.raster.data[200 * WIDTH_PX + 200]).toBeLessThan(60);
  });

  it.each(["SMask", "Mask", "Decode", "OC"])("is drawn where a picture has a %s", async (entry) => {
    const pdf = await scan((page, image, document) => {
      edgeToEdge(page, image, document);
      document.context.register(document.context.stream("", { [entry]: PDFName.of("X") }));
    });
    expect(showsPlainPictures(pdf)).toBe(false);
    expect((await drawn(pdf)).decoded).toBe(0);
  });

  it.each(["/SM#61sk 1 0 R", "/#53Mask 1 0 R", "/#44#65#63#6f#64#65[1 0]"])(
    "is drawn where a name is written %s",
    (name) => {
      expect(showsPlainPictures(new TextEncoder().encode(`<<${name}>>`))).toBe(false);
    },
  );

  it.each(["/DecodeParms null", "/Masked 1", "/OCGs[]", "/SM#", "/"])("may be given as it is beside %s", (name) => {
    expect(showsPlainPictures(new TextEncoder().encode(name))).toBe(true);
  });
});
