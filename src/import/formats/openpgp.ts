/** Kinds of public key for encryption: RSA, Elgamal, ECDH, X25519, X448. */
const PUBLIC_KEY_KINDS = [1, 2, 16, 18, 25, 26];
/** Tags of the packets with which an encrypted message begins. */
const PUBLIC_KEY_SESSION = 1;
const PASSWORD_SESSION = 3;

/**
 * Whether bytes begin as a message that OpenPGP encrypts for a key or a password, without the armour of text.
 * @see RFC 9580, sections 4.2, 5.1 and 5.3
 */
export function isPgpMessage(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  if ((first & 0x80) === 0) return false;
  const isNew = (first & 0x40) !== 0;
  const tag = isNew ? first & 0x3f : (first >> 2) & 0x0f;
  const lengthBytes = isNew ? (second < 192 ? 1 : 2) : 1 << (first & 3);
  const [version = 0, ...fields] = bytes.subarray(1 + lengthBytes, 11 + lengthBytes);
  if (tag === PUBLIC_KEY_SESSION) return version === 3 && PUBLIC_KEY_KINDS.includes(fields[8] ?? 0);
  // Cipher and way to derive a key, each one of a few.
  const [cipher = 0, derivation = 255] = fields;
  return tag === PASSWORD_SESSION && version === 4 && cipher >= 1 && cipher <= 13 && derivation <= 4;
}
