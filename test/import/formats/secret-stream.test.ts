import sodium from "libsodium-wrappers";
import { beforeAll, expect, it } from "vitest";
import { openSecretStream } from "../../../src/import/formats/secret-stream.js";
import { seededRandom } from "../../helpers/photo.js";

beforeAll(() => sodium.ready);

const random = seededRandom(21);
const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256));

/** A stream's first message, by libsodium itself. */
function seal(key: Uint8Array, text: Uint8Array, tag: number): { header: Uint8Array; sealed: Uint8Array } {
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
  return { header, sealed: sodium.crypto_secretstream_xchacha20poly1305_push(state, text, null, tag) };
}

it("opens what libsodium seals, of any length and tag", () => {
  const {
    crypto_secretstream_xchacha20poly1305_TAG_FINAL: last,
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE: one,
  } = sodium;
  for (const length of [0, 1, 15, 16, 17, 47, 48, 63, 64, 65, 1000, 70_001]) {
    for (const tag of [one, last]) {
      const [key, text] = [bytes(32), bytes(length)];
      const { header, sealed } = seal(key, text, tag);
      expect(openSecretStream(key, header, sealed)).toEqual(text);
    }
  }
});

it("opens nothing that was altered anywhere, and nothing by another key", () => {
  const [key, text] = [bytes(32), bytes(40)];
  const { header, sealed } = seal(key, text, 0);
  const altered = (from: Uint8Array, at: number) => Uint8Array.from(from, (byte, i) => (i === at ? byte ^ 1 : byte));
  for (let at = 0; at < sealed.length; at++) expect(openSecretStream(key, header, altered(sealed, at))).toBeUndefined();
  for (let at = 0; at < header.length; at++) expect(openSecretStream(key, altered(header, at), sealed)).toBeUndefined();
  for (let at = 0; at < key.length; at++) expect(openSecretStream(altered(key, at), header, sealed)).toBeUndefined();
  for (let length = 0; length < sealed.length; length++) {
    expect(openSecretStream(key, header, sealed.subarray(0, length))).toBeUndefined();
  }
});
