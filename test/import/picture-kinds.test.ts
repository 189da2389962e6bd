import qrcode from "qrcode";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { importContext } from "../../src/import/qr-context.js";
import { readSource } from "../../src/import/registry.js";
import { nodePlatform } from "../../src/node/platform.js";
import { PageTime } from "../../src/read/pages/page-time.js";
import { picturePages, sortOfPicture } from "../../src/read/pictures/picture-pages.js";
import type { Raster } from "../../src/read/pixels/raster.js";
import type { Platform } from "../../src/read/platform.js";
import { tiffOf } from "../helpers/tiff.js";
import { failureOf } from "./helpers/sources.js";

const context = importContext(nodePlatform);
const uri = (name: string) => `otpauth://totp/Example:${name}?secret=JBSWY3DPEHPK3PXP&issuer=Example`;
const [ALICE, BOB, CAROL] = [uri("alice"), uri("bob"), uri("carol")];

const png = (text: string, colours = {}) => qrcode.toBuffer(text, { scale: 4, ...colours });

async function raster(text: string): Promise<Raster> {
  const { data, info } = await sharp(await png(text))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

const read = (bytes: Uint8Array, name = "picture") => readSource({ name, bytes }, context);
const namesIn = async (bytes: Uint8Array) => (await read(bytes)).accounts.map(({ account }) => account);

describe("a TIFF", () => {
  it("gives the codes of all its pages, in their order", async () => {
    const pages = await Promise.all([BOB, ALICE, CAROL].map(raster));
    expect(await namesIn(tiffOf(pages))).toEqual(["bob", "alice", "carol"]);
  });

  it.each(["lzw", "jpeg", "deflate", "packbits"] as const)("is read as %s", async (compression) => {
    const bytes = await sharp(await png(ALICE))
      .toColourspace("b-w")
      .tiff({ compression })
      .toBuffer();
    expect(await namesIn(bytes)).toEqual(["alice"]);
  });

  it("of more pages than are read gives those before, and says from which on they are set aside", async () => {
    const small = { width: 1, height: 1, data: new Uint8Array(1) };
    const counted = (pages: number, seconds: number) => ({
      ...nodePlatform,
      inspectPicture: async () => ({ pages, transparent: false }),
      decodePicture: async () => small,
      startWatch: () => () => seconds,
    });
    const numbersOf = async (platform: Platform) => {
      const found = [];
      const bytes = tiffOf([small]);
      for await (const one of picturePages(bytes, platform, new PageTime(bytes, platform))) found.push(one);
      const last = found.at(-1);
      return [found.length, last && "fault" in last ? last.fault.data : undefined];
    };
    expect(await numbersOf(counted(1_000, 1))).toEqual([1_000, undefined]);
    expect(await numbersOf(counted(1_001, 1))).toEqual([1_001, { page: 1_001, pages: 1_001 }]);
    expect(await numbersOf(counted(9, 30))).toEqual([2, { page: 2, pages: 9 }]);
    const one = importContext(counted(9, 30));
    expect(await failureOf(readSource({ name: "x.tif", bytes: tiffOf([small]) }, one))).toMatchObject({
      code: "picture-rest",
      data: { page: 2, pages: 9 },
    });
  });

  it("of which pages are decoded again keeps the time that is left of it", async () => {
    const bytes = tiffOf(Array(3).fill({ width: 1, height: 1, data: new Uint8Array(1) }));
    const time = new PageTime(bytes, nodePlatform);
    const pages = [];
    for await (const { page } of picturePages(bytes, nodePlatform, undefined, [2])) pages.push(page);
    expect(pages).toEqual([2]);
    expect(PageTime.of(bytes, nodePlatform)).toBe(time);
  });

  it("whose page is larger than it may be is refused before it is decoded", async () => {
    const huge = tiffOf([{ width: 60_000, height: 60_000, data: new Uint8Array(9) }]);
    expect(await failureOf(read(huge))).toMatchObject({ code: "picture-too-large" });
  });
});

describe("light modules on nothing", () => {
  const light = { color: { dark: "#ffffffff", light: "#00000000" } };

  it.each(["png", "webp", "avif"] as const)("are read in %s", async (format) => {
    const bytes = await sharp(await png(ALICE, light))
      .toFormat(format, { lossless: true })
      .toBuffer();
    expect(await namesIn(bytes)).toEqual(["alice"]);
  });

  it("are looked for only where the picture is transparent and nothing is seen on white", async () => {
    const asked: (string | undefined)[] = [];
    const counting = importContext({
      ...nodePlatform,
      decodePicture: (bytes, options) => {
        asked.push(options?.background);
        return nodePlatform.decodePicture(bytes, options);
      },
    });
    await readSource({ name: "a.png", bytes: await png(ALICE, { color: { light: "#00000000" } }) }, counting);
    await failureOf(
      readSource(
        {
          name: "b.jpg",
          bytes: await sharp(await png("x"))
            .blur(9)
            .jpeg()
            .toBuffer(),
        },
        counting,
      ),
    );
    expect(asked).not.toContain("black");
  });
});

it("an AVIF of more pixels than its decoder has memory for is refused by its header", async () => {
  const bytes = await sharp(await png(ALICE))
    .avif()
    .toBuffer();
  const at = bytes.indexOf("ispe") + 8;
  bytes.writeUInt32BE(7_000, at);
  bytes.writeUInt32BE(6_000, at + 4);
  expect(await failureOf(read(bytes))).toMatchObject({ code: "picture-too-large", data: { maxMegapixels: 36 } });
});

it("an AVIF gives its codes", async () => {
  expect(
    await namesIn(
      await sharp(await png(ALICE))
        .avif({ quality: 60 })
        .toBuffer(),
    ),
  ).toEqual(["alice"]);
});

describe("what a picture is", () => {
  const sort = (bytes: Uint8Array) => sortOfPicture(bytes, nodePlatform);

  it("is told by its kind, with its pages or frames", async () => {
    const pages = await Promise.all([BOB, ALICE].map(raster));
    expect(await sort(tiffOf(pages))).toEqual({ kind: "tiff", pages: 2 });
    expect(await sort(await png(ALICE))).toEqual({ kind: "png" });
    const frames = sharp(await Promise.all([BOB, ALICE].map((text) => png(text))), { join: { animated: true } });
    expect(await sort(await frames.clone().gif().toBuffer())).toEqual({ kind: "gif", frames: 2 });
    expect(await sort(await frames.clone().webp().toBuffer())).toEqual({ kind: "webp", frames: 2 });
    expect(await sort(Buffer.from("<svg></svg>"))).toEqual({ kind: "svg" });
    expect(await sort(Buffer.from("%PDF-1.4"))).toBeUndefined();
    expect(await sort(Buffer.from("II*\0"))).toEqual({ kind: "tiff" });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("is upright by its orientation %i, as JPEG and as TIFF", async (orientation) => {
    const { data, width, height } = await raster(ALICE);
    const marked = { width, height, data: data.map((level, i) => (i < 3 * width ? 0 : level)) };
    const as = (bytes: Uint8Array) => nodePlatform.decodePicture(bytes);
    const jpeg = sharp(marked.data, { raw: { width, height, channels: 1 } }).withMetadata({ orientation });
    const upright = await as(await jpeg.jpeg({ quality: 100 }).toBuffer());
    const tiff = await as(tiffOf([{ ...marked, orientation }]));
    expect([tiff.width, tiff.height]).toEqual([upright.width, upright.height]);
    const apart = tiff.data.reduce((most, level, i) => Math.max(most, Math.abs(level - (upright.data[i] ?? 0))), 0);
    expect(apart).toBeLessThan(60);
  });
});
