import type { Raster } from "../../src/read/pixels/raster.js";

/** Tags of a page's directory. @see TIFF 6.0, 8 */
const [WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, OFFSET, ORIENTATION, SAMPLES, ROWS, BYTES] = [
  256, 257, 258, 259, 262, 273, 274, 277, 278, 279,
] as const;

/** A page as it is written: one strip of grey levels. */
export type TiffPage = Raster & {
  /** 1 to 8: see EXIF. */
  readonly orientation?: number;
};

/** A TIFF of grey pages that are not compressed. */
export function tiffOf(pages: readonly TiffPage[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])];
  let at = 8;
  for (const [i, { width, height, data, orientation = 1 }] of pages.entries()) {
    const tags = [
      [WIDTH, width],
      [HEIGHT, height],
      [BITS, 8],
      [COMPRESSION, 1],
      [PHOTOMETRIC, 1],
      [OFFSET, at + 2 + 10 * 12 + 4],
      [ORIENTATION, orientation],
      [SAMPLES, 1],
      [ROWS, height],
      [BYTES, data.length],
    ] as const;
    const directory = Buffer.alloc(2 + tags.length * 12 + 4);
    directory.writeUInt16LE(tags.length, 0);
    for (const [j, [tag, value]] of tags.entries()) {
      const entry = directory.subarray(2 + 12 * j);
      entry.writeUInt16LE(tag, 0);
      entry.writeUInt16LE(4, 2);
      entry.writeUInt32LE(1, 4);
      entry.writeUInt32LE(value, 8);
    }
    const end = at + directory.length + data.length;
    directory.writeUInt32LE(i === pages.length - 1 ? 0 : end, directory.length - 4);
    parts.push(directory, Buffer.from(data));
    at = end;
  }
  return Buffer.concat(parts);
}
