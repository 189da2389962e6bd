import { inflateSync } from "fflate";
import { bitmapOf } from "../../browser/picture-bitmap.js";
import { browserPlatform } from "../../browser/platform.js";
import type { Platform } from "../../read/platform.js";

/**
 * What a browser gives to reading, with WebAssembly from the page itself.
 * @param packed deflated and base64-encoded WebAssembly of the readers
 * @param onLoad called before one is unpacked
 * @param decode decodes a picture whose bytes may be handed over; a worker lets its page do it
 */
export function pagePlatform(
  packed: Readonly<Record<"zxing" | "pdfium", string>>,
  onLoad: (reader: "zxing" | "pdfium") => void,
  decode = bitmapOf,
): Platform {
  return browserPlatform(async (name) => {
    onLoad(name);
    return unpack(packed[name]);
  }, decode);
}

/** What the build deflated and wrote in base64. */
export function unpack(text: string): Uint8Array {
  return inflateSync(decodeBase64(text));
}

function decodeBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
