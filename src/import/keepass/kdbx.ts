import { concatBytes, encodeUtf8, equalBytes, sha256 } from "../../bytes.js";
import { inflate } from "../../document/inflate.js";
import { EscrowError } from "../../error.js";
import { ByteReader } from "../formats/byte-reader.js";
import { hmacSha256, openAesCbc } from "../formats/ciphers.js";
import { decodeBase64, decodeUtf8 } from "../formats/encodings.js";
import { childOf, childText, parseXml, type XmlElement } from "../formats/xml.js";
import type { Source } from "../source.js";
import { type InnerStream, innerStream, isKeepassDatabase, type KdbxHeader, readKdbxHeader } from "./kdbx-header.js";
import { unprotectValues } from "./kdbx-values.js";
import { readKeepassDatabase } from "./keepass-database.js";

/** Most bytes that a database may inflate to, attachments and all. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/** What is inside: the database as XML, and the cipher of its protected values. */
interface Inside {
  readonly xml: Uint8Array;
  readonly stream: InnerStream;
}

/**
 * Databases of KeePass 2, KeePassXC and others, KDBX 3 and 4, that a password alone opens. The container is read here,
 * over the platform's ciphers: the library there is inflates without a limit.
 * @see https://keepass.info/help/kb/kdbx.html
 */
export const kdbx: Source = {
  name: "kdbx",
  detect: ({ bytes }) => isKeepassDatabase(bytes),
  read: async ({ bytes }, collector, context) => {
    const header = readKdbxHeader(bytes);
    const body = bytes.subarray(header.bytes.length);
    const open = header.version === 3 ? openVersion3 : openVersion4;
    if (header.version === 4) await checkHeader(header, body);
    else if (header.cipher === "aes-cbc" && (body.length === 0 || body.length % 16 !== 0)) {
      throw new EscrowError("source-damaged");
    }
    const { xml, stream } = await context.unlock(async (password) => {
      const composite = await sha256(await sha256(encodeUtf8(password)));
      return open(header, body, await context.deriveKey(composite, header.derivation));
    });
    const root = parseDatabase(xml);
    await checkHeaderHash(root, header);
    readKeepassDatabase(root, await unprotectValues(root, stream), collector);
  },
};

function parseDatabase(bytes: Uint8Array): XmlElement {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new EscrowError("source-damaged");
  const root = parseXml(text);
  if (root.name !== "KeePassFile") throw new EscrowError("source-damaged");
  return root;
}

/** Version 3 may hold a hash of its header inside: without it a changed header would give wrong secrets. */
async function checkHeaderHash(root: XmlElement, header: KdbxHeader): Promise<void> {
  const hash = decodeBase64(childText(childOf(root, "Meta"), "HeaderHash") ?? "");
  if (header.version !== 3 || hash === undefined || hash.length === 0) return;
  if (!equalBytes(hash, await sha256(header.bytes))) throw new EscrowError("source-damaged");
}

async function openVersion3(header: KdbxHeader, body: Uint8Array, key: Uint8Array): Promise<Inside | undefined> {
  const { startBytes, innerStream: stream } = header;
  if (startBytes === undefined || stream === undefined) throw new EscrowError("source-damaged");
  const opened = await decrypt(header, await sha256(concatBytes(header.masterSeed, key)), body);
  if (opened === undefined || !equalBytes(opened.subarray(0, startBytes.length), startBytes)) return undefined;
  const reader = new ByteReader(opened.subarray(startBytes.length));
  const blocks: Uint8Array[] = [];
  for (;;) {
    const index = reader.uint32();
    const hash = reader.take(32);
    const block = reader.take(reader.uint32());
    if (index !== blocks.length) throw new EscrowError("source-damaged");
    if (block.length === 0) break;
    if (!equalBytes(await sha256(block), hash)) throw new EscrowError("source-damaged");
    blocks.push(block);
  }
  return { xml: decompress(header, concatBytes(...blocks)), stream };
}

/** @param body a hash and an authentication code of the header, then blocks with an authentication code each */
async function openVersion4(header: KdbxHeader, body: Uint8Array, key: Uint8Array): Promise<Inside | undefined> {
  const reader = new ByteReader(body);
  reader.take(32);
  const macBase = await sha512(concatBytes(header.masterSeed, key, Uint8Array.of(1)));
  const headerKey = await sha512(concatBytes(new Uint8Array(8).fill(0xff), macBase));
  if (!equalBytes(await hmacSha256(headerKey, header.bytes), reader.take(32))) return undefined;
  const blocks: Uint8Array[] = [];
  for (let index = 0, ended = false; !ended; index++) {
    const mac = reader.take(32);
    const start = reader.position;
    const block = reader.take(reader.uint32());
    const number = new Uint8Array(8);
    new DataView(number.buffer).setUint32(0, index, true);
    const sealed = concatBytes(number, body.subarray(start, reader.position));
    if (!equalBytes(await hmacSha256(await sha512(concatBytes(number, macBase)), sealed), mac)) {
      throw new EscrowError("source-damaged");
    }
    ended = block.length === 0;
    blocks.push(block);
  }
  const opened = await decrypt(header, await sha256(concatBytes(header.masterSeed, key)), concatBytes(...blocks));
  if (opened === undefined) throw new EscrowError("source-damaged");
  return readInside(decompress(header, opened));
}

async function checkHeader({ bytes }: KdbxHeader, body: Uint8Array): Promise<void> {
  if (!equalBytes(await sha256(bytes), new ByteReader(body).take(32))) throw new EscrowError("source-damaged");
}

/** The inner header of version 4, attachments passed over, then the XML. */
function readInside(bytes: Uint8Array): Inside {
  const reader = new ByteReader(bytes);
  const fields = new Map<number, Uint8Array>();
  for (let id = -1; id !== 0; ) {
    id = reader.uint8();
    fields.set(id, reader.take(reader.uint32()));
  }
  const [id, key] = [fields.get(1), fields.get(2)];
  if (id === undefined || key === undefined) throw new EscrowError("source-damaged");
  return { xml: reader.rest(), stream: innerStream(new ByteReader(id).uint32(), key) };
}

async function decrypt(
  { cipher, iv }: KdbxHeader,
  key: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (cipher === "aes-cbc") return openAesCbc(key, iv, sealed);
  const { chacha20 } = await import("@noble/ciphers/chacha.js");
  return chacha20(key, iv, sealed);
}

function decompress({ compressed }: KdbxHeader, bytes: Uint8Array): Uint8Array {
  if (!compressed) return bytes;
  try {
    return inflate(bytes, MAX_INFLATED_BYTES);
  } catch (error) {
    if (!(error instanceof EscrowError)) throw error;
    if (error.code !== "document-inflates") throw new EscrowError("source-damaged");
    throw new EscrowError("source-too-large", { megabytes: MAX_INFLATED_BYTES / 2 ** 20 });
  }
}

async function sha512(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", bytes.slice()));
}
