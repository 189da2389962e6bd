import { bitmapOf } from "../../browser/picture-bitmap.js";
import { browserPlatform } from "../../browser/platform.js";
import type { Platform } from "../../read/platform.js";
import { unpack } from "../unpack.js";

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
