/** What a file is, told by its first bytes and never by its name. */
export type FileKind = "png" | "jpeg" | "webp" | "gif" | "tiff" | "avif" | "heic" | "bmp" | "ico" | "svg" | "pdf";

/** How far into a file `%PDF-` may start, as Acrobat and others accept it. */
const PDF_HEADER_BYTES = 1024;

/** ISO base media brands of HEIC and HEIF pictures, as phones write them. */
const HEIC_BRANDS = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"];

/** How far into a text the first element of a drawing may stand, after comments, declarations and entities of its own. */
const SVG_HEAD_BYTES = 4000;
const SVG =
  /^(?:\xef\xbb\xbf)?\s*(?:<(?:!--(?:(?!-->).)*--|(?!!--)[?!][^>[]*(?:\[[^\]]*\]\s*)?)>\s*)*<(?:svg:)?svg[\s>]/isu;

/**
 * The kind of a picture or PDF by its signature.
 * @param bytes the whole file, or at least its first kilobyte
 * @returns the kind, or `undefined` for anything else
 */
export function fileKind(bytes: Uint8Array): FileKind | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (text(0, 3) === "\xff\xd8\xff") return "jpeg";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "webp";
  if (/^GIF8[79]a$/.test(text(0, 6))) return "gif";
  if (/^(?:II[*+]\0|MM\0[*+])$/u.test(text(0, 4))) return "tiff";
  if (isAvif(bytes)) return "avif";
  if (text(4, 8) === "ftyp" && HEIC_BRANDS.includes(text(8, 12))) return "heic";
  if (isBmp(bytes)) return "bmp";
  if (isIcon(bytes)) return "ico";
  if (text(0, PDF_HEADER_BYTES).includes("%PDF-")) return "pdf";
  return SVG.test(text(0, SVG_HEAD_BYTES)) ? "svg" : undefined;
}

/** Kinds of picture that are known by their first bytes and not read. */
const OTHER_PICTURES: readonly (readonly [format: string, mark: RegExp])[] = [
  ["JPEG XL", /^(?:\0{3}\fJXL |\xff\n)/u],
  ["JPEG 2000", /^(?:\0{3}\fjP |\xffO\xffQ)/u],
  ["Photoshop", /^8BPS/u],
];

/**
 * What a picture is called that can be seen elsewhere and is not read here.
 * @param bytes a file that `fileKind` does not know
 * @returns the format's name, the same in every language, or `undefined` for what is no picture
 */
export function otherPicture(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12));
  return OTHER_PICTURES.find(([, mark]) => mark.test(start))?.[0];
}

/** The four bytes in the middle are reserved and zero: BM alone begins many a file. A header of 12 to 124 bytes follows. */
function isBmp(bytes: Uint8Array): boolean {
  const [header = 0, ...rest] = bytes.subarray(14, 18);
  const zeros = [...bytes.subarray(6, 10), ...rest];
  return bytes[0] === 0x42 && bytes[1] === 0x4d && header >= 12 && header <= 124 && zeros.every((byte) => byte === 0);
}

/** An icon or cursor: so many pictures, and where the first of them stands. */
function isIcon(bytes: Uint8Array): boolean {
  const [zero, one, kind, two, count = 0, three] = bytes;
  const firstAt = (bytes[18] ?? 0) + 256 * (bytes[19] ?? 0);
  const zeros = [zero, one, two, three, bytes[9], bytes[20], bytes[21]];
  return zeros.every((byte) => byte === 0) && (kind === 1 || kind === 2) && count > 0 && firstAt >= 6 + 16 * count;
}

/** An AVIF names itself first, or among the brands that it is compatible with. @see ISO/IEC 14496-12, 4.3 */
function isAvif(bytes: Uint8Array): boolean {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(4, 8) !== "ftyp") return false;
  const end = Math.min(bytes[3] ?? 0, bytes.length);
  const brands = [8, ...Array.from({ length: Math.max(0, (end - 16) >> 2) }, (_, i) => 16 + 4 * i)];
  return brands.some((at) => /^avi[fs]$/u.test(text(at, at + 4)));
}
