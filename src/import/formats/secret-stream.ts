import { poly1305 } from "@noble/ciphers/_poly1305.js";
import { chacha20, hchacha } from "@noble/ciphers/chacha.js";
import { concatBytes, encodeUtf8, equalBytes } from "../../bytes.js";

const AUTHENTICATOR_BYTES = 16;
const BLOCK_BYTES = 64;

/**
 * Opens the first message of libsodium's secret stream. Whether its tag says that it is the last one does not matter.
 * @param key 32 bytes
 * @param header 24 bytes: 16 for the stream's key, 8 for its nonces
 * @param sealed a tag of one byte, the text, and the authenticator of 16
 * @returns nothing where key or message are wrong
 * @see libsodium 1.0.18, crypto_secretstream_xchacha20poly1305_pull
 */
export function openSecretStream(key: Uint8Array, header: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < 1 + AUTHENTICATOR_BYTES) return undefined;
  const own = streamKey(key, header.subarray(0, 16));
  const nonce = concatBytes(Uint8Array.of(1, 0, 0, 0), header.subarray(16));
  const text = sealed.subarray(1, -AUTHENTICATOR_BYTES);

  // The tag stands encrypted in a block of its own; authenticated is what was sent of it, before the rest of that block.
  const tagBlock = new Uint8Array(BLOCK_BYTES);
  tagBlock[0] = sealed[0] ?? 0;
  const sentBlock = chacha20(own, nonce, tagBlock, undefined, 1);
  sentBlock[0] = sealed[0] ?? 0;
  const authenticated = concatBytes(
    sentBlock,
    text,
    // As libsodium pads: not to whole blocks of 16, but by the remainder.
    new Uint8Array(text.length % 16),
    lengthBytes(0),
    lengthBytes(BLOCK_BYTES + text.length),
  );
  const authenticatorKey = chacha20(own, nonce, new Uint8Array(32), undefined, 0);
  if (!equalBytes(poly1305(authenticated, authenticatorKey), sealed.subarray(-AUTHENTICATOR_BYTES))) return undefined;
  return chacha20(own, nonce, text, undefined, 2);
}

/** A key of the stream's own: HChaCha20 of the key and 16 bytes of the header. */
function streamKey(key: Uint8Array, salt: Uint8Array): Uint8Array {
  const out = new Uint32Array(8);
  hchacha(words(encodeUtf8("expand 32-byte k")), words(key), words(salt), out);
  const bytes = new DataView(new ArrayBuffer(32));
  for (const [i, word] of out.entries()) bytes.setUint32(4 * i, word, true);
  return new Uint8Array(bytes.buffer);
}

/** Little-endian words of 32 bits. */
function words(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

function lengthBytes(length: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setBigUint64(0, BigInt(length), true);
  return new Uint8Array(bytes.buffer);
}
