import { concatBytes, equalBytes, sha256 } from "../bytes.js";
import { EscrowError } from "../error.js";
import { interpolate, MAX_ITEMS, parityItems } from "./erasure-code.js";

/** Payload of a frame, in bytes. */
export const FRAME_BYTES = 115;
/** Bytes before the payload: set id 10, index, data count, total, document length 2, reserved, CRC-32 4. */
export const FRAME_HEADER_BYTES = 20;
/** Bytes of the set id in a frame. */
const ID_BYTES = 10;
/** Place of the CRC-32 in a frame. */
const CRC_AT = 16;
/** Longest document, in bytes. */
export const MAX_DOCUMENT_BYTES = 18 * 1024;

/** One piece of a document. Nothing in it is authenticated until the document's hash is. */
export interface Frame {
  /** 10 bytes. */
  readonly setId: Uint8Array;
  /** From 0; data frames first, then parity. */
  readonly index: number;
  readonly dataCount: number;
  readonly total: number;
  /** Length of the document in bytes. */
  readonly length: number;
  /** 115 bytes. */
  readonly payload: Uint8Array;
}

/** How many parity frames a document gets: a third, or a half where sheets carry no complete lines. */
export function parityCount(dataCount: number, codesOnly: boolean): number {
  return Math.max(2, Math.ceil(dataCount / (codesOnly ? 2 : 3)));
}

/**
 * Document → frames, data first, then parity.
 * @param codesOnly whether sheets carry the document in codes alone, without complete lines
 */
export function makeFrames(document: Uint8Array, setId: Uint8Array, codesOnly: boolean): Frame[] {
  const dataCount = Math.ceil(document.length / FRAME_BYTES);
  const data = Array.from({ length: dataCount }, (_, i) => {
    const payload = new Uint8Array(FRAME_BYTES);
    payload.set(document.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES));
    return payload;
  });
  const parity = parityItems(data, parityCount(dataCount, codesOnly));
  const total = dataCount + parity.length;
  return [...data, ...parity].map((payload, index) => ({
    setId,
    index,
    dataCount,
    total,
    length: document.length,
    payload,
  }));
}

/** Frame → 135 bytes. @see FORMAT.md, "Frame" */
export function encodeFrame({ setId, index, dataCount, total, length, payload }: Frame): Uint8Array {
  const header = concatBytes(setId, Uint8Array.of(index, dataCount, total, length >> 8, length & 255, 0));
  const crc = crc32(concatBytes(header, payload));
  return concatBytes(header, Uint8Array.of(crc >>> 24, (crc >> 16) & 255, (crc >> 8) & 255, crc & 255), payload);
}

/**
 * 135 bytes → frame.
 * @throws EscrowError `frame-length`, `frame-check`, `frame-reserved`, `frame-numbers`
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.length !== FRAME_HEADER_BYTES + FRAME_BYTES) throw new EscrowError("frame-length");
  const header = bytes.subarray(0, CRC_AT);
  const payload = bytes.slice(FRAME_HEADER_BYTES);
  const crc = new DataView(bytes.buffer, bytes.byteOffset + CRC_AT, 4).getUint32(0);
  if (crc32(concatBytes(header, payload)) !== crc) throw new EscrowError("frame-check");
  const [index = 0, dataCount = 0, total = 0, high = 0, low = 0, reserved = 0] = header.subarray(ID_BYTES);
  if (reserved !== 0) throw new EscrowError("frame-reserved");
  const length = (high << 8) | low;
  const fits = length > 0 && length <= MAX_DOCUMENT_BYTES && dataCount === Math.ceil(length / FRAME_BYTES);
  if (!fits || index >= total || total < dataCount || total > MAX_ITEMS - 1) throw new EscrowError("frame-numbers");
  return { setId: bytes.slice(0, ID_BYTES), index, dataCount, total, length, payload };
}

/** A frame with the sheet it was read from: one holder's frames stand or fall together. */
export interface SheetFrame {
  readonly frame: Frame;
  /** Any name of the sheet. */
  readonly sheet: string;
}

/** What frames of one set gave. */
export interface Assembly {
  readonly document: Uint8Array;
  /** Sheets some of whose frames are not the document's. */
  readonly wrongSheets: readonly string[];
}

/** How many choices of frames are tried; each costs one interpolation and one hash. */
const MAX_TRIES = 1024;

/**
 * Frames of one set → document. All distinct candidates are kept; all sheets are trusted first, then left out one
 * and two at a time, then each is taken alone, and the set id, a hash of the document, decides.
 * @throws EscrowError `frames-missing` with `have` and `need`, `frames-conflict` with `sheets`
 */
export async function assembleDocument(frames: readonly SheetFrame[]): Promise<Assembly> {
  const sheets = [...new Set(frames.map(({ sheet }) => sheet))];
  let tries = 0;
  for (const left of leftOut(sheets)) {
    const kept = frames.filter(({ sheet }) => !left.includes(sheet));
    for (const chosen of choices(kept)) {
      if (++tries > MAX_TRIES) break;
      const document = await tryFrames(chosen);
      if (document) return { document, wrongSheets: wrongSheets(document, chosen[0] as Frame, frames) };
    }
  }
  const most = mostFrames(frames);
  if (most.have < most.need) throw new EscrowError("frames-missing", most);
  throw new EscrowError("frames-conflict", { sheets: sheets.join(", ") });
}

function* leftOut(sheets: readonly string[]): Generator<string[]> {
  yield [];
  for (const sheet of sheets) yield [sheet];
  for (const [i, sheet] of sheets.entries()) for (const other of sheets.slice(0, i)) yield [sheet, other];
  for (const sheet of sheets) yield sheets.filter((other) => other !== sheet);
}

/** Frames of one geometry are one try; where an index has several candidates, each of them once. */
function* choices(frames: readonly SheetFrame[]): Generator<Frame[]> {
  const geometries = new Map<string, Map<number, Frame[]>>();
  for (const { frame } of frames) {
    const key = `${frame.dataCount} ${frame.length}`;
    const byIndex = geometries.get(key) ?? new Map<number, Frame[]>();
    geometries.set(key, byIndex);
    const same = byIndex.get(frame.index) ?? [];
    if (!same.some(({ payload }) => equalBytes(payload, frame.payload))) byIndex.set(frame.index, [...same, frame]);
  }
  for (const byIndex of geometries.values()) {
    const [first] = byIndex.values().next().value ?? [];
    if (!first || byIndex.size < first.dataCount) continue;
    const lists = [...byIndex.values()].sort((a, b) => a.length - b.length);
    yield lists.flatMap((list) => list[0] ?? []);
    for (const [i, list] of lists.entries()) {
      for (const other of list.slice(1)) yield lists.map((one, j) => (i === j ? other : one[0]) as Frame);
    }
  }
}

async function tryFrames(frames: readonly Frame[]): Promise<Uint8Array | undefined> {
  const [first] = frames;
  if (!first) return undefined;
  const known = new Map(frames.slice(0, first.dataCount).map(({ index, payload }) => [index, payload]));
  const whole = concatBytes(...Array.from({ length: first.dataCount }, (_, i) => interpolate(known, i)));
  if (whole.subarray(first.length).some((byte) => byte !== 0)) return undefined;
  const document = whole.slice(0, first.length);
  return equalBytes((await sha256(document)).subarray(0, ID_BYTES), first.setId) ? document : undefined;
}

/** Sheets that carry a frame other than the document's own. */
function wrongSheets(document: Uint8Array, like: Frame, frames: readonly SheetFrame[]): string[] {
  const data = makeFrames(document, like.setId, false).slice(0, like.dataCount);
  const known = new Map(data.map(({ index, payload }) => [index, payload]));
  const wrong = frames.filter(
    ({ frame }) => frame.length !== like.length || !equalBytes(interpolate(known, frame.index), frame.payload),
  );
  return [...new Set(wrong.map(({ sheet }) => sheet))];
}

function mostFrames(frames: readonly SheetFrame[]): { have: number; need: number } {
  const need = Math.min(...frames.map(({ frame }) => frame.dataCount));
  return { have: new Set(frames.map(({ frame }) => frame.index)).size, need };
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

/** CRC-32 as in gzip. @see RFC 1952, section 8 */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 255] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
