import { encodeBase32 } from "../account/base32.js";
import { concatBytes, equalBytes, sha256, sha256Sync } from "../bytes.js";
import { EscrowError } from "../error.js";
import { interpolate, parityItems } from "./erasure-code.js";
import { type Correction, LINE_BYTES, type Line, type LineKind, type LineReading } from "./line.js";
import { type Block, blocksOf, numbersOf, PARITY_LINES } from "./line-blocks.js";
import { choices, type Readable } from "./line-choices.js";

/** Bytes of the id in a heading: the beginning of the payload's SHA-256. */
export const ID_BYTES = 10;
/** Longest payload that is printed as lines, in bytes. */
export const MAX_LINES_PAYLOAD = 2048;
/** The format version that a heading names. */
const VERSION = 0;
/** How many ways of distrusting lines are tried before giving up; each costs one hash. */
const MAX_TRIES = 4096;

/** What a heading says. */
export interface Heading {
  readonly kind: LineKind;
  /** 10 bytes: the beginning of SHA-256(payload); for a share its set id. */
  readonly id: Uint8Array;
  /** Bytes of payload, 1 to 2048. */
  readonly length: number;
  /** x of a share; 0 for other kinds. */
  readonly index: number;
}

/** A payload that came back from lines, its hash checked, and what had to be done for it. */
export interface LinesResult {
  readonly heading: Heading;
  readonly payload: Uint8Array;
  /** Characters that were typed wrong, by line. */
  readonly corrected: readonly { readonly number: number; readonly corrections: readonly Correction[] }[];
  /** Numbers of data lines that were missing or wrong and worked out from others. */
  readonly rebuilt: readonly number[];
  /** All lines as they must have been printed, by number, the heading first. */
  readonly printed: readonly Line[];
}

/**
 * Payload → lines: the heading, then blocks of up to 30 data lines and two parity lines, numbered on.
 * @param payload 1 to 2048 bytes; the last data line is filled with zero bytes
 * @throws EscrowError `lines-length`
 * @see FORMAT.md, "Lines"
 */
export function encodeLines(kind: LineKind, payload: Uint8Array): Line[] {
  if (payload.length < 1 || payload.length > MAX_LINES_PAYLOAD) {
    throw new EscrowError("lines-length", { limit: MAX_LINES_PAYLOAD });
  }
  const id = sha256Sync(payload).slice(0, ID_BYTES);
  return linesOf({ kind, id, length: payload.length, index: 0 }, payload);
}

/** Lines of a payload under a heading. */
function linesOf(heading: Heading, payload: Uint8Array): Line[] {
  const { kind, id, length, index } = heading;
  const first = concatBytes(id, Uint8Array.of(VERSION, length >> 8, length & 255, index, 0));
  const items = blocksOf(length).flatMap(({ firstByte, dataLines }) => {
    const data = Array.from({ length: dataLines }, (_, i) => {
      const bytes = new Uint8Array(LINE_BYTES);
      bytes.set(payload.subarray(firstByte + i * LINE_BYTES, firstByte + (i + 1) * LINE_BYTES));
      return bytes;
    });
    return [...data, ...parityItems(data, PARITY_LINES)];
  });
  return [first, ...items].map((bytes, number) => ({ kind, number, bytes }));
}

/**
 * Share → lines. Their heading names the set and x; what settles them is the roster of the set's document.
 * @param share 45 bytes, as `encodeShare` gives them
 */
export function encodeShareLines(share: Uint8Array, setId: Uint8Array, x: number): Line[] {
  return linesOf({ kind: "S", id: setId, length: share.length, index: x }, share);
}

/**
 * Reads a heading line.
 * @throws EscrowError `line-check` when its version, length or reserved bytes are not this format's
 */
export function decodeHeading(line: Line): Heading {
  const [version = 1, high = 0, low = 0, index = 0, reserved = 1] = line.bytes.subarray(ID_BYTES);
  const length = (high << 8) | low;
  const indexFits = line.kind === "S" ? index >= 1 : index === 0;
  if (version !== VERSION || reserved !== 0 || !indexFits || length < 1 || length > MAX_LINES_PAYLOAD) {
    throw new EscrowError("line-check", { line: `${line.kind}${line.number}` });
  }
  return { kind: line.kind, id: line.bytes.slice(0, ID_BYTES), length, index };
}

/** Settles whether a payload is what was printed. */
export type Confirm = (payload: Uint8Array, heading: Heading) => Promise<boolean>;

/** The heading's id is the beginning of the payload's hash: true of texts and documents. */
const confirmHash: Confirm = async (payload, { id }) => equalBytes((await sha256(payload)).subarray(0, ID_BYTES), id);

/**
 * Lines → payload. Lines without a doubt are used first, missing ones are rebuilt from parity, then
 * offered corrections are taken; what is not confirmed is never returned.
 * @param readings typed lines of one kind and one payload, in any order, duplicates allowed
 * @param confirm what settles it; left out, the heading's hash
 * @throws EscrowError `lines-heading-missing`, `lines-missing` with `missing` and `count`, `lines-id-mismatch`
 */
export async function decodeLines(
  readings: readonly LineReading[],
  confirm: Confirm = confirmHash,
): Promise<LinesResult> {
  const readable = readings.filter((reading): reading is Readable => reading.status !== "unreadable");
  const headings = readable.filter(({ line }) => line.number === 0);
  const certain = headings.filter(({ status }) => status === "good");
  let failure = new EscrowError("lines-heading-missing");
  for (const heading of certain.length > 0 ? certain : headings) {
    try {
      return await decodeUnder(decodeHeading(heading.line), heading, readable, confirm);
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

async function decodeUnder(
  heading: Heading,
  typed: Readable,
  readable: readonly Readable[],
  confirm: Confirm,
): Promise<LinesResult> {
  const blocks = blocksOf(heading.length);
  const byNumber = new Map<number, Readable[]>();
  for (const reading of readable) {
    const others = byNumber.get(reading.line.number) ?? [];
    const same = others.findIndex(({ line }) => equalBytes(line.bytes, reading.line.bytes));
    if (same === -1) others.push(reading);
    // Offered once and read again as it stands: that counts.
    else if (reading.status === "good") others[same] = reading;
    byNumber.set(reading.line.number, others);
  }
  const missing = blocks.flatMap((block) => {
    const numbers = numbersOf(block);
    const absent = numbers.filter((number) => !byNumber.has(number));
    return absent.length > PARITY_LINES ? absent : [];
  });
  if (missing.length > 0) {
    const names = missing.slice(0, 12).map((number) => `${heading.kind}${number}`);
    throw new EscrowError("lines-missing", { missing: names.join(" "), count: missing.length });
  }
  let tries = 0;
  for (const chosen of choices(blocks, byNumber)) {
    if (++tries > MAX_TRIES) break;
    const payload = assemble(blocks, chosen, heading.length);
    if (payload && (await confirm(payload, heading)))
      return resultOf(heading, payload, blocks, [typed, ...chosen.values()]);
  }
  throw new EscrowError("lines-id-mismatch", { id: encodeBase32(heading.id).slice(0, 8) });
}

/** What was corrected and what was worked out, told by the lines as they must have been printed. */
function resultOf(
  heading: Heading,
  payload: Uint8Array,
  blocks: readonly Block[],
  used: readonly Readable[],
): LinesResult {
  const printed = linesOf(heading, payload);
  const right = used.filter(({ line }) => {
    const truth = printed[line.number];
    return truth !== undefined && equalBytes(truth.bytes, line.bytes);
  });
  const numbers = new Set(right.map(({ line }) => line.number));
  return {
    heading,
    payload,
    printed,
    corrected: right
      .filter(({ corrections }) => corrections.length > 0)
      .map(({ line, corrections }) => ({ number: line.number, corrections })),
    rebuilt: blocks.flatMap((block) =>
      numbersOf(block)
        .slice(0, block.dataLines)
        .filter((number) => !numbers.has(number)),
    ),
  };
}

function assemble(
  blocks: readonly Block[],
  chosen: ReadonlyMap<number, Readable>,
  length: number,
): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (const block of blocks) {
    const known = new Map<number, Uint8Array>();
    for (const [place, number] of numbersOf(block).entries()) {
      const reading = chosen.get(number);
      if (reading && known.size < block.dataLines) known.set(place, reading.line.bytes);
    }
    if (known.size < block.dataLines) return undefined;
    for (let place = 0; place < block.dataLines; place++) parts.push(interpolate(known, place));
  }
  const whole = concatBytes(...parts);
  return whole.subarray(length).every((byte) => byte === 0) ? whole.slice(0, length) : undefined;
}
