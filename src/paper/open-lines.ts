import { encodeUtf8, sha256 } from "../bytes.js";
import { EscrowError } from "../error.js";
import { formatLine, type LineReading } from "./line.js";
import { decodeLines, encodeLines, ID_BYTES, type LinesResult } from "./lines.js";

/**
 * The lines of an open sheet: heading, data, parity, and the heading again.
 * @param uri otpauth text as the sheet's QR holds it
 * @throws EscrowError `lines-length` when the text is longer than lines carry
 * @see FORMAT.md, "Lines of an open sheet"
 */
export function encodeOpenLines(uri: string): string[] {
  const lines = encodeLines("T", encodeUtf8(toTyped(uri))).map(formatLine);
  return [...lines, ...lines.slice(0, 1)];
}

/**
 * The otpauth text that lines carry.
 * @throws EscrowError as `decodeLines`, `lines-id-mismatch` too when the payload is no text
 */
export async function decodeOpenLines(readings: readonly LineReading[]): Promise<{ uri: string; result: LinesResult }> {
  const result = await decodeLines(readings);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(result.payload);
  } catch {
    throw new EscrowError("lines-id-mismatch");
  }
  return { uri: fromTyped(text), result };
}

/**
 * The id in the heading of an open sheet's lines, also of a text that is too long for lines.
 * @param uri otpauth text as the sheet's QR holds it
 * @returns 10 bytes
 */
export async function openLinesId(uri: string): Promise<Uint8Array> {
  return (await sha256(encodeUtf8(toTyped(uri)))).slice(0, ID_BYTES);
}

/** Check lines by sheet: each begins and ends with the same heading. */
export function lineSets(lines: readonly string[]): string[][] {
  const sets: string[][] = [];
  let open = false;
  for (const line of lines) {
    if (!open) sets.push([line]);
    else sets.at(-1)?.push(line);
    open = open ? line !== sets.at(-1)?.[0] : true;
  }
  return sets;
}

/** Escapes of characters beyond ASCII become the characters: a third of what is to be typed. @see RFC 3987, 3.2 */
function toTyped(uri: string): string {
  return uri.replace(/(?:%[89A-F][0-9A-F])+/gu, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

function fromTyped(text: string): string {
  return text.replace(/[^\p{ASCII}]+/gu, encodeURIComponent);
}
