import { zlibSync } from "fflate";
import { encodeUtf8 } from "../../bytes.js";

/** Packs texts, each as `packed` does. */
export type Pack = (texts: readonly string[]) => Promise<readonly Uint8Array[]>;

/** Page content is short and much alike: more effort saves a few hundred bytes a page. */
const COMPRESSION_LEVEL = 3;

/** A text as a stream of a PDF holds it. @see ISO 32000-1, 7.4.4 */
export function packed(text: string): Uint8Array {
  return zlibSync(encodeUtf8(text), { level: COMPRESSION_LEVEL });
}

/** Packs where it is called. */
export const packHere: Pack = async (texts) => texts.map(packed);
