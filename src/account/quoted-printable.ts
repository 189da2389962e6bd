/**
 * The bytes of text that a mail writes as quoted-printable: `=3D` for `=`, and lines broken behind a `=`. What is no
 * escape stays as it stands.
 * @see RFC 2045, section 6.7
 */
export function quotedPrintableBytes(written: string): Uint8Array {
  const lines = written.replace(/[ \t]*\r?\n/gu, "\n").replace(/=\n/gu, "");
  const text = new TextEncoder().encode(lines);
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const escaped = text[at] === EQUALS ? hexPair(text, at + 1) : undefined;
    bytes[length++] = escaped ?? (text[at] as number);
    if (escaped !== undefined) at += 2;
  }
  return bytes.slice(0, length);
}

const EQUALS = 0x3d;

/** The byte that two hexadecimal digits name; nothing for other characters. */
function hexPair(text: Uint8Array, at: number): number | undefined {
  const digits = String.fromCharCode(...text.subarray(at, at + 2));
  return /^[\da-f]{2}$/iu.test(digits) ? Number.parseInt(digits, 16) : undefined;
}
