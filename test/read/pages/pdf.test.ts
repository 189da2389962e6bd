import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { degrees, fill, PDFDocument, rectangle, rgb } from "pdf-lib";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { nodePlatform } from "../../../src/node/platform.js";
import { readCodes } from "../../../src/read/codes/codes.js";
import { rasterisePdf } from "../../../src/read/pages/pdf.js";
import type { Platform } from "../../../src/read/platform.js";
import { encodeJpeg, encodePng, rasteriseForTest } from "../../helpers/photo.js";
import { describeWith, runProgram } from "../../helpers/programs.js";
import { pageWithCodes } from "../helpers/pages.js";

const A4 = { width: 595.28, height: 841.89 };

async function pdfOf(...draw: ((document: PDFDocument) => void | Promise<void>)[]): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  for (const step of draw) await step(document);
  return document.save();
}

const blank =
  (width: number, height: number) =>
  (document: PDFDocument): void => {
    document
      .addPage([width, height])
      .drawRectangle({ x: width / 2, y: 0, width: width / 2, height, color: rgb(0, 0, 0) });
  };

async function codeOf(bytes: Uint8Array): Promise<string> {
  return rasterisePdf(bytes, nodePlatform)
    .next()
    .then(
      () => "none",
      (error) => error.code,
    );
}

describe("rasterisePdf", () => {
  it("draws each page at its size, black on white", async () => {
    const pages = await rasteriseForTest(await pdfOf(blank(A4.width, A4.height), blank(612, 792)), 200);
    expect(pages.map(({ page, pages: count }) => [page, count])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const [a4, letter] = pages;
    expect([a4!.raster.width, a4!.raster.height]).toEqual([1654, 2339]);
    expect([letter!.raster.width, letter!.raster.height]).toEqual([1700, 2200]);
    expect(a4!.widthMm).toBeCloseTo(210, 1);
    expect(a4!.heightMm).toBeCloseTo(297, 1);
    expect(a4!.raster.data.length).toBe(1654 * 2339);
    expect(a4!.raster.data[1000 * 1654 + 400]).toBe(255);
    expect(a4!.raster.data[1000 * 1654 + 1200]).toBe(0);
  });

  it("tells pages of text and shapes alone from those with pictures, in forms too", async () => {
    const withPicture = async (document: PDFDocument) => {
      const grey = await encodePng({ width: 8, height: 8, data: new Uint8Array(64) });
      document.addPage([300, 300]).drawImage(await document.embedPng(grey), { x: 20, y: 20 });
    };
    const asForm = (draw: (document: PDFDocument) => unknown) => async (document: PDFDocument) => {
      const [form] = await document.embedPdf(await pdfOf(draw));
      if (form) document.addPage([300, 300]).drawPage(form);
    };
    const withSquare = (document: PDFDocument) => document.addPage([300, 300]).drawSquare({ x: 9, y: 9, size: 50 });
    const withMany = (document: PDFDocument) => {
      const page = document.addPage([300, 300]);
      for (let i = 0; i < 101; i++) page.drawSquare({ x: i, y: i, size: 1 });
    };
    const pages = await rasteriseForTest(
      await pdfOf(
        blank(300, 300),
        (document) => document.addPage([300, 300]).drawText("text", { x: 20, y: 20 }),
        withPicture,
        asForm(withSquare),
        asForm(asForm(withSquare)),
        asForm(withPicture),
        asForm(asForm(withPicture)),
        // What is too long to look through is not vouched for.
        asForm(withMany),
      ),
      50,
    );
    expect(pages.map(({ exact }) => exact)).toEqual([true, true, false, true, true, false, false, false]);
  });

  it("puts a page's points where they belong to half a pixel, on both edges of the page", async () => {
    const bytes = await pdfOf((document) => {
      document
        .addPage([A4.width, A4.height])
        .drawRectangle({ x: 500, y: 100, width: 50, height: 30, color: rgb(0, 0, 0) });
    });
    const [{ raster, widthMm, heightMm } = { raster: undefined, widthMm: 0, heightMm: 0 }] =
      await rasteriseForTest(bytes);
    const { width, data } = raster!;
    const pxPerPt = (width / widthMm) * (25.4 / 72);
    expect(raster!.height / heightMm).toBeCloseTo(width / widthMm, 2);
    const row = Math.round((A4.height - 115) * pxPerPt);
    const darkness = (from: number, to: number) =>
      data.subarray(row * width + from, row * width + to).reduce((sum, grey) => sum + (255 - grey) / 255, 0);
    const left = 1500 - darkness(1000, 1500);
    const right = 1500 + darkness(1500, width);
    expect(Math.abs(left - 500 * pxPerPt)).toBeLessThan(0.5);
    expect(Math.abs(right - 550 * pxPerPt)).toBeLessThan(0.5);
  });

  it("turns pages as viewers do", async () => {
    const bytes = await pdfOf((document) => {
      document.addPage([200, 400]).setRotation(degrees(90));
    });
    const [page] = await rasteriseForTest(bytes, 72);
    expect([page!.raster.width, page!.raster.height]).toEqual([400, 200]);
  });

  it("draws a page that holds only a scan's picture", async () => {
    const scan = pageWithCodes([{ text: "scanned", version: 3, sideMm: 50, xMm: 40, yMm: 60 }], 200);
    const bytes = await pdfOf(async (document) => {
      const picture = await document.embedJpg(await encodeJpeg(scan, 60));
      document.addPage([A4.width, A4.height]).drawImage(picture, { x: 0, y: 0, width: A4.width, height: A4.height });
    });
    const [page] = await rasteriseForTest(bytes);
    expect((await readCodes(page!.raster, nodePlatform)).map(({ text }) => text)).toEqual(["scanned"]);
  });

  it("refuses a page whose picture cannot be decoded: it is not an empty one", async () => {
    const whole = await encodeJpeg({ width: 40, height: 40, data: new Uint8Array(1600) }, 60);
    const broken = whole.slice();
    // Lengths of codes that cannot be.
    broken.fill(255, Buffer.from(whole).indexOf(Buffer.from([0xff, 0xc4])) + 5);
    const white = await encodeJpeg({ width: 40, height: 40, data: new Uint8Array(1600).fill(255) }, 60);
    const fileOf = (jpeg: Uint8Array) =>
      pdfOf(async (document) => {
        document.addPage([100, 100]).drawImage(await document.embedJpg(jpeg), { x: 0, y: 0, width: 100, height: 100 });
      });
    await expect(rasteriseForTest(await fileOf(broken))).rejects.toMatchObject({ code: "pdf-unreadable" });
    expect(await rasteriseForTest(await fileOf(white))).toHaveLength(1);
  });

  it("draws what is transparent on white", async () => {
    const bytes = await pdfOf(async (document) => {
      const clear = await sharp({ create: { width: 20, height: 20, channels: 4, background: "#00000000" } })
        .png()
        .toBuffer();
      document.addPage([100, 100]).drawImage(await document.embedPng(clear), { x: 0, y: 0, width: 100, height: 100 });
    });
    const [page] = await rasteriseForTest(bytes, 72);
    expect(page!.raster.data.every((grey) => grey === 255)).toBe(true);
  });

  it("draws a page of 200 inches at a resolution that fits", async () => {
    const [page] = await rasteriseForTest(await pdfOf(blank(14_400, 14_400)), 300);
    expect(page!.raster.width * page!.raster.height).toBeLessThanOrEqual(36_100_000);
    expect(page!.widthMm).toBeCloseTo(5080, 0);
    expect(page!.raster.data[100 * page!.raster.width + page!.raster.width - 100]).toBe(0);
  });

  it("can be left after any page, and used for several files at once", async () => {
    const bytes = await pdfOf(blank(100, 100), blank(100, 100), blank(100, 100));
    const a = rasterisePdf(bytes, nodePlatform);
    const b = rasterisePdf(bytes, nodePlatform);
    expect((await a.next()).value).toMatchObject({ page: 1 });
    expect((await b.next()).value).toMatchObject({ page: 1 });
    await a.return();
    expect((await b.next()).value).toMatchObject({ page: 2 });
    await b.return();
  });

  it("refuses what it must not or cannot read", async () => {
    expect(await codeOf(new Uint8Array())).toBe("pdf-unreadable");
    expect(await codeOf(new TextEncoder().encode("%PDF-1.7\nand nothing more"))).toBe("pdf-unreadable");
    const whole = await pdfOf(blank(100, 100), blank(100, 100));
    await expect(rasterisePdf(whole, nodePlatform, { maxPages: 1 }).next()).rejects.toMatchObject({
      code: "pdf-too-large",
    });
    await expect(rasterisePdf(whole.subarray(0, 60), nodePlatform).next()).rejects.toMatchObject({
      code: "pdf-unreadable",
    });
  });

  it("refuses a page of so many objects that drawing it would take long", async () => {
    const crowded = await pdfOf((document) => {
      const page = document.addPage([100, 100]);
      for (let i = 0; i <= 20_000; i++) page.pushOperators(rectangle(0, 0, 50, 50), fill());
    });
    expect(await codeOf(crowded)).toBe("pdf-too-large");
  });

  it("takes its reader's binary from the platform and nothing from elsewhere", async () => {
    const asked: string[] = [];
    const platform: Platform = {
      ...nodePlatform,
      wasm: (name) => {
        asked.push(name);
        return nodePlatform.wasm(name);
      },
    };
    await rasterisePdf(await pdfOf(blank(100, 100)), platform).next();
    expect(asked).toEqual(["pdfium"]);
    const inLarger: Platform = {
      ...nodePlatform,
      wasm: async (name) => Buffer.concat([Buffer.alloc(8), await nodePlatform.wasm(name)]).subarray(8),
    };
    expect((await rasterisePdf(await pdfOf(blank(100, 100)), inLarger).next()).done).toBe(false);
    const failing: Platform = { ...nodePlatform, wasm: () => Promise.reject(new Error("no binary")) };
    await expect(rasterisePdf(await pdfOf(blank(100, 100)), failing).next()).rejects.toThrow("no binary");
    await expect(readCodes({ width: 30, height: 30, data: new Uint8Array(900) }, failing)).rejects.toThrow("no binary");
  });
});

describeWith("qpdf", () => {
  const folder = mkdtempSync(join(tmpdir(), "paper-escrow-test-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function encrypted(...options: string[]): Promise<Uint8Array> {
    const plain = join(folder, "plain.pdf");
    writeFileSync(plain, await pdfOf(blank(100, 100)));
    return runProgram("qpdf", ["--encrypt", ...options, "--", plain, "-"]);
  }

  it("says that a file is protected by a password", async () => {
    expect(await codeOf(await encrypted("user", "owner", "256"))).toBe("pdf-encrypted");
  });

  it("reads a file that only restricts what may be done with it", async () => {
    expect(await codeOf(await encrypted("", "owner", "256", "--print=none"))).toBe("none");
  });
});

describeWith("pdftoppm", () => {
  it("draws what pdftoppm draws", async () => {
    const bytes = await pdfOf((document) => {
      const page = document.addPage([A4.width, A4.height]);
      for (let i = 0; i < 40; i++) {
        page.drawEllipse({ x: 60 + 12 * i, y: 700 - 13 * i, xScale: 20, yScale: 11, color: rgb(i / 40, 0, 0) });
        page.drawLine({ start: { x: 40, y: 20 * i }, end: { x: 560, y: 400 + 3 * i }, thickness: 1.5 });
      }
    });
    const [ours] = await rasteriseForTest(bytes, 150);
    const theirs = await sharp(runProgram("pdftoppm", ["-r", "150", "-gray", "-png", "-"], bytes))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, data } = ours!.raster;
    // pdftoppm rounds the page's size up.
    expect(Math.abs(theirs.info.width - width)).toBeLessThanOrEqual(1);
    let difference = 0;
    for (let y = 0; y < Math.min(height, theirs.info.height); y++) {
      for (let x = 0; x < Math.min(width, theirs.info.width); x++) {
        difference += Math.abs(data[y * width + x]! - theirs.data[(y * theirs.info.width + x) * theirs.info.channels]!);
      }
    }
    expect(difference / data.length).toBeLessThan(1);
  });
});
