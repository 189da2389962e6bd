import { EscrowError } from "../error.js";

/**
 * Decodes a picture by the browser's own decoders, turned as its header says.
 * @param type its media type, such as `image/png`: nothing else is tried
 * @throws EscrowError `picture-unreadable`
 */
export async function bitmapOf(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(new Blob([bytes], { type }), { imageOrientation: "from-image" });
  } catch {
    throw new EscrowError("picture-unreadable");
  }
}
