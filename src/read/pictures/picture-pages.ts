import { EscrowError } from "../../error.js";
import { type FileKind, fileKind } from "../file-kind.js";
import type { LostPage } from "../pages/drawn-pages.js";
import type { PageTime } from "../pages/page-time.js";
import type { Raster } from "../pixels/raster.js";
import type { Platform } from "../platform.js";
import { apngFrames, countApngFrames, isAnimatedPng } from "./apng.js";
import type { BmpPicture } from "./bmp.js";
import type { DrawnFrame } from "./canvas.js";
import { dataBytes } from "./data-address.js";
import { countWebpFrames, isAnimatedWebp, webpFrames } from "./webp.js";

/** A page of a TIFF, a frame of an animation, or the one page that any other picture is. */
export interface PicturePage {
  /** From 1. */
  readonly page: number;
  /** How many pages or frames the file has. */
  readonly pages: number;
  /** Upright, transparency on white. */
  readonly raster: Raster;
  /** Whether it is a frame that follows others in time, and no page. */
  readonly animated?: true;
  /** The same with transparency on black, where there may be any. */
  readonly onBlack?: () => Promise<Raster>;
}

/** Most pages or frames of one picture that are read: the film of a phone's display at ten frames a second lasts 100 s. */
const MAX_PICTURE_PAGES = 1_000;

/** Most pixels of all frames of an animation: a phone's display in 120 frames. */
const MAX_FRAME_PIXELS = 300_000_000;

/**
 * Decodes a picture page by page, or frame by frame. Pages beyond those that there is time for come as one that is lost.
 * @param time what is left for all that is done with the file, told of codes by whoever looks for them; left out, whoever
 *   asks sees to it
 * @param only numbers of the pages that are wanted
 * @throws EscrowError as `Platform.decodePicture`
 */
export async function* picturePages(
  bytes: Uint8Array,
  platform: Platform,
  time?: PageTime,
  only?: readonly number[],
): AsyncGenerator<PicturePage | LostPage, void, void> {
  let pixels = 0;
  for await (const one of allPages(bytes, platform, only)) {
    if (!only || only.includes(one.page)) yield one;
    const { page, pages } = one;
    if ("animated" in one) pixels += one.raster.width * one.raster.height;
    if (page < pages && (page >= MAX_PICTURE_PAGES || pixels > MAX_FRAME_PIXELS || (time && time.left <= 0))) {
      yield { page: page + 1, pages, fault: new EscrowError("picture-rest", { page: page + 1, pages }) };
      return;
    }
  }
}

/** What a picture is, before anything of it is decoded. */
export interface PictureSort {
  readonly kind: FileKind;
  /** Of a TIFF. */
  readonly pages?: number;
  /** Of an animation. */
  readonly frames?: number;
}

/**
 * Says what a picture is.
 * @returns nothing for what is no picture; the kind alone where its header is broken
 */
export async function sortOfPicture(bytes: Uint8Array, platform: Platform): Promise<PictureSort | undefined> {
  const kind = fileKind(bytes);
  if (kind === undefined || kind === "pdf") return undefined;
  try {
    if (kind === "tiff") return { kind, pages: (await platform.inspectPicture(bytes)).pages };
    const frames = await framesOf(bytes, kind);
    return frames > 1 ? { kind, frames } : { kind };
  } catch (error) {
    if (error instanceof EscrowError) return { kind };
    throw error;
  }
}

async function framesOf(bytes: Uint8Array, kind: FileKind): Promise<number> {
  if (kind === "gif") return (await import("./gif.js")).countGifFrames(bytes);
  if (kind === "png") return isAnimatedPng(bytes) ? countApngFrames(bytes) : 1;
  return kind === "webp" && isAnimatedWebp(bytes) ? countWebpFrames(bytes) : 1;
}

/**
 * Decodes a picture's first page.
 * @throws EscrowError as `Platform.decodePicture`
 */
export async function firstPage(bytes: Uint8Array, platform: Platform): Promise<Raster> {
  for await (const one of picturePages(bytes, platform)) {
    if ("fault" in one) throw one.fault;
    return one.raster;
  }
  throw new EscrowError("picture-unreadable");
}

/**
 * Looks at a page, transparency on white, and where that gives nothing, on black: light modules on nothing are seen only there.
 * @param look what it gives of a raster
 * @param gave whether that is something
 */
export async function lookOnBoth<Look>(
  { raster, onBlack }: PicturePage,
  look: (raster: Raster) => Promise<Look>,
  gave: (look: Look) => boolean,
): Promise<Look> {
  const first = await look(raster);
  if (gave(first) || !onBlack) return first;
  const black = await onBlack();
  if (black.data.every((level, i) => level === raster.data[i])) return first;
  const second = await look(black);
  return gave(second) ? second : first;
}

async function* allPages(
  bytes: Uint8Array,
  platform: Platform,
  only?: readonly number[],
): AsyncGenerator<PicturePage | LostPage, void, void> {
  const kind = fileKind(bytes);
  if (kind === "svg") {
    yield* svgPages(bytes, platform);
    return;
  }
  if (kind === "gif") {
    for (const frame of (await import("./gif.js")).gifFrames(bytes)) yield asPage(frame);
    return;
  }
  if (kind === "bmp" || kind === "ico") {
    const { decodeBmp, decodeDib } = await import("./bmp.js");
    const inner = kind === "ico" ? (await import("./icon.js")).largestOfIcon(bytes) : undefined;
    if (inner && fileKind(inner) === "png") yield* allPages(inner, platform);
    else yield* laidOn(inner ? decodeDib(inner) : decodeBmp(bytes));
    return;
  }
  if (kind === "png" && isAnimatedPng(bytes)) {
    for await (const frame of apngFrames(bytes, platform)) yield asPage(frame);
    return;
  }
  if (kind === "webp" && isAnimatedWebp(bytes)) {
    for await (const frame of webpFrames(bytes, platform)) yield asPage(frame);
    return;
  }
  const { pages, transparent } = await platform.inspectPicture(bytes);
  for (let page = 1; page <= pages; page++) {
    if (only && !only.includes(page)) continue;
    const raster = await platform.decodePicture(bytes, { page });
    const onBlack = () => platform.decodePicture(bytes, { page, background: "black" });
    yield { page, pages, raster, ...(transparent ? { onBlack } : {}) };
  }
}

function* laidOn({ width, height, data, opaque }: BmpPicture): Generator<PicturePage, void, void> {
  const on = (ground: number): Raster => ({
    width,
    height,
    data: opaque ? data.map((level, i) => (opaque[i] === 1 ? level : ground)) : data,
  });
  yield { page: 1, pages: 1, raster: on(255), ...(opaque ? { onBlack: async () => on(0) } : {}) };
}

function asPage({ frame, frames, raster, onBlack }: DrawnFrame): PicturePage {
  return {
    page: frame,
    pages: frames,
    raster,
    ...(onBlack ? { onBlack } : {}),
    ...(frames > 1 ? { animated: true } : {}),
  };
}

/** A drawing, then the pictures in it. Drawings within a drawing are left aside: they can go on within each other. */
async function* svgPages(bytes: Uint8Array, platform: Platform): AsyncGenerator<PicturePage | LostPage, void, void> {
  const { readSvg } = await import("./svg.js");
  const { draw, pictures } = readSvg(new TextDecoder().decode(bytes), platform);
  const inner = [...new Set(pictures)].flatMap((address) => {
    const data = dataBytes(address);
    return data === undefined || fileKind(data) === "svg" || fileKind(data) === "pdf" ? [] : [data];
  });
  // One that is no code and holds none is there, and empty.
  if (!draw && inner.length === 0)
    yield { page: 1, pages: 1, raster: { width: 1, height: 1, data: Uint8Array.of(255) } };
  const drawn = draw ? 1 : 0;
  const pages = drawn + inner.length;
  if (draw) yield { page: 1, pages, raster: await draw("white"), onBlack: () => draw("black") };
  for (const [i, data] of inner.entries()) {
    const page = drawn + i + 1;
    try {
      yield { page, pages, raster: await firstPage(data, platform) };
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      yield { page, pages, fault: error };
    }
  }
}
