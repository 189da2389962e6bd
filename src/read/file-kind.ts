/** What a file is, told by its first bytes and never by its name. */
export type FileKind = "png" | "jpeg" | "webp" | "gif" | "heic" | "pdf";

/** How far into a file `%PDF-` may start, as Acrobat and others accept it. */
const PDF_HEADER_BYTES = 1024;

/** ISO base media brands of HEIC and HEIF pictures, as phones write them. */
const HEIC_BRANDS = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"];

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
  if (text(4, 8) === "ftyp" && HEIC_BRANDS.includes(text(8, 12))) return "heic";
  return text(0, PDF_HEADER_BYTES).includes("%PDF-") ? "pdf" : undefined;
}
