import { encodeUtf8 } from "../../bytes.js";

/** A `data:` address: its media type, then its bytes in base64 or as text with escapes. @see RFC 2397 */
const ADDRESS = /^\s*data:([^,;]{0,100})((?:;[^,;]{0,100}){0,10}),/iu;

/**
 * The bytes of a `data:` address.
 * @returns nothing where it is none, or broken
 */
export function dataBytes(address: string): Uint8Array | undefined {
  const head = ADDRESS.exec(address);
  if (!head) return undefined;
  const body = address.slice(head[0].length);
  try {
    if (!/;\s*base64\s*$/iu.test(head[2] ?? "")) return encodeUtf8(unescaped(body));
    const base64 = (body.includes("%") ? unescaped(body) : body).replace(/\s+/gu, "").replace(/-/gu, "+");
    return Uint8Array.from(atob(base64.replace(/_/gu, "/")), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** A sign of percent that begins no escape stands for itself, as in a browser. */
function unescaped(text: string): string {
  return decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/giu, "%25"));
}
