/** A picture as grey levels: one byte a pixel, row by row, 0 black to 255 white. */
export interface Raster {
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** `width × height` bytes. */
  readonly data: Uint8Array;
}

/** A place in a raster, in pixels; 0,0 is the outer corner of the top left pixel. */
export interface Point {
  /** From the left, in pixels. */
  readonly x: number;
  /** From the top, in pixels. */
  readonly y: number;
}

/** An upright rectangle of whole pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The part of a raster inside a box; what reaches over the edge is cut off.
 * @param box whole pixels, overlapping the raster by one pixel at least
 */
export function crop(raster: Raster, box: Box): Raster {
  const { x, y, width, height } = clipBox(box, raster);
  if (width === raster.width && height === raster.height) return raster;
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * raster.width + x;
    data.set(raster.data.subarray(from, from + width), row * width);
  }
  return { width, height, data };
}

/** The part of a box that lies in a raster. */
export function clipBox(box: Box, raster: Raster): Box {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(raster.width, box.x + box.width) - x),
    height: Math.max(0, Math.min(raster.height, box.y + box.height) - y),
  };
}

/**
 * The raster as opaque RGBA, as decoders of QR codes take it.
 * @returns the shape of an `ImageData`
 */
export function toRgba(raster: Raster) {
  const grey = raster.data;
  const data = new Uint8ClampedArray(grey.length * 4);
  // One write of 32 bits a pixel: grey is the same in every byte order, and so is 255 in all four.
  const words = new Int32Array(data.buffer);
  const alpha = new Int32Array(new Uint8Array([0, 0, 0, 255]).buffer)[0] ?? 0;
  const unit = new Int32Array(new Uint8Array([1, 1, 1, 0]).buffer)[0] ?? 0;
  for (let i = 0; i < grey.length; i++) words[i] = alpha | Math.imul(unit, grey[i] as number);
  return { width: raster.width, height: raster.height, data, colorSpace: "srgb" as const };
}

/**
 * The raster as a binary PGM file: grey pixels, without the detour over colours that takes longer than some decoders do.
 * @see https://netpbm.sourceforge.net/doc/pgm.html
 */
export function encodePgm({ width, height, data }: Raster): Uint8Array {
  const header = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const file = new Uint8Array(header.length + data.length);
  file.set(header);
  file.set(data, header.length);
  return file;
}
