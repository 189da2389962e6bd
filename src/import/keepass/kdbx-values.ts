import { concatBytes, sha256 } from "../../bytes.js";
import { EscrowError } from "../../error.js";
import { decodeBase64, decodeUtf8 } from "../formats/encodings.js";
import type { XmlElement } from "../formats/xml.js";
import type { InnerStream } from "./kdbx-header.js";

/** Nonce that the format fixes for Salsa20. */
const SALSA20_NONCE = Uint8Array.of(0xe8, 0x30, 0x09, 0x4b, 0x97, 0x20, 0x5d, 0x2a);

/**
 * Decrypts the protected values of a database: one stream runs through all of them, in the document's order, old
 * versions of entries included.
 * @returns the text of each protected element
 * @throws EscrowError `source-damaged`
 */
export async function unprotectValues(root: XmlElement, stream: InnerStream): Promise<ReadonlyMap<XmlElement, string>> {
  const elements = protectedIn(root);
  const sealed = elements.map(({ text }) => {
    const bytes = decodeBase64(text);
    if (bytes === undefined) throw new EscrowError("source-damaged");
    return bytes;
  });
  const opened = await decryptStream(stream, concatBytes(...sealed));
  const values = new Map<XmlElement, string>();
  let at = 0;
  for (const [i, element] of elements.entries()) {
    const length = sealed[i]?.length ?? 0;
    const text = decodeUtf8(opened.subarray(at, at + length));
    if (text === undefined) throw new EscrowError("source-damaged");
    values.set(element, text);
    at += length;
  }
  return values;
}

/** Whether an element's text is encrypted. */
export function isProtected({ attributes }: XmlElement): boolean {
  return attributes.get("Protected")?.toLowerCase() === "true";
}

function protectedIn(element: XmlElement, found: XmlElement[] = []): XmlElement[] {
  if (isProtected(element)) found.push(element);
  for (const child of element.children) protectedIn(child, found);
  return found;
}

async function decryptStream({ cipher, key }: InnerStream, bytes: Uint8Array): Promise<Uint8Array> {
  if (cipher === "salsa20") {
    const { salsa20 } = await import("@noble/ciphers/salsa.js");
    return salsa20(await sha256(key), SALSA20_NONCE, bytes);
  }
  const { chacha20 } = await import("@noble/ciphers/chacha.js");
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-512", key.slice()));
  return chacha20(hash.subarray(0, 32), hash.subarray(32, 44), bytes);
}
