/**
 * Bytes of base64, with padding or without, in either alphabet; blanks do not count.
 * @returns `undefined` for what is none
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const base64 = text
    .replace(/\s/gu, "")
    .replace(/-/gu, "+")
    .replace(/_/gu, "/")
    .replace(/={1,2}$/u, "");
  if (!/^[A-Za-z0-9+/]*$/u.test(base64) || base64.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/**
 * Bytes of hexadecimal.
 * @returns `undefined` for what is none
 */
export function decodeHex(text: string): Uint8Array | undefined {
  if (text.length % 2 === 1 || !/^[0-9a-f]*$/iu.test(text)) return undefined;
  return Uint8Array.from(text.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * Text of UTF-8.
 * @returns `undefined` for what is none
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
