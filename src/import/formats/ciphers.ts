/**
 * AES of exports, by Web Crypto. What does not open gives `undefined`: a wrong password, or a damaged file.
 */

/**
 * Opens AES-GCM.
 * @param key 16 or 32 bytes
 * @param sealed ciphertext with the 16 bytes of its tag at the end
 * @param data additional authenticated data
 */
export function openAesGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  data?: Uint8Array,
): Promise<Uint8Array | undefined> {
  const aad = data === undefined ? {} : { additionalData: data.slice() };
  return decrypt({ name: "AES-GCM", iv: nonce.slice(), tagLength: 128, ...aad }, key, sealed);
}

/**
 * Opens AES-CBC with PKCS #7 padding. It authenticates nothing: a wrong key opens one time in 256, check what comes out.
 * @param key 16 or 32 bytes
 * @param iv 16 bytes
 */
export function openAesCbc(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | undefined> {
  return decrypt({ name: "AES-CBC", iv: iv.slice() }, key, sealed);
}

async function decrypt(
  algorithm: AesGcmParams | AesCbcParams,
  key: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    const imported = await crypto.subtle.importKey("raw", key.slice(), algorithm.name, false, ["decrypt"]);
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, imported, sealed.slice()));
  } catch {
    return undefined;
  }
}

/** HMAC-SHA-256 of bytes; 32 bytes. */
export async function hmacSha256(key: Uint8Array, bytes: Uint8Array): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey("raw", key.slice(), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, bytes.slice()));
}
