import { inflateRaw } from "../../document/inflate.js";
import { EscrowError } from "../../error.js";
import { crc32 } from "../../paper/frame.js";

/** A file in a ZIP archive, as the archive's directory describes it. */
export interface ZipEntry {
  /** Path in the archive. */
  readonly name: string;
  /** 0 stored, 8 deflated, 99 AES. */
  readonly method: number;
  /** Whether a password opens it. */
  readonly encrypted: boolean;
  /** CRC-32 that the directory names. */
  readonly crc: number;
  /** Further fields of the directory: how it is encrypted. */
  readonly extra: Uint8Array;
  /** What is stored of it, compressed as `method` says. */
  readonly stored: Uint8Array;
}

/** Most files of an archive: 1Password and Proton Pass put attachments in. */
const MAX_ENTRIES = 10_000;
/** Most bytes that a file may inflate to. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;

/** Whether bytes begin as a ZIP archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * The directory of a ZIP archive. ZIP64, which none so small needs, is not read.
 * @throws EscrowError `zip-broken`, `zip-too-large`
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT §4.3
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const end = findEnd(view);
    const count = view.getUint16(end + 10, true);
    if (count > MAX_ENTRIES) throw new EscrowError("zip-too-large");
    let at = view.getUint32(end + 16, true);
    return Array.from({ length: count }, () => {
      const [entry, next] = readEntry(bytes, view, at);
      at = next;
      return entry;
    });
  } catch (error) {
    // Any offset may lead out of the file.
    throw error instanceof RangeError ? new EscrowError("zip-broken") : error;
  }
}

/**
 * The bytes of a file that is not encrypted.
 * @throws EscrowError `zip-broken`, `zip-too-large`, `zip-method` for encrypted ones and other ways of compression
 */
export function unzip(entry: ZipEntry): Uint8Array {
  if (entry.encrypted) throw new EscrowError("zip-method");
  const bytes = unpack(entry.method, entry.stored);
  if (crc32(bytes) !== entry.crc) throw new EscrowError("zip-broken");
  return bytes;
}

/**
 * What is stored, no longer compressed.
 * @param method 0 stored, 8 deflated
 * @throws EscrowError `zip-broken`, `zip-too-large`, `zip-method`
 */
export function unpack(method: number, stored: Uint8Array): Uint8Array {
  if (method !== 0 && method !== 8) throw new EscrowError("zip-method");
  const bytes = method === 0 ? stored : inflated(stored);
  if (bytes.length > MAX_INFLATED_BYTES) throw new EscrowError("zip-too-large");
  return bytes;
}

function inflated(stored: Uint8Array): Uint8Array {
  try {
    return inflateRaw(stored, MAX_INFLATED_BYTES);
  } catch (error) {
    if (!(error instanceof EscrowError)) throw error;
    throw new EscrowError(error.code === "document-inflates" ? "zip-too-large" : "zip-broken");
  }
}

function findEnd(view: DataView): number {
  const least = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= least; at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw new EscrowError("zip-broken");
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): [ZipEntry, number] {
  if (view.getUint32(at, true) !== 0x02014b50) throw new EscrowError("zip-broken");
  const nameLength = view.getUint16(at + 28, true);
  const local = view.getUint32(at + 42, true);
  if (view.getUint32(local, true) !== 0x04034b50) throw new EscrowError("zip-broken");
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const storedLength = view.getUint32(at + 20, true);
  if (from + storedLength > bytes.length) throw new EscrowError("zip-broken");
  const entry = {
    name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    crc: view.getUint32(at + 16, true),
    extra: bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + view.getUint16(at + 30, true)),
    stored: bytes.subarray(from, from + storedLength),
  };
  return [entry, at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)];
}
