import { PDFDocument } from "pdf-lib";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EscrowError } from "../../src/error.js";
import { nodePlatform } from "../../src/node/platform.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import { readSheets } from "../../src/recover/sheet-reading.js";
import { FULL, wide } from "../helpers/full.js";
import { encodeJpeg, encodePng, photograph, rasteriseForTest } from "../helpers/photo.js";
import { describeWith } from "../helpers/programs.js";
import { CONDITIONS, RESOLUTIONS } from "../round-trip/conditions.js";
import type { GivenFile } from "./helpers/browser.js";
import { AWS, KINDS, openFile, rasterOf, sealedSet, shareSet } from "./helpers/fixtures.js";
import { type Harness, packed, startHarness } from "./helpers/harness.js";

/** Everything of a reading as JSON has it: bytes as lists of numbers. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, one: unknown) => (one instanceof Uint8Array ? [...one] : one)));
}

/** A PDF that holds only a picture of a page, as office scanners write it. */
async function scanned(page: Raster): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const picture = await document.embedJpg(await encodeJpeg(page, 75));
  document.addPage([595, 842]).drawImage(picture, { x: 0, y: 0, width: 595, height: 842 });
  return document.save();
}

/** Files of every kind that people give, and some that are none. */
async function everyFile(): Promise<GivenFile[]> {
  const set = await shareSet(KINDS, 2, 3, "share");
  const [first, open] = [await set.pdf(0), await openFile()];
  const sealed = await (await sealedSet([AWS])).pdf(0);
  const pages = await rasteriseForTest(first.bytes, 150);
  const [front, back] = pages.map(({ raster }) => raster);
  if (!front || !back) throw new Error("no pages");
  const code = rasterOf("otpauth://totp/Example:bob?secret=JBSWY3DPEHPK3PXP&issuer=Example", 6);
  const grey = () => sharp(code.data, { raw: { width: code.width, height: code.height, channels: 1 } });
  const lines = await set.lines();
  const typed = [...lines.slice(0, -3), ...set.shareLines(0)].join("\n");
  const photos = await Promise.all(
    Object.entries(CONDITIONS).flatMap(([name, shot], i) =>
      RESOLUTIONS.map(async (dpi) => {
        const page = (await rasteriseForTest(first.bytes, dpi))[i % 2]?.raster ?? front;
        const photo = await photograph(page, { ...shot, dpi, angle: 7 * i, seed: i + 1 });
        return { name: `${name}, ${dpi} dpi.jpg`, bytes: await encodeJpeg(photo, 85) };
      }),
    ),
  );
  const given: [string, Uint8Array | Promise<Uint8Array>][] = [
    ["scan.pdf", scanned(back)],
    ["turned.jpg", grey().withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ["colour.jpg", grey().tint("#7a3e00").jpeg({ quality: 70 }).toBuffer()],
    ["picture.webp", grey().webp({ quality: 80 }).toBuffer()],
    ["picture.gif", grey().gif().toBuffer()],
    ["dark.png", grey().negate().png().toBuffer()],
    ["clear.png", grey().toColourspace("srgb").ensureAlpha().unflatten().png().toBuffer()],
    ["typed.txt", Buffer.from(typed)],
    [
      "typed wrong.txt",
      Buffer.from(
        typed.replace(/^(D2 .{6})(.)/mu, (_, start: string, one: string) => start + (one === "A" ? "B" : "A")),
      ),
    ],
    ["typed few.txt", Buffer.from(lines.slice(0, 5).join("\n"))],
    ["typed utf-16.txt", Buffer.from(`\ufeff${typed}`, "utf16le")],
    ["key.txt", Buffer.from("Key: JBSW Y3DP EHPK 3PXP\nIssuer: Example\n")],
    ["foreign.png", encodePng(rasterOf("https://example.com/", 6))],
    ["later.png", encodePng(rasterOf("PE7DAAAAAAAA", 6))],
    ["blank.png", encodePng({ width: 300, height: 200, data: new Uint8Array(60_000).fill(255) })],
    ["torn.png", encodePng(code).then((bytes) => bytes.subarray(0, 90))],
    ["photo.heic", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")],
    ["broken.pdf", first.bytes.subarray(0, 900)],
    ["drawing.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["empty.jpg", new Uint8Array()],
    ["noise.bin", Uint8Array.from({ length: 4000 }, (_, i) => (i * i * 31) & 255)],
  ];
  const others = await Promise.all(given.map(async ([name, bytes]) => ({ name, bytes: await bytes })));
  return [first, sealed, open, await set.picture(2), await set.altered(2), ...photos, ...others];
}

describeWith(["chromium"], () => {
  let harness: Harness;
  let files: GivenFile[];

  const inBrowser = (given: readonly GivenFile[]): Promise<unknown> =>
    harness.page.evaluate(
      (packedFiles) => (globalThis as unknown as { readAll(files: unknown): Promise<unknown> }).readAll(packedFiles),
      packed(given),
    );

  beforeAll(async () => {
    harness = await startHarness("test/page/helpers/reading-main.ts");
    // Only wide tests read them.
    files = FULL ? await everyFile() : [];
  });
  afterAll(() => harness.end());

  wide("the page reads what the command line reads, each file by itself", async () => {
    const read: [string, number][] = [];
    for (const file of files) {
      const here = await readSheets([file], nodePlatform);
      expect(await inBrowser([file]), file.name).toEqual(plain(here));
      read.push([file.name, here.records.length + here.sheets.length + here.sets.length]);
    }
    // What both cannot read would be equal too.
    const unread = read.flatMap(([name, count]) => (count === 0 ? [name] : []));
    expect(unread).toEqual([
      "foreign.png",
      "later.png",
      "blank.png",
      "torn.png",
      "photo.heic",
      "broken.pdf",
      "drawing.svg",
      "empty.jpg",
      "noise.bin",
    ]);
  });

  it("the page reads pictures of every kind as the command line does, and says what it cannot decode", async () => {
    const text = "otpauth://totp/Example:bob?secret=JBSWY3DPEHPK3PXP&issuer=Example";
    const code = rasterOf(text, 6);
    const grey = () => sharp(code.data, { raw: { width: code.width, height: code.height, channels: 1 } });
    const png = await grey().png().toBuffer();
    const cells = [...code.data].flatMap((level, i) => {
      const [x, y] = [i % code.width, Math.floor(i / code.width)];
      return level < 128 && x % 6 === 0 && y % 6 === 0 ? `M${x} ${y}h6v6h-6z` : [];
    });
    const svg = `<svg viewBox="0 0 ${code.width} ${code.height}"><path d="${cells.join("")}"/></svg>`;
    const other = await sharp(png).negate().png().toBuffer();
    const moving = sharp([other, png], { join: { animated: true } });
    const pictures = {
      "a.avif": await grey().avif({ lossless: true }).toBuffer(),
      "a.svg": Buffer.from(svg),
      "a.gif": await moving.gif().toBuffer(),
      "light.png": await sharp(png).toColourspace("srgb").negate().ensureAlpha().unflatten().png().toBuffer(),
    };
    for (const [name, bytes] of Object.entries(pictures)) {
      const here = await readSheets([{ name, bytes }], nodePlatform);
      expect(here.sheets, name).toHaveLength(1);
      const there = (await inBrowser([{ name, bytes }])) as typeof here;
      expect(
        there.sheets.map(({ account, origin }) => [account, origin]),
        name,
      ).toEqual(plain(here.sheets.map(({ account, origin }) => [account, origin])));
    }
    const tiff = (await inBrowser([{ name: "a.tif", bytes: await grey().tiff().toBuffer() }])) as { problems: unknown };
    expect(tiff.problems).toEqual([{ source: "a.tif", code: "picture-format", data: { format: "TIFF" } }]);
  });

  wide("the page puts together what the command line puts together", async () => {
    const here = await readSheets(files, nodePlatform);
    expect(here.sets.map(({ shares }) => shares.length).sort()).toEqual([0, 3]);
    expect(here.problems.map(({ code }) => code)).toContain("share-not-in-roster");
    expect(await inBrowser(files)).toEqual(plain(here));
  });

  it("decodes pictures to the same grey levels, and refuses the same", async () => {
    const halves = sharp(Buffer.from(Array.from({ length: 800 }, (_, i) => (i % 40 < 20 ? 0 : 255))), {
      raw: { width: 40, height: 20, channels: 1 },
    });
    const colours = sharp(Buffer.from(Array.from({ length: 3 * 4096 }, (_, i) => (i * 7 + (i % 3) * 60) & 255)), {
      raw: { width: 64, height: 64, channels: 3 },
    });
    const huge = await halves.clone().png().toBuffer();
    huge.writeUInt32BE(20_000, 16);
    huge.writeUInt32BE(20_000, 20);
    const frames = Buffer.concat([Buffer.alloc(300, 0), Buffer.alloc(300, 255)]);
    const samples: Record<string, Uint8Array> = {
      png: await halves.clone().png().toBuffer(),
      "png of 16 bits": await halves.clone().toColourspace("grey16").png().toBuffer(),
      "png with a palette": await halves.clone().png({ palette: true, colours: 2 }).toBuffer(),
      "png in colour": await colours.clone().png().toBuffer(),
      "png, clear": await sharp({ create: { width: 8, height: 8, channels: 4, background: "#00000000" } })
        .png()
        .toBuffer(),
      "png, half clear": await sharp({ create: { width: 8, height: 8, channels: 4, background: "#20406080" } })
        .png()
        .toBuffer(),
      jpeg: await halves.clone().jpeg({ quality: 95 }).toBuffer(),
      "webp without loss": await halves.clone().webp({ lossless: true }).toBuffer(),
      gif: await halves.clone().gif().toBuffer(),
      "gif, moving": await sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
        .gif()
        .toBuffer(),
      ...Object.fromEntries(
        await Promise.all(
          [1, 2, 3, 4, 5, 6, 7, 8].map(async (orientation) => [
            `turned ${orientation}`,
            await halves.clone().withMetadata({ orientation }).jpeg().toBuffer(),
          ]),
        ),
      ),
      "too large": huge,
      nothing: new Uint8Array(),
      svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      pdf: Buffer.from("%PDF-1.7"),
    };
    for (const [name, bytes] of Object.entries(samples)) {
      const here = await nodePlatform.decodePicture(bytes).catch((error: unknown) => {
        if (error instanceof EscrowError) return { code: error.code, data: error.data };
        throw error;
      });
      const there = (await harness.page.evaluate(
        (base64) => (globalThis as unknown as { decode(base64: string): Promise<unknown> }).decode(base64),
        Buffer.from(bytes).toString("base64"),
      )) as { width: number; height: number; grey: number[] };
      if ("code" in here) expect(there, name).toEqual(here);
      else {
        expect([there.width, there.height], name).toEqual([here.width, here.height]);
        const furthest = Math.max(...there.grey.map((level, i) => Math.abs(level - (here.data[i] ?? -1))));
        expect(furthest, name).toBeLessThanOrEqual(2);
      }
    }
  });

  wide("says what a browser lacks, or holds back, instead of finding nothing", async () => {
    const picture = Buffer.from(await encodePng(rasterOf("https://example.com/", 6))).toString("base64");
    const page = await harness.openAt("https://sheets.test/recover.html");
    const decode = () =>
      page.evaluate(
        (base64) => (globalThis as unknown as { decode(base64: string): Promise<unknown> }).decode(base64),
        picture,
      );
    const whole = (await decode()) as { width: number };
    // What a device without the memory gives: pixels that were never drawn.
    await page.evaluate((width) => {
      const { prototype } = OffscreenCanvasRenderingContext2D;
      const { getImageData } = prototype;
      prototype.getImageData = function (x, y, w, h) {
        return w < width ? getImageData.call(this, x, y, w, h) : new ImageData(w, h);
      };
    }, whole.width);
    expect(await decode()).toMatchObject({ width: Math.round(whole.width / 2) });
    await page.evaluate(() => {
      OffscreenCanvasRenderingContext2D.prototype.getImageData = (_, __, w, h) =>
        new ImageData(
          new Uint8ClampedArray(w * h * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * 97) & 255)),
          w,
          h,
        );
    });
    expect(await decode()).toEqual({ code: "picture-blocked", data: {} });
    await page.evaluate(() => Reflect.deleteProperty(globalThis, "OffscreenCanvas"));
    expect(await decode()).toEqual({ code: "browser-old", data: {} });
  });

  it("nothing went wrong unseen, and nothing was asked of the network", () => {
    expect(harness.troubles).toEqual([]);
  });
});
