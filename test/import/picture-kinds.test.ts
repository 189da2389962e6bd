import qrcode from "qrcode";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { importContext } from "../../src/import/qr-context.js";
import { readSource } from "../../src/import/registry.js";
import { nodePlatform } from "../../src/node/platform.js";
import { picturePages } from "../../src/read/pictures/picture-pages.js";
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
      for await (const one of picturePages(tiffOf([small]), platform)) found.push(one);
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

it("an AVIF gives its codes", async () => {
  expect(
    await namesIn(
      await sharp(await png(ALICE))
        .avif({ quality: 60 })
        .toBuffer(),
    ),
  ).toEqual(["alice"]);
});
