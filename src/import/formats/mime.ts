import { quotedPrintableBytes } from "../../account/quoted-printable.js";
import { decodeBase64 } from "./encodings.js";

/** A part of a message that has no parts itself. */
export interface MimePart {
  /** Its media type, in small letters, such as `image/png`. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** How deep parts lie in each other, and how many there are at most. */
const [MOST_DEPTH, MOST_PARTS] = [8, 2_000];
/** Most characters of the lines before what a part says. */
const MOST_HEAD = 20_000;

interface Head {
  readonly type: string;
  readonly boundary: string | undefined;
  readonly encoding: string;
  readonly body: string;
}

/**
 * The parts of a mail, or of a web page that a browser saved as one file (MHTML).
 * @returns nothing for another text
 * @see RFC 2045, 2046, 2557
 */
export function mimeParts(text: string): MimePart[] | undefined {
  const head = headOf(text);
  // Some programs leave the version out.
  if (head === undefined || !/^(?:mime-version|content-transfer-encoding):/imu.test(text.slice(0, MOST_HEAD))) {
    return undefined;
  }
  const parts: MimePart[] = [];
  collect(head, parts, 0);
  return parts;
}

function collect(head: Head, parts: MimePart[], depth: number): void {
  if (head.boundary === undefined) {
    if (parts.length < MOST_PARTS) parts.push({ type: head.type, bytes: bytesOf(head) });
    return;
  }
  if (depth === MOST_DEPTH) return;
  const mark = `\n--${head.boundary}`;
  // What stands before the first mark and after the last is for nobody.
  for (const part of `\n${head.body}`.split(mark, MOST_PARTS).slice(1)) {
    if (part.startsWith("--")) return;
    const inner = headOf(part.replace(/^[ \t]*\n/u, ""));
    if (inner) collect(inner, parts, depth + 1);
  }
}

function headOf(text: string): Head | undefined {
  const start = text.slice(0, MOST_HEAD).replaceAll("\r\n", "\n");
  const end = start.indexOf("\n\n");
  const lines = (end < 0 ? "" : start.slice(0, end)).replace(/\n[ \t]+/gu, " ").split("\n");
  if (end < 0 || !lines.every((line) => /^[\w-]+:/u.test(line))) return undefined;
  const field = (name: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? "";
  const kind = field("content-type");
  const type = /^[\w.+/-]+/u.exec(kind)?.[0].toLowerCase() ?? "text/plain";
  const named = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;]{1,200}))/iu.exec(kind);
  const boundary = type.startsWith("multipart/") ? (named?.[1] ?? named?.[2]) : undefined;
  const encoding = field("content-transfer-encoding").toLowerCase();
  return { type, boundary, encoding, body: text.replaceAll("\r\n", "\n").slice(end + 2) };
}

function bytesOf({ encoding, body }: Head): Uint8Array {
  if (encoding === "base64") return decodeBase64(body) ?? new Uint8Array();
  if (encoding !== "quoted-printable") return new TextEncoder().encode(body);
  return quotedPrintableBytes(body);
}
